import { symbolOf } from "../office/symbols.ts";

/** What a field shows whose result the file does not hold. */
export interface Shown {
  text: string;
  /** "" when nothing can be missing */
  doubt: string;
}
const NOTHING: Shown = { text: "", doubt: "" };

/** Marks for an index, values set, questions asked: fields that never print anything. */
const SILENT = /^(?:XE|TC|TA|RD|SET|ASK|PRIVATE|NEXT|NEXTIF|SKIPIF|ADVANCE|BIDIOUTLINE|COMMENTS?|LINK|FORM\w*)?$/;

/**
 * Word counts numbers of AUTONUM and LISTNUM, draws formulas of EQ and fetches the rest when it opens the file; most of
 * it cannot be known from the file, and is said.
 */
export function unresolved(code: string): Shown {
  const [, name = "", rest = ""] = /^\s*([A-Za-z=]*)\s*(.*?)\s*$/s.exec(code) ?? [];
  const kind = name.toUpperCase();
  if (SILENT.test(kind)) return NOTHING;
  if (kind === "SYMBOL") return symbol(rest);
  // the name of the macro, then what stands on the button
  if (kind === "MACROBUTTON" || kind === "GOTOBUTTON") return { text: rest.replace(/^\S+\s*/, ""), doubt: "" };
  if (kind === "QUOTE") return { text: rest.replace(/^"|"$/g, ""), doubt: "" };
  if (kind === "EQ") {
    const text = rest.replace(/\\[a-z]+(?=\s*\()/gi, "").replace(/\\/g, "");
    return { text, doubt: "Công thức của trường EQ được viết lại thành chữ trên một dòng" };
  }
  if (/^(?:AUTONUM|AUTONUMLGL|AUTONUMOUT|LISTNUM)$/.test(kind))
    return { text: "", doubt: `Số thứ tự do trường ${kind} tự đánh không có trong tệp, cần gõ số vào` };
  return { text: "", doubt: `Trường “${kind}” không có kết quả trong tệp, chữ ở đây đang thiếu` };
}

function symbol(rest: string): Shown {
  const [, char = ""] = /^"?(0x[\da-f]+|\d+|.)/i.exec(rest) ?? [];
  const font = /\\f\s+"?([^"\\]+?)"?\s*(?:\\|$)/i.exec(rest)?.[1] ?? "";
  const code = /^(?:0x[\da-f]+|\d{2,})$/i.test(char) ? Number(char) : (char.codePointAt(0) ?? 0);
  const text = symbolOf(code, font);
  return { text: text || "□", doubt: text === "" ? `Ký hiệu của phông “${font}” không rõ là gì` : "" };
}
