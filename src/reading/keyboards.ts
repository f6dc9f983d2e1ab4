import { remembering } from "../kernel/remember.ts";
import { readTelexWord, readVniWord } from "../kernel/keyboards.ts";

/** English words that a Telex keyboard would turn into syllables. */
const FOREIGN = new Set(
  (
    "as is us has was his this yes gas bus plus pass max box six fix mix for or her car bar far our form test tests " +
    "sos does dies beds tips maps cars tours bass toxic hers cans pos mins next text app fax tax sex wifi web www"
  ).split(" "),
);

/** What a word would be in Telex and VNI, and whether it could hardly be anything else. */
interface Guess {
  read: string;
  strong: boolean;
}

const asTelex = remembering((word: string): Guess | undefined => {
  if (FOREIGN.has(word)) return undefined;
  const read = readTelexWord(word);
  // f, j, w and doubled letters stand in no Vietnamese and few English words; s, r, x at the end stand in many
  return read === undefined ? undefined : { read, strong: /[fjw]|aa|ee|oo|dd/.test(word) || word.length > 4 };
}, 20_000);

const asVni = remembering((word: string): Guess | undefined => {
  const read = readVniWord(word);
  // "thon5" and "khu2" are places: a digit inside or two of them are a keyboard
  return read === undefined ? undefined : { read, strong: /\d[a-z]|\d\d/.test(word) };
}, 20_000);

/**
 * Words of a message typed with the keyboard off, by their place. A weak guess counts when a strong one or two more
 * weak ones stand beside it.
 */
export function readKeyboards(words: readonly string[]): Map<number, string> {
  const found = new Map<number, string>();
  for (const guess of [asTelex, asVni]) {
    const guesses = words.flatMap((word, n) => {
      const made = guess(word);
      return made ? [{ n, ...made }] : [];
    });
    const sure = guesses.some((one) => one.strong) || guesses.length >= 2;
    for (const { n, read } of guesses) if (sure && !found.has(n)) found.set(n, read);
  }
  return found;
}
