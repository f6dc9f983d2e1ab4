import { remembering } from "./remember.ts";

export type PiiKind = "phone" | "id-card" | "insurance" | "passport" | "email" | "plate" | "bank" | "card" | "house";

export interface PiiSpan {
  kind: PiiKind;
  from: number;
  to: number;
}

/** Text cut into words, runs of digits and single signs, once; everything that looks for personal data walks over it. */
export interface Token {
  kind: "word" | "digits" | "sign";
  text: string;
  /** letters without marks, lower case */
  plain: string;
  from: number;
  to: number;
}

/** Longer than any word that decides something. */
const LONGEST_WORD = 24;
const plainOf = remembering(
  (word: string): string =>
    word
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[đĐðÐ]/g, "d")
      .toLowerCase(),
  10_000,
);

function kindOf(piece: string): Token["kind"] {
  const code = piece.charCodeAt(0);
  if (code >= 48 && code <= 57) return "digits";
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return "word";
  if (code < 128) return "sign";
  return /^\p{Nd}/u.test(piece) ? "digits" : /^[\p{L}\p{M}]/u.test(piece) ? "word" : "sign";
}

/** Linear; a sign is one UTF-16 unit, so that places count as in the text itself. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(/[\p{L}\p{M}]+|\p{Nd}+|[^]/gu)) {
    const [piece] = match;
    const kind = kindOf(piece);
    tokens.push({
      kind,
      // digits of another width are digits
      text: kind === "digits" ? piece.normalize("NFKC") : piece,
      plain: kind === "word" ? plainOf(piece.slice(0, LONGEST_WORD)) : piece,
      from: match.index,
      to: match.index + piece.length,
    });
  }
  return tokens;
}

export const isBlank = (token: Token | undefined): boolean =>
  token !== undefined && (token.text === " " || (token.kind === "sign" && /^\s$/u.test(token.text)));

/** "passport no. B…": the dot ends no sentence. */
const SHORT = /^(?:no|nr|tel|stk|sđt|sdt)$/i;

export const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));
export const has = (near: readonly string[], wanted: ReadonlySet<string>): boolean =>
  near.some((word) => wanted.has(word));

/** Words before a place, the nearest first; at most `most`, not across a line or the end of a sentence. */
export function wordsBefore(tokens: readonly Token[], at: number, most: number): string[] {
  const words: string[] = [];
  for (let n = at - 1; n >= 0 && words.length < most && at - n < 24; n -= 1) {
    const token = tokens[n];
    if (!token || token.text === "\n" || token.text === ";") break;
    if (token.text === "." && isBlank(tokens[n + 1]) && !SHORT.test(tokens[n - 1]?.text ?? "")) break;
    if (token.kind === "word") words.push(token.plain);
  }
  return words;
}

/** Words after a place, the nearest first; at most `most`, among twice as many words and signs. */
export function wordsAfter(tokens: readonly Token[], at: number, most: number): string[] {
  return tokens
    .slice(at + 1, at + 2 + most * 2)
    .filter((token) => token.kind === "word")
    .map((token) => token.plain);
}

/** The next word after a place, blanks and commas passed over, and where it stands. */
export function nextWord(tokens: readonly Token[], at: number): { word: Token; at: number } | undefined {
  for (let n = at; n < at + 3; n += 1) {
    const token = tokens[n];
    if (token?.kind === "word") return { word: token, at: n };
    if (token?.kind === "digits" || (token && !isBlank(token) && token.text !== ",")) return undefined;
  }
  return undefined;
}
