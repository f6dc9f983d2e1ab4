import { minutes } from "../kernel/clock.ts";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { AppError, conflict, invalid } from "../kernel/errors.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Official } from "./official.model.ts";
import { changePassword, forgetMisses, keepNewSeed, renewRecovery, takeNewSeed } from "./official.store.ts";
import { knownOf, passwordProblem } from "./password-rules.ts";
import { hashPassword, isPassword } from "./passwords.ts";
import { isRecoveryCode, newRecoveryCodes, proveWithRecovery } from "./recovery-codes.ts";
import { clockSentence, matchCode, matchWrongClock, mayTryCode, newTotpSeed, proveWithCode } from "./totp.ts";

interface Deps {
  clock: Clock;
  box: SecretBox;
}

/** how long a seed that was shown waits for its first digits */
const SHOWN_MS = minutes(15);
const stale = (): AppError => conflict("Tài khoản vừa được thay đổi ở nơi khác. Vui lòng tải lại trang.");
const WAIT = "Đã nhập sai nhiều lần. Ông/Bà chờ vài phút rồi thử lại";

/** The own password, with the one before. Every session ends with it, this one too. */
export async function changeOwnPassword(
  deps: Deps,
  official: Official,
  typed: { old: string; password: string; again: string },
): Promise<void> {
  const now = deps.clock.now();
  if (!(await mayTryCode(official, now))) throw invalid({ old: WAIT });
  if (!(await isPassword(official.passwordHash, typed.old))) throw invalid({ old: "Mật khẩu hiện tại chưa đúng" });
  const weak = passwordProblem(typed.password, knownOf(official, await findUnit(official.unitCode)));
  if (weak) throw invalid({ password: weak });
  if (typed.password.normalize("NFC") !== typed.again.normalize("NFC"))
    throw invalid({ again: "Hai lần nhập chưa giống nhau" });
  if (!(await changePassword(official, await hashPassword(typed.password), now))) throw stale();
}

/** The person of this session, and not somebody at an open window: the password once more. @throws AppError 422 */
export async function proveSelf(deps: Pick<Deps, "clock">, official: Official, password: string): Promise<void> {
  if (!(await mayTryCode(official, deps.clock.now()))) throw invalid({ self: WAIT });
  if (!(await isPassword(official.passwordHash, password))) throw invalid({ self: "Mật khẩu chưa đúng" });
  await forgetMisses(String(official._id));
}

/**
 * The seed shown in this session and not proven yet; "" when there is none or it waited too long. Another open window of
 * the same account did not prove the old factor, and does not see it.
 */
export function waitingSeed(deps: Deps, official: Official, sessionId: string): string {
  const one = official.newSeed;
  if (!one || one.sessionId !== sessionId) return "";
  return one.at.getTime() + SHOWN_MS > deps.clock.now().getTime() ? deps.box.open(one.sealed) : "";
}

/**
 * Shows a new seed to who proves the old factor: its digits or a recovery code; without one yet, the password. An open
 * window alone cannot replace the factor.
 */
export async function beginFactor(deps: Deps, official: Official, proof: string, sessionId: string): Promise<void> {
  const now = deps.clock.now();
  if (official.totpSeed === "") {
    if (!(await mayTryCode(official, now))) throw invalid({ proof: WAIT });
    if (!(await isPassword(official.passwordHash, proof))) throw invalid({ proof: "Mật khẩu hiện tại chưa đúng" });
  } else await proveOldFactor(deps, official, proof, now);
  await keepNewSeed(String(official._id), { sealed: deps.box.seal(newTotpSeed()), at: now, sessionId });
}

async function proveOldFactor(deps: Deps, official: Official, proof: string, now: Date): Promise<void> {
  if (official.codeOpenAt && official.codeOpenAt > now) throw invalid({ proof: WAIT });
  const proven = isRecoveryCode(proof)
    ? (await mayTryCode(official, now)) && (await proveWithRecovery(official, proof, now))
    : await proveWithCode(deps.box, official, proof, "approve", now);
  if (!proven)
    throw invalid({
      proof: "Mã chưa đúng hoặc đã dùng rồi. Nhập mã 6 số của ứng dụng đang dùng, hoặc một mã dự phòng",
    });
}

/** First digits of the seed that was shown: it takes the place of the old one, with ten new recovery codes. */
export async function proveNewFactor(
  deps: Deps,
  official: Official,
  code: string,
  sessionId: string,
): Promise<string[]> {
  const now = deps.clock.now();
  const seed = waitingSeed(deps, official, sessionId);
  if (seed === "" || !official.newSeed)
    throw invalid({ proof: "Hình mã đã hiện quá 15 phút. Vui lòng làm lại từ đầu" });
  const step = matchCode(seed, code, now);
  if (step === undefined) {
    const off = matchWrongClock(seed, code, now);
    throw invalid({
      code: off ? clockSentence(off.minutes) : "Mã 6 số chưa đúng. Nhập mã đang hiện trên ứng dụng mới",
    });
  }
  const { codes, hashes } = newRecoveryCodes();
  if (!(await takeNewSeed(official, official.newSeed.sealed, { step, recovery: hashes, sessionId, at: now })))
    throw stale();
  return codes;
}

/** Ten new recovery codes for who proves the factor; those before are void. */
export async function remakeCodes(deps: Deps, official: Official, proof: string): Promise<string[]> {
  const now = deps.clock.now();
  if (official.totpSeed === "") throw conflict("Chưa bật mã 6 số nên chưa cần mã dự phòng.");
  try {
    await proveOldFactor(deps, official, proof, now);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw invalid({ codes: "Mã chưa đúng hoặc đã dùng rồi" });
  }
  const { codes, hashes } = newRecoveryCodes();
  await renewRecovery(String(official._id), hashes, now);
  return codes;
}
