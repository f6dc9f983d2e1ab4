import type { Keep, PersonAt } from "../kernel/keep.ts";
import { findByAppUser } from "./citizen.store.ts";
import { addressesOf, findByAddress } from "./one-person.store.ts";

export interface EraseDeps {
  /** what all rooms keep, highest first */
  keeps(): readonly Keep[];
}

/**
 * Erases one person at one OA, under every id the person had there, whichever way it was asked for: every room lets go
 * of what leads to the person (its keeps.ts says what and how); comments, reports and the ledger stay counted. One
 * thing stays: who had refused to be written to goes on refusing, by a mark.
 */
export async function erasePerson(deps: EraseDeps, oaId: string, userId: string): Promise<void> {
  const citizen = await findByAddress(oaId, userId);
  if (citizen?.userIdByApp) await forgetByApp(deps, citizen.userIdByApp);
  const addresses = citizen ? addressesOf(citizen) : [{ oaId, userId }];
  // the present address goes last: as long as it stands, the former ones are found by it
  for (const at of addresses.toReversed()) await forgetAt(deps, at);
}

async function forgetAt({ keeps }: EraseDeps, at: PersonAt): Promise<void> {
  const all = keeps();
  for (const keep of all) if (!keep.last) await keep.forgetAt?.(at);
  for (const keep of all) if (keep.last) await keep.forgetAt?.(at);
}

/** What is kept of a person by the id within the app, whether or not an OA knows the person. */
async function forgetByApp({ keeps }: EraseDeps, appUserId: string): Promise<void> {
  for (const keep of keeps()) await keep.forgetByApp?.(appUserId);
}

/**
 * Everything of the person behind a per-app id, which is all that `user.revoke.consent` of the Mini App names: at every
 * OA, and what somebody left who plays and asks in the Mini App and whom no OA knows.
 */
export async function eraseByAppUser(deps: EraseDeps, userIdByApp: string): Promise<void> {
  if (userIdByApp === "") return;
  for (const { oaId, userId } of await findByAppUser(userIdByApp)) await erasePerson(deps, oaId, userId);
  await forgetByApp(deps, userIdByApp);
}
