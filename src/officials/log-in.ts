import { randomBytes } from "node:crypto";
import type { Clock } from "../kernel/clock.ts";
import { type SecretBox, sha256Hex } from "../kernel/crypto.ts";
import { isLive } from "./invitation-rules.ts";
import { notice } from "./notices.ts";
import type { AccountNotice, Invitation, Official } from "./official.model.ts";
import { burnStep, enter, findByEmail, noteFailure, tidyEmail } from "./official.store.ts";
import { isPassword } from "./passwords.ts";
import { isRecoveryCode, proveWithRecovery } from "./recovery-codes.ts";
import { needsTotp } from "./rules.ts";
import { CODE_TRIES, OWN_TRIES, PLACE_TRIES, type Throttle } from "./throttle.ts";
import { matchWrongClock, proveWithCode } from "./totp.ts";

export interface LogInDeps {
  clock: Clock;
  box: SecretBox;
  throttle: Throttle;
  /** accounts of the demo may log in: the product speaks with the simulator */
  trial: boolean;
}

export interface LogInInput {
  email: string;
  password: string;
  code: string;
  /** the browser's own secret; "" when it has none yet */
  device: string;
  /** where the request comes from */
  address: string;
  /** "Chrome trên Windows" */
  deviceName: string;
}

export type WhyNot = "account" | "password" | "code" | "disabled" | "no-factor" | "trial";
export type LogInResult =
  | { kind: "in"; official: Official; sessionId: string; device: string }
  /** one answer for every cause, so that nobody learns which e-mails exist; the cause is for the audit log */
  | { kind: "wrong"; official: Official | null; why: WhyNot }
  /** right password, and the digits of this person's own phone at another time */
  | { kind: "clock"; official: Official; minutes: number }
  /** everything is right, and the second official has not met the person yet */
  | { kind: "unconfirmed"; official: Official; device: string }
  /** everything is right, and nobody met the person in time */
  | { kind: "expired"; official: Official; invitation: Invitation }
  | { kind: "wait"; official: Official | null; until: Date; firstRefusal: boolean };

const freshSecret = (): string => randomBytes(32).toString("base64url");

export async function logIn(deps: LogInDeps, input: LogInInput): Promise<LogInResult> {
  const now = deps.clock.now();
  const official = await findByEmail(input.email);
  const known = official !== null && input.device !== "" && official.devices.includes(sha256Hex(input.device));
  const own = `${tidyEmail(input.email)}\n${known ? `device ${sha256Hex(input.device)}` : `place ${input.address}`}`;
  const budgets = known
    ? ([[own, OWN_TRIES]] as const)
    : ([
        [own, OWN_TRIES],
        [`place ${input.address}`, PLACE_TRIES],
      ] as const);
  for (const [key, budget] of budgets) {
    const turn = await deps.throttle.take(key, budget, now);
    if (!turn.allowed) return { kind: "wait", official, until: turn.until, firstRefusal: turn.firstRefusal };
  }
  const result = await judge(deps, official, input, known);
  if (result.kind === "in" || result.kind === "unconfirmed" || result.kind === "expired") {
    await deps.throttle.forget(own);
    if (!known) await deps.throttle.giveBack(`place ${input.address}`);
  } else if (official) await noteFailure(String(official._id));
  return result;
}

async function judge(
  deps: LogInDeps,
  official: Official | null,
  input: LogInInput,
  known: boolean,
): Promise<LogInResult> {
  const waiting = official?.joinedAt === null && official.invitation?.state === "waiting" ? official.invitation : null;
  const right = await isPassword(waiting ? waiting.passwordHash : official?.passwordHash, input.password);
  const wrong = (why: WhyNot): LogInResult => ({ kind: "wrong", official, why });
  if (!official) return wrong("account");
  if (!right) return wrong("password");
  if (official.trial && !deps.trial) return wrong("trial");
  if (!official.active && !waiting) return wrong("disabled");
  const asked: Official = waiting ? { ...official, totpSeed: waiting.totpSeed, recovery: waiting.recovery } : official;
  const problem = await codeProblem(deps, asked, input, known);
  if (problem) return problem;
  const device = input.device || freshSecret();
  if (waiting && !isLive(waiting, deps.clock.now())) return { kind: "expired", official, invitation: waiting };
  if (waiting) return { kind: "unconfirmed", official, device };
  return begin(deps, official, device, input.deviceName);
}

/** The second factor; undefined when it is right or none is needed. */
async function codeProblem(
  deps: LogInDeps,
  official: Official,
  input: LogInInput,
  known: boolean,
): Promise<LogInResult | undefined> {
  if (official.totpSeed === "")
    return needsTotp(official.role) ? { kind: "wrong", official, why: "no-factor" } : undefined;
  const now = deps.clock.now();
  const key = `codes of ${String(official._id)}`;
  if (!known) {
    const turn = await deps.throttle.take(key, CODE_TRIES, now);
    if (!turn.allowed) return { kind: "wait", official, until: turn.until, firstRefusal: turn.firstRefusal };
  }
  const proven = isRecoveryCode(input.code)
    ? await proveWithRecovery(official, input.code, now)
    : await proveWithCode(deps.box, official, input.code, "login", now);
  if (proven) {
    if (!known) await deps.throttle.forget(key);
    return undefined;
  }
  const off = matchWrongClock(deps.box.open(official.totpSeed), input.code, now);
  if (!off) return { kind: "wrong", official, why: "code" };
  await burnStep(String(official._id), off.step);
  return { kind: "clock", official, minutes: off.minutes };
}

async function begin(deps: LogInDeps, official: Official, device: string, deviceName: string): Promise<LogInResult> {
  const now = deps.clock.now();
  const session = { id: freshSecret(), startedAt: now, usedAt: now, device: deviceName };
  const notices: AccountNotice[] = [];
  if (official.failedLogins >= 3) notices.push(notice("failed-log-ins", now, String(official.failedLogins)));
  if (official.devices.length > 0 && !official.devices.includes(sha256Hex(device)))
    notices.push(notice("new-device", now, deviceName));
  if (!(await enter(official, { session, device: sha256Hex(device), notices })))
    return { kind: "wrong", official, why: "disabled" };
  return { kind: "in", official, sessionId: session.id, device };
}
