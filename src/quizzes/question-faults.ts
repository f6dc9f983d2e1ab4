import type { FieldErrors } from "../kernel/errors.ts";
import { graphemes, nfc } from "../kernel/vietnamese.ts";
import type { QuestionBody } from "./question.model.ts";

export const MOST_OPTIONS = 6;

/** What a form, a sheet or a GIFT file says of a question, before it is looked at. */
export type QuestionDraft = Pick<
  QuestionBody,
  "category" | "text" | "options" | "right" | "why" | "sources" | "pictureAlt" | "transcript"
>;

/** What is wrong with a question, by field; {} when it may be saved. Sources and tick are asked for when it is used. */
export function faultsOf(draft: QuestionDraft): FieldErrors {
  const errors: FieldErrors = {};
  const { text, options, right, sources } = draft;
  if (graphemes(text) < 5 || graphemes(text) > 600) errors["text"] = "Câu hỏi cần từ 5 đến 600 ký tự";
  if (options.length < 2 || options.length > MOST_OPTIONS) errors["options"] = `Cần từ 2 đến ${MOST_OPTIONS} đáp án`;
  else if (options.some((one) => one === "" || graphemes(one) > 200))
    errors["options"] = "Mỗi đáp án cần từ 1 đến 200 ký tự";
  else if (new Set(options.map((one) => one.toLowerCase())).size < options.length)
    errors["options"] = "Có hai đáp án giống nhau";
  if (right.length < 1 || right.length > 4 || right.some((one) => one < 0 || one >= options.length))
    errors["right"] = "Cần chọn từ 1 đến 4 đáp án đúng";
  else if (right.length === options.length) errors["right"] = "Cần ít nhất một đáp án không đúng";
  if (sources.some(({ url }) => url !== "" && !/^https?:\/\/\S{3,400}$/.test(url)))
    errors["sources"] = "Địa chỉ nguồn phải bắt đầu bằng https://";
  return errors;
}

/** What the gate judges of a question. A wrong answer may name what a crook asks for; a link may stand in none. */
export const wordsOfQuestion = ({
  text,
  why,
  options,
  right,
  sources,
  pictureAlt,
  transcript,
}: Pick<QuestionBody, "text" | "why" | "options" | "right" | "sources" | "pictureAlt" | "transcript">): {
  said: Record<string, string>;
  shown: Record<string, string>;
} => ({
  said: {
    text,
    why,
    right: right.map((n) => options[n] ?? "").join("\n"),
    pictureAlt,
    transcript,
  },
  shown: {
    options: options.filter((_, n) => !right.includes(n)).join("\n"),
    sources: sources.map(({ title, url }) => `${title}\n${url}`).join("\n"),
  },
});

/** What no sheet and no page can hold: control signs, halves of letters. */
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\ufffe\uffff]|\p{Cs}/gu;
/** In NFC, ends of lines as one sign (a form sends two), nothing around it. */
const tidy = (text: string): string => nfc(text).replace(/\r\n?/g, "\n").replace(UNSEEN, "").trim();
const inOneLine = (text: string): string => tidy(text).replace(/\s+/g, " ");

export const tidyQuestion = (draft: QuestionDraft): QuestionDraft => ({
  category: inOneLine(draft.category),
  text: tidy(draft.text),
  options: draft.options.map(tidy),
  right: [...new Set(draft.right)].toSorted((a, b) => a - b),
  why: tidy(draft.why),
  sources: draft.sources
    .map(({ title, url }) => ({ title: tidy(title), url: url.trim() }))
    .filter(({ title, url }) => title !== "" || url !== ""),
  pictureAlt: tidy(draft.pictureAlt),
  transcript: tidy(draft.transcript),
});
