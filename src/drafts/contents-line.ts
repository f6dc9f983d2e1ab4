import { partLabel } from "./part-labels.ts";

/** What tells a line of a table of contents from text that only stands where one is expected. */
export interface Suspect {
  /** its words, tabs as they stand */
  words: string;
  /** leads to a heading */
  linked: boolean;
  /** the first paragraph of its frame: a title, unless it has a label */
  first: boolean;
}

const PAGE = "(?:\\d{1,4}|[ivxlc]{1,7})";
const LEADS = new RegExp(`(?:\\t|\\.{3,}|…| {2,})[\\s.…]*${PAGE}\\s*$`, "iu");
/** After one blank: fewer digits, "trong năm 2027" leads to no page. */
const ENDS = /[\s.…]\d{1,3}\s*$/u;
const TITLE = /^(?:mục lục|nội dung|danh mục\b.{0,60}|contents|table of contents)[:.]?$/iu;
const LONGEST_TITLE = 60;

/**
 * Whether such a line is left out. Text that was typed into the frame of the contents, or wears their style, stays: a
 * line too many is seen by the editor, a missing article by nobody.
 */
export function isContentsLine({ words, linked, first }: Suspect): boolean {
  const tidy = words.normalize("NFC").trim();
  if (tidy === "" || linked || LEADS.test(words) || TITLE.test(tidy)) return true;
  return ENDS.test(words) || (first && tidy.length <= LONGEST_TITLE && !partLabel(tidy));
}

export const KEPT_IN_CONTENTS =
  "Đoạn đứng ở chỗ của mục lục mà không giống một dòng mục lục, đã giữ lại; nếu thừa thì bỏ ở “Sửa cấu trúc”";
