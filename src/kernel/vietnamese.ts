/**
 * Vietnamese text for matching and measuring (domain.md §4.5). Folding is for matching only:
 * what a person wrote is stored and shown as it came, in NFC.
 */

export const nfc = (text: string): string => text.normalize("NFC");

/** Whether two texts say the same, however they are composed and spaced. */
export const sameWords = (a: string, b: string): boolean =>
  nfc(a).replace(/\s+/g, " ").trim() === nfc(b).replace(/\s+/g, " ").trim();

/** Lower case, no marks, đ → d, one space between words; digits and letters only. */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐðÐ]/g, "d")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#]+/gu, " ")
    .trim();
}

/** Without marks, everything else as it stands: for SMS, which cost double with marks. */
export const withoutMarks = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đð]/g, "d").replace(/[ĐÐ]/g, "D");

const segmenter = new Intl.Segmenter("vi", { granularity: "grapheme" });

/** Runs that end before a plain letter or sign, where no character of a person's is cut. */
const RUNS = /[^]{400}[^ -~]*|[^]+/gu;

/**
 * Characters as a person counts them. Run by run: asked for all of a long text at once, the segmenter takes time by the
 * square of its length (42,000 letters: 20 s).
 */
export function* eachGrapheme(text: string): Generator<string> {
  for (const [run] of text.matchAll(RUNS)) for (const { segment } of segmenter.segment(run)) yield segment;
}

/** Length as a person counts it: graphemes after NFC. Zalo's limits are counted so (zalo/openapi.md §2.1). */
export function graphemes(text: string): number {
  let count = 0;
  for (const _ of eachGrapheme(nfc(text))) count += 1;
  return count;
}

/** The first `max` graphemes, with "…" when something was cut; never inside a character. */
export function clip(text: string, max: number): string {
  const parts: string[] = [];
  for (const part of eachGrapheme(nfc(text))) {
    parts.push(part);
    if (parts.length > max)
      return `${parts
        .slice(0, max - 1)
        .join("")
        .trimEnd()}…`;
  }
  return nfc(text);
}

const collator = new Intl.Collator("vi");
export const byVietnamese = (a: string, b: string): number => collator.compare(a, b);
