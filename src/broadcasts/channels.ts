import type { AudienceRule } from "../citizens/audience.ts";
import { hours, minutes } from "../kernel/clock.ts";
import { formatNumber, localParts, startOfDay } from "../kernel/dates.ts";
import { lastSlotOf, nextAllowed, type SendHours, whyQuiet } from "../kernel/send-hours.ts";
import { ofPackage, type Terms } from "../zalo/terms.ts";
import type { PlanFigures } from "./broadcast.model.ts";
import type { AudienceFacts } from "./count-audience.ts";

/** Everything beside the people that a plan depends on. */
export interface PlanTerms {
  terms: Terms;
  packageName: string;
  perMinute: number;
  sendHours: SendHours;
  /** when it is meant to go */
  at: Date;
  urgent: boolean;
  audience: AudienceRule;
  hasTemplate: boolean;
  /** charged consultation messages the package still covers this month; undefined when Zalo told nothing */
  allowanceLeft: number | undefined;
  /** article broadcasts of this OA already sent or planned in the month of `at`, and on its day */
  articlesThisMonth: number;
  articlesThatDay: number;
  items: number;
}

export interface ChannelPlan {
  key: "personal" | "personal-template" | "article" | "urgent-all";
  name: string;
  /** "" when it can be used; else why not, in the words of the page */
  blocked: string;
  /** it is only the hour or the day that stands in the way */
  quiet: boolean;
  figures: Omit<PlanFigures, "at" | "takesMinutes">;
  /** how much of what allowance it takes, in words */
  allowance: string;
  earliest: Date;
  latest: Date | undefined;
  /** minutes from start to end */
  takesMinutes: number;
  /** some are lost to Zalo's window before their turn: by this beginning none would be */
  beginBy?: Date;
}

/** Three ways to reach people, planned behind one shape (zalo/openapi.md §2, §6; design.md §4). */
const CHANNELS: readonly {
  key: ChannelPlan["key"];
  plan(facts: AudienceFacts, given: PlanTerms): ChannelPlan;
}[] = [
  { key: "personal", plan: (facts, given) => planPersonal(facts, given, false) },
  { key: "personal-template", plan: (facts, given) => planPersonal(facts, given, true) },
  { key: "article", plan: planArticle },
  { key: "urgent-all", plan: planUrgent },
];

const onlyPeople = (reasons: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(reasons).filter(([, n]) => n > 0));

function planPersonal(facts: AudienceFacts, given: PlanTerms, template: boolean): ChannelPlan {
  const { urgent, terms } = given;
  const free = facts.free + (urgent ? facts.stoppedFree : 0);
  const charged = facts.charged + (urgent ? facts.stoppedCharged : 0);
  const closed = facts.windowClosed + (urgent ? facts.stoppedClosed : 0);
  // whose window closes before the turn comes is lost; a template still reaches them
  const closing = facts.closing ?? 0;
  const byTemplate = template && given.hasTemplate ? closed + closing : 0;
  const unreachable = onlyPeople({
    "window-closed": byTemplate > 0 ? 0 : closed,
    "window-closes": byTemplate > 0 ? 0 : closing,
    stopped: urgent ? 0 : facts.stopped,
    "not-following":
      facts.notFollowing +
      (urgent ? facts.stopped - facts.stoppedFree - facts.stoppedCharged - facts.stoppedClosed : 0),
  });
  const covered = given.allowanceLeft ?? ofPackage(terms.consultationAllowance.value, given.packageName);
  const paid = Math.max(0, charged - covered);
  const reached = free + charged + byTemplate;
  const quiet = urgent ? undefined : whyQuiet(given.at, given.sendHours);
  return {
    key: template ? "personal-template" : "personal",
    name: template ? "Tin tư vấn, thêm tin theo mẫu" : "Tin tư vấn, từng người",
    blocked:
      template && !given.hasTemplate
        ? "Đơn vị chưa có mẫu tin nào được Zalo duyệt"
        : given.items > 1
          ? "Mỗi lần chỉ gửi được một nội dung"
          : quiet
            ? quiet
            : reached === 0
              ? "Không ai trong nhóm này nhận được"
              : "",
    figures: {
      audience: facts.audience,
      reached,
      consultationFree: free,
      consultationCharged: charged,
      template: byTemplate,
      article: 0,
      costVnd: paid * terms.consultationPrice.value + byTemplate * terms.templatePrice.value,
      stoppedReached: urgent
        ? facts.stoppedFree + facts.stoppedCharged + (template && given.hasTemplate ? facts.stoppedClosed : 0)
        : 0,
      twice: 0,
      unreachable,
    },
    allowance: `${formatNumber(Math.min(charged, covered))} trong ${formatNumber(covered)} tin tư vấn của gói`,
    quiet: quiet !== undefined,
    earliest: urgent ? given.at : nextAllowed(given.at, given.sendHours),
    latest: urgent ? undefined : lastSlotOf(given.at, given.sendHours),
    takesMinutes: minutesOf(facts, given, byTemplate) ?? reached / Math.max(1, given.perMinute),
    ...(closing > 0 && byTemplate === 0 && facts.beginBy ? { beginBy: facts.beginBy } : {}),
  };
}

/** From the planned beginning to the last turn: nights and quiet days in between are counted. */
const minutesOf = ({ endsAt }: AudienceFacts, { at, perMinute }: PlanTerms, byTemplate: number): number | undefined =>
  endsAt && (endsAt.getTime() - at.getTime()) / minutes(1) + byTemplate / Math.max(1, perMinute);

function planArticle(facts: AudienceFacts, given: PlanTerms): ChannelPlan {
  const { terms } = given;
  const cap = ofPackage(terms.broadcastsAMonth.value, given.packageName);
  const { from, to } = terms.broadcastHours.value;
  const zaloHours: SendHours = { from, to, quietDays: [] };
  // an emergency may pass over the unit's own quiet times, never over Zalo's
  const hoursThen: SendHours = given.urgent
    ? zaloHours
    : {
        from: Math.max(from, given.sendHours.from),
        to: Math.min(to, given.sendHours.to),
        quietDays: given.sendHours.quietDays,
      };
  const followers = facts.audience - facts.notFollowing - (facts.stopped - stoppedFollowing(facts));
  const hour = localParts(given.at).hour;
  const quiet = given.urgent ? hour < from || hour >= to : whyQuiet(given.at, hoursThen) !== undefined;
  const unreachable = onlyPeople({ "not-following": facts.audience - followers });
  return {
    key: "article",
    name: "Tin bài, phát chung",
    blocked:
      given.audience.topics.length > 0 || given.audience.language
        ? "Zalo phát tin bài cho mọi người quan tâm, không chọn được theo chủ đề hay ngôn ngữ"
        : given.items > terms.articlesInBroadcast.value
          ? `Mỗi lần phát không quá ${terms.articlesInBroadcast.value} bài`
          : given.articlesThisMonth >= cap
            ? `Đã dùng ${given.articlesThisMonth} trong ${cap} lượt phát của tháng`
            : given.articlesThatDay > 0
              ? "Ngày này đã có một lượt phát; Zalo chỉ cho mỗi người một lượt mỗi ngày"
              : quiet
                ? given.urgent
                  ? `Zalo chỉ nhận tin bài từ ${from}:00 đến ${to - 1}:59, kể cả tin khẩn cấp`
                  : (whyQuiet(given.at, hoursThen) ?? "")
                : followers === 0
                  ? "OA chưa có ai quan tâm"
                  : "",
    figures: {
      audience: facts.audience,
      reached: followers,
      consultationFree: 0,
      consultationCharged: 0,
      template: 0,
      article: followers,
      costVnd: 0,
      stoppedReached: stoppedFollowing(facts),
      twice: 0,
      unreachable,
    },
    quiet,
    allowance: `1 lượt phát; tháng này đã dùng ${given.articlesThisMonth} trong ${cap}`,
    earliest: nextAllowed(given.at, hoursThen),
    latest: new Date(startOfDay(given.at).getTime() + hours(hoursThen.to) - minutes(1)),
    takesMinutes: terms.broadcastReviewMinutes.value,
  };
}

/**
 * An emergency takes every way that is open: a message to whom Zalo's seven days allow, an approved template to the
 * others, and the article on top if Zalo takes one now. The one exception to "never two channels for one person"
 * (design.md §4): how many may get it twice is said before anybody approves it.
 */
function planUrgent(facts: AudienceFacts, given: PlanTerms): ChannelPlan {
  const personal = planPersonal(facts, given, given.hasTemplate);
  const article = planArticle(facts, given);
  const both = article.blocked === "";
  return {
    ...personal,
    key: "urgent-all",
    name: both ? "Mọi đường: tin tư vấn, tin theo mẫu và tin bài" : "Tin tư vấn, tin theo mẫu",
    blocked: given.urgent ? personal.blocked : "Chỉ dùng cho tin khẩn cấp",
    figures: both
      ? {
          ...personal.figures,
          article: article.figures.article,
          reached: article.figures.reached,
          unreachable: article.figures.unreachable,
          stoppedReached: article.figures.stoppedReached,
          twice: personal.figures.reached,
        }
      : personal.figures,
    allowance: both ? `${personal.allowance}; ${article.allowance}` : `${personal.allowance}. ${article.blocked}`,
  };
}

const stoppedFollowing = (facts: AudienceFacts): number =>
  facts.stoppedFree + facts.stoppedCharged + facts.stoppedClosed;

/** An emergency has one plan more, and it is the one to take. */
export const planAll = (facts: AudienceFacts, given: PlanTerms): ChannelPlan[] =>
  CHANNELS.filter((channel) => channel.key !== "urgent-all" || given.urgent).map((channel) =>
    channel.plan(facts, given),
  );

/**
 * A department's plan is the sum of its units' plans, each at its own package, allowance, pace and cap. Who belongs to a
 * unit that cannot use the channel is not reached, with the reason; hours are each unit's own and delay only its part.
 * @param perApp calls a minute of the whole app: all units together are no faster
 */
export function addPlans(parts: readonly ChannelPlan[], perApp: number): ChannelPlan {
  const [some] = parts;
  if (!some) throw new Error("a plan of no unit");
  const { beginBy: _, ...first } = some;
  const open = parts.filter((part) => part.blocked === "" || part.quiet);
  const figures = parts.map((part) => (open.includes(part) ? part.figures : nobody(part)));
  const total = addFigures(figures);
  const late = open.filter((part) => part.quiet).length;
  const calls = total.consultationFree + total.consultationCharged + total.template;
  return {
    ...first,
    name: open.find((part) => part.name !== "")?.name ?? first.name,
    blocked: open.length === 0 ? first.blocked : "",
    quiet: open.length > 0 && late === open.length,
    figures: total,
    allowance: allowanceOfAll(open, parts.length, late),
    earliest: new Date(Math.min(...parts.map((part) => part.earliest.getTime()))),
    latest: undefined,
    ...earliestOf(open),
    takesMinutes: Math.max(...open.map((part) => part.takesMinutes), calls / Math.max(1, perApp), 0),
  };
}

/** The beginning by which no unit loses anybody. */
function earliestOf(parts: readonly ChannelPlan[]): { beginBy?: Date } {
  const [first] = parts
    .flatMap(({ beginBy }) => (beginBy ? [beginBy] : []))
    .toSorted((a, b) => a.getTime() - b.getTime());
  return first ? { beginBy: first } : {};
}

const nobody = (part: ChannelPlan): ChannelPlan["figures"] => ({
  ...addFigures([]),
  audience: part.figures.audience,
  unreachable: onlyPeople({ "unit-cannot": part.figures.audience }),
});

function addFigures(parts: readonly ChannelPlan["figures"][]): ChannelPlan["figures"] {
  const plus = (key: Exclude<keyof ChannelPlan["figures"], "unreachable">): number =>
    parts.reduce((total, part) => total + part[key], 0);
  const unreachable: Record<string, number> = {};
  for (const part of parts)
    for (const [reason, n] of Object.entries(part.unreachable)) unreachable[reason] = (unreachable[reason] ?? 0) + n;
  return {
    audience: plus("audience"),
    reached: plus("reached"),
    consultationFree: plus("consultationFree"),
    consultationCharged: plus("consultationCharged"),
    template: plus("template"),
    article: plus("article"),
    costVnd: plus("costVnd"),
    stoppedReached: plus("stoppedReached"),
    twice: plus("twice"),
    unreachable,
  };
}

function allowanceOfAll(open: readonly ChannelPlan[], units: number, late: number): string {
  const parts = [`cộng từng đơn vị: ${formatNumber(open.length)} trong ${formatNumber(units)} đơn vị dùng được`];
  if (late > 0) parts.push(`${formatNumber(late)} đơn vị đang ngoài giờ, gửi khi tới giờ của đơn vị`);
  return parts.join("; ");
}

/**
 * The channel to propose: of those that can be used the one that reaches most people; the cheaper of two that reach as
 * many. An article broadcast is never proposed: it leaves nobody out who wrote DUNG, so that a person chooses it.
 */
export function propose(plans: ChannelPlan[]): ChannelPlan | undefined {
  const open = plans.filter((plan) => plan.blocked === "" && plan.key !== "article");
  return (
    open.find((plan) => plan.key === "urgent-all") ??
    open.toSorted(
      (a, b) =>
        b.figures.reached - b.figures.stoppedReached - (a.figures.reached - a.figures.stoppedReached) ||
        a.figures.costVnd - b.figures.costVnd,
    )[0]
  );
}
