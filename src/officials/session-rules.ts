import { hours, minutes } from "../kernel/clock.ts";
import type { OfficialSession } from "./official.model.ts";

/** Level 3 (domain.md §2.3): a working day at most, half an hour without use. */
export const SESSION_MOST_MS = hours(12);
const SESSION_IDLE_MS = minutes(30);
/** A use is written down once a minute at most. */
export const USE_STEP_MS = minutes(1);

export const endsAt = (session: Pick<OfficialSession, "startedAt" | "usedAt">): Date =>
  new Date(Math.min(session.startedAt.getTime() + SESSION_MOST_MS, session.usedAt.getTime() + SESSION_IDLE_MS));
export const isAlive = (session: Pick<OfficialSession, "startedAt" | "usedAt">, now: Date): boolean =>
  now < endsAt(session);

/**
 * Whether a request is something a person did. A page that asks for news by itself says so (`x-poll`), and a picture or
 * script comes with a page, not by itself.
 */
export function isUse(request: { method: string; poll: boolean; destination: string }): boolean {
  if (request.method !== "GET" && request.method !== "HEAD") return true;
  return (
    !request.poll &&
    (request.destination === "" || request.destination === "document" || request.destination === "empty")
  );
}

/** "Chrome trên Windows": enough to know one's own machine again, not enough to tell people apart. */
export function deviceName(userAgent: string): string {
  const browser = [
    ["Edg/", "Edge"],
    ["OPR/", "Opera"],
    ["coc_coc", "Cốc Cốc"],
    ["Firefox/", "Firefox"],
    ["Chrome/", "Chrome"],
    ["Safari/", "Safari"],
  ].find(([mark]) => mark !== undefined && userAgent.includes(mark))?.[1];
  const system = [
    ["Android", "Android"],
    ["iPhone", "iPhone"],
    ["iPad", "iPad"],
    ["Windows", "Windows"],
    ["Mac OS", "macOS"],
    ["Linux", "Linux"],
  ].find(([mark]) => mark !== undefined && userAgent.includes(mark))?.[1];
  return browser === undefined ? "Trình duyệt không rõ" : `${browser} trên ${system ?? "máy không rõ"}`;
}
