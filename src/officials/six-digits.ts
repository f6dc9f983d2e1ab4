import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { findOfficial } from "./official.store.ts";
import { proveWithCode } from "./totp.ts";

/** The six digits that go with a decision; each code counts once. */
export async function sixDigits(
  deps: { clock: Clock; box: SecretBox },
  officialId: string,
  code: string,
): Promise<boolean> {
  const official = await findOfficial(officialId);
  return official !== null && proveWithCode(deps.box, official, code, "approve", deps.clock.now());
}
