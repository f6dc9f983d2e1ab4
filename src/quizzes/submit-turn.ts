import { conflict, notFound } from "../kernel/errors.ts";
import { type PlayedRound, roundOfVersion } from "./find-round.ts";
import { activeMs, isRight, marksOf, scoreOf } from "./rules.ts";
import { answersOf, type Given, inTime } from "./save-answers.ts";
import type { PlayDeps } from "./start-turn.ts";
import type { Turn } from "./turn.model.ts";
import { closeTurn, findTurn, newestSeq } from "./turn.store.ts";

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
  questions: {
    text: string;
    options: { text: string; right: boolean; chosen: boolean }[];
    right: boolean;
    why: string;
    sources: { title: string; url: string }[];
  }[];
}

export function resultOf(turn: Turn, { round }: PlayedRound): TurnResult {
  return {
    id: turn._id,
    code: turn.code,
    right: turn.right,
    of: turn.questions.length,
    counts: turn.k <= round.turnsPerDay,
    guess: turn.guess,
    submittedAt: (turn.submittedAt ?? turn.startedAt).toISOString(),
    byItself: turn.marks.includes("late"),
    questions: turn.questions.flatMap((n, i) => {
      const question = round.questions[n];
      if (!question) return [];
      const chosen = turn.answers[i] ?? [];
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

/** Gives a turn its score and its place in the order. Tried again it finds the turn handed in and leaves it. */
export async function handIn(
  deps: PlayDeps,
  turn: Turn,
  played: PlayedRound,
  given: Pick<Turn, "answers" | "guess">,
  at: Date,
  byItself: boolean,
): Promise<Turn> {
  const { contestId, round } = turn;
  const usedMs = activeMs(turn, at);
  const questions = turn.questions.map((n) => played.round.questions[n]);
  for (let tries = 0; tries < 20; tries += 1) {
    const seq = await deps.nextInLine(`quiz:${contestId}:${round}`, () => newestSeq(contestId, round));
    const closed = await closeTurn(turn._id, turn.player, {
      ...given,
      usedMs,
      runningSince: null,
      deadline: null,
      submittedAt: at,
      seq,
      right: scoreOf(questions, given.answers),
      marks: marksOf(usedMs, at.getTime() - turn.startedAt.getTime(), questions.length, byItself),
    });
    if (closed === "taken") continue;
    return closed ?? (await findTurn(turn._id)) ?? turn;
  }
  throw conflict("Nhiều người nộp cùng lúc. Ông/Bà vui lòng bấm nộp lại.");
}

/**
 * Hands a turn in. Sent twice it is one: the second is told the first's result. Too late, what was kept in time counts.
 * @throws AppError 404 for anybody but its player
 */
export async function submitTurn(deps: PlayDeps, id: string, appUserId: string, given: Given): Promise<TurnResult> {
  const turn = await findTurn(id);
  if (!turn || turn.player !== (await deps.quiz.player(turn.contestId, appUserId))) throw notFound("lượt thi này");
  const played = await roundOfVersion(turn.contestId, turn.version, turn.round);
  if (turn.state === "done") return resultOf(turn, played);
  const now = deps.clock.now();
  const late = !inTime(turn, now);
  if (!late && turn.runningSince === null) throw conflict("Lượt thi đang tạm dừng. Bấm làm tiếp rồi nộp bài.");
  const taken = late ? { answers: turn.answers, guess: turn.guess } : answersOf(turn, given);
  const at = late && turn.deadline ? turn.deadline : now;
  return resultOf(await handIn(deps, turn, played, taken, at, late), played);
}

/** A turn's result again, for its player only. @throws AppError 404, 409 while it is open */
export async function readResult(deps: PlayDeps, id: string, appUserId: string): Promise<TurnResult> {
  const turn = await findTurn(id);
  if (!turn || turn.player !== (await deps.quiz.player(turn.contestId, appUserId))) throw notFound("lượt thi này");
  if (turn.state !== "done") throw conflict("Lượt thi này chưa nộp.");
  return resultOf(turn, await roundOfVersion(turn.contestId, turn.version, turn.round));
}
