import { formatNumber } from "../kernel/dates.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { inOneLine } from "../reports/printable.ts";
import type { Field } from "./form.ts";

/** A number, words, or nothing yet. Decimals are kept in hundredths, so that sums come out to the last digit. */
export type Value = number | string | null;

/** More than all money of a province; above it a slip of the hand. */
const MOST = 1e13;
const MOST_TEXT = 5000;
const HUNDREDTHS = 100;

/** What was typed in a field. Dots part thousands, a comma the decimals, as they are written in Vietnam. */
export function readValue(
  { kind, options }: Pick<Field, "kind" | "options">,
  typed: string,
): Value | { fault: string } {
  const text = nfc(typed).trim();
  if (text === "") return null;
  if (kind === "text") {
    const words = text.split(/\r?\n/).map(inOneLine).join("\n").trim();
    return words.length > MOST_TEXT ? { fault: `Ghi nhiều nhất ${formatNumber(MOST_TEXT)} chữ` } : words || null;
  }
  if (kind === "yes-no") return text === "co" || text === "khong" ? text : { fault: "Chọn Có hoặc Không" };
  if (kind === "choice") return options.includes(text) ? text : { fault: `Chọn một trong: ${options.join(", ")}` };
  return readNumber(text.replace(/[\s\u00a0]/g, ""), kind === "decimal");
}

function readNumber(text: string, decimal: boolean): number | { fault: string } {
  const [, whole = "", part = ""] = /^(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?$/.exec(text) ?? [];
  if (whole === "")
    return { fault: decimal ? "Ghi số, phần lẻ sau dấu phẩy, ví dụ 12,5" : "Ghi số nguyên không âm, ví dụ 1.586" };
  if (part !== "" && (!decimal || part.length > 2))
    return { fault: decimal ? "Ghi nhiều nhất hai chữ số sau dấu phẩy" : "Ghi số nguyên, không có phần lẻ" };
  const n = Number(whole.replaceAll(".", ""));
  if (n > MOST) return { fault: `Số lớn quá, nhiều nhất ${formatNumber(MOST)}` };
  return decimal ? n * HUNDREDTHS + Number(part.padEnd(2, "0")) : n;
}

/** As it stands in its field. */
export function writtenValue({ kind }: Pick<Field, "kind">, value: Value): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (kind !== "decimal") return formatNumber(value);
  const part = String(value % HUNDREDTHS)
    .padStart(2, "0")
    .replace(/0+$/, "");
  return `${formatNumber(Math.floor(value / HUNDREDTHS))}${part === "" ? "" : `,${part}`}`;
}

/** As a person reads it on paper. */
export const shownValue = (field: Pick<Field, "kind">, value: Value): string => {
  if (value === null) return "–";
  if (field.kind === "yes-no") return value === "co" ? "Có" : "Không";
  return writtenValue(field, value);
};

/** As a file of figures holds it: a number is a number there. */
export const plainValue = ({ kind }: Pick<Field, "kind">, value: Value): Value =>
  kind === "decimal" && typeof value === "number" ? value / HUNDREDTHS : value;
