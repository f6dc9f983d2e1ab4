import { randomInt } from "node:crypto";
import { formatLocal } from "../kernel/dates.ts";
import { fold, graphemes, nfc } from "../kernel/vietnamese.ts";
import type { ContestVersion, FrozenQuestion, FrozenRound, Prize } from "./contest.model.ts";
import type { LogLine } from "./log-line.ts";
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
export const SETTLE_MS = 60_000;
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

/** Active time of a turn up to `now`, ms. */
export const activeMs = (turn: Pick<Turn, "usedMs" | "runningSince">, now: Date): number =>
  turn.usedMs + (turn.runningSince ? Math.max(0, now.getTime() - turn.runningSince.getTime()) : 0);

/** What a turn is marked with when it is handed in. A mark never drops it. */
export function marksOf(usedMs: number, wallMs: number, asked: number, byItself: boolean): Mark[] {
  const marks: Mark[] = [];
  if (!byItself && usedMs < asked * FAST_MS) marks.push("fast");
  if (!byItself && wallMs < INSTANT_MS) marks.push("instant");
  if (byItself) marks.push("late");
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

export interface Standing extends Ranked {
  code: string;
  guess: number | null;
}

export interface Outcome {
  turns: number;
  /** with at least one counted turn, the excluded not among them */
  people: number;
  allRight: number;
  /** the first `most` players by their best counted turn that is up for a prize */
  standings: Standing[];
  /** what does not agree with the rules or with itself */
  problems: string[];
}

/**
 * Recomputes a round from its log alone: scores from answers, people with all right, the best turn of each. Reads the
 * log twice; holds one short code per player, and the standings asked for.
 * @param most how many standings are wanted: the number of prizes
 */
export async function recount(
  round: Pick<FrozenRound, "questions" | "turnsPerDay" | "count">,
  lines: () => AsyncIterable<LogLine>,
  excluded: ReadonlySet<string>,
  most: number,
): Promise<Outcome> {
  const byId = new Map(round.questions.map((question) => [`${question.id}@${question.version}`, question]));
  const counts = (line: LogLine): boolean => line.k <= round.turnsPerDay && !excluded.has(line.code);
  const [people, allRight, slots, seqs] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<number>()];
  const problems: string[] = [];
  let turns = 0;
  for await (const line of lines()) {
    turns += 1;
    const asked = line.questions.map((one) => byId.get(one));
    if (asked.some((one) => one === undefined)) problems.push(`seq ${line.seq}: a question is not in the rules`);
    const right = scoreOf(asked, line.answers);
    if (right !== line.right) problems.push(`seq ${line.seq}: ${line.right} right, recomputed ${right}`);
    if (seqs.has(line.seq)) problems.push(`seq ${line.seq}: twice`);
    seqs.add(line.seq);
    const slot = `${line.code} ${line.day} ${line.k}`;
    if (slots.has(slot)) problems.push(`seq ${line.seq}: turn ${line.k} of ${line.day} twice`);
    slots.add(slot);
    if (!counts(line)) continue;
    people.add(line.code);
    if (right === round.count) allRight.add(line.code);
  }
  const standings: Standing[] = [];
  for await (const line of lines()) {
    if (!counts(line) || !line.prize) continue;
    const standing: Standing = {
      code: line.code,
      right: line.right,
      guess: line.guess,
      away: line.guess === null ? null : Math.abs(line.guess - allRight.size),
      submittedAt: new Date(line.submittedAt),
      seq: line.seq,
    };
    const own = standings.findIndex((one) => one.code === line.code);
    const other = standings[own];
    if (other) {
      if (compareRanked(standing, other) >= 0) continue;
      standings.splice(own, 1);
    }
    const at = standings.findIndex((one) => compareRanked(standing, one) < 0);
    standings.splice(at < 0 ? standings.length : at, 0, standing);
    if (standings.length > most) standings.pop();
  }
  return { turns, people: people.size, allRight: allRight.size, standings, problems };
}

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
