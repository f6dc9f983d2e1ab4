import type { Clock } from "../kernel/clock.ts";
import { minutes } from "../kernel/clock.ts";
import { AppError, conflict, notFound } from "../kernel/errors.ts";
import { findRound, type PlayedRound, roundOfVersion } from "./find-round.ts";
import type { PlayerMarks } from "./player-marks.ts";
import { activeMs, dayOf, drawQuestions, MOST_TURNS_A_DAY, roundPhase, withoutAnswer } from "./rules.ts";
import type { Turn } from "./turn.model.ts";
import { addTurn, changeOpenTurn, findTurn, lineOfRound, listTurnsOf } from "./turn.store.ts";

export interface PlayDeps {
  clock: Clock;
  quiz: PlayerMarks;
  /** the next place in a line of its own, 1, 2, 3 …; `newest` is asked when the line is not known */
  nextInLine(line: string, newest: () => Promise<number>): Promise<number>;
  /** what was just written, for who comes back for it soon; may forget at any time */
  recent: { get(key: string): Promise<string | null>; set(key: string, value: string, seconds: number): Promise<void> };
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
  /** false where answers are held back: then a pause keeps what was chosen and the clock goes on */
  pausable: boolean;
  /** false for a turn beyond the day's allowance: it is kept, shown, and does not count */
  counts: boolean;
  prize: boolean;
  /** the turn already went on, begun earlier or elsewhere */
  resumed: boolean;
}

function viewOf(turn: Turn, { version, round }: PlayedRound, now: Date, resumed: boolean): TurnView {
  return {
    id: turn._id,
    contest: turn.contestId,
    title: version.frozen.title,
    round: turn.round,
    questions: turn.questions.flatMap((n, i) => {
      const question = round.questions[n];
      return question ? [withoutAnswer(question, turn.orders[i] ?? [])] : [];
    }),
    chosen: turn.chosen,
    guess: turn.guess,
    leftMs: Math.max(0, minutes(round.minutes) - activeMs(turn, now)),
    paused: turn.runningSince === null,
    pausable: version.frozen.holdAnswers !== true,
    counts: turn.k <= round.turnsPerDay,
    prize: turn.prize,
    resumed,
  };
}

export const recentKey = (id: string): string => `turn:${id}`;

async function openRound(wish: StartWish, now: Date): Promise<PlayedRound> {
  const played = await findRound(wish.contestId, wish.round);
  const phase = roundPhase(played.round, now);
  if (phase !== "open") throw conflict(phase === "coming" ? "Vòng thi chưa mở." : "Vòng thi đã đóng.");
  return played;
}

/**
 * Begins a turn of today: one insert, as ids tell the turns of a day apart. When today's newest is still open it goes on.
 * @throws AppError 409 outside the round's time, 429 beyond the most turns a day
 */
export async function beginTurn(deps: PlayDeps, wish: StartWish): Promise<TurnView> {
  const now = deps.clock.now();
  const played = await openRound(wish, now);
  const player = await deps.quiz.player(wish.contestId, wish.appUserId);
  const day = dayOf(now);
  let k = 1;
  for (let tries = 0; tries < 5; tries += 1) {
    const turn = await newTurn(deps, wish, played, { player, day, k, now });
    if (await addTurn(turn)) {
      await deps.recent.set(recentKey(turn._id), JSON.stringify(turn), played.round.minutes * 60 + 60);
      return viewOf(turn, played, now, false);
    }
    const today = (await listTurnsOf(wish.contestId, wish.round, player)).filter((one) => one.day === day);
    const open = today.find((one) => one.state === "open");
    if (open) return resume(deps, open);
    k = (today[0]?.k ?? k) + 1;
    if (k > MOST_TURNS_A_DAY) throw new AppError(429, "Hôm nay Ông/Bà đã thi nhiều lượt. Mời Ông/Bà trở lại ngày mai.");
  }
  throw conflict("Có lượt khác vừa bắt đầu. Ông/Bà vui lòng mở lại.");
}

/** Goes on with the turn that is open, of whatever day or device, or begins one. */
export async function startTurn(deps: PlayDeps, wish: StartWish): Promise<TurnView> {
  await openRound(wish, deps.clock.now());
  const player = await deps.quiz.player(wish.contestId, wish.appUserId);
  const open = (await listTurnsOf(wish.contestId, wish.round, player)).find((one) => one.state === "open");
  return open ? resume(deps, open) : beginTurn(deps, wish);
}

async function newTurn(
  deps: PlayDeps,
  wish: StartWish,
  { version, round }: PlayedRound,
  { player, day, k, now }: { player: string; day: string; k: number; now: Date },
): Promise<Turn> {
  const { contestId } = wish;
  const { questions, orders } = drawQuestions(round);
  const line = lineOfRound(contestId, wish.round);
  return {
    _id: await deps.quiz.turn(contestId, wish.round, player, day, k),
    contestId,
    round: wish.round,
    line,
    who: `${line}:${player}`,
    version: version.n,
    player,
    code: await deps.quiz.code(contestId, player),
    channel: wish.channel,
    day,
    k,
    questions,
    orders,
    chosen: questions.map(() => []),
    guess: null,
    prize: wish.prize,
    startedAt: now,
    usedMs: 0,
    runningSince: now,
    deadline: endOf(now, minutes(round.minutes), new Date(round.closesAt)),
    state: "open",
    submittedAt: null,
    byItself: false,
    seq: 0,
  };
}

const endOf = (from: Date, leftMs: number, closesAt: Date): Date =>
  new Date(Math.min(from.getTime() + leftMs, closesAt.getTime()));

/** Lets a paused turn run on; one that runs is shown as it is. */
async function resume(deps: PlayDeps, turn: Turn): Promise<TurnView> {
  const now = deps.clock.now();
  const played = await roundOfVersion(turn.contestId, turn.version, turn.round);
  if (turn.runningSince) return viewOf(turn, played, now, true);
  const deadline = endOf(now, minutes(played.round.minutes) - turn.usedMs, new Date(played.round.closesAt));
  const running = await changeOpenTurn(turn._id, turn.player, { runningSince: now, deadline }, { runningSince: null });
  return viewOf(running ?? turn, played, now, true);
}

/** A certain turn as it stands; its clock goes on or stays. @throws AppError 404 for anybody but its player, 409 when it is handed in */
export async function viewTurn(deps: PlayDeps, id: string, appUserId: string): Promise<TurnView> {
  const turn = await ownOpenTurn(deps, id, appUserId);
  return viewOf(turn, await roundOfVersion(turn.contestId, turn.version, turn.round), deps.clock.now(), true);
}

/** Goes on with a certain turn. @throws AppError 404 for anybody but its player, 409 when it is handed in */
export const resumeTurn = async (deps: PlayDeps, id: string, appUserId: string): Promise<TurnView> =>
  resume(deps, await ownOpenTurn(deps, id, appUserId));

/** @throws AppError 404 for anybody but its player */
export async function ownTurn(deps: PlayDeps, id: string, appUserId: string): Promise<Turn> {
  const turn = await findTurn(id);
  if (!turn || turn.player !== (await deps.quiz.player(turn.contestId, appUserId))) throw notFound("lượt thi này");
  return turn;
}
/** @throws AppError 404 for anybody but its player, 409 when it is handed in */
export async function ownOpenTurn(deps: PlayDeps, id: string, appUserId: string): Promise<Turn> {
  const turn = await ownTurn(deps, id, appUserId);
  if (turn.state !== "open") throw conflict("Lượt thi này đã nộp.");
  return turn;
}
