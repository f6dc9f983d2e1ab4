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

const hasMarks = (text: string): boolean => /[^\u0000-\u007f]/.test(nfc(text));

/** Raw Telex ("gops ys", "ddaij hooij") read without its marks: the folded letters that were meant. */
function readTelexWord(word: string): string {
  let out = word
    .replace(/dd/g, "d")
    .replace(/([aeo])\1/g, "$1")
    .replace(/([aou])w/g, "$1")
    .replace(/w/g, "u");
  if (/^[a-z]*[aeiouy][a-z]*[sfrxj]$/.test(out)) out = out.slice(0, -1);
  else
    out = out.replace(/([aeiouy])[sfrxj]([a-z]*)$/, (all, vowel: string, rest: string) =>
      /^(ng|nh|ch|n|m|c|t|p|[aeiouy]{1,2}(ng|nh|ch|n|m|c|t|p)?)?$/.test(rest) ? vowel + rest : all,
    );
  return out;
}

/** Raw VNI ("go1p y1", "d9a5i ho65i") read without its marks. */
const readVniWord = (word: string): string => (/[a-z]/.test(word) ? word.replace(/([a-z])[1-9]+/g, "$1") : word);

/**
 * Every way a typed text may be read, folded: as it stands and, when it carries no marks at all,
 * as raw Telex and as raw VNI. The first is always the plain reading.
 */
export function readings(text: string): string[] {
  const plain = fold(text);
  if (hasMarks(text)) return [plain];
  const words = plain.split(" ");
  return [...new Set([plain, words.map(readTelexWord).join(" "), words.map(readVniWord).join(" ")])];
}

const collator = new Intl.Collator("vi");
export const byVietnamese = (a: string, b: string): number => collator.compare(a, b);
