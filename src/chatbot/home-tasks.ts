import { minutes } from "../kernel/clock.ts";
import { formatDuration, formatNumber } from "../kernel/dates.ts";
import type { TaskKind } from "../kernel/room.ts";
import { countWaiting } from "./conversation.store.ts";

/** People who wait for an answer, in red once somebody waited too long. */
export const waitingPeople = (alertMinutes: number): TaskKind => ({
  may: "inbox.use",
  rank: 20,
  async list({ unitCode }, now) {
    const waiting = await countWaiting(unitCode);
    if (waiting.count === 0) return [];
    const oldest = now.getTime() - (waiting.oldest?.getTime() ?? now.getTime());
    return [
      {
        icon: "clock",
        tone: oldest > minutes(alertMinutes) ? "danger" : "gold",
        title: `${formatNumber(waiting.count)} người đang chờ trả lời`,
        note: `Lâu nhất: ${formatDuration(oldest)}`,
        button: "Mở hộp thư",
        to: "/console/hop-thu",
      },
    ];
  },
});
