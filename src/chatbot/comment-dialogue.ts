import { acceptComment, type NewComment } from "../comments/accept-comment.ts";
import { type CommentKind, isStance, STANCE_NAMES, STANCES } from "../comments/comment.model.ts";
import { isComment, saysSomething } from "../comments/rules.ts";
import type { Draft } from "../drafts/draft.model.ts";
import type { Position } from "../drafts/position.ts";
import { countNotComment, findDraft, findVersion, listDrafts } from "../drafts/draft.store.ts";
import { findPosition, phaseOf } from "../drafts/rules.ts";
import { AppError } from "../kernel/errors.ts";
import { formatDate } from "../kernel/dates.ts";
import { findPii, PII_NAMES } from "../kernel/pii.ts";
import { clip, fold } from "../kernel/vietnamese.ts";
import { readMessage } from "../reading/read-message.ts";
import type { Answer, Steps, Turn } from "./dialogue-step.ts";

const WHOLE = { title: "Toàn văn dự thảo", command: "vi-tri toan-van" };

/** A comment in chat: which draft, which place, which direction, words, a look, yes. */
export const commentSteps: Steps = {
  async start(turn) {
    const now = turn.deps.clock.now();
    const open = (await listDrafts(turn.unit._id, ["published"])).filter((draft) => phaseOf(draft, now) === "open");
    const [only] = open;
    if (!only)
      return {
        words: `Hiện ${turn.unit.office} không có dự thảo nào đang lấy ý kiến. Ông/Bà có thể gặp cán bộ để trao đổi.`,
        next: "",
      };
    if (open.length === 1) return askPlace(turn, only);
    return {
      words: "Có nhiều dự thảo đang lấy ý kiến. Ông/Bà chọn một dự thảo:",
      buttons: open
        .slice(0, 5)
        .map((draft) => ({ title: clip(draft.title, 90), command: `du-thao ${String(draft._id)}` })),
      next: "du-thao",
    };
  },
  async "du-thao"(turn) {
    const draft = await findDraft(turn.text);
    return draft?.unitCode === turn.unit._id ? askPlace(turn, draft) : await again(turn, "start");
  },
  async "vi-tri"(turn) {
    const draft = await draftOf(turn);
    if (!draft) return again(turn, "start");
    if (/^toan[- ]van$/.test(fold(turn.text).replace(/ /g, "-"))) return askStance(turn, draft, undefined);
    const positions = (await findVersion(String(draft._id), draft.version))?.positions ?? [];
    const exact = findPosition(positions, turn.text.trim());
    if (exact) return askStance(turn, draft, exact);
    const found = search(positions, turn.text);
    if (found.length === 1 && found[0]) return askStance(turn, draft, found[0]);
    return {
      words:
        found.length === 0
          ? "Chưa tìm thấy mục này. Ông/Bà nhắn số mục (ví dụ P3.2), vài chữ trong mục, hoặc chọn toàn văn."
          : "Ông/Bà chọn một mục:",
      buttons: [
        ...found
          .slice(0, 4)
          .map((one) => ({ title: clip(`${one.code} ${one.text}`, 90), command: `vi-tri ${one.id}` })),
        WHOLE,
      ],
      quoted: found.map((one) => clip(`${one.code} ${one.text}`, 90)),
      next: "vi-tri",
    };
  },
  async huong(turn) {
    if (!isStance(turn.text))
      return { words: "Ông/Bà vui lòng bấm một trong bốn nút ở trên.", buttons: stanceButtons(), next: "huong" };
    return {
      words:
        turn.text === "gop-y"
          ? "Ông/Bà nhắn nội dung góp ý."
          : `Đã chọn: ${STANCE_NAMES[turn.text]}. Ông/Bà nhắn thêm nội dung, lý do; hoặc bỏ qua bước này.`,
      buttons: turn.text === "gop-y" ? [] : [{ title: "Không ghi thêm", command: "noi-dung" }],
      next: "noi-dung",
      said: { ...turn.said, stance: turn.text },
    };
  },
  async "noi-dung"(turn) {
    const stance = turn.said["stance"] ?? "";
    if (!isStance(stance)) return again(turn, "start");
    if (turn.kind === "tin thoại")
      return {
        words: "Kênh chưa nghe được tin thoại. Ông/Bà vui lòng nhắn lại bằng chữ điều vừa nói.",
        next: "noi-dung",
      };
    if (turn.kind !== "" || !isComment(stance, turn.text)) {
      await countNotComment(turn.said["draft"] ?? "");
      return { words: "Tin này chưa có nội dung góp ý. Ông/Bà vui lòng nhắn vài chữ.", next: "noi-dung" };
    }
    const said = { ...turn.said, text: turn.text.trim() };
    return { ...(await confirmation({ ...turn, said })), said };
  },
  /** words where a button is waited for: a plain yes or no is one, anything else is shown the question again */
  async "xac-nhan"(turn) {
    if (turn.reading.short === "yes") return send(turn, "opinion");
    if (turn.reading.short === "no") return dropped();
    return { ...(await confirmation(turn)), said: turn.said };
  },
  gui: (turn) => send(turn, "opinion"),
  hoi: (turn) => send(turn, "question"),
  ten: (turn) => send(turn, "opinion", true),
  huy: () => Promise.resolve(dropped()),
  async sua(turn) {
    return { words: "Ông/Bà nhắn lại nội dung góp ý.", next: "noi-dung", said: turn.said };
  },
};

const dropped = (): Answer => ({ words: "Đã bỏ, không gửi gì. Khi cần, Ông/Bà nhắn “góp ý”.", next: "" });

const again = (turn: Turn, step: string): Promise<Answer> =>
  commentSteps[step]?.({ ...turn, text: "", said: {} }) ??
  Promise.resolve({ words: "Ông/Bà nhắn “góp ý” để bắt đầu lại.", next: "" });

const draftOf = async (turn: Turn): Promise<Draft | null> => findDraft(turn.said["draft"] ?? "");
const stanceButtons = () => STANCES.map((stance) => ({ title: STANCE_NAMES[stance], command: `huong ${stance}` }));

function askPlace(turn: Turn, draft: Draft): Answer {
  const until = draft.closeAt ? `, đến hết ngày ${formatDate(draft.closeAt)}` : "";
  return {
    words: `Góp ý “${clip(draft.title, 200)}”${until}.\nÔng/Bà muốn góp ý cho mục nào? Nhắn số mục (ví dụ P3.2), vài chữ trong mục, hoặc chọn toàn văn.\nGóp ý ở đây là ẩn danh: kênh xoá lời nhắn sau khi Ông/Bà xác nhận, nhật ký kỹ thuật hết sau 24 giờ, bản sao lưu sau 30 ngày. Riêng Zalo vẫn giữ bản chat của Zalo. Nhắn THÔI để dừng.`,
    buttons: [WHOLE],
    next: "vi-tri",
    said: { ...turn.said, draft: String(draft._id) },
  };
}

function askStance(turn: Turn, draft: Draft, position: Position | undefined): Answer {
  return {
    words: position
      ? `${position.code}: “${clip(position.text, 400)}”\nÝ kiến của Ông/Bà?`
      : "Toàn văn dự thảo.\nÝ kiến của Ông/Bà?",
    quoted: position ? [clip(position.text, 400)] : [],
    buttons: stanceButtons(),
    next: "huong",
    // the words that were shown are those that are answered, also when another version comes meanwhile
    said: {
      ...turn.said,
      position: position?.id ?? "",
      place: position?.code ?? "Toàn văn",
      version: String(draft.version),
    },
  };
}

/** Places that share the most words with what was typed; several alike are shown to choose from. */
function search(positions: readonly Position[], text: string): Position[] {
  const words = fold(text)
    .split(" ")
    .filter((word) => word.length > 1);
  if (words.length === 0) return [];
  const scored = positions.map((position) => {
    const there = ` ${fold(position.text)} `;
    return { position, score: words.filter((word) => there.includes(` ${word} `)).length };
  });
  const best = Math.max(...scored.map((one) => one.score));
  if (best < Math.max(1, Math.ceil(words.length / 2))) return [];
  return scored
    .filter((one) => one.score === best)
    .slice(0, 4)
    .map((one) => one.position);
}

async function confirmation(turn: Turn): Promise<Answer> {
  const { place = "", stance = "", text = "" } = turn.said;
  const kinds = [...new Set(findPii(text).map((span) => PII_NAMES[span.kind]))];
  const notice =
    kinds.length > 0 ? `\nLưu ý: có ${kinds.join(" và ")}. Nên bỏ đi; nếu giữ, xã sẽ che khi công bố.` : "";
  const asks = /\?\s*$/.test(text);
  return {
    words: `${place} · ${isStance(stance) ? STANCE_NAMES[stance] : ""}\n“${clip(text, 1200)}”${notice}\nÔng/Bà có đồng ý để ${turn.unit.office} lưu ý kiến này nhằm tổng hợp góp ý dự thảo không?`,
    quoted: [clip(text, 1200)],
    buttons: [
      { title: "Đồng ý và gửi", command: "gui" },
      { title: "Không đồng ý", command: "huy" },
      { title: "Ghi tên tôi và gửi, để xã trả lời riêng", command: "ten" },
      asks ? { title: "Đây là câu hỏi, xin trả lời", command: "hoi" } : { title: "Viết lại", command: "sua" },
    ],
    next: "xac-nhan",
  };
}

/** Sends what was confirmed. The code is told and not stored: in a message of ours it would lead back to the person. */
async function send(turn: Turn, kind: CommentKind, signed = false): Promise<Answer> {
  const { draft = "", position = "", stance = "", text = "", version = "" } = turn.said;
  if (!isStance(stance) || draft === "") return again(turn, "start");
  const given: NewComment = {
    draftId: draft,
    position,
    ...(version === "" ? {} : { version: Number(version) }),
    stance,
    text,
    reason: "",
    kind,
    channel: "chat",
    once: `chat:${turn.key}`,
    rateBy: `zalo:${turn.oaId}:${turn.userId}`,
    ...(signed ? { signed: { oaId: turn.oaId, userId: turn.userId, name: turn.name } } : {}),
  };
  try {
    const { code, late } = await acceptComment(turn.deps, given);
    const reports = readMessage(text).intents.some(({ intent }) => intent === "phan-anh");
    return {
      words: `Trân trọng cảm ơn ý kiến của Ông/Bà.${late ? " Ý kiến gửi ngoài thời hạn, được lưu và tính riêng." : ""}\nMã tra cứu: ${code}. Ông/Bà chép lại mã; kênh không lưu mã này. Dùng mã ở mục “Ý kiến của tôi” trên Mini App hoặc trang web để xem xã trả lời, sửa hoặc rút.${reports ? "\nNếu đây là việc cần xã xử lý ngay, Ông/Bà nhắn “phản ánh” để có mã theo dõi và ngày trả lời." : ""}`,
      next: "",
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      words: [error.message, ...Object.values(error.fields)].join(". "),
      next: saysSomething(text) ? "xac-nhan" : "noi-dung",
      said: turn.said,
    };
  }
}
