import type { Clock } from "../kernel/clock.ts";
import { AppError, conflict, forbidden, invalid, notFound } from "../kernel/errors.ts";
import { findUnit, withParents } from "../units/unit.store.ts";
import { APPROVER_ROLES, type Confirmer, mayConfirm, type ToConfirm } from "./grants.ts";
import { hashOfCode, MOST_WRONG_CODES } from "./invitation-rules.ts";
import { endInvitation, listWaiting, putInForce, spendCodeGuess } from "./invitation.store.ts";
import type { Official } from "./official.model.ts";
import { findOfficial, listApproverIds, listOfUnits } from "./official.store.ts";
import { permissionsOf, ROLE_NAMES } from "./rules.ts";
import { isDepartment } from "../units/kinds.ts";

interface Deps {
  clock: Clock;
}

async function factsOf(unitCode: string, leftOut: readonly string[], now: Date) {
  const unit = await findUnit(unitCode);
  const above = (await withParents(unitCode, now)).filter((code) => code !== unitCode);
  const departments = isDepartment(unit) ? [unitCode, ...above] : above;
  const approverIds = (await listApproverIds(unitCode)).filter((id) => !leftOut.includes(id));
  return { departments, approverIds };
}

async function toConfirm(official: Official, now: Date): Promise<ToConfirm> {
  const inviteeId = String(official._id);
  const inviterId = official.invitation?.by.id ?? "";
  const unitCode = official.invitation?.unitCode ?? "";
  return { inviteeId, inviterId, unitCode, ...(await factsOf(unitCode, [inviteeId, inviterId], now)) };
}

/** Names of those who may meet a person of this unit, for the page that says whom to go to. */
export async function confirmersOf(unitCode: string, leftOut: readonly string[], now: Date): Promise<Official[]> {
  const { departments, approverIds } = await factsOf(unitCode, leftOut, now);
  const units = approverIds.length > 0 ? [unitCode] : departments;
  return (await listOfUnits(units)).filter(
    (one) =>
      one.active &&
      one.totpSeed !== "" &&
      !leftOut.includes(String(one._id)) &&
      (approverIds.length > 0
        ? APPROVER_ROLES.includes(one.role)
        : permissionsOf(one.role).includes("officials.confirm")),
  );
}

/**
 * Whether there is, or ever was, anybody besides these who could confirm: an administrator who disables the others does
 * not become the only one by it.
 */
export async function everHadConfirmers(unitCode: string, leftOut: readonly string[], now: Date): Promise<boolean> {
  const { departments } = await factsOf(unitCode, leftOut, now);
  return (await listOfUnits([unitCode, ...departments])).some(
    (one) =>
      one.joinedAt !== null &&
      !leftOut.includes(String(one._id)) &&
      permissionsOf(one.role).includes("officials.confirm"),
  );
}

/** Who waits for this official. @param visible units he or she may look at */
export async function listForConfirmer(me: Confirmer, visible: readonly string[], now: Date): Promise<Official[]> {
  const waiting = (await listWaiting(visible)).filter((one) => (one.invitation?.expiresAt ?? now) > now);
  const mine = await Promise.all(waiting.map(async (one) => mayConfirm(me, await toConfirm(one, now))));
  return waiting.filter((_, n) => mine[n]);
}

async function load(me: Confirmer, id: string, now: Date): Promise<Official> {
  const official = await findOfficial(id);
  if (!official?.invitation) throw notFound("lời mời này");
  if (!mayConfirm(me, await toConfirm(official, now)))
    throw forbidden(
      "Người mời và người được mời không tự xác nhận; lãnh đạo duyệt tin của đơn vị, hoặc cán bộ Sở khi đơn vị chưa có, mới xác nhận được.",
    );
  if (official.invitation.state !== "waiting" || official.invitation.expiresAt <= now)
    throw conflict("Lời mời này không còn chờ xác nhận. Người đó có thể đã bắt đầu lại hoặc lời mời đã hết hạn.");
  return official;
}

/** The second official met the person and types the code from that person's screen; from then on the account works. */
export async function confirmOfficial(
  deps: Deps,
  me: Confirmer & { name: string },
  id: string,
  code: string,
): Promise<Official> {
  const now = deps.clock.now();
  const official = await load(me, id, now);
  if (!(await spendCodeGuess(official, MOST_WRONG_CODES)))
    throw new AppError(
      409,
      "Mã đã sai quá nhiều lần nên không nhận nữa. Đề nghị người đó bấm “Lấy mã mới” rồi đọc lại.",
    );
  if (hashOfCode(code) !== official.invitation?.codeHash)
    throw invalid({ code: "Mã chưa đúng. Nhập đúng mã trên màn hình của người đang đứng trước mặt Ông/Bà" });
  if (!(await putInForce(official, {}, { by: me.name, roleName: ROLE_NAMES[official.invitation.role] }, now)))
    throw conflict("Người đó vừa bắt đầu lại hoặc tài khoản vừa thay đổi. Đề nghị đọc lại mã.");
  return official;
}

export async function refuseOfficial(
  deps: Deps,
  me: Confirmer & { name: string },
  id: string,
  reason: string,
): Promise<Official> {
  if (reason.trim() === "") throw invalid({ reason: "Ghi lý do để người mời biết" });
  const official = await load(me, id, deps.clock.now());
  if (!(await endInvitation(official, "refused", me.name, reason.trim(), deps.clock.now())))
    throw conflict("Lời mời này không còn chờ xác nhận.");
  return official;
}
