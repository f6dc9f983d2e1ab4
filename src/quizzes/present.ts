import { z } from "zod";
import { livePeople } from "./live-people.ts";
import { newestBlock } from "./round-log.store.ts";
import type { Contest } from "./contest.model.ts";
import { frozenVersions } from "./contest.store.ts";
import { playedRounds } from "./find-round.ts";
import { findResult } from "./result.store.ts";
import { peopleInWords, roundPhase } from "./rules.ts";

const roundCard = z.object({
  n: z.number(),
  name: z.string(),
  phase: z.enum(["coming", "open", "closed"]),
  opensAt: z.string(),
  closesAt: z.string(),
  count: z.number(),
  minutes: z.number(),
  turnsPerDay: z.number(),
  prizes: z.array(z.object({ name: z.string(), count: z.number(), value: z.string() })),
  /** people, in words: "dưới 5 người" */
  people: z.string(),
  counted: z.boolean(),
  winners: z.array(z.object({ place: z.number(), prize: z.string(), code: z.string() })),
});
export const contestCard = z.object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  organiser: z.string(),
  rounds: z.array(roundCard),
});
export const contestPage = contestCard.extend({
  rules: z.array(z.object({ name: z.string(), text: z.string() })),
  fingerprint: z.string(),
});
export type ContestPage = z.infer<typeof contestPage>;
export type ContestCard = z.infer<typeof contestCard>;

export const turnView = z.object({
  id: z.string(),
  contest: z.string(),
  title: z.string(),
  round: z.number(),
  questions: z.array(
    z.object({
      text: z.string(),
      options: z.array(z.string()),
      several: z.boolean(),
      picture: z.object({ url: z.string(), alt: z.string() }).nullable(),
      sound: z.object({ url: z.string(), transcript: z.string() }).nullable(),
    }),
  ),
  chosen: z.array(z.array(z.number())),
  guess: z.number().nullable(),
  leftMs: z.number(),
  paused: z.boolean(),
  /** false where a pause keeps what was chosen and the clock goes on */
  pausable: z.boolean(),
  counts: z.boolean(),
  prize: z.boolean(),
  resumed: z.boolean(),
});
export type QuizTurn = z.infer<typeof turnView>;
export const source = z.object({ title: z.string(), url: z.string() });
export const turnResult = z.object({
  id: z.string(),
  code: z.string(),
  right: z.number(),
  of: z.number(),
  counts: z.boolean(),
  guess: z.number().nullable(),
  submittedAt: z.string(),
  byItself: z.boolean(),
  /** when the right answers are told, while they are held back; "" when they stand here */
  answersAt: z.string(),
  questions: z.array(
    z.object({
      text: z.string(),
      options: z.array(z.object({ text: z.string(), right: z.boolean(), chosen: z.boolean() })),
      right: z.boolean(),
      why: z.string(),
      sources: z.array(source),
    }),
  ),
});
export type QuizResult = z.infer<typeof turnResult>;
const boardRow = z.object({ rank: z.number(), name: z.string(), right: z.number(), me: z.boolean() });
export const board = z.object({
  people: z.string(),
  top: z.array(boardRow),
  around: z.array(boardRow),
  rank: z.number(),
});
export type QuizBoard = z.infer<typeof board>;
export const mine = z.object({
  code: z.string(),
  shown: z.enum(["none", "nick", "masked"]),
  shownName: z.string(),
  excluded: z.boolean(),
  /** turns begun today */
  today: z.number(),
  /** id of the turn that is open; "" when none is */
  open: z.string(),
  won: z.string(),
  results: z.array(
    z.object({ id: z.string(), right: z.number(), of: z.number(), counts: z.boolean(), at: z.string() }),
  ),
});
export type QuizMine = z.infer<typeof mine>;
export const practiceQuestion = z.object({
  id: z.string(),
  text: z.string(),
  options: z.array(z.string()),
  several: z.boolean(),
});
export type PracticeSet = { questions: z.infer<typeof practiceQuestion>[] };

const cards = new Map<string, { at: number; card: ContestCard }>();
/** A common start opens the same page a thousand times a second: one look at the database serves them all. */
const FRESH_MS = 2000;

/** A contest as everybody sees it, at most two seconds old; counts of people in words, winners by their codes. */
export async function presentCard(contest: Contest, now: Date): Promise<ContestCard> {
  const id = String(contest._id);
  const kept = cards.get(id);
  if (kept && now.getTime() - kept.at < FRESH_MS) return kept.card;
  const card = await drawCard(contest, now);
  if (cards.size > 500) cards.clear();
  cards.set(id, { at: now.getTime(), card });
  return card;
}

async function drawCard(contest: Contest, now: Date): Promise<ContestCard> {
  const id = String(contest._id);
  const newest = (await frozenVersions(id)).at(-1);
  const rounds = await Promise.all(
    (await playedRounds(id)).map(async ({ round }) => {
      const { n, name, opensAt, closesAt, count, minutes, turnsPerDay, prizes } = round;
      const phase = roundPhase(round, now);
      const [block, result] = [
        phase === "coming" ? null : await newestBlock(id, n),
        phase === "closed" ? await findResult(id, n) : null,
      ];
      return {
        n,
        name: name || `Vòng ${n}`,
        phase,
        opensAt,
        closesAt,
        count,
        minutes,
        turnsPerDay,
        prizes,
        people: peopleInWords(result?.people ?? (await livePeople(id, n, block))),
        counted: result !== null,
        winners:
          result?.state === "published" ? result.winners.map(({ place, prize, code }) => ({ place, prize, code })) : [],
      };
    }),
  );
  return {
    id,
    title: newest?.frozen.title ?? contest.title,
    about: newest?.frozen.about ?? contest.about,
    organiser: newest?.frozen.organiser ?? "",
    rounds,
  };
}
