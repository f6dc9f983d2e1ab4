import { differencesOf, fingerprintOf } from "../decisions/compare.ts";
import type { Parts } from "../decisions/decision.ts";
import { formatLocal } from "../kernel/dates.ts";
import { AppError } from "../kernel/errors.ts";
import { type Contest, type Prize, RULE_FIELDS, type Round, ruleFields } from "./contest.model.ts";
import type { QuestionDraft } from "./question-faults.ts";

export const prizesInWords = (prizes: readonly Prize[]): string =>
  prizes.map(({ name, count, value }) => [name, count, value].join(" | ")).join("\n");

/** What the form of a contest's rules changes; rounds have forms of their own. */
export const rulesParts = (contest: Pick<Contest, "title" | "about" | "rules" | "holdAnswers">): Parts => ({
  "Tên cuộc thi": contest.title,
  "Giới thiệu": contest.about,
  ...Object.fromEntries(ruleFields.map((field) => [RULE_FIELDS[field], contest.rules[field] ?? ""])),
  "Chỉ báo đáp án khi vòng đóng": contest.holdAnswers ? "có" : "không",
});
export const roundParts = (round: Round): Parts => ({
  "Tên vòng": round.name,
  "Mở lúc": formatLocal(round.opensAt),
  "Đóng lúc": formatLocal(round.closesAt),
  "Số câu mỗi lượt": String(round.count),
  "Số phút mỗi lượt": String(round.minutes),
  "Số lượt mỗi ngày": String(round.turnsPerDay),
  "Giải thưởng": prizesInWords(round.prizes),
  "Câu hỏi đã chọn": round.questionIds.toSorted().join(" "),
});
export const questionParts = (draft: QuestionDraft): Parts => ({
  "Chủ đề": draft.category,
  "Câu hỏi": draft.text,
  "Đáp án": draft.options.map((one, n) => `${draft.right.includes(n) ? "[đúng] " : ""}${one}`).join("\n"),
  "Giải thích": draft.why,
  Nguồn: draft.sources
    .filter(({ title, url }) => title !== "" || url !== "")
    .map(({ title, url }) => `${title} ${url}`.trim())
    .join("\n"),
  "Mô tả ảnh": draft.pictureAlt,
  "Bản chữ của âm thanh": draft.transcript,
});

/** What a form was made from, carried by it. */
export const editedFrom = (parts: Parts): string => fingerprintOf("edited", parts);

const CONFLICT =
  "Người khác vừa lưu nội dung này. Chữ đang lưu ghi cạnh từng ô, chữ Ông/Bà vừa viết ở trong ô. So lại rồi lưu";
export const savedMeanwhile = (): AppError => new AppError(409, CONFLICT, { edited: CONFLICT });

/**
 * Nobody saves over what somebody else has saved since the form was opened, unless it is the same.
 * @throws AppError 409
 */
export function mustBeFromSaved(edited: string, stored: Parts, typed: Parts): void {
  if (edited !== editedFrom(stored) && differencesOf(stored, typed).length > 0) throw savedMeanwhile();
}
