import { shortFingerprint } from "../content/rules.ts";
import { lineOf } from "../kernel/charts.ts";
import { formatDuration, formatMoment, formatNumber, formatShare, formatTime } from "../kernel/dates.ts";
import { phraseOf } from "../zalo/error-meanings.ts";
import type { Broadcast, RowState } from "./broadcast.model.ts";
import type { LedgerRow } from "./ledger.model.ts";
import { isWithZalo, sentOf, settledOf, speedOf, STATE_NAMES, totalOf, WITH_ZALO } from "./rules.ts";

/** The eight states in the order of the progress strip, with word and icon (ui.md §4, §5). */
export const STATE_CHIPS: readonly { state: RowState; word: string; icon: string }[] = [
  { state: "seen", word: "Đã xem", icon: "eye" },
  { state: "received", word: "Đã đến máy", icon: "checks" },
  { state: "accepted", word: "Zalo đã nhận", icon: "check" },
  { state: "failed", word: "Không gửi được", icon: "fail" },
  { state: "skipped", word: "Bỏ qua", icon: "minus" },
  { state: "unknown", word: "Chưa rõ", icon: "doubt" },
  { state: "sending", word: "Đang gửi", icon: "arrow" },
  { state: "planned", word: "Chờ gửi", icon: "ring" },
];

export const isOver = (state: Broadcast["state"]): boolean => ["done", "done-with-errors", "cancelled"].includes(state);
/** Before anything was frozen: what is shown is the plan. */
export const isPlan = (broadcast: Pick<Broadcast, "state" | "startedAt">): boolean =>
  ["draft", "waiting", "scheduled"].includes(broadcast.state);

/** The states side by side in a bar of 1000. */
function stripOf(counts: Broadcast["counts"], total: number) {
  let x = 0;
  return STATE_CHIPS.map((chip) => {
    const width = total > 0 ? (counts[chip.state] / total) * 1000 : 0;
    const bar = {
      ...chip,
      n: counts[chip.state],
      x: x.toFixed(2),
      width: Math.max(0, width - (width > 4 ? 2 : 0)).toFixed(2),
    };
    x += width;
    return bar;
  });
}

const COURSE = { width: 600, height: 140 };
const ROWS_SHOWN = 12;

/** The course as a line and as rows of its table; undefined before anything was counted. */
function presentCourse({ course = [], total }: Broadcast, now: Date) {
  const [first, last] = [course[0], course.at(-1)];
  if (!first || !last || course.length < 2 || total === 0) return undefined;
  const every = Math.ceil(course.length / ROWS_SHOWN);
  const rows = course.filter((_, index) => (course.length - 1 - index) % every === 0);
  const line = lineOf(
    course.map(({ at, settled }) => ({ at, n: settled })),
    total,
    COURSE,
  );
  return {
    line,
    area: `0,${COURSE.height} ${line} ${COURSE.width},${COURSE.height}`,
    from: formatTime(first.at),
    to: formatTime(last.at),
    rows: rows.map(({ at, settled }) => ({
      at: formatMoment(at, now),
      settled: formatNumber(settled),
      share: formatShare(settled / total, 0),
    })),
  };
}

/**
 * A broadcast as a page shows it. The speed is that of the last one to two minutes. Numbers are those of one moment (`countedAt`) and add up to the audience.
 */
export function presentProgress(broadcast: Broadcast, now: Date): Record<string, unknown> {
  const { counts } = broadcast;
  const total = broadcast.total;
  const settled = settledOf(counts);
  const left = counts.planned + counts.sending;
  const perMinute = speedOf(broadcast.pace, sentOf(counts), broadcast.countedAt ?? now);
  const leftMs = perMinute > 0 ? (left / perMinute) * 60_000 : 0;
  const moving = ["sending", "freezing", "cancelling"].includes(broadcast.state);
  const strip = stripOf(counts, total);
  const reasons = Object.entries(broadcast.reasons)
    .map(([key, n]) => ({ n, ...phraseOf(key.split(":")[1] ?? "") }))
    .toSorted((a, b) => b.n - a.n);
  return {
    id: String(broadcast._id),
    title: broadcast.title,
    contents: broadcast.contents.map((content) => ({ ...content, text: content.message })),
    article: broadcast.article,
    urgent: broadcast.urgent,
    acted: broadcast.acted,
    units: broadcast.units.length,
    audienceName: broadcast.audienceName,
    state: broadcast.state,
    stateName: STATE_NAMES[broadcast.state],
    stopReason: broadcast.stopReason,
    fingerprint: shortFingerprint(broadcast.fingerprint),
    approvedBy: broadcast.approvals.map((approval) => approval.by.name).join(", "),
    approvedAt: broadcast.approvals.at(-1)?.at ?? null,
    createdBy: broadcast.createdBy.name,
    startedAt: broadcast.startedAt,
    finishedAt: broadcast.finishedAt,
    countedAt: broadcast.countedAt,
    countedTime: broadcast.countedAt ? formatTime(broadcast.countedAt) : "",
    total,
    addsUp: totalOf(counts) === total,
    settled,
    left,
    counts,
    strip,
    chips: strip,
    reasons,
    reasonTotal: reasons.reduce((sum, reason) => sum + reason.n, 0),
    moving,
    isPaused: broadcast.state === "paused",
    canPause: ["freezing", "sending"].includes(broadcast.state) && !isWithZalo(broadcast),
    canCancel: ["freezing", "sending", "paused"].includes(broadcast.state) && !isWithZalo(broadcast),
    withZalo: ["freezing", "sending", "paused"].includes(broadcast.state) && isWithZalo(broadcast) ? WITH_ZALO : "",
    listing: broadcast.unlisted && ["freezing", "sending", "paused"].includes(broadcast.state),
    expected: broadcast.plan?.audience ?? 0,
    isOver: isOver(broadcast.state),
    speed: perMinute > 0 ? Math.round(perMinute) : 0,
    leftWords: perMinute > 0 && left > 0 ? formatDuration(leftMs) : "",
    endsAt: perMinute > 0 && left > 0 ? formatTime(new Date(now.getTime() + leftMs)) : "",
    oldestWaiting: left > 0 && broadcast.startedAt ? formatDuration(now.getTime() - broadcast.startedAt.getTime()) : "",
    course: presentCourse(broadcast, now),
    quarter: total > 0 ? Math.floor((settled / total) * 4) * 25 : 0,
  };
}

/** One person's result as it leaves the house: whether someone received or saw it is never said of a single person. */
export function presentRow(row: LedgerRow): {
  userId: string;
  state: "planned" | "sending" | "accepted" | "failed" | "skipped" | "unknown";
  reason: string;
  at: string;
} {
  const state = row.s === "received" || row.s === "seen" ? "accepted" : row.s;
  // the time of a receipt would tell as well
  const at = row.s === "received" || row.s === "seen" ? "" : row.at.toISOString();
  return { userId: row.u, state, reason: row.r && ["failed", "skipped", "unknown"].includes(row.s) ? row.r : "", at };
}
