import { isTaxCode, saysMoney, SUMS } from "./pii-ordinary.ts";
import { has, type PiiKind, type Token, words, wordsAfter, wordsBefore } from "./pii-tokens.ts";

/** Groups of digits that people write as one number, with how they are joined. */
interface Run {
  /** places of the first and last token */
  first: number;
  last: number;
  groups: { at: number; digits: string }[];
  joins: string[];
}
export interface NumberSpan {
  kind: PiiKind;
  first: number;
  last: number;
}

const MOST_DIGITS = 24;
const JOIN = /^[\s.()/\p{Pd}−]+$/u;

const CARD_WORDS = words("the atm visa master mastercard napas card debit credit");
const BANK_WORDS = words(
  "stk tk taikhoan khoan ck bank vietcombank vcb techcombank tcb agribank bidv vietinbank viettinbank mb mbbank acb vpbank tpbank sacombank shb msb vib hdbank ocb scb eximbank lpbank seabank momo iban",
);
const ID_WORDS = words("cccd cmnd cmt cmtnd cuoc minh dinhdanh danh");
const CMND_WORDS = words("cmnd cmt cmtnd minh");
export const INSURANCE_WORDS = words("bhyt bhxh hiem");
const PHONE_WORDS = words(
  "sdt dt so tel phone mobile zalo zl goi call lh alo may hotline viber dthoai thoai he lac fone sodt dienthoai",
);

/** Runs of digit groups: a blank, dot, dash or bracket between two groups keeps them together. */
export function* runsOf(tokens: readonly Token[]): Generator<Run> {
  for (let n = 0; n < tokens.length; n += 1) {
    if (tokens[n]?.kind !== "digits") continue;
    const run: Run = { first: n, last: n, groups: [{ at: n, digits: tokens[n]?.text ?? "" }], joins: [] };
    for (;;) {
      const next = [run.last + 2, run.last + 3].find(
        (at) => tokens[at]?.kind === "digits" && (joins(tokens, run.last, at) || isLetterO(tokens, run.last, at)),
      );
      if (next === undefined || run.groups.length >= MOST_DIGITS) break;
      const letterO = isLetterO(tokens, run.last, next);
      const between = tokens.slice(run.last + 1, next).map((token) => token.text);
      run.joins.push(letterO ? "" : between.join(""));
      run.groups.push({ at: next, digits: (letterO ? "0" : "") + (tokens[next]?.text ?? "") });
      run.last = next;
    }
    yield run;
    n = run.last;
  }
}

/** "09O5123456": an O typed for a nought inside a number. */
const isLetterO = (tokens: readonly Token[], from: number, to: number): boolean =>
  to === from + 2 && /^[oO]$/.test(tokens[from + 1]?.text ?? "");
const joins = (tokens: readonly Token[], from: number, to: number): boolean =>
  tokens.slice(from + 1, to).every((token) => token.kind === "sign" && JOIN.test(token.text));

/** Personal numbers of one run. What follows a first one in the same run is looked at again. */
export function* numbersIn(tokens: readonly Token[], run: Run): Generator<NumberSpan> {
  for (let start = 0; start < run.groups.length; ) {
    const found = numberAt(tokens, run, start);
    if (found) yield found.span;
    start = found ? found.end : start + skipped(run, start);
  }
}

/** A date is passed over whole, so that two dates with a dash make no phone number. */
const skipped = (run: Run, start: number): number => (isDate(run, start) ? 3 : 1);
const isDate = (run: Run, start: number): boolean =>
  isShapedDate(run, start, /^[./-]$/) ||
  (isShapedDate(run, start, BLANK) && [start - 3, start + 3].some((other) => isShapedDate(run, other, BLANK)));
/** "08 12 2024 09 12 2024": two of them in a row. */
const BLANK = /^ $/;
function isShapedDate(run: Run, start: number, sign: RegExp): boolean {
  const [day, month, year] = run.groups.slice(start, start + 3).map((group) => group.digits);
  const [one, two] = run.joins.slice(start, start + 2);
  if (day === undefined || month === undefined || year === undefined || one !== two || !sign.test(one ?? ""))
    return false;
  return (
    Number(day) >= 1 &&
    Number(day) <= 31 &&
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    (sign === BLANK ? /^(?:19|20)\d\d$/ : /^(?:19|20)?\d\d$/).test(year)
  );
}

interface Found {
  span: NumberSpan;
  /** first group after it */
  end: number;
}

/** Group counts from `start` on that make `wanted` digits, joined alike all the way. */
function endOf(run: Run, start: number, wanted: number): number | undefined {
  let digits = 0;
  for (let n = start; n < run.groups.length; n += 1) {
    if (n > start + 1 && !alike(run.joins[n - 1], run.joins[start])) return undefined;
    if (run.joins[n - 1]?.includes("/") && n > start) return undefined;
    digits += run.groups[n]?.digits.length ?? 0;
    if (digits === wanted) return n + 1;
    if (digits > wanted) return undefined;
  }
  return undefined;
}
/** Brackets around a code in front change nothing about how the rest is joined. */
const alike = (a = "", b = ""): boolean => a === b || /[()]/.test(b) || a.trim() === b.trim();

function numberAt(tokens: readonly Token[], run: Run, start: number): Found | undefined {
  if (isDate(run, start)) return undefined;
  const group = run.groups[start];
  if (!group) return undefined;
  const before = tokens[group.at - 1];
  const near = wordsBefore(tokens, group.at, 7);
  for (const judge of [asCard, asAccount, asInsurance, asIdCard, asPhone]) {
    const found = judge(run, start, near, tokens, before);
    if (found) return found;
  }
  return undefined;
}

type Judge = (
  run: Run,
  start: number,
  near: readonly string[],
  tokens: readonly Token[],
  before: Token | undefined,
) => Found | undefined;

const found = (run: Run, kind: PiiKind, start: number, end: number, first?: number): Found => ({
  span: { kind, first: first ?? run.groups[start]?.at ?? 0, last: run.groups[end - 1]?.at ?? 0 },
  end,
});
const digitsOf = (run: Run, start: number, end: number): string =>
  run.groups
    .slice(start, end)
    .map((group) => group.digits)
    .join("");
const isAttached = (before: Token | undefined): boolean => before?.kind === "word";

/** Sixteen digits, nineteen of Napas: by the word for it, by the sum all cards keep, or by their common beginning. */
const asCard: Judge = (run, start, near, _tokens, before) => {
  if (isAttached(before)) return undefined;
  for (const length of [19, 16]) {
    const end = endOf(run, start, length);
    if (end === undefined) continue;
    const digits = digitsOf(run, start, end);
    if (digits.startsWith("9704") || has(near, CARD_WORDS) || (length === 16 && keepsSum(digits)))
      return found(run, has(near, BANK_WORDS) && !has(near, CARD_WORDS) ? "bank" : "card", start, end);
  }
  return undefined;
};

/** Luhn's sum. */
function keepsSum(digits: string): boolean {
  let sum = 0;
  for (let n = 0; n < digits.length; n += 1) {
    const doubled = Number(digits[digits.length - 1 - n]) * (n % 2 === 1 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** An account by the word or the bank's name beside it. */
const asAccount: Judge = (run, start, near, tokens, before) => {
  if (isAttached(before) && !BANK_WORDS.has(before?.plain ?? "")) return undefined;
  let end = start + 1;
  while (end < run.groups.length && /^[\s.\p{Pd}−]$/u.test(run.joins[end - 1] ?? "")) end += 1;
  while (end > start && (digitsOf(run, start, end).length > 19 || run.groups[end - 1]?.digits === "")) end -= 1;
  const length = digitsOf(run, start, end).length;
  const last = run.groups[end - 1];
  if (length < 6 || !last || saysMoney(tokens, last.at)) return undefined;
  if (isThousands(run, start, end, SUMS.has(near[0] ?? ""))) return undefined;
  const own = length >= 9 && !looksLikePhone(digitsOf(run, start, end));
  const named = isBankNamed(near, own ? 7 : 4);
  const after = wordsAfter(tokens, last.at, 2);
  const owned = length >= 9 && has(after, BANK_NAMES) && !looksLikePhone(digitsOf(run, start, end));
  return named || owned ? found(run, "bank", start, end) : undefined;
};
/** 200.000: thousands, whatever is said of an account before. */
const isThousands = (run: Run, start: number, end: number, isSum: boolean): boolean =>
  end - start > 1 &&
  run.groups.slice(start, end).every(({ digits }, n) => (n === 0 ? digits.length <= 3 : digits.length === 3)) &&
  run.joins.slice(start, end - 1).every((join) => join === ".") &&
  (isSum || run.groups[end - 1]?.digits === "000");

/** A word for an account stands nearer than one for a phone; "khoản 15" of a rule is none. */
export function isBankNamed(near: readonly string[], most: number): boolean {
  const named = near.map((word, n) => (word === "khoan" && !BEFORE_KHOAN.has(near[n + 1] ?? "") ? "" : word));
  const some = named.slice(0, most);
  return nearest(some, BANK_WORDS) < nearest(some, PHONE_ONLY);
}
const BEFORE_KHOAN = words("tai chuyen");
const nearest = (near: readonly string[], wanted: ReadonlySet<string>): number => {
  const at = near.findIndex((word) => wanted.has(word));
  return at < 0 ? near.length : at;
};
const PHONE_ONLY = words("sdt dt dthoai phone zalo zl goi thoai");
const BANK_NAMES = words(
  "vietcombank vcb techcombank tcb agribank bidv vietinbank viettinbank mbbank acb vpbank tpbank sacombank shb msb vib hdbank ocb scb lpbank",
);
const looksLikePhone = (digits: string): boolean => /^0[35789]\d{8}$/.test(digits);

/** The ten digits of social insurance, by the word for it. */
const asInsurance: Judge = (run, start, near, _tokens, before) => {
  const end = endOf(run, start, 10);
  if (end === undefined || isAttached(before) || !has(near.slice(0, 6), INSURANCE_WORDS)) return undefined;
  return looksLikePhone(digitsOf(run, start, end)) ? undefined : found(run, "insurance", start, end);
};

/** Twelve digits that begin with the code of a province; others, and the nine of before, by the word for it. */
const asIdCard: Judge = (run, start, near, _tokens, before) => {
  if (isAttached(before) && !ID_WORDS.has(before?.plain ?? "")) return undefined;
  const twelve = endOf(run, start, 12);
  if (twelve !== undefined && (/^0(?:0[1-9]|[1-8]\d|9[0-6])/.test(digitsOf(run, start, twelve)) || has(near, ID_WORDS)))
    return found(run, "id-card", start, twelve);
  const nine = endOf(run, start, 9);
  return nine !== undefined && has(near, CMND_WORDS) ? found(run, "id-card", start, nine) : undefined;
};

/** Ten digits of a mobile, ten or eleven of a landline; +84 or 84 for the 0; an "O" typed for it. */
const asPhone: Judge = (run, start, near, tokens, before) => {
  const at = run.groups[start]?.at ?? 0;
  const letterO = before !== undefined && /^[oO]$/.test(before.text) && !isAttached(tokens[at - 2]);
  if (isAttached(before) && !letterO && !PHONE_WORDS.has(before?.plain ?? "") && !isJoiner(tokens, at))
    return undefined;
  if (isTaxCode(near)) return undefined;
  if (letterO) {
    const end = endOf(run, start, 9);
    return end !== undefined && /^[35789]/.test(digitsOf(run, start, end))
      ? found(run, "phone", start, end, at - 1)
      : undefined;
  }
  for (const length of [10, 11]) {
    const end = endOf(run, start, length);
    if (end === undefined) continue;
    const digits = digitsOf(run, start, end);
    // the eleven digits of before 2018 are written still; codes begin like them, too
    const shaped =
      length === 10
        ? /^0[235789]/.test(digits)
        : digits.startsWith("02") ||
          (OLD_MOBILE.test(digits) && (has(near.slice(0, 4), PHONE_ONLY) || !has(near.slice(0, 3), CODE_WORDS)));
    if (shaped) return found(run, "phone", start, end, openBracket(tokens, at));
  }
  const two = endOf(run, start, 20);
  if (two === start + 1 && /^(?:0[35789]\d{8}){2}$/.test(digitsOf(run, start, two)))
    return found(run, "phone", start, two);
  const long = endOf(run, start, 13);
  if (long !== undefined && /^0084[35789]/.test(digitsOf(run, start, long))) return found(run, "phone", start, long);
  const abroad = fromAbroad(run, start, tokens, at);
  if (abroad) return abroad;
  const nine = endOf(run, start, 9);
  const named = near.slice(0, 2).some((word) => PHONE_ONLY.has(word) || word === "lh");
  return nine !== undefined && named && /^[35789]/.test(digitsOf(run, start, nine))
    ? found(run, "phone", start, nine)
    : undefined;
};

const OLD_MOBILE = /^01(?:2\d|6[2-9]|8[68]|9[89])/;
const CODE_WORDS = words("ma hieu seri serial code don lai vach phieu");
const JOINERS = words("hoac va hay la or and");
/** "0942…467hoặc0917…": a second number without a blank. */
export const isJoiner = (tokens: readonly Token[], at: number): boolean => JOINERS.has(tokens[at - 1]?.plain ?? "");
export const isPhoneWord = (word: Token): boolean => PHONE_WORDS.has(word.plain);

const openBracket = (tokens: readonly Token[], at: number): number => (tokens[at - 1]?.text === "(" ? at - 1 : at);

/** +84 912 345 678, (+84) 912…, +84-0912-…, 84912345678; an amount may begin with 84, too. */
function fromAbroad(run: Run, start: number, tokens: readonly Token[], at: number): Found | undefined {
  const first = run.groups[start]?.digits ?? "";
  if (!first.startsWith("84")) return undefined;
  const plus = tokens[at - 1]?.text === "+";
  for (const length of [11, 12, 10]) {
    const end = endOf(run, start, length);
    if (end === undefined) continue;
    const digits = digitsOf(run, start, end);
    const shaped =
      (/^840?[235789]/.test(digits) || (plus && length === 12 && /^841[2689]/.test(digits))) &&
      (length !== 10 || digits.startsWith("842"));
    if (
      !shaped ||
      (!plus && (saysMoney(tokens, run.groups[end - 1]?.at ?? 0) || length !== 11 || !/^84[35789]/.test(digits)))
    )
      continue;
    const before = plus ? at - 1 : at;
    return found(run, "phone", start, end, openBracket(tokens, before));
  }
  return undefined;
}
