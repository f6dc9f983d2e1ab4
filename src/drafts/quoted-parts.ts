import { partLabel } from "./part-labels.ts";

/** So many paragraphs a quoted passage may have; a mark that is never closed quotes nothing. */
const LONGEST = 300;
const OPENS = /^["“«]\s*/;
const CLOSES = /["”»][.;,]{0,2}$/;
const count = (text: string, marks: RegExp): number => text.match(marks)?.length ?? 0;

/**
 * Paragraphs of an amending document that only say how another one is to read: “Điều 3. …” / “1. …” / “2. ….”.
 * Their numbers are that document's, so they open no place of this one.
 */
export function quotedParts(texts: readonly string[]): ReadonlySet<number> {
  const quoted = new Set<number>();
  for (let n = 0; n < texts.length; n += 1) {
    const end = opensPart(texts[n] ?? "") ? endOfQuote(texts, n) : n;
    for (let at = n; at <= end && end > n; at += 1) quoted.add(at);
    n = Math.max(n, end);
  }
  return quoted;
}

const opensPart = (text: string): boolean => {
  const rest = OPENS.test(text) ? partLabel(text.replace(OPENS, "")) : undefined;
  return rest !== undefined && rest.kind !== "doan";
};

/** Where the quote that begins at a paragraph is closed; the paragraph itself when it is not, or another begins before. */
function endOfQuote(texts: readonly string[], from: number): number {
  let [curly, straight] = [0, 0];
  for (let at = from; at < Math.min(texts.length, from + LONGEST); at += 1) {
    const text = texts[at] ?? "";
    if (at > from && opensPart(text)) return from;
    curly += count(text, /[“«]/g) - count(text, /[”»]/g);
    straight += count(text, /"/g);
    // typed with one kind of mark or the other, or opened by one and closed by the other
    const balanced = (curly <= 0 && straight % 2 === 0) || (curly === 1 && straight % 2 === 1);
    if (balanced && CLOSES.test(text)) return at;
  }
  return from;
}
