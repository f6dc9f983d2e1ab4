import { z } from "zod";
import { fold, nfc } from "../kernel/vietnamese.ts";
import { KINDS } from "./kinds.ts";

/** Columns of a list of units, in any order, by the name the list gives them; a line names them, this one or in Vietnamese. */
const COLUMNS = {
  code: ["ma", "ma don vi"],
  name: ["ten", "ten don vi"],
  office: ["co quan", "ten co quan"],
  kind: ["loai", "loai don vi"],
  province: ["tinh", "tinh thanh pho"],
  parent: ["cap tren", "ma cap tren", "don vi cap tren"],
  from: ["tu ngay", "hieu luc tu"],
  to: ["den ngay", "hieu luc den"],
  population: ["dan so"],
  households: ["so ho"],
  hamlets: ["so thon"],
} as const;
export type Column = keyof typeof COLUMNS;
export const COLUMN_NAMES = Object.keys(COLUMNS) as Column[];

/** The column a heading names, whatever its case and marks; undefined for one we do not read. */
export function columnOf(heading: string): Column | undefined {
  const plain = fold(heading);
  return COLUMN_NAMES.find((name) => name === plain || COLUMNS[name].some((other) => other === plain));
}

/** What is wrong with one cell: for officials, and for operators. */
export interface Fault {
  vi: string;
  en: string;
}

const kindIn = (text: string): string | undefined =>
  KINDS.find(({ key, plain }) => key === text.toLowerCase() || plain === fold(text))?.key;

/**
 * A whole number as people and Excel write it: 12000, and in groups of three 12.000, 12,000, 12 000. "12,5" is none, and
 * "12.00" could be two things.
 */
export function wholeNumber(text: string): number | undefined {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  const grouped = /^[1-9]\d{0,2}(?:([.,' \u00a0\u202f])\d{3})(?:\1\d{3}){0,2}$/.exec(text);
  return grouped ? Number(text.replace(/\D/g, "")) : undefined;
}

/** A day that exists, as 2025-07-01 or the Vietnamese way round (1/7/2025): the moment it begins in Vietnam. */
export function dayOf(text: string): Date | undefined {
  const [, y1, m1, d1, d2, m2, y2] =
    /^(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}))$/.exec(text) ?? [];
  const [year, month, day] = [y1 ?? y2, m1 ?? m2, d1 ?? d2].map(Number);
  if (!year || !month || !day || year < 1900 || year > 2200) return undefined;
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? new Date(at.getTime() - 7 * 3_600_000) : undefined;
}

/** A refusal in both languages, carried through the schema's one message. */
const say = (vi: string, en: string): { error: string } => ({ error: JSON.stringify({ vi, en } satisfies Fault) });
export const faultIn = (message: string): Fault => {
  const read = message.startsWith("{") ? (JSON.parse(message) as Fault) : undefined;
  return read ?? { vi: "không đúng", en: message };
};

const count = (most: number) =>
  z
    .string()
    .transform((text) => (text === "" ? 0 : (wholeNumber(text) ?? Number.NaN)))
    .refine(
      (n) => n >= 0 && n <= most,
      say(
        `cần là số nguyên từ 0 đến ${most}, như 12000 hoặc 12.000`,
        `a whole number up to ${most}, as 12000 or 12.000`,
      ),
    );
/** What a program leaves of letters its code has none of, or reads by another's. */
const LOST = /[?\ufffd]|[\u00c3-\u00c6][\u0080-\u00bf\u0192\u2018]|\u00e1[\u00ba\u00bb]/;
const words = z
  .string()
  .transform(nfc)
  .refine((text) => text.length >= 2 && text.length <= 120, say("cần từ 2 đến 120 chữ", "2 to 120 letters"))
  .refine(
    (text) => !LOST.test(text),
    say(
      "có dấu ? hoặc chữ lạ ở chỗ chữ bị mất khi lưu tệp; trong Excel chọn Lưu thành CSV UTF-8",
      "letters were lost when the file was saved; save it as CSV UTF-8",
    ),
  )
  .refine(
    (text) => !/[\u0000-\u001f\u007f-\u009f]/.test(text),
    say("có xuống dòng hoặc ký tự lạ", "a line break or control character"),
  );
const day = (text: string, ctx: z.RefinementCtx<string>): Date => {
  const read = dayOf(text);
  if (!read)
    ctx.addIssue({
      code: "custom",
      input: text,
      message: say(
        text === "" ? "cần có ngày" : "không phải ngày có thật; ghi như 2025-07-01 hoặc 01/7/2025",
        text === "" ? "a date is needed" : "no date that exists; write 2025-07-01 or 01/7/2025",
      ).error,
    });
  return read ?? new Date(0);
};

const KIND_KEYS = KINDS.map(({ key }) => key).join(", ");
export const rowSchema = z.object({
  code: z
    .string()
    .regex(
      /^[a-z0-9-]{2,40}$/,
      say("gồm 2 đến 40 chữ thường không dấu, số, gạch nối, như sao-mai", "2 to 40 small letters, digits, hyphens"),
    ),
  name: words,
  office: words,
  kind: z.string().transform((text, ctx): string => {
    const kind = kindIn(text);
    const { error } = say(`là một trong ${KIND_KEYS} (Sở, Xã, Phường, Đặc khu, Huyện)`, `one of ${KIND_KEYS}`);
    if (!kind) ctx.addIssue({ code: "custom", input: text, message: error });
    return kind ?? "commune";
  }),
  province: z
    .string()
    .transform(nfc)
    .refine(
      (text) => text.length <= 120 && !LOST.test(text),
      say("có chữ bị mất hoặc quá dài", "lost letters, or too long"),
    ),
  parent: z.string(),
  from: z.string().transform(day),
  to: z.string().transform((text, ctx) => (text === "" ? null : day(text, ctx))),
  population: count(200_000_000),
  households: count(200_000_000),
  hamlets: count(100_000),
});
export type UnitRow = z.infer<typeof rowSchema>;
export type ReadRow = UnitRow & { line: number };
/** What a row says, without where it stood. */
export function withoutLine<Row extends { line: number }>(row: Row): Omit<Row, "line"> {
  const { line: _line, ...said } = row;
  return said;
}
