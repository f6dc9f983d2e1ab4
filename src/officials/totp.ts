import { Secret, TOTP } from "otpauth";
import type { SecretBox } from "../kernel/crypto.ts";
import type { Official } from "./official.model.ts";
import { useTotpStep } from "./official.store.ts";

const PERIOD = 30;
const totpOf = (seed: string, label: string): TOTP =>
  new TOTP({ issuer: "Loa Số", label, algorithm: "SHA1", digits: 6, period: PERIOD, secret: Secret.fromBase32(seed) });

export const newTotpSeed = (): string => new Secret({ size: 20 }).base32;
export const totpAddress = (seed: string, email: string): string => totpOf(seed, email).toString();
export const currentCode = (seed: string, at: Date): string => totpOf(seed, "").generate({ timestamp: at.getTime() });

/** Checks six digits against a seed, one step of clock drift either way; gives the step that matched. */
export function matchCode(seed: string, code: string, at: Date): number | undefined {
  const delta = totpOf(seed, "").validate({ token: code.replace(/\s/g, ""), timestamp: at.getTime(), window: 1 });
  return delta === null ? undefined : Math.floor(at.getTime() / 1000 / PERIOD) + delta;
}

/** True when the code is right and was not used before for this purpose. */
export async function proveWithCode(
  box: SecretBox,
  official: Official,
  code: string,
  purpose: "login" | "approve",
  now: Date,
): Promise<boolean> {
  if (!official.totpSeed) return false;
  const step = matchCode(box.open(official.totpSeed), code, now);
  return step !== undefined && (await useTotpStep(String(official._id), purpose, step));
}
