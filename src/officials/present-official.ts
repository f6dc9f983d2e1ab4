import { mayLookAfter } from "./grants.ts";
import type { Giver } from "./invite-official.ts";
import { isLive } from "./invitation-rules.ts";
import type { Official } from "./official.model.ts";
import { ROLE_NAMES } from "./rules.ts";

const STATES = {
  active: { name: "Đang dùng", icon: "check", tone: "good" },
  disabled: { name: "Đã khoá", icon: "minus", tone: "bad" },
  invited: { name: "Đã mời", icon: "clock", tone: "gold" },
  waiting: { name: "Chờ xác nhận", icon: "clock", tone: "gold" },
  expired: { name: "Lời mời hết hạn", icon: "warn", tone: "bad" },
  refused: { name: "Bị từ chối xác nhận", icon: "warn", tone: "bad" },
  /** invited, taken back, never joined: kept so that the e-mail can be invited again, shown no more */
  gone: { name: "Đã rút lời mời", icon: "minus", tone: "bad" },
} as const;

function stateOf({ active, joinedAt, invitation }: Official, now: Date): keyof typeof STATES {
  if (joinedAt !== null) return active ? "active" : "disabled";
  if (invitation?.state === "withdrawn" || !invitation) return "gone";
  if (invitation.state === "refused") return "refused";
  if (!isLive(invitation, now)) return "expired";
  return invitation.state === "waiting" ? "waiting" : "invited";
}

/** An account as those who look after it see it. */
export function presentOfficial(one: Official, giver: Giver, unitNames: ReadonlyMap<string, string>, now: Date) {
  const state = stateOf(one, now);
  const id = String(one._id);
  const invitation = one.invitation;
  const live = invitation !== null && isLive(invitation, now);
  return {
    id,
    name: one.name,
    email: one.email,
    roleName: ROLE_NAMES[one.role],
    unit: unitNames.get(one.unitCode) ?? one.unitCode,
    state,
    stateName: STATES[state].name,
    icon: STATES[state].icon,
    tone: STATES[state].tone,
    isActive: state === "active",
    isJoined: one.joinedAt !== null,
    totp: one.totpSeed !== "",
    lastLoginAt: one.lastLoginAt,
    isMe: id === giver.id,
    mayChange: mayLookAfter(giver, { id, role: one.role }),
    invitation: invitation && {
      live,
      by: invitation.by.name,
      expiresAt: invitation.expiresAt,
      isWaiting: live && invitation.state === "waiting",
      roleName: ROLE_NAMES[invitation.role],
      unit: unitNames.get(invitation.unitCode) ?? invitation.unitCode,
      reason: invitation.state === "refused" ? `${invitation.endedBy}: ${invitation.reason}` : "",
    },
  };
}
