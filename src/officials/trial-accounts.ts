import type { SecretBox } from "../kernel/crypto.ts";
import { listTrialAccounts } from "./official.store.ts";
import { ROLE_NAMES } from "./rules.ts";
import { codeOfStep, stepAt } from "./totp.ts";

/** The password of everybody in the demo. It opens nothing where the product speaks with Zalo (log-in.ts). */
export const TRIAL_PASSWORD = "loa-so-dung-thu";

export interface TrialAccount {
  email: string;
  name: string;
  roleName: string;
  password: string;
  /** digits that work now: those just used for a log-in are passed over */
  code: string;
}

/** For the log-in page of a seeded trial, and nowhere else. */
export async function trialAccounts(box: SecretBox, now: Date): Promise<TrialAccount[]> {
  return (await listTrialAccounts()).map((one) => ({
    email: one.email,
    name: one.name,
    roleName: ROLE_NAMES[one.role],
    password: TRIAL_PASSWORD,
    code: one.totpSeed === "" ? "" : nextCode(box.open(one.totpSeed), one.totpSteps.login, now),
  }));
}

const nextCode = (seed: string, used: number, now: Date): string =>
  codeOfStep(seed, used === stepAt(now) ? used + 1 : stepAt(now));
