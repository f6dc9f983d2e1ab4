import { rowOf } from "../../kernel/table.ts";
import { NUMBER, sayNumber } from "./say-number.ts";
import type { Rule, Spot } from "./spot.ts";
import { sayUnit } from "./quantities.ts";
import { UNIT_PATTERN } from "./units.ts";

/** A sign with a meaning of its own before a number. */
const BEFORE_NUMBER: Readonly<Record<string, string>> = {
  "≥": "lớn hơn hoặc bằng",
  "≤": "nhỏ hơn hoặc bằng",
  ">": "lớn hơn",
  "<": "nhỏ hơn",
  "±": "cộng trừ",
  "~": "khoảng",
  "≈": "khoảng",
  "=": "bằng",
  "+": "cộng",
  "§": "mục",
  "¶": "đoạn",
};

/** Arrows, what is forbidden, sums and squared letters: left out, the sentence would say something else. */
const SAYS_SOMETHING =
  /[\u2194-\u21aa\u2934\u2935\u2b05-\u2b07\u2795-\u2797\u27a1\u2716\u274c\u274e⛔🚫🚭🚯🚱🚳🚷📵🔞🔟💯🔙-🔝🔺🔻🔼🔽📈📉👍👎\u{1F170}-\u{1F19A}]\uFE0F?/uy;

const WEEKDAY = "(?:thứ (?:[2-7]|hai|ba|tư|năm|sáu|bảy)|chủ nhật)(?![\\p{L}\\p{N}])";
const FROM_WEEKDAY = new RegExp(`(?:^|[^\\p{L}])${WEEKDAY}$`, "iu");
const TO_WEEKDAY = new RegExp(`^\\s+${WEEKDAY}`, "iu");
/** The same word before two numbers: "tháng 3 - tháng 5" is a stretch, "thôn 1 - thôn 5" may be a match. */
const STRETCH = /^(?:tháng|ngày|năm|điều|khoản|trang|quý|tuần|chương|tuổi|mùng)$/iu;
const RIVALS = /^(?:thôn|tổ|lớp|đội|khối|khu|xóm|ấp|đơn vị|phường|quận|nhóm|bảng|cụm)$/iu;

/** A dash with spaces: a pause, or "đến". */
function sayDash([whole]: RegExpExecArray, spot: Spot) {
  const rest = spot.text.slice(spot.at + whole.length);
  if (spot.after(FROM_WEEKDAY) && TO_WEEKDAY.test(rest)) return " đến";
  const [, left = "", a] = /([\p{L}\p{M}]+) (\d+)$/u.exec(spot.before) ?? [];
  const [, right = "", b] = /^\s+([\p{L}\p{M}]+) (\d+)/u.exec(rest) ?? [];
  if (left === "" || left.toLowerCase() !== right.toLowerCase() || Number(a) >= Number(b)) return ",";
  if (STRETCH.test(left)) return " đến";
  return RIVALS.test(left) ? { ask: "từ đến, hay hai bên", choices: ["đến", "và"] } : ",";
}

const sticky = (name: string, pattern: RegExp, say: Rule["say"]): Rule => ({ name, pattern, say });

export const BEFORE_QUANTITIES: readonly Rule[] = [
  sticky(
    "a product",
    new RegExp(
      `(${NUMBER})\\s?(${UNIT_PATTERN})?\\s?[x×]\\s?(${NUMBER})(?:\\s?(${UNIT_PATTERN}))?(?![\\p{L}\\p{N}/]|[.,]\\p{N}|\\s?[x×]\\s?\\d)`,
      "uy",
    ),
    ([, a = "", unitA, b = "", unitB]) => {
      const [first, second] = [sayNumber(a), sayNumber(b)];
      return (
        first && second && `${first}${sayUnit(unitA, undefined) ?? ""} nhân ${second}${sayUnit(unitB, undefined) ?? ""}`
      );
    },
  ),
];

export const SYMBOLS: readonly Rule[] = [
  // a line's dash or dot is a mark of a list, said by nobody
  sticky("a mark of a list", /[-–—•●▪◦·*+✓►➢☐→](?=\s)/uy, (_match, spot) =>
    /^\s*$/.test(spot.before) ? "" : undefined,
  ),
  sticky("a sign before a number", /[≥≤><±~≈=+§¶]\s?(?=\d)/uy, ([sign], { before }) =>
    sign.trim() === "+" && !/\d\s?$/.test(before) ? undefined : `${rowOf(BEFORE_NUMBER, sign.trim()) ?? ""} `,
  ),
  sticky("and", /&(?=\s)/uy, (_match, { before }) => (/\s$/.test(before) ? "và" : undefined)),
  sticky("equals", /=(?=\s)/uy, (_match, { before }) => (/\s$/.test(before) ? "bằng" : undefined)),
  sticky("a dash between words", /[ \t]+[-–—]+(?=[ \t])/uy, (match, spot) =>
    spot.before.trim() === "" ? undefined : sayDash(match, spot),
  ),
  sticky("a dash inside a word", /[-‑](?=\p{L})/uy, (_match, { before }) => (/\p{L}$/u.test(before) ? " " : undefined)),
  sticky("a dash between names", /[–—](?=\p{L})/uy, (_match, { before }) =>
    /\p{L}$/u.test(before) ? ", " : undefined,
  ),
  sticky("a full stop without a space", /[.!?;:](?=\p{L})/uy, ([sign]) => `${sign} `),
  // "32\"": inches, seconds, or the end of what was quoted
  sticky("a double stroke", /["″]/uy, (_match, { before }) =>
    /\d\s?$/.test(before) && (before.match(/"/g)?.length ?? 0) % 2 === 0
      ? { ask: "dấu này là inch, giây hay ngoặc kép", choices: ["inh", "giây"] }
      : undefined,
  ),
  sticky("a picture that says something", SAYS_SOMETHING, () => ({ ask: "hình này đọc thế nào, hay bỏ đi" })),
  sticky(
    "pictures",
    /\p{Extended_Pictographic}[\uFE0F\u200D\p{Extended_Pictographic}\u{1F3FB}-\u{1F3FF}]*|[\u200b\ufeff\u00ad]/uy,
    () => "",
  ),
  sticky("a comma without a space", /,(?=\p{L})/uy, () => ", "),
  sticky("punctuation", /[.,;:!?…()[\]{}"“”‘’'«»]+/uy, ([signs]) => signs),
];
