import type { Answer, Message, Said, Turn } from "../kernel/dialogue/dialogue.ts";
import { findPii, PII_NAMES } from "../kernel/pii.ts";
import { clip } from "../kernel/vietnamese.ts";
import { readMessage } from "../reading/read-message.ts";
import { isStance, STANCE_NAMES } from "./comment.model.ts";
import { MOST_TEXT } from "./rules.ts";

/** What a second bubble holds is the rest of the first. More than can be kept is not taken, and said so. */
export function addedTo(said: Said, text: string): Said {
  const { text: before = "" } = said;
  const whole = before === "" ? text.trim() : `${before}\n${text.trim()}`;
  if (whole.length > MOST_TEXT) return { ...said, over: "yes" };
  const kept = withoutAdded(said);
  return before === "" ? { ...kept, text: whole } : { ...kept, text: whole, before };
}

/** Said without what was known of the addition before: words written anew have none that could be taken out. */
export const withoutAdded = (said: Said): Said =>
  Object.fromEntries(Object.entries(said).filter(([field]) => field !== "before" && field !== "over"));

/** The last look: what will be kept, word for word, and every way on from here. */
export function confirmation(said: Said, office: string): Message {
  const { place = "", stance = "", text = "", left = "", before, over } = said;
  const kinds = [...new Set(findPii(text).map((span) => PII_NAMES[span.kind]))];
  const notice =
    kinds.length > 0 ? `\nLưu ý: có ${kinds.join(" và ")}. Nên bỏ đi; nếu giữ, xã sẽ che khi công bố.` : "";
  const full =
    over || text.length > MOST_TEXT
      ? `\nMột ý kiến dài tối đa ${MOST_TEXT} ký tự; lời vừa nhắn chưa thêm được. Ông/Bà gửi ý này trước, rồi góp ý tiếp.`
      : "";
  const without = left === "" ? "" : `\nGóp ý chỉ có chữ: ${left} vừa gửi không kèm theo.`;
  const asks = /\?\s*$/.test(text);
  return {
    words: `${place} · ${isStance(stance) ? STANCE_NAMES[stance] : ""}\n“${clip(text, 1200)}”${notice}${full}${without}\nÔng/Bà có đồng ý để ${office} lưu ý kiến này nhằm tổng hợp góp ý dự thảo không?`,
    quoted: [clip(text, 1200)],
    buttons: [
      { title: "Đồng ý và gửi", command: "gui" },
      { title: "Không đồng ý", command: "huy" },
      { title: "Ghi tên tôi và gửi, để xã trả lời riêng", command: "ten" },
      asks ? { title: "Đây là câu hỏi, xin trả lời", command: "hoi" } : { title: "Viết lại", command: "sua" },
      ...(before === undefined ? [] : [{ title: "Bỏ câu vừa thêm", command: "bo-them" }]),
    ],
  };
}

export const DROPPED: Answer = { words: "Đã bỏ, không gửi gì. Khi cần, Ông/Bà nhắn “góp ý”.", next: "" };

export function thanks({ outcome, said }: Pick<Turn<unknown>, "outcome" | "said">): string {
  const { code = "", late = "" } = outcome?.told ?? {};
  const reports = readMessage(said["text"] ?? "").intents.some(({ intent }) => intent === "phan-anh");
  return `Trân trọng cảm ơn ý kiến của Ông/Bà.${late ? " Ý kiến gửi ngoài thời hạn, được lưu và tính riêng." : ""}\nMã tra cứu: ${code}. Ông/Bà chép lại mã; kênh không lưu mã này. Dùng mã ở mục “Ý kiến của tôi” trên Mini App hoặc trang web để xem xã trả lời, sửa hoặc rút.${reports ? "\nNếu đây là việc cần xã xử lý ngay, Ông/Bà nhắn “phản ánh” để có mã theo dõi và ngày trả lời." : ""}`;
}
