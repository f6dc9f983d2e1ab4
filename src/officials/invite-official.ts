import { randomBytes } from "node:crypto";
import type { Clock } from "../kernel/clock.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { AppError, conflict, type FieldErrors, forbidden, invalid } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { findUnit, visibleUnitCodes } from "../units/unit.store.ts";
import { everHadConfirmers } from "./confirm-official.ts";
import { fitsUnit, isRaise, mayGive, mayLookAfter } from "./grants.ts";
import { isLive, LINK_MS } from "./invitation-rules.ts";
import { endInvitation, lowerRole, saveInvitation, saveInvitationAnew } from "./invitation.store.ts";
import type { Invitation, Official } from "./official.model.ts";
import { findByEmail, saveNew, tidyEmail } from "./official.store.ts";
import { needsTotp, readsOrApproves, ROLE_NAMES, ROLES, type Role } from "./rules.ts";
import { isDepartment } from "../units/kinds.ts";

/** Who invites: somebody signed in, or the operator at the command line (no id, above every unit). */
export interface Giver {
  id: string;
  name: string;
  role: Role;
  unitCode: string;
}
export const OPERATOR: Giver = { id: "", name: "Người vận hành máy chủ", role: "sys_admin", unitCode: "" };

interface Deps {
  clock: Clock;
}

/** A link to be handed over; it is told once and kept nowhere. */
export interface Invited {
  id: string;
  token: string;
  expiresAt: Date;
  needsConfirmation: boolean;
}

export interface WishedOfficial {
  email: string;
  name: string;
  role: string;
  unitCode: string;
}

const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role);

/** All that is wrong with what was typed, at once. */
export async function problemsOf(deps: Deps, giver: Giver, wish: WishedOfficial): Promise<FieldErrors> {
  const problems: FieldErrors = {};
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(wish.email.trim()) || wish.email.length > 200)
    problems["email"] = "Thư điện tử chưa đúng dạng, ví dụ canbo@xa.gov.vn";
  if (wish.name.trim() === "" || wish.name.length > 120) problems["name"] = "Cần có họ và tên, dưới 120 ký tự";
  const unit = await findUnit(wish.unitCode);
  const inScope =
    giver.unitCode === "" || (await visibleUnitCodes(giver.unitCode, deps.clock.now())).includes(wish.unitCode);
  if (!unit || !inScope) problems["unitCode"] = "Chọn một đơn vị";
  if (!isRole(wish.role)) problems["role"] = "Chọn một vai trò";
  else if (!mayGive(giver.role, wish.role))
    problems["role"] = `Vai trò “${ROLE_NAMES[wish.role]}” do quản trị hệ thống trao, Ông/Bà không trao được`;
  else if (unit && !fitsUnit(wish.role, unit.kind))
    problems["role"] =
      `Vai trò “${ROLE_NAMES[wish.role]}” không thuộc ${isDepartment(unit) ? "Sở" : "xã, phường, đặc khu"}`;
  return problems;
}

/** A new link: 256 random bits, of which only the hash stays. */
async function freshInvitation(
  deps: Deps,
  giver: Giver,
  kind: Invitation["kind"],
  to: { id: string; role: Role; unitCode: string },
): Promise<{ token: string; invitation: Invitation }> {
  const now = deps.clock.now();
  const token = randomBytes(32).toString("base64url");
  const someone =
    giver.id !== "" && needsTotp(to.role) && (await everHadConfirmers(to.unitCode, [giver.id, to.id], now));
  return {
    token,
    invitation: {
      kind,
      state: "sent",
      tokenHash: sha256Hex(token),
      role: to.role,
      unitCode: to.unitCode,
      by: { id: giver.id, name: giver.name, unitCode: giver.unitCode },
      at: now,
      expiresAt: new Date(now.getTime() + LINK_MS),
      // who reads or approves is always met by a second official; who manages, once there was one besides the inviter
      needsConfirmation: readsOrApproves(to.role) || someone,
      browser: "",
      passwordHash: "",
      totpSeed: "",
      recovery: [],
      codeHash: "",
      codeRound: 0,
      wrongCodes: 0,
      endedBy: "",
      endedAt: null,
      reason: "",
    },
  };
}

const handedOver = (id: string, { token, invitation }: { token: string; invitation: Invitation }): Invited => ({
  id,
  token,
  expiresAt: invitation.expiresAt,
  needsConfirmation: invitation.needsConfirmation,
});

const TAKEN = "Thư điện tử này đã có tài khoản";

/** Invites somebody new. The same e-mail may be invited again until the person has joined; the last link counts. */
export async function inviteOfficial(deps: Deps, giver: Giver, wish: WishedOfficial): Promise<Invited> {
  const problems = await problemsOf(deps, giver, wish);
  if (Object.keys(problems).length > 0) throw invalid(problems);
  const fresh = { name: nfc(wish.name.trim()), role: wish.role as Role, unitCode: wish.unitCode };
  const there = await findByEmail(wish.email);
  if (there && there.joinedAt !== null) throw new AppError(409, `${TAKEN}.`, { email: TAKEN });
  if (there?.invitation && isLive(there.invitation, deps.clock.now()) && !mayLookAfterInvited(giver, there))
    throw new AppError(409, `${TAKEN}.`, { email: TAKEN });
  const made = await freshInvitation(deps, giver, "new", { id: there ? String(there._id) : "", ...fresh });
  if (there) {
    if (!(await saveInvitationAnew(there, fresh, made.invitation)))
      throw new AppError(409, `${TAKEN}.`, { email: TAKEN });
    return handedOver(String(there._id), made);
  }
  const id = await saveNew({
    email: tidyEmail(wish.email),
    ...fresh,
    active: false,
    invitation: made.invitation,
    createdAt: deps.clock.now(),
  }).catch((error: unknown) => {
    if (isDuplicate(error)) throw new AppError(409, `${TAKEN}.`, { email: TAKEN });
    throw error;
  });
  return handedOver(id, made);
}

const isDuplicate = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === 11_000;
const mayLookAfterInvited = (giver: Giver, one: Official): boolean =>
  mayLookAfter(giver, { id: String(one._id), role: one.role });

/** A new link for somebody who is there: a lost phone or password, or an invitation that ran out. */
export async function sendLinkAgain(deps: Deps, giver: Giver, official: Official): Promise<Invited> {
  const id = String(official._id);
  if (giver.id === id) throw forbidden("Ông/Bà không tự đặt lại cách đăng nhập của mình. Đề nghị một quản trị khác.");
  if (!mayLookAfter(giver, { id, role: official.role })) throw forbidden();
  if (official.joinedAt !== null && !official.active)
    throw conflict("Tài khoản đang bị khoá. Mở lại trước rồi mới đặt lại cách đăng nhập.");
  const made = await freshInvitation(deps, giver, official.joinedAt === null ? "new" : "reset", {
    id,
    role: official.role,
    unitCode: official.unitCode,
  });
  if (!(await saveInvitation(official, made.invitation, giver.name)))
    throw conflict("Tài khoản vừa được người khác thay đổi. Vui lòng xem lại.");
  return handedOver(id, made);
}

/**
 * Another role or unit. One that may no more than before holds at once; one that may more goes the way of the
 * invitation, and the old one holds until then.
 */
export async function changeRole(
  deps: Deps,
  giver: Giver,
  official: Official,
  to: { role: string; unitCode: string },
): Promise<Invited | "done"> {
  const id = String(official._id);
  if (giver.id === id) throw forbidden("Không ai tự đổi vai trò của mình.");
  if (!mayLookAfter(giver, { id, role: official.role })) throw forbidden();
  if (!official.active) throw conflict("Tài khoản chưa dùng được hoặc đang bị khoá, chưa đổi vai trò được.");
  const problems = await problemsOf(deps, giver, { email: official.email, name: official.name, ...to });
  if (Object.keys(problems).length > 0) throw invalid(problems);
  const role = to.role as Role;
  if (role === official.role && to.unitCode === official.unitCode) throw conflict("Vai trò và đơn vị vẫn như cũ.");
  const stale = conflict("Tài khoản vừa được người khác thay đổi. Vui lòng xem lại.");
  if (!isRaise(official, { role, unitCode: to.unitCode })) {
    if (!(await lowerRole(official, { role, roleName: ROLE_NAMES[role] }, giver.name, deps.clock.now()))) throw stale;
    return "done";
  }
  const made = await freshInvitation(deps, giver, "role", { id, role, unitCode: to.unitCode });
  if (!(await saveInvitation(official, made.invitation, giver.name))) throw stale;
  return handedOver(id, made);
}

export async function withdrawInvitation(deps: Deps, giver: Giver, official: Official): Promise<void> {
  if (!mayLookAfter(giver, { id: String(official._id), role: official.role })) throw forbidden();
  if (!(await endInvitation(official, "withdrawn", giver.name, "", deps.clock.now())))
    throw conflict("Lời mời này không còn hiệu lực.");
}
