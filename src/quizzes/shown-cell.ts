import { type Cell, type CellValue, formatValue } from "hucre";

/** The parts of a number format that stand for values: no quoted words, no colour, no escapes. */
const bare = (format: string): string => format.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*./gi, "");

const pad = (n: number): string => String(n).padStart(2, "0");

/** 01/7/2025: a 0 before days under 10 and before months 1 and 2 only. */
const officialDay = (at: Date): string => {
  const [day, month] = [at.getUTCDate(), at.getUTCMonth() + 1];
  return `${pad(day)}/${month <= 2 ? pad(month) : month}/${at.getUTCFullYear()}`;
};

/**
 * A day, a time or both. What is written day first is shown as it is; the other orders stand for the order of the
 * machine and are shown the way official papers write a day.
 */
function shownMoment(at: Date, format: string): string {
  const codes = bare(format).toLowerCase();
  const [hasDay, hasYear, hasTime] = [/d/.test(codes), /y/.test(codes), /[hs]/.test(codes)];
  if (!hasDay && !hasYear) return formatValue(at, format);
  if (!hasTime && /^d{1,2}[/.-]m{1,2}(?:[/.-]y{2,4})?$/.test(codes.trim())) return formatValue(at, format);
  const month = at.getUTCMonth() + 1;
  const day =
    hasDay && hasYear
      ? officialDay(at)
      : hasDay
        ? officialDay(at).replace(/\/\d+$/, "")
        : `${month}/${at.getUTCFullYear()}`;
  if (!hasDay && !/m/.test(codes)) return String(at.getUTCFullYear());
  const seconds = at.getUTCSeconds() > 0 ? `:${pad(at.getUTCSeconds())}` : "";
  return hasTime ? `${day} ${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}${seconds}` : day;
}

/** All digits, without what a machine's fractions add: 0.1 + 0.2 is 0,3. */
function shownNumber(n: number, format: string): string {
  if (format === "" || format === "@" || /^general$/i.test(format)) {
    const plain = Number(n.toPrecision(15));
    const text = plain.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 15 });
    return text.replace(".", ",");
  }
  // the signs between digits are the machine's; Excel in Vietnam has them the other way round
  const text = formatValue(n, format).replace(/\d[\d.,]*/g, (digits) =>
    digits.replace(/[.,]/g, (sign) => (sign === "." ? "," : ".")),
  );
  return text.replace(/(\d)%/g, "$1 %").trim();
}

/** A cell as somebody in Vietnam sees it. */
export function shownCell(value: CellValue, cell: Cell | undefined): string {
  const format = cell?.style?.numFmt ?? "";
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return shownMoment(value, format === "" ? "yyyy-mm-dd" : format);
  if (typeof value === "number") return shownNumber(value, format);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return value.trim();
}
