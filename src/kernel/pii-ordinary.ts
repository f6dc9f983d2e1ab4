import { has, type Token, words, wordsAfter, wordsBefore } from "./pii-tokens.ts";

const MONEY_WORDS = words("dong d vnd vnđ trieu ty ti nghin ngan k usd");
export const SUMS = words("du chi thu nop phat tong gia");
/** "chị", "Thu" and "Tư" are people: of the words for money only those that are no names. */
const BEFORE_SUMS = words("phi von tri muc toan tien gia tong nop phat");
const NAMES_PHONE = words("sdt dt dthoai phone tel zalo zl goi thoai lh alo hotline mobile fone sodt dienthoai");
const TAX_WORDS = words("thue mst");

/** A tax code has the shape of a phone number. */
export const isTaxCode = (near: readonly string[]): boolean => near[0] !== undefined && TAX_WORDS.has(near[0]);

/** "500.000 đồng"; not "0912345678 đồng ý". */
export function saysMoney(tokens: readonly Token[], last: number): boolean {
  const [next, second] = wordsAfter(tokens, last, 2);
  return next !== undefined && MONEY_WORDS.has(next) && !(next === "dong" && second === "y");
}

/** Amounts, numbers of documents, codes of bids, contracts and land have the shape of a phone number, too. */
export function isOrdinary(tokens: readonly Token[], { first, last }: { first: number; last: number }): boolean {
  if (isDocumentNumber(tokens, last)) return true;
  if (/^[+(]/.test(tokens[first]?.text ?? "") || has(wordsBefore(tokens, first, 4), NAMES_PHONE)) return false;
  return tokens[first]?.text.startsWith("84") ? isSum(tokens, first, last) : isCode(tokens, first);
}

/** 0345678901/QĐ-UBND */
const isDocumentNumber = (tokens: readonly Token[], last: number): boolean =>
  tokens[last + 1]?.text === "/" && /^\p{Lu}{2,}$/u.test(tokens[last + 2]?.text ?? "");

/** 84.500.000.000, 84500000000 and "tổng 84 912 345 678" are money or people; a phone is seldom written so. */
function isSum(tokens: readonly Token[], first: number, last: number): boolean {
  const near = wordsBefore(tokens, first, 2);
  if (BEFORE_SUMS.has(near[0] ?? "") || `${near[1]} ${near[0]}` === "dau tu" || saysMoney(tokens, last)) return true;
  const typed = tokens
    .slice(first, last + 1)
    .map(({ text }) => text)
    .join("");
  if (/0{6}$/.test(typed.replace(/\D/g, ""))) return true;
  const named = near[0] === "so" && !BEFORE_SUMS.has(near[1] ?? "");
  return /^84(?<sign>[.,])\d{3}\k<sign>\d{3}\k<sign>\d{3}$/.test(typed) && !named;
}

const PAPERS =
  /^(?:hop dong|hoa don|bien (?:lai|ban)|du an|goi thau|quyet dinh|thua dat|ban do|phieu (?:thu|chi)|cong van|to trinh|van ban|thong bao|giay phep|chung nhan|seri|hieu|dang ky)$/;
const MOST_BEFORE_CODE = 9;

/** "hợp đồng số 03…", "số hóa đơn 03…", "mã số doanh nghiệp 03…"; "số má 09…" is a mother's phone. */
function isCode(tokens: readonly Token[], first: number): boolean {
  const near = wordsBefore(tokens, first, 4);
  const at = near[0] === "so" ? 1 : 0;
  const paper = PAPERS.test(`${near[at + 1]} ${near[at]}`) ? 2 : PAPERS.test(near[at] ?? "") ? 1 : 0;
  if (paper > 0 && (at === 1 || near[paper] === "so")) return true;
  for (let n = first - 1; n >= first - MOST_BEFORE_CODE; n -= 1) {
    const token = tokens[n];
    if (!token || token.plain === "khach" || (token.kind !== "word" && !/^[\s:]$/u.test(token.text))) return false;
    if (token.text.toLowerCase().normalize("NFC") === "mã") return true;
  }
  return false;
}
