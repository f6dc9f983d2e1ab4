import { fold, nfc } from "../kernel/vietnamese.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { invalid } from "../kernel/errors.ts";
import type { Comment, Stance } from "./comment.model.ts";
import { isRow } from "../kernel/table.ts";

/** Longest text of a comment, in characters of UTF-16; reason likewise. */
export const MOST_TEXT = 5000;
export const MOST_REASON = 2000;
/** Longest paragraph somebody may write anew; few paragraphs of drafts are longer. */
export const MOST_AMENDMENT = 20_000;

/** Grounds on which alone a comment may be hidden (domain.md §5-5). Disagreeing, or harsh words about a policy, is none. */
export const GROUNDS = {
  "pii-cua-nguoi-khac": { name: "Có thông tin riêng của người khác", article: "Luật 91/2025/QH15" },
  "xuc-pham-nguoi": { name: "Xúc phạm một người cụ thể", article: "Điều 34 Bộ luật Dân sự 2015" },
  "to-cao-nguoi": { name: "Tố cáo một người cụ thể (có đường tố cáo riêng)", article: "Luật Tố cáo 2018" },
  "kich-dong-bao-luc": { name: "Kích động bạo lực", article: "Luật An ninh mạng 116/2025/QH15" },
  "bi-mat-nha-nuoc": { name: "Lộ bí mật nhà nước", article: "Luật Bảo vệ bí mật nhà nước" },
  "hai-tre-em": { name: "Gây hại cho trẻ em", article: "Luật Trẻ em 2016" },
  "quang-cao": { name: "Quảng cáo, thư rác", article: "Nghị định 91/2020/NĐ-CP" },
  "khong-noi-dung": { name: "Không có nội dung góp ý", article: "Quy chế tiếp nhận góp ý của đơn vị" },
} as const;
export type Ground = keyof typeof GROUNDS;

/** Told to whoever accused a named person in a comment: the law has another way, which protects them (Luật Tố cáo 2018). */
export const ACCUSATION_WAY =
  "Muốn tố cáo một người, Ông/Bà gửi đơn tới bộ phận tiếp công dân của xã hoặc cơ quan thanh tra; có thể đề nghị giữ bí mật họ tên.";
export const isGround = (text: string): text is Ground => isRow(GROUNDS, text);

export interface HidingReason {
  ground: string;
  article: string;
  note: string;
}

/** @throws AppError 422 naming what is missing: a listed ground, the article of law, a note of what offends */
export function tidyHiding(why: HidingReason): HidingReason {
  const errors: Record<string, string> = {};
  if (!isGround(why.ground)) errors["ground"] = "Cần chọn một căn cứ trong danh mục";
  if (why.article.trim() === "") errors["article"] = "Cần ghi điều, luật làm căn cứ";
  if (why.note.trim().length < 5) errors["note"] = "Cần ghi rõ chỗ vi phạm";
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return { ground: why.ground, article: nfc(why.article.trim()), note: nfc(why.note.trim()) };
}

/** Whether somebody said something that can be a comment: a letter or a figure at least two long (C19: "", ".", stickers). */
export const saysSomething = (text: string): boolean => fold(text).replace(/[^\p{L}\p{N}]/gu, "").length >= 2;

/** A stance alone is an opinion; "only a remark" without words is not. */
export const isComment = (stance: Stance, text: string): boolean => stance !== "gop-y" || saysSomething(text);

/** What somebody says: words, why, and the paragraph as it should read; the last stands there only when it was given. */
export interface Said {
  text: string;
  reason: string;
  amendment?: string;
}

/**
 * Words of a comment as they are stored: NFC, trimmed, of bounded length.
 * @throws AppError 422 when nothing is said or it is too long
 */
export function tidyWords(given: Said & { stance: Stance }): Said {
  const [text, reason] = [nfc(given.text.trim()), nfc(given.reason.trim())];
  const amendment = nfc((given.amendment ?? "").trim());
  if (!isComment(given.stance, text) && !saysSomething(amendment))
    throw invalid({ text: "Ông/Bà vui lòng viết nội dung góp ý" });
  if (text.length > MOST_TEXT) throw invalid({ text: `Nội dung dài quá ${MOST_TEXT} ký tự` });
  if (reason.length > MOST_REASON) throw invalid({ reason: `Lý do dài quá ${MOST_REASON} ký tự` });
  if (amendment.length > MOST_AMENDMENT)
    throw invalid({ amendment: `Đoạn đề nghị sửa dài quá ${MOST_AMENDMENT} ký tự` });
  return { text, reason, ...(amendment === "" ? {} : { amendment }) };
}

/** Whether two people's words, or one's twice, are the same to the letter. */
export const sameSaid = (a: Said, b: Said): boolean =>
  a.text === b.text && a.reason === b.reason && (a.amendment ?? "") === (b.amendment ?? "");

/** What is the same for comments that say the same at the same place; marked with a key before it is stored. */
export const likenessOf = (
  at: { draftId: string; position: string },
  stance: Stance,
  { text, reason, amendment = "" }: Said,
): string => {
  const words = fold(`${text} ${reason}`);
  // one comma makes another rule: a paragraph written anew is the same only to the letter
  const rest = amendment === "" ? words || stance : `${words}|${amendment}`;
  return `${at.draftId}:${at.position}:${rest}`;
};

export const receiptOf = (code: string): string => sha256Hex(`loa-receipt:${code}`);

interface LeafParts extends Said {
  receipt: string;
  position: string;
  version: number;
  stance: Stance;
}

/** The line a leaf is the hash of; the check page shows it, so that anybody can write it from their own words. */
export const leafLine = ({ receipt, position, version, stance, text, reason, amendment = "" }: LeafParts): string =>
  JSON.stringify([
    receipt,
    position,
    version,
    stance,
    ...[text, reason, ...(amendment === "" ? [] : [amendment])].map((words) => sha256Hex(nfc(words))),
  ]);

/** What an author can compute alone from the receipt code and the words sent. */
export const leafOf = (parts: LeafParts): string => sha256Hex(leafLine(parts));

/** Whether a comment stands in the totals of opinions. */
export const isCounted = (comment: Pick<Comment, "state" | "late" | "kind">): boolean =>
  comment.state === "kept" && !comment.late && comment.kind !== "question";

/** An office that hides one side more than twice as often as the others is asked why (safeguard 6). */
export function hidingLeans(rates: { stance: Stance; hidden: number; total: number }[]): boolean {
  const rate = (rows: typeof rates): number => {
    const total = rows.reduce((sum, row) => sum + row.total, 0);
    return total === 0 ? 0 : rows.reduce((sum, row) => sum + row.hidden, 0) / total;
  };
  const against = rate(rates.filter((row) => row.stance === "khong-tan-thanh"));
  const others = rate(rates.filter((row) => row.stance !== "khong-tan-thanh"));
  return against > 0 && against > 2 * others;
}
