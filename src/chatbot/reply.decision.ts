import { canonical } from "../decisions/compare.ts";
import { defineDecision, nobody, oneKey } from "../decisions/decision.ts";
import { refusalOf } from "../gate/pass-gate.ts";
import { conflict } from "../kernel/errors.ts";
import { codeOf } from "../kernel/scope.ts";
import { isReplyName, REPLY_NAMES, wordsOfTemplate } from "./default-replies.ts";
import type { Reply } from "./reply.model.ts";
import { decideReply, listHistory } from "./reply.store.ts";

/** Residents hear a unit's own words, and its keywords and examples lead to them: once a second person has read them. */
export const replyApproval = defineDecision<Reply>({
  name: "reply",
  what: "câu trả lời này",
  may: "replies.approve",
  sixDigits: null,
  keys: oneKey,
  given: ({ decided }) => (decided ? [decided] : []),
  notBy: ({ byId }) => (byId ? [byId] : nobody()),
  notByWords: "Người sửa câu trả lời không tự duyệt.",
  // versions are never changed: what is decided about is the newest
  load: async (_, whose, name) => (await listHistory(codeOf(whose), name))[0] ?? null,
  isOpen: ({ state }) => state === "waiting",
  closedWords: "Câu trả lời này không còn chờ duyệt.",
  covers: ({ name, version, text, buttons, keywords, examples }) => ({
    "Câu trả lời": isReplyName(name) ? REPLY_NAMES[name] : name,
    Bản: String(version),
    "Nội dung": text,
    "Nút bấm": buttons.map((button) => `${button.title} → ${button.command}`).join("; "),
    "Từ khoá": canonical(keywords),
    "Câu mẫu": canonical(examples ?? []),
  }),
  async check({ clock }, reply) {
    const refusal = await refusalOf(reply.unitCode, wordsOfTemplate(reply), clock.now());
    if (refusal !== "") throw conflict(`${refusal}. Trả lại người soạn để sửa.`);
  },
  apply: (_, reply, __, { by, at, fingerprint }) => decideReply(reply._id, { by, at, fingerprint }),
});
