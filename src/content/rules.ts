import { sha256Hex } from "../kernel/crypto.ts";
import { formatOfficialDate } from "../kernel/dates.ts";
import type { FieldErrors } from "../kernel/errors.ts";
import { graphemes, nfc } from "../kernel/vietnamese.ts";
import { ENDED, kindProblems, liveWord } from "./kinds.ts";
import { LIMITS } from "../zalo/messages.ts";
import type { Item } from "./item.model.ts";

type Words = Pick<Item, "kind" | "details" | "title" | "text" | "pictureAlt" | "source" | "sourceClass" | "pictureId">;

export const TITLE_MAX = 100;

/** The message exactly as residents get it; preview, approval and sending all use this one builder. */
export function composeMessage(item: Words, office: string, on: Date): string {
  const foot = [`Nguồn: ${item.source || office}`, `Ban hành: ${office}`, formatOfficialDate(on)].join(" · ");
  return nfc([item.title.trim(), "", ...bodyOf(item), "", foot, "Nhắn DUNG để ngừng nhận tin."].join("\n"));
}

/** A correction shows what was said before; media and official sources stand under the text. */
function bodyOf({ kind, details, text }: Words): string[] {
  const lines = [text.trim()];
  if (kind === "dinh-chinh") lines.unshift(`Đã đăng trước đây: “${details.earlierText.trim()}”`, "Nay đính chính:");
  if (details.mediaUrl) lines.push(details.mediaUrl);
  if (details.officialUrl) lines.push(`Xem tại: ${details.officialUrl}`);
  if (kind === "dinh-chinh") lines.push(`Người ký: ${details.signer.trim()}${signedOn(details)}`);
  return lines;
}

const signedOn = ({ signedOn: day = "" }: Item["details"]): string =>
  day === "" ? "" : `, ngày ${day.split("-").toReversed().join("/")}`;

/** What must be mended before an item may go to the approver (safeguard 1, domain.md S3-13b). */
export function problemsOf(item: Words, office: string, on: Date): FieldErrors {
  const problems: FieldErrors = {};
  if (item.title.trim() === "") problems["title"] = "Cần có tiêu đề";
  else if (graphemes(item.title) > TITLE_MAX)
    problems["title"] = `Tiêu đề dài ${graphemes(item.title)} ký tự, tối đa ${TITLE_MAX}`;
  if (item.text.trim() === "") problems["text"] = "Cần có nội dung";
  const length = graphemes(composeMessage(item, office, on));
  if (length > LIMITS.text)
    problems["text"] =
      `Tin kèm nguồn và chân tin dài ${length} ký tự; Zalo nhận tối đa ${LIMITS.text}. Cần bớt ${length - LIMITS.text} ký tự`;
  if (item.source.trim() === "") problems["source"] = "Cần ghi nguồn của tin";
  if (item.sourceClass === "") problems["sourceClass"] = "Cần chọn mức công khai";
  else if (item.sourceClass !== "cong-khai")
    problems["sourceClass"] = "Nội dung nội bộ không được gửi ra kênh công khai";
  if (item.pictureId !== "" && item.pictureAlt.trim() === "")
    problems["pictureAlt"] = "Ảnh cần một câu mô tả cho người không nhìn thấy ảnh";
  Object.assign(problems, kindProblems(item.kind, item.details, item.pictureId !== ""));
  if (liveWord(item.kind, item.details, on) === ENDED)
    problems["liveEndsAt"] = "Buổi trực tiếp đã kết thúc vào lúc này. Ghi giờ kết thúc khác hoặc chọn loại khác";
  return problems;
}

/** Everything of an item that somebody reads or opens, by its field: what the gate judges (safeguard 23). */
export const wordsOfItem = ({ title, text, source, pictureAlt, details }: Words): Record<string, string> => ({
  title,
  text,
  source,
  pictureAlt,
  mediaUrl: details.mediaUrl,
  transcript: details.transcript,
  officialUrl: details.officialUrl,
  earlierText: details.earlierText,
  signer: details.signer,
});

/** Fingerprint of what is approved: words, picture, source and issuer. One changed letter gives another. */
export function fingerprintOf(item: Words, office: string, pictureSha: string): string {
  const parts = [
    nfc(item.title),
    nfc(item.text),
    pictureSha,
    nfc(item.pictureAlt),
    nfc(item.source),
    item.sourceClass,
    office,
    item.kind,
    item.details,
  ];
  return sha256Hex(JSON.stringify(parts));
}

/** 9F2C 41AA: the first eight digits, as people compare them. */
export const shortFingerprint = (fingerprint: string): string =>
  `${fingerprint.slice(0, 4)} ${fingerprint.slice(4, 8)}`.toUpperCase();
