import { listIdsOfOa } from "../broadcasts/broadcast.store.ts";
import { forgetPerson } from "../broadcasts/ledger.store.ts";
import type { PersonAt } from "../citizens/citizen.model.ts";
import { eraseCitizen, findByAppUser } from "../citizens/citizen.store.ts";
import { addressesOf, findByAddress } from "../citizens/one-person.store.ts";
import type { CommentBox } from "../comments/seal-box.ts";
import { unlinkOwner } from "../comments/comment.store.ts";
import type { Clock } from "../kernel/clock.ts";
import type { ZaloClient } from "../zalo/client.ts";
import { forgetRequester } from "../requests/keep-and-purge.ts";
import { forgetPlayer } from "../quizzes/forget-player.ts";
import type { PlayDeps } from "../quizzes/start-turn.ts";
import type { RequestBox } from "../requests/take-request.ts";
import { eraseConversation } from "./conversation.store.ts";
import { dropDialogue } from "./dialogue.model.ts";

export interface EraseDeps extends PlayDeps {
  clock: Clock;
  zalo: Pick<ZaloClient, "deleteUserInfo">;
  comments: CommentBox;
  requests: RequestBox;
}

/**
 * Erases one person at one OA, under every id the person had there, whichever way it was asked for: conversation, choices, consents, the ties of signed
 * comments, reports and turns of contests; comments, reports and the ledger stay counted. Asks Zalo to drop what the OA stored there;
 * Zalo's refusal does not keep our own erasure from standing.
 */
export async function erasePerson(deps: EraseDeps, oaId: string, userId: string): Promise<void> {
  const citizen = await findByAddress(oaId, userId);
  await forgetPlayer(deps, citizen?.userIdByApp ?? "");
  const addresses = citizen ? addressesOf(citizen) : [{ oaId, userId }];
  // the present address goes last: as long as it stands, the former ones are found by it
  for (const at of addresses.toReversed()) await eraseAt(deps, at, citizen?.unitCode);
}

async function eraseAt(deps: EraseDeps, { oaId, userId }: PersonAt, unitCode: string | undefined): Promise<void> {
  await unlinkOwner(deps.comments.mark("owner", `${oaId}:${userId}`));
  await forgetRequester(deps, deps.requests.mark(`owner:${oaId}:${userId}`));
  await dropDialogue(oaId, userId);
  await eraseConversation(oaId, userId);
  if (unitCode !== undefined) await forgetPerson(userId, await listIdsOfOa(unitCode), deps.clock.now());
  await eraseCitizen(oaId, userId);
  await deps.zalo.deleteUserInfo(oaId, userId).catch(() => undefined);
}

/** `user.revoke.consent` of the Mini App names the per-app id: the person is erased at every OA. Returns at how many. */
export async function eraseByAppUser(deps: EraseDeps, userIdByApp: string): Promise<number> {
  const places = await findByAppUser(userIdByApp);
  for (const { oaId, userId } of places) await erasePerson(deps, oaId, userId);
  return places.length;
}
