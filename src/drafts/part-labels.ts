import { fold } from "../kernel/vietnamese.ts";
import type { PositionKind } from "./position.ts";
import { fromRoman } from "./roman.ts";

/** What a paragraph's first words say about its place. */
export interface PartLabel {
  kind: PositionKind;
  /** the number without its dress: "3", "2.1", "a", "CT3", "R4" for a Roman one; "" for a bullet or an annex alone */
  number: string;
  /** as it stands on the page: "Điều 3 -", "1.1.", "a)", "I-" */
  printed: string;
  /** what holds what: a part of a larger rank stands within the nearest one of a smaller rank */
  rank: number;
}

/** An annex, a part → a chapter → "A." → "Mục", "I." → an article → "1.", "1.1." → "a)" → "ii)" → a figure to reach. */
export const RANK = {
  annex: -0.5,
  part: 0,
  chapter: 1,
  capital: 1.5,
  section: 2,
  subsection: 2.5,
  article: 3,
  clause: 4,
  point: 7,
  underPoint: 7.2,
  smallRoman: 7.5,
  target: 8,
  plain: 9,
} as const;

const ORDINALS = ["nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"];
function wordNumber(word: string): string {
  const folded = fold(word);
  const ordinal = ORDINALS.indexOf(folded);
  if (ordinal >= 0) return String(ordinal + 1);
  if (folded === "mot") return "1";
  // "Phần C" follows "Phần B": such a letter is no hundred
  if (/^[CDLM]$/.test(word)) return "";
  return /^\d{1,3}$/.test(folded) ? String(Number(folded)) : String(fromRoman(word) || "");
}

/** After "Điều 3": dress, the end, or a title that begins with a capital; anything else goes on in a sentence. */
const DRESS = /^(?:\s*[.:)/](?!\d)|\s*[-–—](?=\s*\p{L}|\s*$))/u;
/** "Điều 3 Luật Đất đai", "Chương II Nghị định này": a reference, no heading. */
const REFERS =
  /^\s+(?:Bộ luật|Luật|Nghị|Thông tư|Quyết định|Hiến pháp|Pháp lệnh|Quy|Điều|Khoản|Hướng dẫn|Kế hoạch|Chỉ thị|Kết luận|Chương trình)(?!\p{L})/u;
const startsTitle = (rest: string): boolean => /^\s+["“«(]?\p{Lu}/u.test(rest) && !REFERS.test(rest);

interface Word {
  name: RegExp;
  kind: PositionKind;
  rank: number;
  number(given: string): string;
  /** whether "Khoản 2 Được…" without a dot may stand: only names that open a title of their own */
  bare: boolean;
}
const WORDS: readonly Word[] = [
  {
    name: /^(?:Phần|PHẦN)\s+(?:(?:thứ|THỨ|Thứ)\s+)?([\p{L}\d]+)/u,
    kind: "phan",
    rank: RANK.part,
    number: (n) => wordNumber(n) || (/^[A-ZĐ]$/.test(n) ? n : ""),
    bare: true,
  },
  {
    name: /^(?:Chương|CHƯƠNG)\s+(?:(?:thứ|THỨ|Thứ)\s+)?([\p{L}\d]+)/u,
    kind: "chuong",
    rank: RANK.chapter,
    number: wordNumber,
    bare: true,
  },
  {
    name: /^(?:Tiểu mục|TIỂU MỤC)\s+([IVXLCDM]+|\d{1,3}|[A-ZĐ])(?![\p{L}\d])/u,
    kind: "muc",
    rank: RANK.subsection,
    number: (n) => `T${wordNumber(n) || n}`,
    bare: true,
  },
  {
    name: /^(?:Mục|MỤC)\s+([IVXLCDM]+|\d{1,3}|[A-ZĐ])(?![\p{L}\d])/u,
    kind: "muc",
    rank: RANK.section,
    number: (n) => wordNumber(n) || n,
    bare: true,
  },
  {
    name: /^(?:Điều|ĐIỀU)\s+(\d{1,3}[a-zđ]?)(?![\p{L}\d])/u,
    kind: "dieu",
    rank: RANK.article,
    number: (n) => n.replace(/^0+(?=\d)/, ""),
    bare: true,
  },
  {
    name: /^(?:Khoản|KHOẢN)\s+(\d{1,3})(?![\p{L}\d])/u,
    kind: "khoan",
    rank: RANK.clause,
    number: (n) => String(Number(n)),
    bare: false,
  },
  {
    name: /^(?:Điểm|ĐIỂM)\s+([a-zđ])(?![\p{L}\d])/u,
    kind: "diem",
    rank: RANK.point,
    number: (n) => n,
    bare: false,
  },
];

function wordLabel(text: string): PartLabel | undefined {
  for (const word of WORDS) {
    const match = word.name.exec(text);
    const number = match ? word.number(match[1] ?? "") : "";
    if (!match || number === "" || number === "T") continue;
    const rest = text.slice(match[0].length);
    const dress = DRESS.exec(rest)?.[0] ?? "";
    if (dress === "" && rest.trim() !== "" && !(word.bare && startsTitle(rest))) continue;
    return { kind: word.kind, number, printed: `${match[0]}${dress}`, rank: word.rank };
  }
  return undefined;
}

/** "PHỤ LỤC", "Phụ lục II", "Phụ lục 1: Danh mục"; a sentence as "Phụ lục này gồm…" opens none. */
function annexLabel(text: string): PartLabel | undefined {
  const match =
    /^(?:Phụ lục|PHỤ LỤC)(?:\s+(?:(?:số|SỐ)\s+)?((?:[IVXLCDM]+|\d{1,3}|[A-ZĐ])(?:\.\d{1,2}|[A-Za-z])?)(?![\p{L}\d]))?/u.exec(
      text,
    );
  if (!match) return undefined;
  const rest = text.slice(match[0].length);
  const dress = DRESS.exec(rest)?.[0] ?? "";
  const named = /^\s*(?:ban hành\s+)?kèm theo/iu.test(rest) && !/[.;:]$/.test(text) && text.split(/\s+/).length <= 16;
  const opens = dress !== "" || rest.trim() === "" || startsTitle(rest) || named || /^\s*[([]/.test(rest);
  if (!opens || /^\p{L}/u.test(rest)) return undefined;
  const number = match[1] ? wordNumber(match[1]) || match[1] : "";
  return { kind: "phu-luc", number, printed: `${match[0]}${dress}`, rank: RANK.annex };
}

const PIECE = "(?:\\d{1,3}[a-zđ]?|[a-zđ]\\d{1,2}|[IVXLCDM]{1,8}|[A-ZĐ]|[ivx]{2,6}|[a-zđ]{1,2})";
const NUMBER = new RegExp(`^${PIECE}(?:\\.${PIECE})*`, "u");
/** Units that follow "1.5": such a number counts something and labels nothing. */
const UNIT =
  /^\s+(?:triệu|tỷ|tỉ|nghìn|ngàn|trăm|km|ha|m|m2|m3|kg|tấn|tạ|lần|điểm|giờ|phút|mét|người|hộ|đồng|độ)(?!\p{L})/u;

/** "1", and "1a" of a clause put in later. */
const FIGURE = /^\d+[a-zđ]?$/;

/** The sign after a number that makes it a label: ".", ")", "/", ":", "-"; undefined when there is none. */
function dressOf(pieces: readonly string[], rest: string): string | undefined {
  const figures = pieces.every((piece) => FIGURE.test(piece));
  // "1/- Mục tiêu", "I.- Tình hình", "1). Nội dung", "I-/ Kết quả"
  const double = /^(?:\.\)|\)\.|[.)/:][-–—]|[-–—]\/)(?=\s|$|\p{L})/u.exec(rest)?.[0];
  if (double) return double;
  const tight = /^[.)/:](?=\s|$)|^\s[.)](?=\s+["“(]?\p{Lu})/u.exec(rest)?.[0];
  if (tight) return tight;
  // "1.Mục tiêu", "2/Nội dung", "a)nội dung"; not "N.V.A", "A/B"
  const joined = /^[.)/](?=\p{L})/u.exec(rest)?.[0];
  if (joined && (joined === ")" || figures || (joined === "/" && /^[a-zđ]$/.test(pieces[0] ?? "")))) return joined;
  const dash = /^[-–—](?=\s*\p{L})|^\s+[-–—](?=\s*["“(]?\p{Lu})/u.exec(rest)?.[0];
  if (dash) return dash;
  if (pieces.length > 1 && figures && /^\s+["“(]?\p{L}/u.test(rest) && !UNIT.test(rest)) return "";
  // "I.1 Mục tiêu", "A.1 Nội dung"
  if (/^[IVXA-HĐ]+(?:\.\d{1,2})+$/u.test(pieces.join(".")) && /^\s+["“(]?\p{Lu}/u.test(rest)) return "";
  return undefined;
}

function numberLabel(text: string): PartLabel | undefined {
  const number = NUMBER.exec(text)?.[0];
  if (!number) return undefined;
  const pieces = number.split(".");
  const dress = dressOf(pieces, text.slice(number.length));
  if (dress === undefined) return undefined;
  const place = placeOf(pieces);
  return place && { ...place, printed: `${number}${dress}` };
}

/** Roman single letters; C, D, L and M stand in a row of capitals far more often than for 100 to 1,000. */
const isRoman = (piece: string): boolean => fromRoman(piece) > 0 && /^[IVXLCDM]{2,}$|^[IVX]$/.test(piece);

/** Kind and rank of a number by its pieces: "1.2", "I", "A", "a", "ii", "I.1", "a.1"; undefined for what is none. */
function placeOf(pieces: readonly string[]): Omit<PartLabel, "printed"> | undefined {
  const [first = ""] = pieces;
  const last = pieces.at(-1) ?? "";
  const figures = pieces.filter((piece) => FIGURE.test(piece)).length;
  if (/^[a-zđ]\d+$/.test(last)) return { kind: "diem", number: last, rank: RANK.underPoint };
  if (figures > 0 && FIGURE.test(last)) {
    const number = pieces.map((piece) => (/^\d+$/.test(piece) ? String(Number(piece)) : piece)).join(".");
    if (/^[a-zđ]/.test(first)) return { kind: "diem", number, rank: RANK.underPoint };
    return { kind: "khoan", number, rank: RANK.clause + Math.min(2.5, figures - 1) };
  }
  if (figures > 0) return /^([a-zđ])\1?$/.test(last) ? { kind: "diem", number: last, rank: RANK.point } : undefined;
  if (pieces.length > 1)
    return pieces.length === 2 && /^[A-ZĐ]$/.test(first) && isRoman(last)
      ? { kind: "muc", number: `R${fromRoman(last)}`, rank: RANK.section }
      : undefined;
  if (isRoman(first)) return { kind: "muc", number: `R${fromRoman(first)}`, rank: RANK.section };
  if (/^[A-ZĐ]$/.test(first)) return { kind: "phan", number: first, rank: RANK.capital };
  if (/^[ivx]{2,}$/.test(first))
    return fromRoman(first) > 0 ? { kind: "diem", number: first, rank: RANK.smallRoman } : undefined;
  return /^([a-zđ])\1?$/.test(first) ? { kind: "diem", number: first, rank: RANK.point } : undefined;
}

/** Signs and "(1)" that label a paragraph without giving it a place of its own in the structure. */
const SIGN = /^(?:[-–—+*•●○▪■□◦▫➢➤✓✔❖·](?=\s|\p{L}|$)|\((?:\d{1,2}|[a-zđ]|[ivx]{2,5})\)(?=\s|\p{L}|$))/u;

/** Reads the label at the front of a paragraph (NĐ 30/2020 annex I part II, the Party's guide, what communes type); undefined for none. */
export function partLabel(text: string): PartLabel | undefined {
  const target = /^(CT\d+)(?=[\s.:–-]|$)/u.exec(text)?.[1];
  if (target) return { kind: "chi-tieu", number: target, printed: target, rank: RANK.target };
  const sign = SIGN.exec(text)?.[0];
  if (sign) return { kind: "doan", number: "", printed: sign, rank: RANK.plain };
  return wordLabel(text) ?? annexLabel(text) ?? numberLabel(text);
}

/** What an automatic number alone says: "1", "I", "a" need no dress when a list of the file made them. */
export function madeLabel(printed: string): PartLabel | undefined {
  const read = partLabel(printed) ?? partLabel(`${printed} Á`);
  if (read) return { ...read, printed };
  const bare = printed.replace(/^[(\s]+|[)\s.:/-]+$/g, "");
  const place = /^[\dA-Za-zĐđ.]{1,20}$/.test(bare) ? placeOf(bare.split(".")) : undefined;
  return place && { ...place, printed };
}

/** The words of a paragraph without the label before them: what stays when places are numbered anew. */
export function bareText(text: string, label = partLabel(text)?.printed ?? ""): string {
  if (label === "" || !text.startsWith(label)) return text.trim();
  return text
    .slice(label.length)
    .replace(/^[\s.:–-]+(?=\S)/u, "")
    .trim();
}
