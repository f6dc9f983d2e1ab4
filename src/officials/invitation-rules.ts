import { createHmac } from "node:crypto";
import { hours } from "../kernel/clock.ts";
import { sha256Hex, spell } from "../kernel/crypto.ts";
import type { Invitation, InvitationState } from "./official.model.ts";
import { needsTotp } from "./rules.ts";

/** A link works for three days; then the second official has three days. */
export const LINK_MS = hours(72);
export const CONFIRM_MS = hours(72);
/** wrong codes a second official may type before the person has to show a new one */
export const MOST_WRONG_CODES = 5;
const CODE_LENGTH = 8;

export const isLive = (one: Invitation, now: Date): boolean =>
  one.state !== "done" && one.state !== "refused" && one.state !== "withdrawn" && one.expiresAt > now;

/** What comes after the password, and after the codes: without a second factor both are the same. */
export const afterPassword = (one: Invitation): InvitationState | "force" =>
  needsTotp(one.role) ? "seed" : afterCodes(one);
export const afterCodes = (one: Invitation): InvitationState | "force" => (one.needsConfirmation ? "waiting" : "force");

/**
 * The code on the invited person's screen. It follows from the browser that set everything up, so that it can be shown
 * again there and nowhere else; here only its hash is kept.
 */
export function codeOnScreen(browserSecret: string, tokenHash: string, round: number): string {
  const digest = createHmac("sha256", browserSecret).update(`${tokenHash} ${round}`).digest();
  return spell(digest.subarray(0, CODE_LENGTH)).replace(/(.{4})(?=.)/g, "$1-");
}

/** However it was typed. */
export const hashOfCode = (typed: string): string => sha256Hex(typed.toUpperCase().replace(/[^A-Z0-9]/g, ""));
