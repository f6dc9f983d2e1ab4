import { isSyllable, withTone } from "./syllable.ts";
import { rowOf } from "./table.ts";

/**
 * A word typed in Telex ("dduowcj", "nhanaj") or VNI ("d9u7o7c5") while the keyboard was off, read as the keyboard
 * would have made it: tones and modifiers count wherever they were typed, at the end too.
 */
interface Typed {
  letters: string;
  tone: number;
  changed: boolean;
}

const TELEX_TONES = "sfrxj";
const isVowel = (letter: string | undefined): boolean => letter !== undefined && /[aăâeêioôơuưy]/.test(letter);
const HATS: Readonly<Record<string, string>> = { a: "â", e: "ê", o: "ô" };

const replaceLast = (letters: string, from: string, to: string): string | undefined => {
  const at = letters.lastIndexOf(from);
  return at < 0 ? undefined : letters.slice(0, at) + to + letters.slice(at + from.length);
};

/** The horn of a typed `w` or `7`: ươ together, else the last vowel that can carry one. */
function horn(letters: string): string | undefined {
  for (const [from, to] of [
    ["ưo", "ươ"],
    ["uơ", "ươ"],
    ["uo", "ươ"],
  ] as const) {
    const done = replaceLast(letters, from, to);
    if (done !== undefined) return done;
  }
  if (/(?<!q)ua$/.test(letters)) return `${letters.slice(0, -2)}ưa`;
  for (let n = letters.length - 1; n >= 0; n -= 1) {
    const to = { o: "ơ", u: "ư" }[letters[n] ?? ""];
    if (to !== undefined && !(letters[n] === "u" && letters[n - 1] === "q"))
      return letters.slice(0, n) + to + letters.slice(n + 1);
  }
  // typed once for each of the two vowels, though one key had dressed both
  return /[ươ]/.test(letters) ? letters : undefined;
}

/** One key of Telex; every way it may be meant, the likelier first. */
function pressTelex(typed: Typed, key: string): Typed[] {
  const { letters, tone } = typed;
  const append: Typed = { ...typed, letters: letters + key };
  const hasVowel = [...letters].some(isVowel);
  if (TELEX_TONES.includes(key) && hasVowel) return [{ ...typed, tone: TELEX_TONES.indexOf(key) + 1, changed: true }];
  if (key === "z" && tone > 0) return [{ ...typed, tone: 0 }];
  if (key === "d" && letters.startsWith("d"))
    return [{ ...typed, letters: `đ${letters.slice(1)}`, changed: true }, append];
  if (key === "w") {
    const breve =
      /a(?![a-z]*[ou])/.test(letters) && !/(?<!q)ua/.test(letters) ? replaceLast(letters, "a", "ă") : undefined;
    const made = breve ?? horn(letters) ?? (hasVowel ? undefined : `${letters}ư`);
    return made === undefined ? [] : [{ ...typed, letters: made, changed: true }];
  }
  const hat = rowOf(HATS, key);
  const hatted = hat !== undefined && letters !== "" ? replaceLast(letters, key, hat) : undefined;
  return hatted === undefined ? [append] : [{ ...typed, letters: hatted, changed: true }, append];
}

function pressVni(typed: Typed, key: string): Typed[] {
  const { letters } = typed;
  if (!/\d/.test(key)) return [{ ...typed, letters: letters + key }];
  const made = { ...typed, changed: true };
  const digit = Number(key);
  if (digit >= 1 && digit <= 5) return [...letters].some(isVowel) ? [{ ...made, tone: digit }] : [];
  if (digit === 0) return [{ ...made, tone: 0 }];
  if (digit === 9) return letters.startsWith("d") ? [{ ...made, letters: `đ${letters.slice(1)}` }] : [];
  if (digit === 8) return optional(replaceLast(letters, "a", "ă"), made);
  if (digit === 7) return optional(horn(letters), made);
  for (let n = letters.length - 1; n >= 0; n -= 1) {
    const hat = rowOf(HATS, letters[n] ?? "");
    if (hat !== undefined) return [{ ...made, letters: letters.slice(0, n) + hat + letters.slice(n + 1) }];
  }
  return [];
}
const optional = (letters: string | undefined, typed: Typed): Typed[] =>
  letters === undefined ? [] : [{ ...typed, letters }];

/** Longest syllable is seven letters; with all its keys no word is longer than this. */
const LONGEST = 12;

function readWord(word: string, press: (typed: Typed, key: string) => Typed[]): string | undefined {
  if (word.length > LONGEST) return undefined;
  let open: Typed[] = [{ letters: "", tone: 0, changed: false }];
  for (const key of word) open = open.flatMap((typed) => press(typed, key)).slice(0, 8);
  const made = open.find((typed) => typed.changed && isSyllable(typed.letters.replace("ưo", "ươ"), typed.tone));
  return made && withTone(made.letters.replace("ưo", "ươ"), made.tone);
}

/** Lower-case letters as Telex; undefined when they are no syllable or nothing would change. */
export const readTelexWord = (word: string): string | undefined =>
  /^[a-z]{2,}$/.test(word) ? readWord(word, pressTelex) : undefined;

/** Lower-case letters and digits as VNI; undefined when they are no syllable or hold no digit. */
export const readVniWord = (word: string): string | undefined =>
  /^[a-z]+\d[a-z\d]*$/.test(word) ? readWord(word, pressVni) : undefined;
