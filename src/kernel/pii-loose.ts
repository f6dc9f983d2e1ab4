import { isJoiner, isPhoneWord } from "./pii-numbers.ts";
import { isTaxCode } from "./pii-ordinary.ts";
import { type Token, wordsBefore } from "./pii-tokens.ts";

const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
const BETWEEN = /^(?:\s*[._~*/,\p{Pd}−]\s*|\s{1,2}|)$/u;
/** Signs that may be mixed in one number: "0942.117 467". */
const MIXABLE = /^[ .\u00a0-]?$/;
const LETTERS = /^[oOl]{1,3}$/;
const MOST_SIGNS = 3;

interface Loose {
  groups: string[];
  joins: string[];
  last: number;
  letters: number;
}

/** A mobile number with unusual signs between its groups, or with l and O typed for 1 and 0. */
export function loosePhoneAt(tokens: readonly Token[], at: number): { first: number; last: number } | undefined {
  if (!begins(tokens, at) || isTaxCode(wordsBefore(tokens, at, 1))) return undefined;
  const loose = gathered(tokens, at);
  if (!loose) return undefined;
  const digits = loose.groups.join("");
  const abroad = digits.startsWith("84");
  const plus = abroad && tokens[at - 1]?.text === "+";
  if (!/^(?:0|84)[35789]\d{8}$/.test(digits)) return undefined;
  // an amount may begin with 84
  if (abroad && !plus && !loose.joins.every((join) => /^[_~*\p{Pd}]?$/u.test(join))) return undefined;
  if (loose.letters > 3 || !isWrittenSo(loose)) return undefined;
  return { first: plus ? at - 1 : at, last: loose.last };
}

function begins(tokens: readonly Token[], at: number): boolean {
  const [second, before, word] = [tokens[at - 2], tokens[at - 1], tokens[at]];
  if (
    word?.kind === "word"
      ? !/^[oO]$/.test(word.text) || tokens[at + 1]?.kind !== "digits"
      : !/^(?:0|84)/.test(word?.text ?? "")
  )
    return false;
  if (before?.kind === "digits") return false;
  if (before?.kind === "word") return isPhoneWord(before) || isJoiner(tokens, at);
  return !(second?.kind === "digits" && /^[.,/:]$/.test(before?.text ?? ""));
}

/** Groups from a place on until the digits of a number are met; none if more of them follow in the same way. */
function gathered(tokens: readonly Token[], at: number): Loose | undefined {
  const wanted = tokens[at]?.text.startsWith("84") ? 11 : 10;
  const loose: Loose = { groups: [], joins: [], last: at, letters: 0 };
  let digits = "";
  for (
    let next: Next | undefined = { at, join: "" };
    next && digits.length < wanted;
    next = nextGroup(tokens, loose.last)
  ) {
    const token = tokens[next.at];
    const own = digitsOf(token);
    if (loose.groups.length > 0 && next.at === loose.last + 1) loose.groups.push((loose.groups.pop() ?? "") + own);
    else {
      if (loose.groups.length > 0) loose.joins.push(next.join);
      loose.groups.push(own);
    }
    if (token?.kind === "word") loose.letters += token.text.length;
    digits += own;
    if (!BEGINS.test(digits)) return undefined;
    loose.last = next.at;
  }
  if (digits.length !== wanted) return undefined;
  const after = nextGroup(tokens, loose.last);
  const goesOn =
    after !== undefined &&
    (after.at === loose.last + 1 || (after.join === loose.joins.at(-1) && !/^[0O]/.test(tokens[after.at]?.text ?? "")));
  return goesOn ? undefined : loose;
}
const BEGINS = /^(?:0$|0[35789]|84$|84[35789])/;

const digitsOf = (token: Token | undefined): string =>
  token?.kind === "word" ? token.text.replace(/[oO]/g, "0").replaceAll("l", "1") : (token?.text ?? "");

interface Next {
  at: number;
  join: string;
}
function nextGroup(tokens: readonly Token[], from: number): Next | undefined {
  let between = "";
  for (let n = from + 1; n <= from + 1 + MOST_SIGNS; n += 1) {
    const token = tokens[n];
    if (!token || token.text === "\n") return undefined;
    if (token.kind === "sign") {
      between += token.text.replace(INVISIBLE, "");
      continue;
    }
    if (token.kind === "word" && !(LETTERS.test(token.text) && (n === from + 1 || tokens[n + 1]?.kind === "digits")))
      return undefined;
    return BETWEEN.test(between) ? { at: n, join: between.trim() || between.slice(0, 1) } : undefined;
  }
  return undefined;
}

/** Alike all the way, or by blanks and dots; a list of small numbers is no phone number. */
function isWrittenSo({ groups, joins }: Loose): boolean {
  const signs = joins.filter((join) => join !== "");
  const alike = new Set(signs).size <= 1;
  if (!alike && !signs.every((sign) => MIXABLE.test(sign))) return false;
  const first = groups[0]?.length ?? 0;
  if (first >= 3) return !/^[,/]$/.test(signs[0] ?? "") || groups.slice(1).some((group) => !group.startsWith("0"));
  if (signs.every((sign) => /^[_~*]$/.test(sign))) return true;
  return groups.every((group) => group.length === 1) && signs.every((sign) => MIXABLE.test(sign));
}
