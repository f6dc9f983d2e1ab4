/** What a signed-in official may be allowed to do. Which role may do which stands in officials/rules.ts. */
export const PERMISSIONS = [
  "home.view",
  "inbox.use",
  "content.write",
  "content.view",
  "content.approve",
  "broadcasts.view",
  "broadcasts.send",
  "broadcasts.approve",
  "calendar.view",
  "calendar.edit",
  "replies.edit",
  "demand.view",
  "oa.connect",
  "units.view",
  "units.edit",
  "officials.manage",
  "audit.view",
  "status.view",
  "own.account",
] as const;
export type Permission = (typeof PERMISSIONS)[number];
