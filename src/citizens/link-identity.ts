import { messageOf } from "../kernel/errors.ts";
import type { Log } from "../kernel/logger.ts";
import type { ZaloClient } from "../zalo/client.ts";
import type { AppUser } from "../zalo/graph.ts";
import { listOas } from "../zalo/oa.store.ts";
import type { Citizen } from "./citizen.model.ts";
import { listByAppUser } from "./citizen.store.ts";
import { joinRows } from "./join-rows.ts";
import { findAtAnyOa, findRow, tieToApp } from "./one-person.store.ts";

export interface LinkDeps {
  log: Log;
  zalo: Pick<ZaloClient, "userDetail">;
}

/**
 * Zalo vouched for somebody by the app's id and told the id at the OA: the follower known from the list alone is tied to
 * the app's id, and what stood under another id of the same person at that unit becomes one with it. Both ids come in
 * one answer of Zalo's to one token; where the same number follows two OAs, the OA is asked whose it is.
 * Safe to do again and by many at once: each write is compared with what it was made from.
 */
export async function linkIdentity(deps: LinkDeps, user: AppUser): Promise<void> {
  if (user.userIdByOa === "") return;
  const oaIds = (await listOas()).map((oa) => oa._id);
  const rows = await findAtAnyOa(oaIds, user.userIdByOa);
  for (const row of rows) {
    if (row.userIdByApp !== user.id && !(await isTheSame(deps, row, user, rows.length === 1))) continue;
    if (!(await tieToApp(row, user.id))) continue;
    await joinOthers(row, user.id);
  }
}

/** @param alone no other OA has this number; then an OA that does not answer does not stand in the way */
async function isTheSame(deps: LinkDeps, row: Citizen, user: AppUser, alone: boolean): Promise<boolean> {
  if (row.userIdByApp !== "") return false;
  const detail = await deps.zalo.userDetail(row.oaId, row.userId).catch((error: unknown) => {
    deps.log.warn(
      { action: "identity-not-confirmed", oaId: row.oaId, reason: messageOf(error) },
      "OA did not say whose id",
    );
    return undefined;
  });
  const told = detail?.userIdByApp ?? "";
  return told === "" ? alone : told === user.id;
}

async function joinOthers(tied: Citizen, userIdByApp: string): Promise<void> {
  for (const other of await listByAppUser(userIdByApp)) {
    if (other.unitCode !== tied.unitCode || String(other._id) === String(tied._id)) continue;
    const now = await findRow(tied);
    if (now) await joinRows(now, other);
  }
}
