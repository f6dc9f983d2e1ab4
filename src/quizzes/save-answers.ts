import { conflict, invalid } from "../kernel/errors.ts";
import { roundOfVersion } from "./find-round.ts";
import { activeMs, GRACE_MS } from "./rules.ts";
import { ownOpenTurn, type PlayDeps } from "./start-turn.ts";
import type { Turn } from "./turn.model.ts";
import { changeOpenTurn } from "./turn.store.ts";

/** What was chosen so far, question by question, as the options were shown. */
export interface Given {
  chosen: number[][];
  guess: number | null;
}

/** Whether an answer that comes now is still in time; the server's clock alone decides. */
export const inTime = (turn: Pick<Turn, "deadline">, now: Date): boolean =>
  turn.deadline === null || now.getTime() <= turn.deadline.getTime() + GRACE_MS;

/** One answer a question, each of options that were shown. @throws AppError 422 */
export function checkGiven(turn: Pick<Turn, "questions" | "orders">, { chosen, guess }: Given): Given {
  const shown = chosen.every((one, i) => one.every((option) => option < (turn.orders[i]?.length ?? 0)));
  if (chosen.length !== turn.questions.length || !shown) throw invalid({ chosen: "Đáp án chưa đúng dạng" });
  return { chosen: chosen.map((one) => [...new Set(one)]), guess };
}

/**
 * Keeps what was chosen so far, so that a turn goes on after a lost phone. Called now and then and not at every touch.
 * @throws AppError 409 when the time is over; what was kept before then counts
 */
export async function saveAnswers(deps: PlayDeps, id: string, appUserId: string, given: Given): Promise<void> {
  const turn = await ownOpenTurn(deps, id, appUserId);
  if (!inTime(turn, deps.clock.now())) throw conflict("Đã hết giờ; các câu đã lưu được tính.");
  if (turn.runningSince === null) throw conflict("Lượt thi đang tạm dừng. Bấm làm tiếp để trả lời.");
  await changeOpenTurn(id, turn.player, checkGiven(turn, given));
}

/**
 * Stops the clock and keeps what was chosen; the turn can go on until the round closes. Where answers are held back the
 * clock goes on.
 */
export async function pauseTurn(deps: PlayDeps, id: string, appUserId: string, given: Given): Promise<void> {
  const turn = await ownOpenTurn(deps, id, appUserId);
  const now = deps.clock.now();
  if (turn.runningSince === null) return;
  if (!inTime(turn, now)) throw conflict("Đã hết giờ; các câu đã lưu được tính.");
  const { round, version } = await roundOfVersion(turn.contestId, turn.version, turn.round);
  if (version.frozen.holdAnswers) {
    // whoever has seen the questions has their minutes and no more: what was chosen is kept, the clock goes on
    await changeOpenTurn(id, turn.player, checkGiven(turn, given));
    return;
  }
  await changeOpenTurn(
    id,
    turn.player,
    {
      ...checkGiven(turn, given),
      usedMs: activeMs(turn, now),
      runningSince: null,
      deadline: new Date(round.closesAt),
    },
    { runningSince: turn.runningSince },
  );
}
