import { randomBytes, randomInt } from "node:crypto";
import type { Clock } from "../kernel/clock.ts";
import { minutes } from "../kernel/clock.ts";
import { AppError, conflict } from "../kernel/errors.ts";
import { findRound, type PlayedRound, roundOfVersion } from "./find-round.ts";
import type { PlayerMarks } from "./player-marks.ts";
import { activeMs, dayOf, drawQuestions, MOST_TURNS_A_DAY, roundPhase, withoutAnswer } from "./rules.ts";
import type { Turn } from "./turn.model.ts";
import { addTurn, changeOpenTurn, newestTurn, openTurn } from "./turn.store.ts";

export interface PlayDeps {
  clock: Clock;
  quiz: PlayerMarks;
  /** the next place in a line of its own, 1, 2, 3 …; `newest` is asked when the line is not known */
  nextInLine(line: string, newest: () => Promise<number>): Promise<number>;
}

export interface StartWish {
  contestId: string;
  round: number;
  /** somebody Zalo vouched for */
  appUserId: string;
  channel: Turn["channel"];
  /** ticked: 18 or older, or with the consent of a representative */
  prize: boolean;
}

/** A turn as its player sees it while it is open: no right answer, no explanation, no source is in it. */
export interface TurnView {
  id: string;
  contest: string;
  title: string;
  round: number;
  questions: ReturnType<typeof withoutAnswer>[];
  /** per question: what was chosen, as the options are shown */
  chosen: number[][];
  guess: number | null;
  /** ms of active time left; the server's clock decides */
  leftMs: number;
  paused: boolean;
  /** false for a turn beyond the day's allowance: it is kept, shown, and does not count */
  counts: boolean;
  prize: boolean;
  /** the turn already went on, begun earlier or elsewhere */
  resumed: boolean;
}

export function viewOf(turn: Turn, { version, round }: PlayedRound, now: Date, resumed: boolean): TurnView {
  return {
    id: turn._id,
    contest: turn.contestId,
    title: version.frozen.title,
    round: turn.round,
    questions: turn.questions.flatMap((n, i) => {
      const question = round.questions[n];
      return question ? [withoutAnswer(question, turn.orders[i] ?? [])] : [];
    }),
    chosen: turn.answers.map((chosen, i) => chosen.map((one) => (turn.orders[i] ?? []).indexOf(one))),
    guess: turn.guess,
    leftMs: Math.max(0, minutes(round.minutes) - activeMs(turn, now)),
    paused: turn.runningSince === null,
    counts: turn.k <= round.turnsPerDay,
    prize: turn.prize,
    resumed,
  };
}

/**
 * Begins a turn, or goes on with the one that is open: on this device, another, or another day. One read and one write.
 * @throws AppError 409 outside the round's time, 429 beyond the most turns a day
 */
export async function startTurn(deps: PlayDeps, wish: StartWish): Promise<TurnView> {
  const now = deps.clock.now();
  const played = await findRound(wish.contestId, wish.round);
  const phase = roundPhase(played.round, now);
  if (phase !== "open") throw conflict(phase === "coming" ? "Vòng thi chưa mở." : "Vòng thi đã đóng.");
  const player = await deps.quiz.player(wish.contestId, wish.appUserId);
  const day = dayOf(now);
  for (let tries = 0; tries < 5; tries += 1) {
    const newest = await newestTurn(wish.contestId, wish.round, player, day);
    const open = newest?.state === "open" ? newest : newest ? null : await openTurn(wish.contestId, wish.round, player);
    if (open) return resumeTurn(deps, open);
    const k = (newest?.k ?? 0) + 1;
    if (k > MOST_TURNS_A_DAY) throw new AppError(429, "Hôm nay Ông/Bà đã thi nhiều lượt. Mời Ông/Bà trở lại ngày mai.");
    const turn = await newTurn(deps, wish, played, { player, day, k, now });
    if (await addTurn(turn)) return viewOf(turn, played, now, false);
  }
  throw conflict("Có lượt khác vừa bắt đầu. Ông/Bà vui lòng mở lại.");
}

async function newTurn(
  deps: PlayDeps,
  wish: StartWish,
  { version, round }: PlayedRound,
  { player, day, k, now }: { player: string; day: string; k: number; now: Date },
): Promise<Turn> {
  const { questions, orders } = drawQuestions(round);
  return {
    _id: randomBytes(16).toString("base64url"),
    contestId: wish.contestId,
    round: wish.round,
    version: version.n,
    player,
    code: await deps.quiz.code(wish.contestId, player),
    channel: wish.channel,
    day,
    k,
    questions,
    orders,
    answers: questions.map(() => []),
    guess: null,
    prize: wish.prize,
    startedAt: now,
    usedMs: 0,
    runningSince: now,
    deadline: endOf(now, minutes(round.minutes), new Date(round.closesAt)),
    state: "open",
    submittedAt: null,
    seq: -1 - randomInt(2 ** 47),
    right: 0,
    marks: [],
    block: 0,
  };
}

const endOf = (from: Date, leftMs: number, closesAt: Date): Date =>
  new Date(Math.min(from.getTime() + leftMs, closesAt.getTime()));

/** Lets a paused turn run on; one that runs is shown as it is. */
export async function resumeTurn(deps: PlayDeps, turn: Turn): Promise<TurnView> {
  const now = deps.clock.now();
  const played = await roundOfVersion(turn.contestId, turn.version, turn.round);
  if (turn.runningSince) return viewOf(turn, played, now, true);
  const deadline = endOf(now, minutes(played.round.minutes) - turn.usedMs, new Date(played.round.closesAt));
  const running = await changeOpenTurn(turn._id, turn.player, { runningSince: now, deadline }, { runningSince: null });
  return viewOf(running ?? turn, played, now, true);
}
