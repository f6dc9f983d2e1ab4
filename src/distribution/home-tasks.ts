import { formatDate } from "../kernel/dates.ts";
import type { TaskKind } from "../kernel/room.ts";
import { countCopies, listCopies } from "./copy.store.ts";
import { listHeads } from "./package.store.ts";
import { unseenAnswer, waitingFor } from "./trouble.store.ts";

const toTake: TaskKind = {
  may: "packages.take",
  rank: 44,
  async list({ scope }) {
    const [first] = await listCopies(scope, ["waiting"], 1);
    if (!first) return [];
    const n = await countCopies(scope, ["waiting"]);
    return [
      {
        icon: "package",
        tone: "gold",
        title: `${n} mục của Sở chờ quyết`,
        note: `sớm nhất phải đăng trước ${formatDate(first.dueAt)}`,
        button: "Mở Gói từ Sở",
        to: "/console/goi-tu-so",
      },
    ];
  },
};

const toRelease: TaskKind = {
  may: "packages.release",
  rank: 24,
  async list({ scope, id }) {
    const waiting = (await listHeads(scope, "waiting")).filter(({ authors }) => !authors.some((one) => one.id === id));
    return waiting.map((one) => ({
      icon: "package",
      tone: "gold" as const,
      title: `Duyệt gói “${one.title}”`,
      note: `${one.entries.length} mục, hạn đăng ${formatDate(one.deadline)}`,
      button: "Xem và quyết",
      to: `/console/goi-noi-dung/${String(one._id)}`,
    }));
  },
};

const toPush: TaskKind = {
  may: "packages.edit",
  rank: 46,
  async list({ scope }) {
    const released = (await listHeads(scope, "released")).filter(
      ({ version, pushes }) => !pushes.some((push) => push.version === version),
    );
    return released.map((one) => ({
      icon: "package",
      tone: "tint" as const,
      title: `Gói “${one.title}” bản ${one.version} đã duyệt, chưa đẩy`,
      note: `${one.entries.length} mục`,
      button: "Đẩy tới đơn vị",
      to: `/console/goi-noi-dung/${String(one._id)}/day`,
    }));
  },
};

const toAnswer: TaskKind = {
  may: "packages.edit",
  rank: 47,
  async list({ scope }) {
    const { count, oldest } = await waitingFor(scope);
    if (!oldest) return [];
    return [
      {
        icon: "help",
        tone: "gold" as const,
        title: `${count} vướng mắc của đơn vị chờ trả lời`,
        note: `lâu nhất từ ${formatDate(oldest)}`,
        button: "Trả lời",
        to: "/console/can-ho-tro/vuong-mac",
      },
    ];
  },
};
const toRead: TaskKind = {
  may: "packages.take",
  rank: 49,
  async list({ scope }) {
    const fresh = await unseenAnswer(scope);
    if (!fresh) return [];
    return [
      {
        icon: "help",
        tone: "good" as const,
        title: "Sở đã trả lời vướng mắc",
        note: `“${fresh.about}”`,
        button: "Xem",
        to: "/console/vuong-mac",
      },
    ];
  },
};

export const packageTasks: readonly TaskKind[] = [toRelease, toTake, toPush, toAnswer, toRead];
