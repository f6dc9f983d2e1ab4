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

/** Length as a person counts it: graphemes after NFC. Zalo's limits are counted so (zalo/openapi.md §2.1). */
export function graphemes(text: string): number {
  let count = 0;
  for (const _ of segmenter.segment(nfc(text))) count += 1;
  return count;
}

/** The first `max` graphemes, with "…" when something was cut; never inside a character. */
export function clip(text: string, max: number): string {
  const parts = [...segmenter.segment(nfc(text))];
  if (parts.length <= max) return nfc(text);
  return `${parts
    .slice(0, max - 1)
    .map((part) => part.segment)
    .join("")
    .trimEnd()}…`;
}

const collator = new Intl.Collator("vi");
export const byVietnamese = (a: string, b: string): number => collator.compare(a, b);
