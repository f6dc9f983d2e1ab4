import { INSURANCE_WORDS, isBankNamed, type NumberSpan } from "./pii-numbers.ts";
import { has, isBlank, type Token, words, wordsBefore } from "./pii-tokens.ts";

const PASSPORT_WORDS = words("passport chieu");

/** HC4 01 2345678901 and B7318425: letters that belong to the number. */
export function letteredAt(tokens: readonly Token[], at: number): NumberSpan | undefined {
  const word = tokens[at];
  if (word?.kind !== "word" || word.text.length > 2 || !/^[A-Za-z]+$/.test(word.text)) return undefined;
  if (tokens[at - 1]?.kind === "digits" || tokens[at - 1]?.kind === "word") return undefined;
  const near = wordsBefore(tokens, at, 7);
  const passport = passportAt(tokens, at);
  if (passport !== undefined && has(near, PASSPORT_WORDS)) return { kind: "passport", first: at, last: passport };
  const wanted = word.text.length === 2 ? 13 : tokens[at + 1]?.text.length === 8 ? 8 : 7;
  let digits = "";
  for (let n = at + 1; n < tokens.length && digits.length < wanted; n += 1) {
    const token = tokens[n];
    if (token?.kind === "digits") digits += token.text;
    else if (!isBlank(token) && token?.text !== "-" && token?.text !== ".") return undefined;
    if (digits.length !== wanted) continue;
    if (wanted === 13 && /^[1-5]/.test(digits) && (/^[A-Z]+$/.test(word.text) || has(near, INSURANCE_WORDS)))
      return { kind: "insurance", first: at, last: n };
  }
  return undefined;
}

/** One or two letters and seven digits, of one letter eight as well; a blank may stand between. */
function passportAt(tokens: readonly Token[], at: number): number | undefined {
  const n = isBlank(tokens[at + 1]) || tokens[at + 1]?.text === "-" ? at + 2 : at + 1;
  const number = tokens[n];
  const length = number?.kind === "digits" ? number.text.length : 0;
  return length === 7 || (length === 8 && tokens[at]?.text.length === 1) ? n : undefined;
}

const DIGIT_WORDS = words("khong linh mot hai ba bon tu nam lam sau bay bay tam chin");
const LEAST_SPOKEN = 9;
const MOST_SPOKEN = 12;

/** A phone number told in words: "không chín một hai …". Returns the places of each such row. */
export function* spokenNumbers(tokens: readonly Token[]): Generator<{ first: number; last: number }> {
  for (let n = 0; n < tokens.length; n += 1) {
    if (tokens[n]?.plain !== "khong") continue;
    let [last, count] = [n, 1];
    for (;;) {
      const next = [last + 2, last + 3].find(
        (at) =>
          DIGIT_WORDS.has(tokens[at]?.plain ?? "") &&
          tokens.slice(last + 1, at).every((token) => token.kind === "sign"),
      );
      if (next === undefined || count >= MOST_SPOKEN) break;
      last = next;
      count += 1;
    }
    if (count >= LEAST_SPOKEN) yield { first: n, last };
    n = last;
  }
}

const ACCOUNT_PARTS = 6;
/** 711A12345678, 711.A.1234.5678: an account with a letter in it, by the word or the bank beside it. */
export function letteredAccount(tokens: readonly Token[], at: number): NumberSpan | undefined {
  if (tokens[at - 1]?.kind === "word") return undefined;
  let [last, digits, letters] = [at, tokens[at]?.text.length ?? 0, 0];
  for (let part = 0; part < ACCOUNT_PARTS; part += 1) {
    const n = tokens[last + 1]?.text === "." ? last + 2 : last + 1;
    const token = tokens[n];
    if (token?.kind === "digits") digits += token.text.length;
    else if (token && /^[A-Za-z]$/.test(token.text) && digits >= 2) letters += 1;
    else break;
    last = n;
  }
  if (letters !== 1 || digits < 8 || digits > 19 || tokens[last]?.kind !== "digits") return undefined;
  return isBankNamed(wordsBefore(tokens, at, 7), 4) ? { kind: "bank", first: at, last } : undefined;
}
