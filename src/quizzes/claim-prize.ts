import { AppError, conflict, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { findResult } from "./result.store.ts";
import type { PlayDeps } from "./start-turn.ts";
import { changePlayer, findPlayerByCode } from "./turn.store.ts";

export interface Claim {
  name: string;
  contact: string;
  /** ticked: 18 or older, or a representative agrees */
  adult: boolean;
}

/**
 * A winner says who he or she is; only the office reads it, sealed, for 60 days. @throws AppError 422 without the tick
 * of age (safeguard 24), 403 for who won nothing, 409 before publication
 */
export async function claimPrize(
  deps: PlayDeps,
  contestId: string,
  round: number,
  appUserId: string,
  claim: Claim,
): Promise<void> {
  const result = await findResult(contestId, round);
  if (result?.state !== "published") throw conflict("Kết quả vòng này chưa công bố.");
  const player = await deps.quiz.player(contestId, appUserId);
  const code = await deps.quiz.code(contestId, player);
  if (!result.winners.some((winner) => winner.code === code))
    throw new AppError(403, "Mã của Ông/Bà không có trong danh sách trúng giải vòng này.");
  const [name, contact] = [nfc(claim.name).trim(), nfc(claim.contact).trim()];
  const errors: Record<string, string> = {};
  if (!claim.adult) errors["adult"] = "Cần xác nhận từ đủ 18 tuổi, hoặc có người đại diện đồng ý";
  if (name === "") errors["name"] = "Cần họ và tên để trao giải";
  if (contact === "") errors["contact"] = "Cần cách liên hệ để trao giải";
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const sealed = deps.quiz.box.seal(JSON.stringify({ name, contact, round }));
  await changePlayer(contestId, player, code, { claim: sealed, claimedAt: deps.clock.now() });
}

/** What a winner said, for the office; undefined before, and 60 days after. */
export async function readClaim(
  deps: PlayDeps,
  contestId: string,
  code: string,
): Promise<{ name: string; contact: string } | undefined> {
  const player = await findPlayerByCode(contestId, code);
  if (!player) throw notFound("mã người thi này");
  return player.claim === ""
    ? undefined
    : (JSON.parse(deps.quiz.box.open(player.claim)) as { name: string; contact: string });
}
