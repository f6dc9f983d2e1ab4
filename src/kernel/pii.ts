import { letteredAccount, letteredAt, spokenNumbers } from "./pii-lettered.ts";
import { loosePhoneAt } from "./pii-loose.ts";
import { numbersIn, runsOf } from "./pii-numbers.ts";
import { isOrdinary } from "./pii-ordinary.ts";
import { emailAt, houseAtNumber, houseAtWord, isRange, plateAt } from "./pii-places.ts";
import { type PiiKind, type PiiSpan, type Token, tokensOf } from "./pii-tokens.ts";

export const PII_NAMES: Readonly<Record<PiiKind, string>> = {
  phone: "số điện thoại",
  "id-card": "số căn cước",
  insurance: "số thẻ bảo hiểm",
  passport: "số hộ chiếu",
  email: "thư điện tử",
  plate: "biển số xe",
  bank: "số tài khoản",
  card: "số thẻ ngân hàng",
  house: "số nhà",
};

/**
 * Personal data in free text (domain.md §5-10): found before sending so that the writer can think again, and masked in
 * exports. One walk over the text, in time proportional to its length: every place in order, without overlaps, of two
 * that overlap the surer one.
 */
export function findPii(text: string): PiiSpan[] {
  const tokens = tokensOf(text);
  const taken = new Uint8Array(tokens.length);
  const found: PiiSpan[] = [];
  const take = (kind: PiiKind, place: { first: number; last: number } | undefined): void => {
    if (!place || taken.subarray(place.first, place.last + 1).some(Boolean)) return;
    taken.fill(1, place.first, place.last + 1);
    found.push({ kind, from: tokens[place.first]?.from ?? 0, to: tokens[place.last]?.to ?? 0 });
  };
  for (const span of emailsIn(text, tokens)) take("email", span);
  tokens.forEach((token, at) => {
    if (token.kind === "word") {
      const lettered = letteredAt(tokens, at);
      if (lettered) take(lettered.kind, lettered);
    } else if (token.kind === "digits") {
      take("plate", plateAt(tokens, at));
      take("bank", letteredAccount(tokens, at));
    }
  });
  for (const run of runsOf(tokens))
    for (const number of numbersIn(tokens, run))
      if (number.kind !== "phone" || !isOrdinary(tokens, number)) take(number.kind, number);
  tokens.forEach((token, at) => {
    const phone = token.kind === "sign" ? undefined : loosePhoneAt(tokens, at);
    if (phone && !isOrdinary(tokens, phone)) take("phone", phone);
  });
  for (const row of spokenNumbers(tokens)) take("phone", row);
  tokens.forEach((token, at) => {
    const house =
      token.kind === "word" ? houseAtWord(tokens, at) : token.kind === "digits" ? houseAtNumber(tokens, at) : undefined;
    if (house && !isRange(tokens, house)) take("house", house);
  });
  return found.toSorted((a, b) => a.from - b.from);
}

function* emailsIn(text: string, tokens: readonly Token[]): Generator<{ first: number; last: number }> {
  for (let n = 0; n < tokens.length; n += 1) {
    if (tokens[n]?.text !== "@") continue;
    const span = emailAt(text, tokens[n]?.from ?? 0);
    if (!span) continue;
    let first = n;
    while ((tokens[first - 1]?.from ?? -1) >= span.from) first -= 1;
    let last = n;
    while ((tokens[last + 1]?.to ?? Number.POSITIVE_INFINITY) <= span.to) last += 1;
    yield { first, last };
    n = last;
  }
}

/**
 * The text with each place replaced by what stood there, in brackets.
 * @param lifted places a clerk found to be no personal data
 */
export function maskPii(text: string, lifted: readonly Pick<PiiSpan, "from" | "to">[] = []): string {
  let masked = "";
  let at = 0;
  for (const span of findPii(text)) {
    if (lifted.some(({ from, to }) => from <= span.from && span.to <= to)) continue;
    masked += `${text.slice(at, span.from)}[đã che ${PII_NAMES[span.kind]}]`;
    at = span.to;
  }
  return masked + text.slice(at);
}
