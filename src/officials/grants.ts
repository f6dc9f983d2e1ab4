import type { Permission } from "../kernel/permissions.ts";
import { permissionsOf, ROLES, type Role } from "./rules.ts";

/**
 * Who may give, take and reset which role. A role that is not a giver here gives none. A coordinator hands out what a
 * commune and the editing room need, never its own rank or one that looks after coordinators.
 */
const GRANTS: Readonly<Partial<Record<Role, readonly Role[]>>> = {
  sys_admin: ROLES,
  dept_coordinator: ["dept_editor", "commune_officer", "commune_approver", "propagandist", "auditor", "contributor"],
};

export const rolesGivenBy = (giver: Role): readonly Role[] => GRANTS[giver] ?? [];
export const mayGive = (giver: Role, role: Role): boolean => rolesGivenBy(giver).includes(role);

const OF_DEPARTMENT: readonly Role[] = ["sys_admin", "dept_coordinator", "dept_editor", "dept_approver"];
const OF_COMMUNE: readonly Role[] = ["commune_officer", "commune_approver", "propagandist"];

/** A role of a department stands in a department, one of a commune in a commune, ward or zone; an auditor and a contributor anywhere. */
export const fitsUnit = (role: Role, unitKind: string): boolean =>
  unitKind === "department" ? !OF_COMMUNE.includes(role) : !OF_DEPARTMENT.includes(role);

/** Somebody whose account another looks after: never the own one, and only with a role the other could have given. */
export const mayLookAfter = (giver: { id: string; role: Role }, of: { id: string; role: Role }): boolean =>
  giver.id !== of.id && mayGive(giver.role, of.role);

/** More than before: anything the new role may and the old one may not, or another unit to do it in. */
export function isRaise(from: { role: Role; unitCode: string }, to: { role: Role; unitCode: string }): boolean {
  if (from.unitCode !== to.unitCode) return true;
  const before: readonly Permission[] = permissionsOf(from.role);
  return permissionsOf(to.role).some((permission) => !before.includes(permission));
}

export const APPROVER_ROLES: readonly Role[] = ["commune_approver", "dept_approver"];

export interface Confirmer {
  id: string;
  role: Role;
  unitCode: string;
}

/** What is known about an invitation when somebody asks whether he or she may confirm it. */
export interface ToConfirm {
  inviteeId: string;
  inviterId: string;
  unitCode: string;
  /** departments the unit answers to today; of a department itself: its own code */
  departments: readonly string[];
  /** approvers of the unit who could do it, inviter and invitee left out */
  approverIds: readonly string[];
}

/**
 * The unit's approver meets the person; where there is none yet, somebody at the department does. Never who invited,
 * never the person itself.
 */
export function mayConfirm(confirmer: Confirmer, one: ToConfirm): boolean {
  if (confirmer.id === one.inviterId || confirmer.id === one.inviteeId) return false;
  if (!permissionsOf(confirmer.role).includes("officials.confirm")) return false;
  if (one.approverIds.length > 0) return one.approverIds.includes(confirmer.id);
  return one.departments.includes(confirmer.unitCode);
}
