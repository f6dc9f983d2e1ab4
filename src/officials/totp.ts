import { Secret, TOTP } from "otpauth";
import { minutes } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import type { Official } from "./official.model.ts";
import { spendCodeTry, useTotpStep } from "./official.store.ts";

const PERIOD = 30;
/** how far a phone's clock may be off for us to say so: ten minutes */
const FAR = 20;
const totpOf = (seed: string, label: string): TOTP =>
  new TOTP({ issuer: "Loa Số", label, algorithm: "SHA1", digits: 6, period: PERIOD, secret: Secret.fromBase32(seed) });

export const newTotpSeed = (): string => new Secret({ size: 20 }).base32;
export const totpAddress = (seed: string, email: string): string => totpOf(seed, email).toString();
export const stepAt = (at: Date): number => Math.floor(at.getTime() / 1000 / PERIOD);
export const codeOfStep = (seed: string, step: number): string =>
  totpOf(seed, "").generate({ timestamp: step * PERIOD * 1000 });
export const currentCode = (seed: string, at: Date): string => codeOfStep(seed, stepAt(at));
/** in fours, to be typed */
export const spellSeed = (seed: string): string => seed.replace(/(.{4})(?=.)/g, "$1 ");

function deltaOf(seed: string, code: string, at: Date, window: number): number | null {
  const token = code.replace(/\D/g, "");
  return token.length === 6 ? totpOf(seed, "").validate({ token, timestamp: at.getTime(), window }) : null;
}

/** Checks six digits against a seed, one step of clock drift either way; gives the step that matched. */
export function matchCode(seed: string, code: string, at: Date): number | undefined {
  const delta = deltaOf(seed, code, at, 1);
  return delta === null ? undefined : stepAt(at) + delta;
}

/** Right digits for another time: the step they belong to. Only a phone with this seed and a wrong clock shows them. */
export function matchWrongClock(seed: string, code: string, at: Date): { step: number; minutes: number } | undefined {
  const delta = deltaOf(seed, code, at, FAR);
  if (delta === null || Math.abs(delta) <= 1) return undefined;
  return { step: stepAt(at) + delta, minutes: Math.max(1, Math.round(Math.abs(delta) / 2)) };
}

export const clockSentence = (off: number): string =>
  `Giờ trên điện thoại lệch khoảng ${off} phút. Bật “đặt giờ tự động” trên điện thoại rồi nhập mã mới`;

/** How long no code is looked at after so many wrong ones in a row inside a session. */
const shutFor = (misses: number): number => (misses % 5 === 0 ? minutes(Math.min(15, 2 ** (misses / 5 - 1))) : 0);

/** False while too many wrong codes were given; else the try is spent. */
export async function mayTryCode(official: Official, now: Date): Promise<boolean> {
  if (official.codeOpenAt && official.codeOpenAt > now) return false;
  const shut = shutFor(official.codeMisses + 1);
  return spendCodeTry(official, shut > 0 ? new Date(now.getTime() + shut) : null);
}

/**
 * True when the code is right and was not used before for this purpose. Tries to approve are counted, so that an open
 * window cannot be used to try out all digits; those of a log-in are counted by place (throttle.ts).
 */
export async function proveWithCode(
  box: SecretBox,
  official: Official,
  code: string,
  purpose: "login" | "approve",
  now: Date,
): Promise<boolean> {
  if (!official.totpSeed) return false;
  if (purpose === "approve" && !(await mayTryCode(official, now))) return false;
  const step = matchCode(box.open(official.totpSeed), code, now);
  return step !== undefined && !official.burntSteps.includes(step) && useTotpStep(String(official._id), purpose, step);
}
