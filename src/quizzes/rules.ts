import { randomInt } from "node:crypto";
import { formatLocal } from "../kernel/dates.ts";
import { fold, graphemes, nfc } from "../kernel/vietnamese.ts";
import type { ContestVersion, FrozenQuestion, FrozenRound, Prize } from "./contest.model.ts";
import type { QuestionBody } from "./question.model.ts";
import type { Mark, Turn } from "./turn.model.ts";

/** Below this, no count and no board is shown (domain.md §5-7). */
export const FEWEST_SHOWN = 5;
/** Most turns a person may begin in a day, counted or not. */
export const MOST_TURNS_A_DAY = 50;
/** On the way between a phone and here; an answer this much after the end is still taken. */
export const GRACE_MS = 15_000;
/** Below these a turn is marked: nobody reads a question in less than a second and a half. */
const FAST_MS = 1500;
const INSTANT_MS = 3000;

/** The day in Vietnam: 2026-11-21. */
export const dayOf = (at: Date): string => formatLocal(at).slice(0, 10);

export type RoundPhase = "coming" | "open" | "closed";
export const roundPhase = (round: { opensAt: Date | string; closesAt: Date | string }, now: Date): RoundPhase =>
  now < new Date(round.opensAt) ? "coming" : now < new Date(round.closesAt) ? "open" : "closed";

/** A version holds for rounds that open this much after its approval: by then every process knows it. */
const SETTLE_MS = 60_000;
/** Whether a round's rules are fixed: it is open, or about to be. */
export const isFixed = (round: { opensAt: Date | string }, now: Date): boolean =>
  new Date(round.opensAt).getTime() - SETTLE_MS <= now.getTime();

/** The version a round is played by: the newest that held before it opened, or the first when all came later. */
export function versionFor<V extends Pick<ContestVersion, "n" | "at">>(
  versions: readonly V[],
  opensAt: Date,
): V | undefined {
  const ordered = versions.toSorted((a, b) => a.n - b.n);
  return ordered.findLast((version) => version.at.getTime() < opensAt.getTime() - SETTLE_MS) ?? ordered[0];
}

/** Whether the options chosen are exactly the right ones. */
export const isRight = (question: Pick<QuestionBody, "right">, chosen: readonly number[]): boolean =>
  chosen.length === question.right.length && question.right.every((one) => chosen.includes(one));

/** Number of questions with exactly the right options. */
export const scoreOf = (
  questions: readonly (Pick<QuestionBody, "right"> | undefined)[],
  answers: readonly (readonly number[])[],
): number => questions.filter((question, n) => question && isRight(question, answers[n] ?? [])).length;

function shuffled(n: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = randomInt(i + 1);
    [order[i], order[j]] = [order[j] ?? j, order[i] ?? i];
  }
  return order;
}

/** Which questions a turn asks, and in which order it shows the options of each. */
export function drawQuestions(round: Pick<FrozenRound, "questions" | "count">): {
  questions: number[];
  orders: number[][];
} {
  const questions = shuffled(round.questions.length).slice(0, round.count);
  return { questions, orders: questions.map((one) => shuffled(round.questions[one]?.options.length ?? 0)) };
}

/** What was chosen, as indexes into the options as the rules list them; what was never shown is left out. */
export const answersOf = (turn: Pick<Turn, "questions" | "orders" | "chosen">): number[][] =>
  turn.questions.map((_, i) => {
    const order = turn.orders[i] ?? [];
    const chosen = new Set((turn.chosen[i] ?? []).flatMap((shown) => order[shown] ?? []));
    return [...chosen].toSorted((a, b) => a - b);
  });

/** How many of a turn's questions are right. */
export const rightOf = (
  turn: Pick<Turn, "questions" | "orders" | "chosen">,
  round: Pick<FrozenRound, "questions">,
): number =>
  scoreOf(
    turn.questions.map((n) => round.questions[n]),
    answersOf(turn),
  );

/** Active time of a turn up to `now`, ms. */
export const activeMs = (turn: Pick<Turn, "usedMs" | "runningSince">, now: Date): number =>
  turn.usedMs + (turn.runningSince ? Math.max(0, now.getTime() - turn.runningSince.getTime()) : 0);

/** What a turn is marked with when it is handed in. A mark never drops it. */
export function marksOf(
  turn: Pick<Turn, "usedMs" | "runningSince" | "startedAt" | "submittedAt" | "questions" | "byItself">,
): Mark[] {
  if (turn.byItself) return ["late"];
  const at = turn.submittedAt ?? turn.startedAt;
  const marks: Mark[] = [];
  if (activeMs(turn, at) < turn.questions.length * FAST_MS) marks.push("fast");
  if (at.getTime() - turn.startedAt.getTime() < INSTANT_MS) marks.push("instant");
  return marks;
}

export interface Ranked {
  right: number;
  /** people between the guess and what came true; null without a guess, which comes last */
  away: number | null;
  submittedAt: Date;
  seq: number;
}

const second = (at: Date): number => Math.floor(at.getTime() / 1000);

/** Order of boards and winners: score, closeness of the guess, second of handing in, sequence. Negative: `a` first. */
export const compareRanked = (a: Ranked, b: Ranked): number =>
  b.right - a.right ||
  (a.away ?? Number.MAX_SAFE_INTEGER) - (b.away ?? Number.MAX_SAFE_INTEGER) ||
  second(a.submittedAt) - second(b.submittedAt) ||
  a.seq - b.seq;

/** Which prize the n-th of the standings gets: "Giải Nhất", then the next when its number is used up. */
export function prizeList(prizes: readonly Prize[]): string[] {
  return prizes.flatMap((prize) => Array.from({ length: prize.count }, () => prize.name));
}

const RESERVED = [
  "ubnd",
  "cong an",
  "can bo",
  "ban to chuc",
  "to chuc",
  "dang uy",
  "nha nuoc",
  "quan tri",
  "admin",
  "bac ho",
];

/** A nickname for boards: 2 to 20 letters and spaces, so that no number to call fits in; no office's name. "" when it is none. */
export function tidyNickname(text: string): string {
  const name = nfc(text).replace(/\s+/g, " ").trim();
  const folded = ` ${fold(name)} `;
  if (!/^[\p{L}\p{M} ]+$/u.test(name) || graphemes(name) < 2 || graphemes(name) > 20) return "";
  return RESERVED.some((word) => folded.includes(` ${word} `)) ? "" : name;
}

/** "Nguyễn Văn Mẫu" → "Nguyễn V. M."; a single word keeps its first letter only. */
export function maskName(name: string): string {
  const [first = "", ...rest] = nfc(name).trim().split(/\s+/);
  const initial = (word: string): string => `${[...word][0] ?? ""}.`;
  return rest.length === 0 ? initial(first) : [first, ...rest.map(initial)].join(" ");
}

/** A count of people as residents see it. */
export const peopleInWords = (n: number): string => (n < FEWEST_SHOWN ? `dưới ${FEWEST_SHOWN} người` : `${n} người`);

/** What residents get of a question before they hand in: nothing of what is right, why, or where it stands. */
export const withoutAnswer = (question: FrozenQuestion, order: readonly number[]) => ({
  text: question.text,
  options: order.map((one) => question.options[one] ?? ""),
  several: question.right.length > 1,
  picture: question.pictureUrl === "" ? null : { url: question.pictureUrl, alt: question.pictureAlt },
  sound: question.soundUrl === "" ? null : { url: question.soundUrl, transcript: question.transcript },
});
