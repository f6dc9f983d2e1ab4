import type { Clock } from "../kernel/clock.ts";
import { AppError, invalid } from "../kernel/errors.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { countUnits, findUnit } from "../units/unit.store.ts";
import { CONFIRM_MS } from "./invitation-rules.ts";
import { OPERATOR, problemsOf, type WishedOfficial } from "./invite-official.ts";
import type { Invitation } from "./official.model.ts";
import { findByEmail, saveNew, tidyEmail } from "./official.store.ts";
import { knownOf, passwordProblem } from "./password-rules.ts";
import { hashPassword } from "./passwords.ts";
import { newRecoveryCodes } from "./recovery-codes.ts";
import { needsTotp, readsOrApproves, type Role } from "./rules.ts";
import { newTotpSeed } from "./totp.ts";

interface Deps {
  clock: Clock;
  box: SecretBox;
}

export interface AddedAccount {
  id: string;
  /** the TOTP seed, told once; "" where the role needs none */
  seed: string;
  recovery: string[];
  /** the second official has to meet the person first; the code shows at the log-in */
  waits: boolean;
}

/**
 * The operator's way, at the server itself: the first administrator, before there is anybody who could invite. Whoever
 * reads residents or approves still waits for the second official; nobody is made who could not log in.
 */
export async function addAccount(deps: Deps, wish: WishedOfficial & { password: string }): Promise<AddedAccount> {
  const problems = await problemsOf(deps, OPERATOR, wish);
  // on an empty database the first administrator comes before the department he or she will enter
  if (
    problems["unitCode"] &&
    wish.role === "sys_admin" &&
    /^[a-z0-9-]{2,40}$/.test(wish.unitCode) &&
    (await countUnits()) === 0
  )
    delete problems["unitCode"];
  const weak = passwordProblem(wish.password, knownOf(wish, await findUnit(wish.unitCode)));
  if (weak) problems["password"] = weak;
  if (Object.keys(problems).length > 0) throw invalid(problems);
  if (await findByEmail(wish.email))
    throw new AppError(409, "Thư điện tử này đã có tài khoản.", { email: "Thư điện tử này đã có tài khoản" });
  return makeAccount(deps, { ...wish, role: wish.role as Role, waits: readsOrApproves(wish.role as Role) });
}

/** An account with everything a log-in takes. Asks nothing: the demo's seed and tests use it as it is. */
export async function makeAccount(
  deps: Deps,
  wish: {
    email: string;
    name: string;
    role: Role;
    unitCode: string;
    password: string;
    seed?: string;
    trial?: boolean;
    waits?: boolean;
  },
): Promise<AddedAccount> {
  const now = deps.clock.now();
  const seed = needsTotp(wish.role) ? (wish.seed ?? newTotpSeed()) : "";
  const { codes, hashes } = newRecoveryCodes();
  const secrets = {
    passwordHash: await hashPassword(wish.password),
    totpSeed: seed === "" ? "" : deps.box.seal(seed),
    recovery: seed === "" ? [] : hashes,
  };
  const waits = wish.waits === true;
  const id = await saveNew({
    email: tidyEmail(wish.email),
    name: nfc(wish.name.trim()),
    role: wish.role,
    unitCode: wish.unitCode,
    active: !waits,
    joinedAt: waits ? null : now,
    trial: wish.trial === true,
    createdAt: now,
    ...(waits ? { invitation: waitingInvitation(wish, secrets, now) } : secrets),
  });
  return { id, seed, recovery: seed === "" ? [] : codes, waits };
}

/** All is set up; the code shows when the person logs in. */
const waitingInvitation = (
  to: { role: Role; unitCode: string; email: string },
  secrets: Pick<Invitation, "passwordHash" | "totpSeed" | "recovery">,
  now: Date,
): Invitation => ({
  kind: "new",
  state: "waiting",
  // there is no link: nothing hashes to this
  tokenHash: `none:${to.email}`,
  role: to.role,
  unitCode: to.unitCode,
  by: { id: OPERATOR.id, name: OPERATOR.name, unitCode: OPERATOR.unitCode },
  at: now,
  expiresAt: new Date(now.getTime() + CONFIRM_MS),
  needsConfirmation: true,
  browser: "",
  ...secrets,
  codeHash: "",
  codeRound: 0,
  wrongCodes: 0,
  endedBy: "",
  endedAt: null,
  reason: "",
});
