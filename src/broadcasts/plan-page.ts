import { readDay } from "../console/read-days.ts";
import { listItems } from "../content/item.store.ts";
import { type RouteContext, type RouteResult, page } from "../kernel/console-route.ts";
import { formatDuration, formatMoment, formatLocal, parseLocal } from "../kernel/dates.ts";
import { type FieldErrors, AppError } from "../kernel/errors.ts";
import { nextAllowed, type SendHours, whyQuiet } from "../kernel/send-hours.ts";
import { byVietnamese } from "../kernel/vietnamese.ts";
import { isDepartment } from "../units/kinds.ts";
import type { Unit } from "../units/unit.model.ts";
import { findUnit, listChildren } from "../units/unit.store.ts";
import { phraseOf } from "../zalo/error-meanings.ts";
import { findOaOfUnit, listOas } from "../zalo/oa.store.ts";
import type { ChannelPlan } from "./channels.ts";
import { LANGUAGES, PATIENCE_MS, usableTemplates } from "./check-wish.ts";
import type { PlanDeps, MadePlan } from "./make-plan.ts";
import { audienceOf, CITIES, nameAudience, planOf, timeOf, type WishForm } from "./plan-wish.ts";
import { planSentence } from "./plan-sentence.ts";
import { copyContents } from "./prepare-broadcast.ts";
import { URGENT_TEXT_MAX } from "./rules.ts";

const withReasons = (plan: ChannelPlan, at: Date, now: Date) => ({
  ...plan,
  ...plan.figures,
  takes: formatDuration(plan.takesMinutes * 60_000),
  endsAt: formatMoment(new Date(Math.max(at.getTime(), now.getTime()) + plan.takesMinutes * 60_000), now),
  missing: plan.figures.audience - plan.figures.reached,
  reasons: Object.entries(plan.figures.unreachable).map(([reason, n]) => ({ ...phraseOf(reason), n })),
});

/** The same plan at another hour. */
function linkTo(form: WishForm, at: Date): string {
  const query = new URLSearchParams({ when: "hen", at: formatLocal(at), language: form.language, draft: form.draft });
  for (const [name, values] of [
    ["item", form.item],
    ["topic", form.topic],
    ["unit", form.unit],
    ["city", form.city],
  ] as const)
    for (const value of values) query.append(name, value);
  if (form.urgent) query.set("urgent", "1");
  return `/console/gui-tin/moi?${query.toString()}`;
}

/** The plan in one sentence, and the hour at which nobody would be lost while it can still be chosen. */
function saidOf(plan: ChannelPlan, form: WishForm, at: Date, now: Date) {
  const sendAt = form.when === "hen" ? at : null;
  const { beginBy } = plan;
  const earlier = beginBy && beginBy > now ? new Date(Math.floor(beginBy.getTime() / 60_000) * 60_000) : undefined;
  const open = earlier && earlier > now ? { words: formatMoment(earlier, now), href: linkTo(form, earlier) } : null;
  return {
    sentence: planSentence(plan.figures, plan.takesMinutes, sendAt, now),
    earlier: open,
    tooLate: !open && (plan.figures.unreachable["window-closes"] ?? 0) > 0,
  };
}

type Preview = { title: string; text: string; pictureId: string; pictureAlt: string }[];

/** What a wish comes to: the plan, the message as it will look, or what stands in the way. */
async function tryWish(
  deps: PlanDeps,
  context: RouteContext,
  form: WishForm,
  at: Date,
): Promise<{ made?: MadePlan; preview: Preview; problems: FieldErrors }> {
  let preview: Preview = [];
  try {
    preview = (await copyContents(context.me.scope, form.item, Boolean(form.urgent), at)).map((content) => ({
      ...content,
      text: content.message,
    }));
    return { made: await planOf(deps, context, form), preview, problems: {} };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const problems = Object.keys(error.fields).length > 0 ? error.fields : { item: error.message };
    return { preview, problems };
  }
}

/** The units of a department that a broadcast can go to. */
function unitChoices(children: readonly Unit[], connected: ReadonlySet<string>, form: WishForm) {
  const open = children.filter((child) => connected.has(child._id));
  return {
    units: open
      .map((child) => ({ code: child._id, name: child.name, checked: form.unit.includes(child._id) }))
      .toSorted((a, b) => byVietnamese(a.name, b.name)),
    unitCount: children.length,
    connectedCount: open.length,
  };
}

/** The channel somebody chose, else the one that is proposed, in one sentence. */
function bestOf(made: MadePlan, form: WishForm, at: Date, now: Date) {
  const best = made.plans.find(({ key, blocked }) => key === form.channel && blocked === "") ?? made.proposed;
  return best ? { ...withReasons(best, at, now), ...saidOf(best, form, at, now) } : null;
}

const showPlan = (made: MadePlan, form: WishForm, at: Date, now: Date) => ({
  ...made,
  channels: made.plans.map((channel) => ({
    ...withReasons(channel, at, now),
    usable: channel.blocked === "",
    checked: channel.key === (form.channel || made.proposed?.key),
    sentence: planSentence(channel.figures, channel.takesMinutes, form.when === "hen" ? at : null, now),
    suggestion:
      channel.quiet && channel.earliest.getTime() > at.getTime() + 60_000
        ? { words: formatMoment(channel.earliest, now), href: linkTo(form, channel.earliest) }
        : null,
  })),
  usable: made.plans.some(({ blocked }) => blocked === ""),
  best: bestOf(made, form, at, now),
  everyone: made.plans[0]?.figures.audience ?? 0,
});

/** Somebody who said nothing of the time yet, and at night could only be refused, is offered the first open hour. */
const atAnOpenHour = (form: WishForm, hours: SendHours, now: Date): WishForm =>
  form.when === "" && form.urgent === "" && form.item.length > 0 && whyQuiet(now, hours)
    ? { ...form, when: "hen", at: formatLocal(nextAllowed(now, hours)) }
    : form;

/** The item a problem is of; one that is chosen alone can be mended at once. */
const ofThePlan = new Set(["at", "unit", "topic", "item", "channel", "sendAt"]);
const mendOf = (form: WishForm, problems: FieldErrors): string =>
  form.item.length === 1 && Object.keys(problems).some((name) => !ofThePlan.has(name))
    ? `/console/noi-dung/${form.item[0] ?? ""}/sua`
    : "";

/** Who, when, by which channel, at what cost; before anything is sent. */
export async function planPage(deps: PlanDeps, context: RouteContext, given: WishForm): Promise<RouteResult> {
  const { me, now } = context;
  const unit = await findUnit(me.scope.unit);
  const department = isDepartment(unit);
  const [items, oa, oas, children] = await Promise.all([
    listItems(me.scope, ["approved", "draft", "returned"], 60),
    findOaOfUnit(me.scope.unit),
    department ? listOas() : [],
    department ? listChildren(me.scope.unit, now) : [],
  ]);
  const connected = new Set(oas.map((row) => row.unitCode));
  const everyUnit = children.flatMap(({ _id }) => (connected.has(_id) ? [_id] : []));
  const hours = unit?.sendHours ?? { from: 6, to: 22, quietDays: [] };
  const form = atAnOpenHour(given.all === "" ? given : { ...given, unit: everyUnit }, hours, now);
  const at = timeOf(form) ?? now;
  const chosen = form.item.length > 0;
  const late = chosen && form.when === "hen" && at.getTime() < now.getTime() - PATIENCE_MS;
  const unread =
    form.when === "hen" && !parseLocal(form.at) ? readDay(form.at, true).fault || "Chọn ngày và giờ gửi" : "";
  const canTry = chosen && !late && unread === "" && (oa || form.unit.length > 0);
  const tried = canTry ? await tryWish(deps, context, form, at) : { preview: [], problems: {} };
  const noUnit = chosen && department && form.unit.length === 0;
  // who comes from writing has not been asked for units yet
  const asked = given.when !== "" || given.topic.length > 0;
  const problems: FieldErrors = {
    ...(noUnit ? (asked ? { unit: "Chọn ít nhất một đơn vị nhận" } : {}) : tried.problems),
    ...(unread === "" ? {} : { at: unread }),
    ...(late ? { at: `Giờ này đã qua. Sớm nhất ${formatMoment(nextAllowed(now, hours), now)}` } : {}),
  };
  const typedAt = parseLocal(form.at) ?? nextAllowed(new Date(now.getTime() + 3_600_000), hours);
  return page("broadcasts/plan", "Gửi tới ai", {
    items: items.map((item) => ({
      id: String(item._id),
      title: item.title || "(chưa có tiêu đề)",
      approved: item.state === "approved",
      checked: form.item.includes(String(item._id)),
    })),
    topics: (unit?.topics ?? []).map((topic) => ({ ...topic, checked: form.topic.includes(topic.key) })),
    languages: LANGUAGES.map((language) => ({ ...language, selected: language.key === form.language })),
    cities: CITIES.map((city) => ({ ...city, checked: form.city.includes(city.code) })),
    anyCity: form.city.length > 0,
    department,
    ...unitChoices(children, connected, form),
    form,
    scheduled: form.when === "hen",
    at: unread === "" ? formatLocal(typedAt) : form.at,
    urgentMax: URGENT_TEXT_MAX,
    hasOa: Boolean(oa) || department,
    problems: Object.values(problems),
    mend: mendOf(form, problems),
    atFault: problems["at"] ?? "",
    chosenTitle: items.find((item) => form.item.length === 1 && String(item._id) === form.item[0])?.title ?? "",
    templates: await usableTemplates(unit, oa?._id ?? ""),
    audienceName: nameAudience(audienceOf(form), unit, form.city, form.unit.length),
    plan: tried.made ? showPlan(tried.made, form, at, now) : null,
    preview: tried.preview,
    office: unit?.office ?? "",
    when: form.when === "hen" ? formatMoment(at, now) : "ngay khi được duyệt",
  });
}
