import { randomCode, sha256Hex } from "../kernel/crypto.ts";
import type { Official } from "./official.model.ts";
import { spendRecovery } from "./official.store.ts";

const COUNT = 10;
const LENGTH = 12;

/** 60 random bits each: shown once, kept as hashes, each good for one log-in. */
export function newRecoveryCodes(): { codes: string[]; hashes: string[] } {
  const raw = Array.from({ length: COUNT }, () => randomCode(LENGTH));
  return { codes: raw.map((code) => code.replace(/(.{4})(?=.)/g, "$1-")), hashes: raw.map(sha256Hex) };
}

/** However it was typed: small letters, blanks, no hyphens. "" when it is no such code. */
function tidy(code: string): string {
  const plain = code.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return plain.length === LENGTH ? plain : "";
}
export const isRecoveryCode = (code: string): boolean => tidy(code) !== "";

/** True once for each code of this account. */
export async function proveWithRecovery(official: Official, code: string, now: Date): Promise<boolean> {
  const plain = tidy(code);
  const hash = sha256Hex(plain);
  if (plain === "" || !official.recovery.includes(hash)) return false;
  return spendRecovery(String(official._id), hash, now, official.recovery.length - 1);
}
