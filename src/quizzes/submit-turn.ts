import { conflict, notFound } from "../kernel/errors.ts";
import { type PlayedRound, roundOfVersion } from "./find-round.ts";
import { answersOf, isRight, rightOf } from "./rules.ts";
import { checkGiven, type Given, inTime } from "./save-answers.ts";
import { ownTurn, type PlayDeps, recentKey } from "./start-turn.ts";
import type { Turn } from "./turn.model.ts";
import { closeAsWas, closeTurn, findTurn, newestSeq } from "./turn.store.ts";

/** What a player learns after handing in, and never before. */
export interface TurnResult {
  id: string;
  code: string;
  right: number;
  of: number;
  counts: boolean;
  guess: number | null;
  submittedAt: string;
  byItself: boolean;
  /** when the right answers are told, while they are held back; "" when they stand here */
  answersAt: string;
  questions: {
    text: string;
    options: { text: string; right: boolean; chosen: boolean }[];
    right: boolean;
    why: string;
    sources: { title: string; url: string }[];
  }[];
}

function resultOf(turn: Turn, { version, round }: PlayedRound, now: Date): TurnResult {
  const answers = answersOf(turn);
  const held = version.frozen.holdAnswers === true && now < new Date(round.closesAt);
  return {
    id: turn._id,
    code: turn.code,
    right: rightOf(turn, round),
    of: turn.questions.length,
    counts: turn.k <= round.turnsPerDay,
    guess: turn.guess,
    submittedAt: (turn.submittedAt ?? turn.startedAt).toISOString(),
    byItself: turn.byItself,
    answersAt: held ? round.closesAt : "",
    questions: (held ? [] : turn.questions).flatMap((n, i) => {
      const question = round.questions[n];
      if (!question) return [];
      const chosen = answers[i] ?? [];
      return [
        {
          text: question.text,
          options: (turn.orders[i] ?? []).map((one) => ({
            text: question.options[one] ?? "",
            right: question.right.includes(one),
            chosen: chosen.includes(one),
          })),
          right: isRight(question, chosen),
          why: question.why,
          sources: question.sources,
        },
      ];
    }),
  };
}

/**
 * Gives a turn its place in the order and closes it, in one write. A place that another took is left and the next is
 * asked for. Null when the turn is not as `also` says.
 */
async function close<T>(
  deps: PlayDeps,
  contestId: string,
  round: number,
  write: (seq: number) => Promise<T | "taken">,
): Promise<T> {
  for (let tries = 0; tries < 20; tries += 1) {
    const closed = await write(await deps.nextInLine(`quiz:${contestId}:${round}`, () => newestSeq(contestId, round)));
    if (closed !== "taken") return closed;
  }
  throw conflict("Nhiều người nộp cùng lúc. Ông/Bà vui lòng bấm nộp lại.");
}

/** Hands in what was kept of a turn whose time is over, as of the end of its time. */
export const handInKept = (deps: PlayDeps, turn: Turn): Promise<Turn | null> =>
  close(deps, turn.contestId, turn.round, (seq) =>
    closeTurn(turn._id, turn.player, { submittedAt: turn.deadline ?? deps.clock.now(), byItself: true, seq }),
  );

/** A turn as it was begun a while ago; undefined when it was forgotten. */
async function recall(deps: PlayDeps, id: string): Promise<Turn | undefined> {
  const kept = await deps.recent.get(recentKey(id));
  if (kept === null) return undefined;
  const turn = JSON.parse(kept) as Turn & Record<"startedAt" | "runningSince" | "deadline", string>;
  return {
    ...turn,
    startedAt: new Date(turn.startedAt),
    runningSince: new Date(turn.runningSince),
    deadline: new Date(turn.deadline),
  };
}

/**
 * Hands a turn in. One that was begun and not paused since costs one write and no read. Sent twice it is one: the second
 * is told the first's result. Too late, what was kept in time counts.
 * @throws AppError 404 for anybody but its player, 409 while it is paused, 422 for answers that are not its own
 */
export async function submitTurn(deps: PlayDeps, id: string, appUserId: string, given: Given): Promise<TurnResult> {
  const turn = (await recall(deps, id)) ?? (await findTurn(id));
  if (!turn || turn.player !== (await deps.quiz.player(turn.contestId, appUserId))) throw notFound("lượt thi này");
  const closed = await handIn(deps, turn, given);
  return resultOf(closed, await roundOfVersion(closed.contestId, closed.version, closed.round), deps.clock.now());
}

async function handIn(deps: PlayDeps, turn: Turn, given: Given): Promise<Turn> {
  const now = deps.clock.now();
  if (turn.state === "open" && turn.runningSince && inTime(turn, now)) {
    const change = { ...checkGiven(turn, given), submittedAt: now };
    const closed = await close(deps, turn.contestId, turn.round, async (seq) => {
      const done = await closeAsWas(turn, { ...change, seq });
      return done === true ? { ...turn, ...change, seq, state: "done" as const, deadline: null } : done;
    });
    if (closed) return closed;
  }
  return afterRefusal(deps, await ownTurnAgain(turn), given);
}

async function ownTurnAgain(turn: Turn): Promise<Turn> {
  const found = await findTurn(turn._id);
  if (!found) throw notFound("lượt thi này");
  return found;
}

/** Why a turn could not be closed: it was handed in before, it is paused, or its time is over. */
async function afterRefusal(deps: PlayDeps, turn: Turn, given: Given): Promise<Turn> {
  if (turn.state === "done") return turn;
  if (turn.runningSince === null) throw conflict("Lượt thi đang tạm dừng. Bấm làm tiếp rồi nộp bài.");
  // it was paused and resumed since it was remembered
  if (inTime(turn, deps.clock.now())) return handIn(deps, turn, given);
  return (await handInKept(deps, turn)) ?? (await findTurn(turn._id)) ?? turn;
}
/** A turn's result again, for its player only. @throws AppError 404, 409 while it is open */
export async function readResult(deps: PlayDeps, id: string, appUserId: string): Promise<TurnResult> {
  const turn = await ownTurn(deps, id, appUserId);
  if (turn.state !== "done") throw conflict("Lượt thi này chưa nộp.");
  return resultOf(turn, await roundOfVersion(turn.contestId, turn.version, turn.round), deps.clock.now());
}
