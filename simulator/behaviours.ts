/**
 * Magic residents: each has one named behaviour, so that a test can ask for an outcome by name. Each imitates
 * something that was met in the field (OpenAPI sheet §7, webhook sheet §2).
 */
export interface Behaviour {
  doc: string;
  /** error number for a send, 0 = accept */
  code?: number;
  /** the error is given only the first time */
  once?: boolean;
  /** extra time before the answer, ms */
  slowMs?: number;
  /** the message is accepted, then the connection is cut before the answer */
  loseAnswer?: boolean;
  /** HTTP status without a body of Zalo's */
  http?: number;
  /** each event about this person is delivered so many times */
  copies?: number;
  /** `seen` leaves before `received` */
  outOfOrder?: boolean;
  /** never opens a message */
  neverSees?: boolean;
}

export const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  blocked: { doc: "has restricted the OA's messages", code: -244 },
  unfollowed: { doc: "does not follow any more, and Zalo says so", code: -213 },
  "rate-limited": { doc: "the first send meets the OA's limit", code: -32, once: true },
  "token-expired": { doc: "the first send meets an expired token", code: -216, once: true },
  invalid: { doc: "an id that Zalo calls invalid", code: -201 },
  inactive: { doc: "inactive for more than 45 days", code: -227 },
  outside: { doc: "outside the 7-day window whatever the clock says", code: -230 },
  strange: { doc: "a number that stands in no table", code: -987 },
  slow: { doc: "the answer takes 3 seconds", slowMs: 3000 },
  "lost-answer": { doc: "accepted, but the answer is lost", loseAnswer: true },
  gateway: { doc: "a gateway page with HTTP 502", http: 502 },
  duplicate: { doc: "every event comes twice", copies: 2 },
  "out-of-order": { doc: "seen comes before received", outOfOrder: true },
  unseen: { doc: "never opens a message", neverSees: true },
};
