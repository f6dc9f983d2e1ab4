import type { Clock } from "../kernel/clock.ts";
import { type SecretBox, sha256Hex } from "../kernel/crypto.ts";
import { formatDate, formatTime } from "../kernel/dates.ts";
import { AppError, conflict, invalid, notFound } from "../kernel/errors.ts";
import { findUnit } from "../units/unit.store.ts";
import { afterCodes, afterPassword, codeOnScreen, CONFIRM_MS, hashOfCode, isLive } from "./invitation-rules.ts";
import { findByInvitation, putInForce, showCode, startAgain, takeStep } from "./invitation.store.ts";
import type { Invitation, InvitationState, Official } from "./official.model.ts";
import { knownOf, passwordProblem, passwordStrength } from "./password-rules.ts";
import { hashPassword } from "./passwords.ts";
import { newRecoveryCodes } from "./recovery-codes.ts";
import { ROLE_NAMES } from "./rules.ts";
import { clockSentence, matchCode, matchWrongClock, newTotpSeed } from "./totp.ts";

interface Deps {
  clock: Clock;
  box: SecretBox;
}

/** Somebody with a link, before a browser the product has given a secret of its own. */
export interface AtLink {
  token: string;
  /** "" when this browser has none */
  device: string;
}
type Invited = Official & { invitation: Invitation };

const when = (at: Date): string => `${formatTime(at)} ngày ${formatDate(at)}`;

export const expiredSentence = ({ expiresAt, by }: Invitation): string =>
  `Lời mời này đã hết hạn lúc ${when(expiresAt)}. Ông/Bà đề nghị ${by.name} gửi lời mời mới; những gì đã đặt sẽ đặt lại.`;

/** The account a link belongs to; once done, only in the browser that did it. Every other way a link can be over has its own sentence: what happened, and what to do. */
export async function openLink(deps: { clock: Clock }, token: string, device = ""): Promise<Invited> {
  const official = /^[\w-]{43}$/.test(token) ? await findByInvitation(sha256Hex(token)) : null;
  const one = official?.invitation;
  if (!official || !one)
    throw new AppError(
      404,
      "Liên kết này không đúng hoặc đã được thay bằng liên kết mới. Ông/Bà mở liên kết mới nhất, hoặc hỏi người đã mời.",
    );
  const by = one.by.name;
  if (one.state === "done" && official.devices.includes(sha256Hex(device))) return { ...official, invitation: one };
  if (one.state === "done")
    throw new AppError(
      410,
      `Lời mời này đã dùng xong lúc ${when(one.endedAt ?? one.at)}. Nếu chính Ông/Bà đã làm, xin mời đăng nhập. Nếu không phải Ông/Bà, báo ngay cho ${by}.`,
    );
  if (one.state === "refused")
    throw new AppError(
      410,
      `${one.endedBy} chưa xác nhận lời mời này: ${one.reason}. Ông/Bà liên hệ ${by} để được mời lại.`,
    );
  if (one.state === "withdrawn") throw new AppError(410, `Lời mời này đã được rút lại. Ông/Bà liên hệ ${by}.`);
  if (!isLive(one, deps.clock.now())) throw new AppError(410, expiredSentence(one));
  if (official.joinedAt !== null && !official.active)
    throw new AppError(409, `Tài khoản này đang bị khoá. Ông/Bà liên hệ ${by}.`);
  return { ...official, invitation: one };
}

export const isThisBrowser = (official: Invited, device: string): boolean =>
  official.invitation.browser === "" || official.invitation.browser === sha256Hex(device);

/** What a step needs: the link is live, and this browser is the one that began. */
async function at(deps: Deps, { token, device }: AtLink, state: InvitationState): Promise<Invited> {
  const official = await openLink(deps, token);
  if (!isThisBrowser(official, device) || official.invitation.state !== state)
    throw conflict("Bước này đã làm rồi, hoặc lời mời đang mở ở máy khác. Tải lại trang để xem bước hiện tại.");
  return official;
}
/** Writes what a step brings, together with what comes next: another step, the wait, or taking effect. */
async function go(
  deps: Deps,
  official: Invited,
  device: string,
  step: Partial<Invitation>,
  next: InvitationState | "force",
): Promise<void> {
  const now = deps.clock.now();
  const { state, tokenHash, role } = official.invitation;
  const told = { by: "", roleName: ROLE_NAMES[role] };
  const done =
    next === "force"
      ? await putInForce(official, step, told, now)
      : await takeStep(
          official,
          state,
          {
            ...step,
            state: next,
            ...(next === "waiting"
              ? {
                  codeHash: hashOfCode(codeOnScreen(device, tokenHash, 0)),
                  expiresAt: new Date(now.getTime() + CONFIRM_MS),
                }
              : {}),
          },
          now,
        );
  if (!done) throw conflict("Bước này vừa được làm ở nơi khác. Tải lại trang để xem bước hiện tại.");
}

/** First step: the password, and with it the browser that goes on. Gives what came next. */
export async function choosePassword(
  deps: Deps,
  link: AtLink,
  typed: { password: string; again: string },
): Promise<Invited> {
  const official = await at(deps, link, "sent");
  const weak = passwordProblem(typed.password, knownOf(official, await findUnit(official.invitation.unitCode)));
  if (weak) throw invalid({ password: weak });
  if (typed.password.normalize("NFC") !== typed.again.normalize("NFC"))
    throw invalid({ again: "Hai lần nhập chưa giống nhau" });
  const step = { browser: sha256Hex(link.device), passwordHash: await hashPassword(typed.password) };
  const next = afterPassword(official.invitation);
  await go(deps, official, link.device, step, next === "seed" ? "password" : next);
  return official;
}

/** How strong the password is that is being typed; nothing is kept. */
export async function judgePassword(
  deps: { clock: Clock },
  token: string,
  typed: string,
): Promise<{ of4: number; words: string }> {
  const { invitation, ...official } = await openLink(deps, token);
  return passwordStrength(typed, knownOf(official, await findUnit(invitation.unitCode)));
}

/** Second step: a seed is made for this account and kept with it; pressing twice shows the same one. */
export async function showSeed(deps: Deps, link: AtLink): Promise<void> {
  const official = await at(deps, link, "password");
  await go(deps, official, link.device, { totpSeed: deps.box.seal(newTotpSeed()) }, "seed");
}

/** Third step: digits of the seed that was shown. Gives the recovery codes, which are never told again. */
export async function proveSeed(deps: Deps, link: AtLink, code: string): Promise<string[]> {
  const official = await at(deps, link, "seed");
  const seed = deps.box.open(official.invitation.totpSeed);
  const now = deps.clock.now();
  if (matchCode(seed, code, now) === undefined) {
    const off = matchWrongClock(seed, code, now);
    throw invalid({
      code: off ? clockSentence(off.minutes) : "Mã 6 số chưa đúng. Nhập mã đang hiện trên ứng dụng xác thực",
    });
  }
  const { codes, hashes } = newRecoveryCodes();
  await go(deps, official, link.device, { recovery: hashes }, "codes");
  return codes;
}

/** The page with the codes was lost before they were kept: ten new ones, the first are void. */
export async function renewCodes(deps: Deps, link: AtLink): Promise<string[]> {
  const official = await at(deps, link, "codes");
  const { codes, hashes } = newRecoveryCodes();
  await go(deps, official, link.device, { recovery: hashes }, "codes");
  return codes;
}

/** Last step: "Tôi đã cất". Takes effect, or waits for the second official. */
export async function finishSetUp(deps: Deps, link: AtLink): Promise<Invited> {
  const official = await at(deps, link, "codes");
  await go(deps, official, link.device, {}, afterCodes(official.invitation));
  return official;
}

/** In another browser than the one that began: all from the start, and what that one set is void. */
export async function startOver(deps: Deps, link: AtLink): Promise<void> {
  const official = await openLink(deps, link.token);
  if (!(await startAgain(official, deps.clock.now()))) throw conflict("Lời mời này không còn hiệu lực.");
}

/** Too many wrong ones were typed: a new code, in the browser that set everything up. */
export async function anotherCode(deps: Deps, link: AtLink): Promise<void> {
  await showNextCode(deps, await at(deps, link, "waiting"), link.device);
}

/** A new code in another browser, for who just proved password and digits there (log-in.ts); the last one is void. */
export async function showNextCode(deps: { clock: Clock }, official: Official, device: string): Promise<void> {
  const one = official.invitation;
  if (!one) throw notFound("lời mời này");
  const round = one.codeRound + 1;
  const codeHash = hashOfCode(codeOnScreen(device, one.tokenHash, round));
  if (!(await showCode(official, { browser: sha256Hex(device), codeHash, codeRound: round }, deps.clock.now())))
    throw conflict("Lời mời này không còn chờ xác nhận.");
}
