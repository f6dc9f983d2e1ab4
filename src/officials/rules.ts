import type { Permission } from "../kernel/permissions.ts";

/** Roles that exist now (domain.md §1.6). Others arrive with their features. */
export const ROLES = [
  "sys_admin",
  "dept_coordinator",
  "dept_editor",
  "dept_approver",
  "commune_officer",
  "commune_approver",
  "propagandist",
  "auditor",
] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  sys_admin: "Quản trị hệ thống",
  dept_coordinator: "Điều phối Sở",
  dept_editor: "Biên tập Sở",
  dept_approver: "Lãnh đạo Sở duyệt tin",
  commune_officer: "Công chức phụ trách thông tin",
  commune_approver: "Lãnh đạo duyệt tin",
  propagandist: "Tuyên truyền viên cơ sở",
  auditor: "Kiểm tra, giám sát",
};

/** Who may do what. The administrator sees health and accounts, never what residents write (safeguard 18). */
const MATRIX: Readonly<Record<Role, readonly Permission[]>> = {
  sys_admin: [
    "home.view",
    "units.view",
    "units.edit",
    "officials.manage",
    "officials.confirm",
    "audit.view",
    "status.view",
    "status.decide",
    "own.account",
  ],
  dept_coordinator: [
    "home.view",
    "units.view",
    "units.edit",
    "officials.manage",
    "officials.confirm",
    "audit.view",
    "status.view",
    "demand.view",
    "broadcasts.view",
    "calendar.view",
    "calendar.edit",
    "quizzes.view",
    "frames.view",
    "places.view",
    "own.account",
  ],
  dept_editor: [
    "home.view",
    "units.view",
    "content.write",
    "content.view",
    "broadcasts.view",
    "broadcasts.send",
    "calendar.view",
    "calendar.edit",
    "audit.view",
    "drafts.view",
    "drafts.edit",
    "comments.read",
    "comments.sort",
    "comments.enter",
    "quizzes.view",
    "quizzes.edit",
    "frames.view",
    "frames.edit",
    "places.view",
    "places.propose",
    "own.account",
  ],
  dept_approver: [
    "home.view",
    "units.view",
    "content.view",
    "content.approve",
    "broadcasts.view",
    "broadcasts.approve",
    "calendar.view",
    "audit.view",
    "drafts.view",
    "drafts.publish",
    "drafts.seal",
    "comments.read",
    "comments.sort",
    "quizzes.view",
    "quizzes.approve",
    "frames.view",
    "frames.approve",
    "officials.confirm",
    "places.view",
    "places.approve",
    "own.account",
  ],
  commune_officer: [
    "home.view",
    "inbox.use",
    "content.write",
    "content.view",
    "broadcasts.view",
    "broadcasts.send",
    "calendar.view",
    "calendar.edit",
    "replies.edit",
    "demand.view",
    "oa.connect",
    "audit.view",
    "status.view",
    "drafts.view",
    "drafts.edit",
    "comments.read",
    "comments.sort",
    "comments.enter",
    "requests.view",
    "requests.answer",
    "data.requests",
    "quizzes.view",
    "quizzes.edit",
    "frames.view",
    "frames.edit",
    "places.view",
    "places.propose",
    "own.account",
  ],
  commune_approver: [
    "home.view",
    "content.view",
    "content.approve",
    "broadcasts.view",
    "broadcasts.approve",
    "calendar.view",
    "replies.approve",
    "demand.view",
    "audit.view",
    "status.view",
    "drafts.view",
    "drafts.publish",
    "drafts.seal",
    "comments.read",
    "comments.sort",
    "requests.view",
    "quizzes.view",
    "quizzes.approve",
    "frames.view",
    "frames.approve",
    "officials.confirm",
    "places.view",
    "own.account",
  ],
  // enters what people said on paper and in meetings; reads nothing of what others said
  propagandist: ["home.view", "drafts.view", "comments.enter", "own.account"],
  auditor: [
    "home.view",
    "content.view",
    "broadcasts.view",
    "calendar.view",
    "demand.view",
    "audit.view",
    "drafts.view",
    "comments.read",
    "requests.view",
    "quizzes.view",
    "frames.view",
    "places.view",
    "own.account",
  ],
};

export const permissionsOf = (role: Role): readonly Permission[] => MATRIX[role];
export const mayDo = (role: Role, permission: Permission): boolean => MATRIX[role].includes(permission);

/** What opens words or data of residents. */
const READS: readonly Permission[] = [
  "inbox.use",
  "comments.read",
  "requests.view",
  "requests.answer",
  "data.requests",
];
/** The second person's part of a decision. */
const APPROVES: readonly Permission[] = [
  "content.approve",
  "broadcasts.approve",
  "drafts.publish",
  "drafts.seal",
  "replies.approve",
  "quizzes.approve",
  "frames.approve",
  "places.approve",
];
/** What changes who may do something, or for whom the house speaks. */
const MANAGES: readonly Permission[] = ["officials.manage", "officials.confirm", "units.edit", "oa.connect"];
const hasAny = (role: Role, of: readonly Permission[]): boolean => of.some((permission) => mayDo(role, permission));

/** Takes effect only when a second official has met the person (ADR 0017): who reads residents or approves. */
export const readsOrApproves = (role: Role): boolean => hasAny(role, READS) || hasAny(role, APPROVES);
/** A second factor for everybody who reads residents, approves or manages (domain.md §2.3, level 3). */
export const needsTotp = (role: Role): boolean => readsOrApproves(role) || hasAny(role, MANAGES);

/** Nobody approves what he or she wrote, whatever the role (safeguard 18). */
export const mayApprove = (authorId: string, approverId: string): boolean => authorId !== approverId;
