import { rowOf } from "../../kernel/table.ts";
import { ABBREVIATIONS, MANY } from "./abbreviations.ts";
import { FOREIGN } from "./foreign.ts";
import { sayLetters } from "./say-number.ts";
import { isSayable } from "./sayable.ts";
import { type Rule, rule, type Spot } from "./spot.ts";
import { perOf } from "./units.ts";

const allCaps = (word: string): boolean =>
  word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase();
const marked = (word: string): boolean => /[^\u0000-\u007f]/.test(word.normalize("NFC"));
const isCapsWord = (word: string): boolean =>
  allCaps(word) && isSayable(word) && rowOf(ABBREVIATIONS, word) === undefined;

/** Whether a word in capitals stands in a heading of such words: "VI PHẠM", not "VI". */
function inHeading(word: string, spot: Spot): boolean {
  if (!isSayable(word)) return false;
  const before = /([\p{L}\p{M}]+)[\s,]*$/u.exec(spot.before)?.[1] ?? "";
  const next = /^[\s,]*([\p{L}\p{M}]+)/u.exec(spot.text.slice(spot.at + word.length))?.[1] ?? "";
  return [before, next].some((one) => isCapsWord(one));
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
/** One pattern for a table: the longest first. */
export function patternOf(table: Iterable<string>): string {
  const keys = [...table].toSorted((a, b) => b.length - a.length);
  return keys.length === 0 ? "(?!)" : keys.map(escape).join("|");
}

const sayKnown =
  (table: Readonly<Record<string, string>>) =>
  ([word]: RegExpExecArray, spot: Spot): string | undefined =>
    allCaps(word) && inHeading(word, spot) ? undefined : rowOf(table, word);

function sayMany([word]: RegExpExecArray, spot: Spot) {
  if (inHeading(word, spot)) return undefined;
  const rest = spot.text.slice(spot.at + word.length);
  const ways = rowOf(MANY, word) ?? [];
  const sure = ways.find(
    ({ next, before }) => (next ?? before) && (next?.test(rest) ?? true) && (before ? spot.after(before) : true),
  );
  return sure?.spoken ?? { ask: "chữ tắt có nhiều nghĩa", choices: ways.map(({ spoken }) => spoken) };
}

/** "HĐND-UBND", "VH&TT": every part known, none of several meanings. */
function sayJoined([whole]: RegExpExecArray): string | undefined {
  const parts = whole.split(/([&/,–-])/).map((part) => {
    if (part === "&") return " và ";
    return /^[/,–-]$/.test(part) ? ", " : (rowOf(ABBREVIATIONS, part) ?? rowOf(FOREIGN, part));
  });
  return parts.includes(undefined) ? undefined : parts.join("");
}

/** Kinds of one thing, said one after the other: "xã/phường", "ông/bà", "và/hoặc". */
const ALIKE = new Set(
  "xã phường thôn tổ huyện quận tỉnh ông bà anh chị em cô chú bác nam nữ và hoặc khu xóm ấp bản có không cha mẹ vợ chồng ngành đơn cơ quan trai gái".split(
    " ",
  ),
);
const BY_TIME =
  /^(?:tháng|năm|ngày|tuần|quý|giờ|phút|người|hộ|khẩu|lần|vụ|buổi|lượt|suất|ca|em|cháu|km|ha|m²|m2|m³|m3|kg|sào|đợt|chuyến|xe|con)$/u;

/** "15 kg gạo/người/tháng" is counted by; "xã/phường" is both. */
function saySlashed([whole]: RegExpExecArray, spot: Spot) {
  const parts = whole.split(/\s?\/\s?/);
  const [first = "", ...rest] = parts;
  const said = parts.map((part) => (isSayable(part) && !allCaps(part) ? part : undefined));
  if (ALIKE.has(first.toLowerCase()) && rest.every((part) => !BY_TIME.test(part) || ALIKE.has(part)))
    return said.includes(undefined) ? undefined : said.join(whole === "và/hoặc" ? " " : ", ");
  if (said[0] !== undefined && rest.every((part) => BY_TIME.test(part)))
    return [first, ...rest.map((part) => perOf(first, part))].join(" ");
  if (said.includes(undefined)) return undefined;
  const counted = /\d[\d.,]*(?:\s+\p{L}+){0,3}\s*$/u.test(spot.before);
  return counted
    ? { ask: "tính theo từng cái, hay là cả hai", choices: [said.join(" một "), said.join(", ")] }
    : said.join(", ");
}

function sayWord([word]: RegExpExecArray, spot: Spot) {
  if (word.length === 1 && /^[B-DF-HJ-NP-TV-XZĐ]$/.test(word)) {
    // "T.Ư", "H. Hòa Vang": the letter is the head of a word nobody spelled out
    const shortened = /^\.\s*\p{L}/u.test(spot.text.slice(spot.at + 1));
    return /\p{L}\s$/u.test(spot.before) && !shortened ? sayLetters(word) : undefined;
  }
  // "oC", "mSv": a large letter within is no word
  if (!isSayable(word) || /\p{Ll}\p{Lu}/u.test(word)) return undefined;
  if (!allCaps(word) || marked(word) || inHeading(word, spot)) return word;
  return undefined;
}

export const KNOWN: readonly Rule[] = [
  rule("a foreign name", patternOf(Object.keys(FOREIGN)), sayKnown(FOREIGN)),
  rule("a short form", patternOf(Object.keys(ABBREVIATIONS)), sayKnown(ABBREVIATIONS)),
];

export const WORDS: readonly Rule[] = [
  rule("short forms of several meanings", patternOf(Object.keys(MANY)), sayMany),
  rule("joined short forms", "[\\p{Lu}]+(?:[&/,–-][\\p{Lu}]+)+", sayJoined),
  rule("words with a slash", "[\\p{L}\\p{M}]+(?:\\s?/\\s?[\\p{L}\\p{M}]+[23²³]?)+", saySlashed),
  // a hyphen inside a word, a full stop without a space after it: the word ends there
  {
    name: "a word",
    pattern: /[\p{L}\p{M}]+(?![\p{L}\p{N}\p{M}²³_@&/])(?!\.\p{Ll})(?![-–]\p{N})/uy,
    say: sayWord,
  },
];
