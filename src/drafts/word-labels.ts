import { figureOf, leadingOrdinal } from "./ordinals.ts";
import { type PartLabel, RANK } from "./part-label.ts";
import type { PositionKind } from "./position.ts";

/** Labels that name their kind: "Phần thứ hai", "CHƯƠNG IV", "Điều 3 (sửa đổi).", "Phụ lục II". */

/** After the number: dress, the end, or a title that begins with a capital; anything else goes on in a sentence. */
const DRESS = /^(?:\s*[.:)/](?!\d)|\s*[-–—](?=\s*\p{L}|\s*$))/u;
/** "Điều 3 (sửa đổi).", "Điều 4 [mới]": what an amended draft says about a part, no title of it. */
const STATE = /^\s*[([](?:được\s|đã\s)?(?:sửa|mới|bổ sung|thay|bãi|bỏ|cũ|giữ)(?!\p{L})[^()[\]]{0,40}[)\]]/iu;
/** "Điều 3 Luật Đất đai", "Chương II Nghị định này", "Điều 3 Hương ước này": a reference, no heading. */
const REFERS =
  /^\s+(?:(?:Bộ luật|Luật|Nghị|Thông tư|Quyết định|Hiến pháp|Pháp lệnh|Quy|Điều|Khoản|Hướng dẫn|Kế hoạch|Chỉ thị|Kết luận|Chương trình)(?!\p{L})|\p{Lu}\p{L}*(?:\s+\p{L}+){1,2}\s+này(?!\p{L}))/u;
const startsTitle = (rest: string): boolean => /^\s+["“«(]?\p{Lu}/u.test(rest) && !REFERS.test(rest);

/** "Điều" also as "ĐIỀU" or "ĐIều"; a small first letter stands within a sentence. */
const anyCase = (name: string): string =>
  [...name]
    .map((letter, n) => (letter === " " ? "\\s+" : n === 0 ? letter : `[${letter}${letter.toUpperCase()}]`))
    .join("");

interface Word {
  name: RegExp;
  kind: PositionKind;
  rank: number;
  /** a number in figures or letters, as it stands after the name */
  given: RegExp;
  number(given: string): string;
  /** whether "hai", "thứ hai" may be its number: with "thứ" alone, or without it as well */
  ordinal: "thứ" | "any";
  /** whether "Khoản 2 Được…" without a dot may stand: only names that open a title of their own */
  bare: boolean;
}

const word = (name: string, rest: Omit<Word, "name" | "given"> & { given: string }): Word => ({
  ...rest,
  name: new RegExp(`^${anyCase(name)}`, "u"),
  given: new RegExp(`^(?:\\s+(?:[Tt][hH][ứỨ]\\s+)?|(?=\\d))(${rest.given})(?![\\p{L}\\d])`, "u"),
});
const FIGURE = "\\d{1,3}[a-zđ]?";
const ROMAN = "[IVXLCDM]+[a-zđA-ZĐ]?";
const LETTER = "[A-ZĐ]";

const WORDS: readonly Word[] = [
  word("Phần", {
    kind: "phan",
    rank: RANK.part,
    given: `${FIGURE}|${ROMAN}|${LETTER}`,
    number: (n) => figureOf(n) || (/^[A-ZĐ]$/.test(n) ? n : ""),
    ordinal: "any",
    bare: true,
  }),
  word("Chương", {
    kind: "chuong",
    rank: RANK.chapter,
    given: `${FIGURE}|${ROMAN}`,
    number: figureOf,
    ordinal: "any",
    bare: true,
  }),
  word("Tiểu mục", {
    kind: "muc",
    rank: RANK.subsection,
    given: `${FIGURE}|${ROMAN}|${LETTER}`,
    number: (n) => figureOf(n) || n,
    ordinal: "thứ",
    bare: true,
  }),
  word("Mục", {
    kind: "muc",
    rank: RANK.section,
    given: `${FIGURE}|${ROMAN}|${LETTER}`,
    number: (n) => figureOf(n) || n,
    ordinal: "thứ",
    bare: true,
  }),
  word("Điều", {
    kind: "dieu",
    rank: RANK.article,
    given: `${FIGURE}|[IVX]{1,7}`,
    number: figureOf,
    ordinal: "thứ",
    bare: true,
  }),
  word("Khoản", {
    kind: "khoan",
    rank: RANK.clause,
    given: FIGURE,
    number: figureOf,
    ordinal: "thứ",
    bare: false,
  }),
  word("Điểm", {
    kind: "diem",
    rank: RANK.point,
    given: "[a-zđ]\\d?",
    number: (n) => n,
    ordinal: "thứ",
    bare: false,
  }),
];

interface Numbered {
  number: string;
  /** as it stands, the blank before it with it */
  printed: string;
  /** in words: a title must be parted from it by a sign */
  words: boolean;
}

function numberAfter(one: Word, rest: string): Numbered | undefined {
  const given = one.given.exec(rest);
  const number = given ? one.number(given[1] ?? "") : "";
  if (given && number !== "") return { number, printed: given[0], words: false };
  const lead = /^\s+(?:([Tt][hH][ứỨ])\s+)?/u.exec(rest);
  if (!lead || (one.ordinal === "thứ" && lead[1] === undefined)) return undefined;
  const ordinal = leadingOrdinal(rest.slice(lead[0].length));
  return ordinal && { number: ordinal.number, printed: `${lead[0]}${ordinal.words}`, words: one.ordinal === "thứ" };
}

export function wordLabel(text: string): PartLabel | undefined {
  for (const one of WORDS) {
    const name = one.name.exec(text)?.[0];
    const numbered = name === undefined ? undefined : numberAfter(one, text.slice(name.length));
    if (name === undefined || !numbered) continue;
    const head = `${name}${numbered.printed}`;
    const state = STATE.exec(text.slice(head.length))?.[0] ?? "";
    const rest = text.slice(head.length + state.length);
    const dress = DRESS.exec(rest)?.[0] ?? "";
    if (dress === "" && rest.trim() !== "" && (numbered.words || !one.bare || !startsTitle(rest))) continue;
    const number = one.rank === RANK.subsection ? `T${numbered.number}` : numbered.number;
    return { kind: one.kind, number, printed: `${head}${state}${dress}`, rank: one.rank };
  }
  return undefined;
}

const ANNEX = new RegExp(
  `^${anyCase("Phụ lục")}(?:\\s+(?:[sS][ốỐ]\\s+)?((?:[IVXLCDM]+|\\d{1,3}|[A-ZĐ])(?:\\.\\d{1,2}|-[A-ZĐ]|-\\d{1,2}|[A-Za-z])?)(?![\\p{L}\\d]))?`,
  "u",
);

/** "PHỤ LỤC", "Phụ lục II", "Phụ lục 1: Danh mục", "Phụ lục I-A"; a sentence as "Phụ lục này gồm…" opens none. */
export function annexLabel(text: string): PartLabel | undefined {
  const match = ANNEX.exec(text);
  if (!match) return undefined;
  const rest = text.slice(match[0].length);
  const dress = DRESS.exec(rest)?.[0] ?? "";
  const named = /^\s*(?:ban hành\s+)?kèm theo/iu.test(rest) && !/[.;:]$/.test(text) && text.split(/\s+/).length <= 16;
  const opens = dress !== "" || rest.trim() === "" || startsTitle(rest) || named || /^\s*[([]/.test(rest);
  if (!opens || /^\p{L}/u.test(rest)) return undefined;
  const given = match[1] ?? "";
  const number = /^\d+$|^[IVXLCDM]+$/.test(given) ? figureOf(given) || given : given;
  return { kind: "phu-luc", number, printed: `${match[0]}${dress}`, rank: RANK.annex };
}
