import { findCitizen } from "../citizens/citizen.store.ts";
import { replyWindow } from "../citizens/rules.ts";
import { minutes } from "../kernel/clock.ts";
import { formatDuration, formatNumber } from "../kernel/dates.ts";
import type { TaskKind } from "../kernel/room.ts";
import { countWaiting } from "./conversation-list.store.ts";
import { findWatcher } from "./watcher.store.ts";

const TO = "/console/hop-thu";

/** Somebody in danger waits: the first line of the day. */
export const urgentPeople: TaskKind = {
  may: "inbox.use",
  rank: 5,
  async list({ scope }, now) {
    const { urgent, oldestUrgent } = await countWaiting(scope);
    if (urgent === 0 || !oldestUrgent) return [];
    return [
      {
        icon: "siren",
        tone: "danger",
        title: `${formatNumber(urgent)} tin khẩn, chờ ${formatDuration(now.getTime() - oldestUrgent.getTime())}`,
        note: "Máy đã gửi các số khẩn cấp và số trực; cán bộ cần gọi hoặc trả lời ngay",
        button: "Mở",
        to: TO,
      },
    ];
  },
};

/** People who wait for an answer, in red once somebody waited too long. */
export const waitingPeople = (alertMinutes: number): TaskKind => ({
  may: "inbox.use",
  rank: 20,
  async list({ scope }, now) {
    const waiting = await countWaiting(scope);
    if (waiting.count === 0) return [];
    const oldest = now.getTime() - (waiting.oldest?.getTime() ?? now.getTime());
    return [
      {
        icon: "clock",
        tone: oldest > minutes(alertMinutes) ? "danger" : "gold",
        title: `${formatNumber(waiting.count)} người đang chờ trả lời`,
        note: `Lâu nhất: ${formatDuration(oldest)}`,
        button: "Mở hộp thư",
        to: TO,
      },
    ];
  },
});

/** Zalo lets nothing be told to this official any more: only a word of the official opens it again. */
export const closedWindow: TaskKind = {
  may: "inbox.use",
  rank: 25,
  async list({ id }, now) {
    const watcher = await findWatcher(id);
    if (!watcher?.userId) return [];
    const citizen = await findCitizen(watcher.oaId, watcher.userId);
    if (replyWindow(citizen?.lastInteractionAt ?? null, now) !== "closed") return [];
    return [
      {
        icon: "pause",
        tone: "gold",
        title: "Zalo không báo cho Ông/Bà nữa khi có người chờ",
        note: "Đã quá 7 ngày. Dùng Zalo của mình nhắn một lời bất kỳ vào OA của đơn vị để mở lại",
        button: "Xem thiết lập",
        to: "/console/hop-thu/thiet-lap",
      },
    ];
  },
};
