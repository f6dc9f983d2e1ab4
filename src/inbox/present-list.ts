import type { Conversation } from "../chatbot/conversation.model.ts";
import { minutes } from "../kernel/clock.ts";
import { formatDuration } from "../kernel/dates.ts";

export const nameOf = (displayName: string | undefined): string => displayName || "Người dân (chưa có tên)";

export interface Waiting {
  waiting: string;
  late: boolean;
  urgent: boolean;
  officer: boolean;
  answered: boolean;
}

/** How a conversation stands, for its chips. */
export function waitingOf(
  { waitingSince, urgentSince, state }: Pick<Conversation, "waitingSince" | "urgentSince" | "state">,
  now: Date,
  alertMinutes: number,
): Waiting {
  const officer = state === "officer";
  if (!waitingSince) return { waiting: "", late: false, urgent: false, officer, answered: officer };
  const ms = now.getTime() - waitingSince.getTime();
  return {
    urgent: urgentSince !== null && urgentSince !== undefined,
    waiting: formatDuration(ms),
    late: ms > minutes(alertMinutes),
    officer,
    answered: false,
  };
}
