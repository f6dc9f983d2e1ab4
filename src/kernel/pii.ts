/**
 * Personal data in free text (domain.md §5-10): found before sending so that the writer can think again, and masked in
 * exports. Everything around it stays byte for byte.
 */
export type PiiKind = "phone" | "id-card" | "email" | "plate" | "bank" | "house";

export const PII_NAMES: Readonly<Record<PiiKind, string>> = {
  phone: "số điện thoại",
  "id-card": "số căn cước",
  email: "thư điện tử",
  plate: "biển số xe",
  bank: "số tài khoản",
  house: "số nhà",
};

export interface PiiSpan {
  kind: PiiKind;
  from: number;
  to: number;
}

/** An amount is nobody's number. One that begins with 0 is never an amount, whatever word follows it. */
const MONEY = "(?!\\s*(?:đồng(?!\\s*ý)|đ(?![\\p{L}])|vnđ|vnd|triệu|tỷ|tỉ|%))";
const ALONE = "(?<![\\p{L}\\d./-])";

/** Most telling first: a span that overlaps an earlier one is dropped. `value` is the part that is masked. */
const PATTERNS: readonly { kind: PiiKind; shape: RegExp }[] = [
  { kind: "email", shape: /(?<value>[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+)/giu },
  { kind: "bank", shape: /(?:stk|số tk|số tài khoản|tài khoản(?: số)?)\s*:?\s*(?<value>\d(?:[ .-]?\d){5,18})/giu },
  { kind: "id-card", shape: new RegExp(`${ALONE}(?<value>0\\d{2}(?:[ .]?\\d{3}){3})(?!\\d)`, "giu") },
  { kind: "id-card", shape: /(?:cmnd|cmt|cccd|căn cước|chứng minh)[^\d]{0,20}(?<value>\d(?:[ .]?\d){8,11})(?!\d)/giu },
  { kind: "phone", shape: new RegExp(`${ALONE}(?<value>(?:\\+84|0)(?:[ .-]?\\d){9,10})(?!\\d)`, "giu") },
  { kind: "phone", shape: new RegExp(`${ALONE}(?<value>84(?:[ .-]?\\d){9,10})(?!\\d)${MONEY}`, "giu") },
  {
    kind: "plate",
    shape: /(?<![\p{L}\d])(?<value>\d{2}[A-HK-NPR-VX-Z][A-Z\d]?[ -]?(?:\d{3}\.\d{2}|\d{4,5}))(?![\p{L}\d/])/gu,
  },
  { kind: "house", shape: /(?<value>(?:số nhà|nhà số)\s*\d+[a-z]?(?:\/\d+)*)/giu },
  {
    kind: "house",
    shape: /(?<value>số\s*\d+[a-z]?(?:\/\d+)*)(?=,?\s*(?:ngõ|ngách|hẻm|kiệt|đường|phố|thôn|xóm|ấp|tổ|khu|bản|buôn))/giu,
  },
];

/** Every place of personal data, in order, without overlaps. */
export function findPii(text: string): PiiSpan[] {
  const found: PiiSpan[] = [];
  for (const { kind, shape } of PATTERNS)
    for (const match of text.matchAll(shape)) {
      const value = match.groups?.["value"] ?? "";
      const from = match.index + match[0].lastIndexOf(value);
      const to = from + value.length;
      if (!found.some((span) => from < span.to && to > span.from)) found.push({ kind, from, to });
    }
  return found.toSorted((a, b) => a.from - b.from);
}

/** The text with each place replaced by what stood there, in brackets. */
export function maskPii(text: string): string {
  let masked = "";
  let at = 0;
  for (const span of findPii(text)) {
    masked += `${text.slice(at, span.from)}[đã che ${PII_NAMES[span.kind]}]`;
    at = span.to;
  }
  return masked + text.slice(at);
}
