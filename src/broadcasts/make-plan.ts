import type { AudienceRule } from "../citizens/audience.ts";
import type { Clock } from "../kernel/clock.ts";
import { startOfDay, startOfMonth } from "../kernel/dates.ts";
import { DEFAULT_SEND_HOURS } from "../units/unit.model.ts";
import { findUnit } from "../units/unit.store.ts";
import type { ZaloClient } from "../zalo/client.ts";
import type { Limits } from "../zalo/limits.ts";
import type { Oa } from "../zalo/oa.model.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import type { Terms } from "../zalo/terms.ts";
import { listBetween, whenOf } from "./broadcast.store.ts";
import { type AudienceFacts, type ChannelPlan, countAudience, noFacts, planAll, propose } from "./channels.ts";

export interface PlanDeps {
  clock: Clock;
  terms: Terms;
  limits: Pick<Limits, "describe">;
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

/** Who would be reached by each channel, at what cost and until when. Reads every person of the audience once, as a stream. */
export async function makePlan(deps: PlanDeps, wish: Wish): Promise<MadePlan> {
  const unit = await findUnit(wish.unitCode);
  const codes = wish.units.length > 0 ? wish.units : [wish.unitCode];
  const oas = (await Promise.all(codes.map((code) => findOaOfUnit(code)))).flatMap((oa) => (oa ? [oa] : []));
  const facts = addFacts(await Promise.all(oas.map((oa) => countAudience(oa._id, wish.audience, wish.at))));
  const own = oas.length === 1 ? oas[0] : undefined;
  const used = await articlesUsed(codes, wish.at);
  const { perMinute } = own ? await deps.limits.describe(own._id) : { perMinute: 0 };
  const plans = planAll(facts, {
    terms: deps.terms,
    packageName: own?.packageName ?? oas[0]?.packageName ?? "",
    perMinute: perMinute || 1000,
    sendHours: unit?.sendHours ?? DEFAULT_SEND_HOURS,
    at: wish.at,
    urgent: wish.urgent,
    audience: wish.audience,
    hasTemplate: (unit?.templates.length ?? 0) > 0 && wish.units.length === 0,
    allowanceLeft: own ? await allowanceOf(deps, own) : undefined,
    articlesThisMonth: used.month,
    articlesThatDay: used.day,
    items: wish.items,
  });
  return { plans, proposed: propose(plans), oas: oas.length, unitsWithoutOa: codes.length - oas.length, perMinute };
}

function addFacts(parts: AudienceFacts[]): AudienceFacts {
  const total = noFacts();
  for (const part of parts) for (const key of Object.keys(total) as (keyof AudienceFacts)[]) total[key] += part[key];
  return total;
}

/** Article broadcasts of the month and the day, sent or approved; of several OAs the one that used most decides. */
async function articlesUsed(codes: string[], at: Date): Promise<{ month: number; day: number }> {
  const rows = (await listBetween(codes, startOfMonth(at), startOfMonth(at, 1))).filter(
    (row) => row.channel === "article" && row.state !== "draft" && row.units.length === 0,
  );
  const today = startOfDay(at).getTime();
  const most = (chosen: typeof rows): number => {
    const perUnit = new Map<string, number>();
    for (const row of chosen) perUnit.set(row.unitCode, (perUnit.get(row.unitCode) ?? 0) + 1);
    return Math.max(0, ...perUnit.values());
  };
  return {
    month: most(rows),
    day: most(rows.filter((row) => startOfDay(whenOf(row) ?? at).getTime() === today)),
  };
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
