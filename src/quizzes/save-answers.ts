import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { activeMs, GRACE_MS } from "./rules.ts";
import type { PlayDeps } from "./start-turn.ts";
import type { Turn } from "./turn.model.ts";
import { changeOpenTurn, findTurn } from "./turn.store.ts";

/** What was chosen so far, question by question, as the options were shown. */
export interface Given {
  chosen: number[][];
  guess: number | null;
}

/** @throws AppError 404 for anybody but its player, 409 when it is handed in */
export async function ownOpenTurn(deps: PlayDeps, id: string, appUserId: string): Promise<Turn> {
  const turn = await findTurn(id);
  if (!turn || turn.player !== (await deps.quiz.player(turn.contestId, appUserId))) throw notFound("lượt thi này");
  if (turn.state !== "open") throw conflict("Lượt thi này đã nộp.");
  return turn;
}

/** Whether an answer that comes now is still in time; the server's clock alone decides. */
export const inTime = (turn: Pick<Turn, "deadline">, now: Date): boolean =>
  turn.deadline === null || now.getTime() <= turn.deadline.getTime() + GRACE_MS;

/** From options as shown to options as the bank has them. @throws AppError 422 for what was never shown */
export function answersOf(turn: Pick<Turn, "questions" | "orders">, given: Given): Pick<Turn, "answers" | "guess"> {
  const wrong = given.chosen.length !== turn.questions.length;
  const answers = turn.questions.map((_, i) => {
    const order = turn.orders[i] ?? [];
    return [...new Set(given.chosen[i] ?? [])].map((shown) => order[shown] ?? -1).toSorted((a, b) => a - b);
  });
  if (wrong || answers.some((chosen) => chosen.includes(-1))) throw invalid({ chosen: "Đáp án chưa đúng dạng" });
  return { answers, guess: given.guess };
}

/**
 * Keeps what was chosen so far, so that a turn goes on after a lost phone. Called now and then and not at every touch.
 * @throws AppError 409 when the time is over; what was kept before then counts
 */
export async function saveAnswers(deps: PlayDeps, id: string, appUserId: string, given: Given): Promise<void> {
  const turn = await ownOpenTurn(deps, id, appUserId);
  if (!inTime(turn, deps.clock.now())) throw conflict("Đã hết giờ; các câu đã lưu được tính.");
  if (turn.runningSince === null) throw conflict("Lượt thi đang tạm dừng. Bấm làm tiếp để trả lời.");
  await changeOpenTurn(id, turn.player, answersOf(turn, given));
}

/** Stops the clock and keeps what was chosen; the turn can go on until the round closes. */
export async function pauseTurn(deps: PlayDeps, id: string, appUserId: string, given: Given): Promise<void> {
  const turn = await ownOpenTurn(deps, id, appUserId);
  const now = deps.clock.now();
  if (turn.runningSince === null) return;
  if (!inTime(turn, now)) throw conflict("Đã hết giờ; các câu đã lưu được tính.");
  const change = { ...answersOf(turn, given), usedMs: activeMs(turn, now), runningSince: null, deadline: null };
  await changeOpenTurn(id, turn.player, change, { runningSince: turn.runningSince });
}
