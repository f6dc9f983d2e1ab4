import type { AudienceRule } from "../citizens/audience.ts";
import type { Clock } from "../kernel/clock.ts";
import { startOfDay, startOfMonth } from "../kernel/dates.ts";
import { invalid } from "../kernel/errors.ts";
import { DEFAULT_SEND_HOURS } from "../units/unit.model.ts";
import { findUnit } from "../units/unit.store.ts";
import type { ZaloClient } from "../zalo/client.ts";
import type { Limits } from "../zalo/limits.ts";
import type { Oa } from "../zalo/oa.model.ts";
import { findOaOfUnit, listHolders } from "../zalo/oa.store.ts";
import type { Terms } from "../zalo/terms.ts";
import { listArticleTimes } from "./broadcast-times.store.ts";
import { unitProblems, usableTemplates } from "./check-wish.ts";
import { addPlans, type ChannelPlan, planAll, propose } from "./channels.ts";
import { countAudience } from "./count-audience.ts";

export interface PlanDeps {
  clock: Clock;
  terms: Terms;
  limits: Pick<Limits, "describe" | "perApp">;
  zalo: Pick<ZaloClient, "quota">;
}

export interface Wish {
  unitCode: string;
  /** units a department's action goes to; empty = the own OA */
  units: string[];
  items: number;
  audience: AudienceRule;
  at: Date;
  urgent: boolean;
}

export interface MadePlan {
  plans: ChannelPlan[];
  proposed: ChannelPlan | undefined;
  oas: number;
  unitsWithoutOa: number;
  perMinute: number;
}

/**
 * Who would be reached by each channel, at what cost and until when. Reads every person of the audience once, as a
 * stream. A department's plan is the sum of its units', each reckoned at its own terms.
 */
export async function makePlan(deps: PlanDeps, wish: Wish): Promise<MadePlan> {
  const problems = await unitProblems(wish.unitCode, wish.units, deps.clock.now());
  if (Object.keys(problems).length > 0) throw invalid(problems);
  const codes = wish.units.length > 0 ? wish.units : [wish.unitCode];
  const oas = (await Promise.all(codes.map((code) => findOaOfUnit(code)))).flatMap((oa) => (oa ? [oa] : []));
  const used = await articlesUsed(codes, wish.at);
  const parts = await Promise.all(
    oas.map((oa) => planOfUnit(deps, wish, oa, used.get(oa.unitCode) ?? { month: 0, day: 0 })),
  );
  const own = parts.length === 1 && wish.units.length === 0 ? parts[0] : undefined;
  const plans =
    own?.plans ??
    (parts[0]?.plans ?? []).map(({ key }) =>
      addPlans(
        parts.flatMap((part) => part.plans.filter((plan) => plan.key === key)),
        deps.limits.perApp,
      ),
    );
  return {
    plans,
    proposed: propose(plans),
    oas: oas.length,
    unitsWithoutOa: codes.length - oas.length,
    perMinute: own?.perMinute ?? 0,
  };
}

async function planOfUnit(
  deps: PlanDeps,
  wish: Wish,
  oa: Oa,
  used: ArticlesUsed,
): Promise<{ plans: ChannelPlan[]; perMinute: number }> {
  const [unit, { perMinute }, allowanceLeft] = await Promise.all([
    findUnit(oa.unitCode),
    deps.limits.describe(oa._id),
    allowanceOf(deps, oa),
  ]);
  const sendHours = unit?.sendHours ?? DEFAULT_SEND_HOURS;
  const facts = await countAudience(oa._id, wish.audience, wish.at, {
    perMinute: Math.max(1, perMinute),
    hours: wish.urgent ? undefined : sendHours,
    urgent: wish.urgent,
  });
  const plans = planAll(facts, {
    terms: deps.terms,
    packageName: oa.packageName,
    perMinute,
    sendHours,
    at: wish.at,
    urgent: wish.urgent,
    audience: wish.audience,
    // a department's action carries no unit's template
    hasTemplate: wish.units.length === 0 && (await usableTemplates(unit, oa._id)).length > 0,
    allowanceLeft,
    articlesThisMonth: used.month,
    articlesThatDay: used.day,
    items: wish.items,
  });
  return { plans, perMinute };
}

export interface ArticlesUsed {
  month: number;
  day: number;
}

/**
 * Article broadcasts of units in the month and on the day of a moment, sent or approved. Zalo counts by the OA: what
 * went out by it while another unit held it is used up, too.
 */
export async function articlesUsed(codes: string[], at: Date): Promise<ReadonlyMap<string, ArticlesUsed>> {
  const used = new Map(codes.map((code) => [code, { month: 0, day: 0 }]));
  const before = (await listHolders(codes)).flatMap(({ unitCode, holders }) =>
    (holders ?? []).map((holder) => ({ ...holder, now: unitCode })),
  );
  const all = [...new Set([...codes, ...before.map(({ unitCode }) => unitCode)])];
  const today = startOfDay(at).getTime();
  for (const article of await listArticleTimes(all, startOfMonth(at), startOfMonth(at, 1))) {
    const held = before.find(({ unitCode, to }) => unitCode === article.unitCode && article.at < to);
    const unit = used.get(held?.now ?? article.unitCode);
    if (!unit) continue;
    unit.month += 1;
    if (startOfDay(article.at).getTime() === today) unit.day += 1;
  }
  return used;
}

/** What Zalo says is left of the package; undefined when it does not say so within a moment. */
async function allowanceOf(deps: PlanDeps, oa: Oa): Promise<number | undefined> {
  const asked = deps.zalo
    .quota(oa._id)
    .then((rows) => rows.find((row) => row.product === "cs")?.remain)
    .catch(() => undefined);
  const patience = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 3000).unref());
  return Promise.race([asked, patience]);
}
