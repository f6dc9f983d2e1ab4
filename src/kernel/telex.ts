import { readTelexWord } from "./keyboards.ts";

/** One word that could be Telex may be chance: "as", "cos". */
const LEAST_WORDS = 2;

/**
 * Raw Telex typing ("gops ys: neen cos") read as it was meant ("góp ý: nên có"), for showing beside the original only
 * (domain.md §4.5: a citizen's words are never rewritten). Undefined when the text carries marks already or fewer than
 * two words look like Telex.
 */
export function readTelex(text: string): string | undefined {
  if (/[^\u0000-\u007f]/.test(text.normalize("NFC"))) return undefined;
  let changed = 0;
  const read = text.replace(/[A-Za-z]+/g, (word) => {
    const found = readTelexWord(word.toLowerCase());
    if (found === undefined) return word;
    changed += 1;
    return /^[A-Z]/.test(word) ? found.charAt(0).toUpperCase() + found.slice(1) : found;
  });
  return changed >= LEAST_WORDS ? read : undefined;
}
