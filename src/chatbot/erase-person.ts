import { listIdsOfOa } from "../broadcasts/broadcast.store.ts";
import { forgetPerson } from "../broadcasts/ledger.store.ts";
import type { Citizen, PersonAt } from "../citizens/citizen.model.ts";
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
import { forgetEvents } from "../citizens/inbound-event.store.ts";
import type { Refusals } from "../citizens/refusals.ts";
import { dropWishesOf } from "../frames/frame.store.ts";
import { removeTester } from "../units/unit.store.ts";
import { dropDialogue } from "./dialogue.model.ts";

export interface EraseDeps extends PlayDeps {
  clock: Clock;
  refusals: Refusals;
  /** cuts the tie between a person and what he or she asked about own data */
  forgetAsked(appUserId: string): Promise<void>;
  /** keyed mark of who an event is from */
  mark(text: string): string;
  zalo: Pick<ZaloClient, "deleteUserInfo">;
  comments: CommentBox;
  requests: RequestBox;
}

/**
 * Erases one person at one OA, under every id the person had there, whichever way it was asked for: conversation,
 * choices, consents, the ties of signed comments, reports and turns of contests, a place among the testers, photos that
 * wait, events that wait for a person; comments, reports and the ledger stay counted. One thing stays: who had refused
 * to be written to goes on refusing, by a mark. Asks Zalo to drop what the OA stored there; Zalo's refusal does not keep
 * our own erasure from standing.
 */
export async function erasePerson(deps: EraseDeps, oaId: string, userId: string): Promise<void> {
  const citizen = await findByAddress(oaId, userId);
  await forgetPlayer(deps, citizen?.userIdByApp ?? "");
  if (citizen?.userIdByApp) await deps.forgetAsked(citizen.userIdByApp);
  const addresses = citizen ? addressesOf(citizen) : [{ oaId, userId }];
  // the present address goes last: as long as it stands, the former ones are found by it
  for (const at of addresses.toReversed()) await eraseAt(deps, at, citizen);
}

async function eraseAt(deps: EraseDeps, { oaId, userId }: PersonAt, citizen: Citizen | null): Promise<void> {
  if (citizen && !citizen.receiving) await deps.refusals.remember({ ...citizen, oaId, userId }, deps.clock.now());
  if (citizen?.receiving) await deps.refusals.forget(oaId, userId);
  await unlinkOwner(deps.comments.mark("owner", `${oaId}:${userId}`));
  await forgetRequester(deps, deps.requests.mark(`owner:${oaId}:${userId}`));
  await removeTester(userId);
  await dropWishesOf(oaId, userId);
  await forgetEvents(deps.mark(`line:${oaId}:${userId}`), deps.clock.now());
  await dropDialogue(oaId, userId);
  await eraseConversation(oaId, userId);
  if (citizen) await forgetPerson(userId, await listIdsOfOa(citizen.unitCode), deps.clock.now());
  await eraseCitizen(oaId, userId);
  await deps.zalo.deleteUserInfo(oaId, userId).catch(() => undefined);
}

/** `user.revoke.consent` of the Mini App names the per-app id: the person is erased at every OA. Returns at how many. */
export async function eraseByAppUser(deps: EraseDeps, userIdByApp: string): Promise<number> {
  const places = await findByAppUser(userIdByApp);
  for (const { oaId, userId } of places) await erasePerson(deps, oaId, userId);
  return places.length;
}
