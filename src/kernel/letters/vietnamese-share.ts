const ONSET = "(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|n|nh|ph?|qu?|r|s|th?|tr|v|x)?";
const NUCLEUS =
  "(?:a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|ai|ao|au|âu|ay|ây|eo|êu|ia|iê|iêu|iu|oa|oă|oai|oao|oay|oe|oeo|oi|ôi|ơi|oo|ua|uâ|uây|uê|ui|uô|uôi|uơ|uy|uya|uyê|uyu|uêu|ưa|ưi|ươ|ươi|ươu|ưu|ya|yê|yêu)";
const CODA = "(?:ch?|m|ng?|nh|p|t)?";
const SYLLABLE = new RegExp(`^${ONSET}${NUCLEUS}${CODA}$`, "u");
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** Whether a word can be a Vietnamese syllable: one beginning, one vowel row, one end, at most one tone. */
function isSyllable(word: string): boolean {
  const parts = word.toLowerCase().normalize("NFD");
  const bare = parts.replace(TONES, "");
  if (parts.length - bare.length > 1) return false;
  return SYLLABLE.test(bare.normalize("NFC"));
}

/** So much of a text tells its letters; a whole book says no more than its first chapters. */
const SAMPLE = 300_000;
const BETWEEN_WORDS = /[\s\u00a0.,;:!?()[\]"“”'‘’/\\<>|…–—+=*%0-9-]+/u;

/**
 * How much of a text reads as Vietnamese, 0 to 1: of the words with letters beyond ASCII, those that are syllables. A
 * sign where a letter should be breaks its word. 1 when there is no such word.
 */
export function vietnameseShare(text: string): { share: number; words: number } {
  const times = new Map<string, number>();
  for (const word of text.slice(0, SAMPLE).normalize("NFC").split(BETWEEN_WORDS))
    if (/[^\u0000-\u007f]/.test(word)) times.set(word, (times.get(word) ?? 0) + 1);
  let [words, right] = [0, 0];
  for (const [word, n] of times) {
    words += n;
    if (isSyllable(word)) right += n;
  }
  return { share: words === 0 ? 1 : right / words, words };
}
