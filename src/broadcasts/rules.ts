import { isDeepStrictEqual } from "node:util";
import type { Item } from "../content/item.model.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { formatNumber, formatShare } from "../kernel/dates.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Broadcast, BroadcastState, Content, Counts, CourseMark } from "./broadcast.model.ts";

export const STATE_NAMES: Readonly<Record<BroadcastState, string>> = {
  draft: "Nháp",
  waiting: "Chờ duyệt",
  scheduled: "Đã duyệt",
  freezing: "Đang lập danh sách",
  sending: "Đang gửi",
  paused: "Tạm dừng",
  cancelling: "Đang huỷ",
  done: "Hoàn tất",
  "done-with-errors": "Hoàn tất, có lỗi",
  cancelled: "Đã huỷ",
};

export const totalOf = (counts: Counts): number => Object.values(counts).reduce((sum, n) => sum + n, 0);
/** People with a result. */
export const settledOf = (counts: Counts): number => totalOf(counts) - counts.planned - counts.sending;
/** People whose call was made. */
export const sentOf = (counts: Counts): number => settledOf(counts) - counts.skipped;
/** People whose message Zalo took, whatever is known of it since. */
export const acceptedOf = (counts: Counts): number => counts.accepted + counts.received + counts.seen;

const MINUTE_MS = 60_000;

/** Moves the marks on once the newer one is a minute old, so that the speed covers the last one to two minutes. */
export function nextPace(pace: Broadcast["pace"], sent: number, now: Date): NonNullable<Broadcast["pace"]> {
  const mark = { at: now, sent };
  if (!pace) return { from: mark, next: mark };
  return now.getTime() - pace.next.at.getTime() >= MINUTE_MS ? { from: pace.next, next: mark } : pace;
}

/** What a chart over time is drawn from: more marks would not be told apart on it. */
export const MOST_MARKS = 80;
const GAPS = 40;

/**
 * The marks of a broadcast's course with one more count at their end. Marks lie a fortieth of the whole time apart, and
 * every other one goes when there are too many: a day's sending is kept in as few as a minute's.
 */
export function nextCourse(
  course: readonly CourseMark[] | undefined,
  settled: number,
  now: Date,
  began: Date,
): CourseMark[] {
  const marks = course?.length ? [...course] : [{ at: began, settled: 0 }];
  const [first, before, last] = [marks[0], marks.at(-2), marks.at(-1)];
  const gap = (now.getTime() - (first?.at ?? now).getTime()) / GAPS;
  if (before && last && last.at.getTime() - before.at.getTime() < gap) marks.pop();
  marks.push({ at: now, settled });
  return marks.length > MOST_MARKS ? marks.filter((_, index) => index % 2 === 0 || index === marks.length - 1) : marks;
}

/** Messages a minute since the older mark; 0 while ten seconds have not passed and it can only be estimated. */
export function speedOf(pace: Broadcast["pace"], sent: number, at: Date): number {
  const elapsed = pace ? at.getTime() - pace.from.at.getTime() : 0;
  return pace && elapsed > 10_000 ? ((sent - pace.from.sent) / elapsed) * MINUTE_MS : 0;
}

/**
 * A broadcast may end only when every person of the frozen audience has a final state. Nothing is said of one
 * whose rows do not add up to its audience.
 */
export function endOf(counts: Counts, frozenTotal: number): "done" | "done-with-errors" | undefined {
  if (totalOf(counts) !== frozenTotal || counts.planned + counts.sending > 0) return undefined;
  return counts.failed + counts.unknown > 0 ? "done-with-errors" : "done";
}

/** Both must be passed: a small number of failures is no trouble, nor is a small share of many. */
export interface StopRule {
  /** failed or unknown people */
  count: number;
  /** of those sent to, 0 to 1 */
  share: number;
}

/** Why a broadcast stops by itself, or undefined. Looks at what came since a person last said "go on". */
export function whyStop(counts: Counts, since: { failed: number; sent: number }, rule: StopRule): string | undefined {
  const failed = counts.failed + counts.unknown - since.failed;
  const sent = sentOf(counts) - since.sent;
  if (failed < rule.count || sent <= 0 || failed / sent < rule.share) return undefined;
  return `Tự dừng: ${formatNumber(failed)} trong ${formatNumber(sent)} người vừa gửi (${formatShare(failed / sent)}) không gửi được hoặc chưa rõ`;
}

/** From its call on an article is Zalo's: it can be neither held nor taken back. */
export const isWithZalo = (broadcast: Pick<Broadcast, "article">): boolean =>
  broadcast.article !== null && broadcast.article.step !== "creating";
export const WITH_ZALO =
  "Zalo đã nhận tin bài này để phát cho mọi người quan tâm, nên không dừng và không thu hồi được nữa.";

/** Persons who must say yes, none of them the author: one, and two for an emergency (domain.md S2-17). */
export const keysNeeded = (urgent: boolean): number => (urgent ? 2 : 1);
/** Emergency texts are short: they are also read out and sent as SMS. */
export const URGENT_TEXT_MAX = 300;
export const MOST_TESTERS = 5;

/** Whether an item still says letter by letter what was copied from it. */
export const sameAsItem = (content: Content, item: Item): boolean =>
  nfc(item.title) === nfc(content.title) &&
  nfc(item.text) === nfc(content.body) &&
  nfc(item.source) === nfc(content.source) &&
  nfc(item.pictureAlt) === nfc(content.pictureAlt) &&
  item.pictureId === content.pictureId &&
  item.kind === content.kind &&
  isDeepStrictEqual(item.details, content.details);

/**
 * Fingerprint of all that an approval is for: texts, pictures, sources, audience, channel, place and time, and what the
 * page said it costs, whom it reaches and whom it may reach twice. One changed letter or minute gives another, and asks
 * again.
 */
export function fingerprintOf(
  plan: Pick<
    Broadcast,
    "contents" | "channel" | "templateId" | "cities" | "audience" | "units" | "urgent" | "sendAt" | "plan"
  > &
    Partial<Pick<Broadcast, "alsoArticle">>,
): string {
  return sha256Hex(
    JSON.stringify([
      plan.contents.map((content) => [
        nfc(content.title),
        nfc(content.body),
        nfc(content.source),
        nfc(content.pictureAlt),
        content.pictureSha,
        nfc(content.message),
      ]),
      plan.channel,
      plan.templateId,
      plan.cities,
      [...plan.audience.topics].toSorted(),
      plan.audience.language,
      [...plan.units].toSorted(),
      plan.urgent,
      plan.sendAt?.toISOString() ?? "khi được duyệt",
      ...(plan.alsoArticle === undefined
        ? []
        : [plan.alsoArticle, [plan.plan?.reached ?? 0, plan.plan?.costVnd ?? 0, plan.plan?.twice ?? 0]]),
    ]),
  );
}

/** A schedule met this late is shown to a person first: yesterday's invitation may mislead today. */
export const isTooLate = (dueAt: Date | null, now: Date, mostHours: number): boolean =>
  dueAt !== null && now.getTime() - dueAt.getTime() > mostHours * 3_600_000;
