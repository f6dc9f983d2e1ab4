import { type PartLabel, RANK } from "./part-label.ts";
import { fromRoman } from "./roman.ts";

/** Labels that are a number alone: "1.", "1.1-", "IV.", "a)", "ii)", "A.1". */

const PIECE = "(?:\\d{1,3}[a-zđ]?|[a-zđ]\\d{1,2}|[IVXLCDM]{1,8}|[A-ZĐ]|[ivx]{2,6}|[a-zđ]{1,2})(?![\\p{L}\\d])";
const NUMBER = new RegExp(`^${PIECE}(?:\\.${PIECE})*`, "u");
/** Units that follow "1.5": such a number counts something and labels nothing. */
const UNIT =
  /^\s+(?:triệu|tỷ|tỉ|nghìn|ngàn|trăm|km|ha|m|m2|m3|kg|tấn|tạ|lần|điểm|giờ|phút|mét|người|hộ|đồng|độ)(?!\p{L})/u;

/** "1", and "1a" of a clause put in later. */
const FIGURE = /^\d+[a-zđ]?$/;

/** Roman single letters; C, D, L and M stand in a row of capitals far more often than for 100 to 1,000. */
const isRoman = (piece: string): boolean => fromRoman(piece) > 0 && /^[IVXLCDM]{2,}$|^[IVX]$/.test(piece);

/** The sign after a number that makes it a label: ".", ")", "/", ":", "-"; undefined when there is none. */
function dressOf(pieces: readonly string[], rest: string): string | undefined {
  const figures = pieces.every((piece) => FIGURE.test(piece));
  // "1/- Mục tiêu", "I.- Tình hình", "1). Nội dung", "I-/ Kết quả"
  const double = /^(?:\.\)|\)\.|[.)/:][-–—]|[-–—]\/)(?=\s|$|\p{L})/u.exec(rest)?.[0];
  if (double) return double;
  const tight = /^[.)/:](?=\s|$)|^\s[.)](?=\s+["“(]?\p{Lu})/u.exec(rest)?.[0];
  if (tight) return tight;
  if (opensWord(pieces, figures, rest)) return rest.charAt(0);
  // "a, Nội dung", as many type it by hand
  if (/^[a-zđ]$/.test(pieces.join(".")) && /^,\s*["“(]?\p{Lu}\p{Ll}/u.test(rest)) return ",";
  const dash = /^[-–—](?=\s*\p{L})|^\s+[-–—](?=\s*["“(]?\p{Lu})/u.exec(rest)?.[0];
  if (dash) return dash;
  if (pieces.length > 1 && figures && /^\s+["“(]?\p{L}/u.test(rest) && !UNIT.test(rest)) return "";
  // "I.1 Mục tiêu", "A.1 Nội dung"
  if (/^[IVXA-HĐ]+(?:\.\d{1,2})+$/u.test(pieces.join(".")) && /^\s+["“(]?\p{Lu}/u.test(rest)) return "";
  return undefined;
}

/** No blank behind the sign: "1.Mục tiêu", "2/Nội dung", "a)nội dung", "I.MỤC TIÊU", "a.Nội dung"; not "N.V.A", "A/B", "P.CHỦ TỊCH". */
function opensWord(pieces: readonly string[], figures: boolean, rest: string): boolean {
  const sign = /^[.)/](?=["“(]?\p{L})/u.exec(rest)?.[0];
  const [first = ""] = pieces;
  if (!sign) return false;
  if (sign === ")" || figures) return true;
  if (sign === "/") return /^[a-zđ]$/.test(first);
  if (pieces.length > 1) return FIGURE.test(pieces.at(-1) ?? "") && /^.\p{Lu}/u.test(rest);
  if (/^[a-zđ]$/.test(first)) return /^.\p{Lu}\p{Ll}/u.test(rest);
  if (isRoman(first)) return /^.\p{Lu}\p{L}/u.test(rest);
  return /^[A-HĐ]$/.test(first) && /^.\p{Lu}{2}/u.test(rest);
}

export function numberLabel(text: string): PartLabel | undefined {
  const number = NUMBER.exec(text)?.[0];
  if (!number) return undefined;
  const pieces = number.split(".");
  const dress = dressOf(pieces, text.slice(number.length));
  if (dress === undefined) return undefined;
  const place = placeOf(pieces);
  return place && { ...place, printed: `${number}${dress}` };
}

/** Kind and rank of a number by its pieces: "1.2", "I", "A", "a", "ii", "I.1", "a.1"; undefined for what is none. */
export function placeOf(pieces: readonly string[]): Omit<PartLabel, "printed"> | undefined {
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
