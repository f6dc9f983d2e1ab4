import type { ZaloClient } from "../zalo/client.ts";
import { findCitizenById, setDisplayName } from "./citizen.store.ts";
import { tieToApp } from "./one-person.store.ts";

/** Reads the name a resident shows on Zalo, and the id for the app, once, when he or she first writes. */
export async function readName(deps: { zalo: Pick<ZaloClient, "userDetail"> }, citizenId: string): Promise<void> {
  const citizen = await findCitizenById(citizenId);
  if (!citizen || citizen.displayName !== "") return;
  const detail = await deps.zalo.userDetail(citizen.oaId, citizen.userId);
  // events may come without it (zalo/webhook.md §4)
  if (detail.userIdByApp !== "") await tieToApp(citizen, detail.userIdByApp);
  if (detail.displayName !== "")
    await setDisplayName(citizen.oaId, citizen.userId, detail.displayName.normalize("NFC").slice(0, 120));
}
