import { hash, verify } from "@node-rs/argon2";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import type { Official } from "./official.model.ts";
import { findByEmail, noteFailure, noteSuccess } from "./official.store.ts";
import { lockFor, needsTotp } from "./rules.ts";
import { proveWithCode } from "./totp.ts";

export type LogInResult =
  | { kind: "in"; official: Official }
  /** one answer for every cause, so that nobody learns which e-mails exist */
  | { kind: "wrong" }
  | { kind: "locked"; until: Date };

/** argon2id, 19 MiB, 2 passes (the library's default and OWASP's least). */
export const hashPassword = (password: string): Promise<string> =>
  hash(password.normalize("NFC"), { memoryCost: 19_456, timeCost: 2, parallelism: 1 });

/** Checked when the e-mail is unknown, so that both answers take the same time. */
const NOBODY = hash("nobody has this password", { memoryCost: 19_456, timeCost: 2, parallelism: 1 });

export async function logIn(
  deps: { clock: Clock; box: SecretBox },
  input: { email: string; password: string; code: string },
): Promise<LogInResult> {
  const now = deps.clock.now();
  const official = await findByEmail(input.email);
  const right = await verify(official?.passwordHash ?? (await NOBODY), input.password.normalize("NFC"));
  if (!official?.active) return { kind: "wrong" };
  if (official.lockedUntil && official.lockedUntil > now) return { kind: "locked", until: official.lockedUntil };
  const proven =
    right && (!mustGiveCode(official) || (await proveWithCode(deps.box, official, input.code, "login", now)));
  if (!proven) {
    const lock = lockFor(official.failedLogins + 1);
    await noteFailure(String(official._id), lock > 0 ? new Date(now.getTime() + lock) : null);
    return { kind: "wrong" };
  }
  await noteSuccess(String(official._id), now);
  return { kind: "in", official };
}

const mustGiveCode = (official: Official): boolean => official.totpSeed !== "" || needsTotp(official.role);
