import type { Log } from "../kernel/logger.ts";
import { type Meaning, meaningOf, type NextStep } from "./error-meanings.ts";
import { text } from "./json.ts";
import type { Reply } from "./transport.ts";

/** What became of a send. Only `retry` may be tried again by itself: it surely did not happen. */
export type SendOutcome =
  | { kind: "accepted"; messageId: string }
  | { kind: "failed"; reason: Meaning; phrase: string; stopsOa: boolean }
  | { kind: "retry"; reason: string; afterMs: number }
  | { kind: "unknown"; reason: string };

/** Without access nothing left; it is granted again by a person, or by the next renewal. */
export const NO_ACCESS: SendOutcome = { kind: "retry", reason: "no-access", afterMs: 60_000 };

export function outcomeOf(reply: Reply, log: Log): SendOutcome {
  switch (reply.kind) {
    case "ok":
      return { kind: "accepted", messageId: text(reply.data["message_id"]) };
    case "not-sent":
      return { kind: "retry", reason: "unreachable", afterMs: 5000 };
    case "lost":
      return { kind: "unknown", reason: "lost-answer" };
    case "error": {
      const { meaning, next, phrase } = meaningOf(reply.code, reply.message);
      if (meaning === "unknown-error")
        log.error({ action: "zalo-unknown-code", zaloCode: reply.code, reply: reply.message }, "unknown Zalo error");
      return outcomeFor(next, meaning, phrase);
    }
  }
}

function outcomeFor(next: NextStep, meaning: Meaning, phrase: string): SendOutcome {
  if (next === "doubt") return { kind: "unknown", reason: meaning };
  if (next === "retry-later") return { kind: "retry", reason: meaning, afterMs: meaning === "night" ? 600_000 : 5000 };
  if (next === "refresh-token") return NO_ACCESS;
  return { kind: "failed", reason: meaning, phrase, stopsOa: next === "stop-oa" || next === "switch-version" };
}
