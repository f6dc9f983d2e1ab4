import { itemStates } from "../content/item.store.ts";
import { canonical } from "../decisions/compare.ts";
import { defineDecision, oneKey } from "../decisions/decision.ts";
import { conflict } from "../kernel/errors.ts";
import { holds } from "../kernel/scope.ts";
import { isReady } from "../voice/is-ready.ts";
import { findBook, findReading } from "../voice/voice.store.ts";
import type { Kit } from "./kit.model.ts";
import { findKit, issueKit, nextVersion } from "./kit.store.ts";

/** A kit goes to every propagandist's phone: another person than who made it looks at exactly what they will carry. */
export const kitIssue = defineDecision<Kit>({
  name: "kit",
  what: "bộ tài liệu này",
  may: "content.approve",
  sixDigits: null,
  keys: oneKey,
  given: ({ approval }) => (approval ? [approval] : []),
  notBy: ({ author }) => [author.id],
  notByWords: "Người soạn bộ tài liệu không tự duyệt.",
  async load(_, whose, id) {
    const kit = await findKit(id);
    return kit && holds(whose, kit.unitCode) ? kit : null;
  },
  isOpen: ({ state }) => state === "waiting",
  closedWords: "Bộ tài liệu không còn chờ duyệt.",
  covers: ({ title, parts, points, questions }) => ({
    "Tên bộ": title,
    "Các mục": canonical(parts),
    "Ý chính": points.join("\n"),
    "Hỏi đáp": canonical(questions),
  }),
  async check(_, { parts, entries, unitCode }) {
    const states = await itemStates(parts.map(({ itemId }) => itemId));
    const lost = parts.find(({ itemId }) => states.get(itemId)?.state !== "approved");
    if (lost) throw conflict(`“${lost.title}” đã thu hồi hoặc không còn được duyệt. Sửa bộ rồi trình lại.`);
    // what two persons heard may have been put right since the kit was frozen
    const book = await findBook(unitCode);
    for (const { itemId, title, audio } of parts) {
      const reading = audio && (await findReading(entries.find((one) => one.itemId === itemId)?.readingId ?? ""));
      if (audio && !(reading && isReady(reading, book) && reading.sound?.hash === audio.hash))
        throw conflict(`Bài đọc của “${title}” đã đổi từ lúc trình. Sửa bộ rồi trình lại.`);
    }
  },
  apply: async (_, kit, __, { by, at, fingerprint }) =>
    issueKit(kit, { by, at, fingerprint }, await nextVersion(kit.unitCode)),
});
