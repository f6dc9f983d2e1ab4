import { isSyllable, keyOf, looksLikeSyllable, splitTone, withTone } from "../kernel/syllable.ts";
import { remembering } from "../kernel/remember.ts";
import { fold } from "../kernel/vietnamese.ts";
import { clean } from "./clean.ts";
import { readKeyboards } from "./keyboards.ts";
import { isShortForm, openShortForm } from "./short-forms.ts";
import { isKnownPlain } from "./vocabulary.ts";
import { nextKeys } from "./next-keys.ts";
import type { Text, Word } from "./words.ts";

interface Token {
  raw: string;
  shouted: boolean;
  sentence: number;
  paused: boolean;
}

const hasMarks = (word: string): boolean => /[^\u0000-\u007f]/.test(word);

/**
 * A message made ready for reading, once for everybody: composed, keyboards and short forms read, sentences told apart.
 * Marks that were typed are kept: "nghề" is never "nghe". Linear in the length.
 */
export function normalise(message: string): Text {
  const cleaned = clean(message);
  const tokens = joinSpelled(tokenise(cleaned)).flatMap(splitStuck);
  const marks = tokens.some((token) => hasMarks(token.raw));
  const typed = readKeyboards(tokens.map((token) => token.raw));
  const words = tokens.flatMap((token, n) => {
    const opened = openShortForm(token.raw, {
      hasMarks: marks || typed.size > 0,
      before: neighbour(token, tokens[n - 1]),
      after: neighbour(token, tokens[n + 1]),
    });
    const read = typed.get(n);
    if (opened === undefined && read !== undefined) return [toWord(token, read, true)];
    return (opened ?? [token.raw]).map((word, k) =>
      toWord(k === 0 ? token : { ...token, paused: false }, word, opened !== undefined),
    );
  });
  return { words, careful: isCareful(tokens, typed), asks: /\?/.test(cleaned) };
}

const neighbour = (token: Token, other: Token | undefined): string =>
  other?.sentence === token.sentence ? other.raw : "";

function isCareful(tokens: readonly Token[], typed: ReadonlyMap<number, string>): boolean {
  const letters = tokens.filter((token) => !/\d/.test(token.raw) || hasMarks(token.raw));
  const marked = tokens.filter((token, n) => hasMarks(token.raw) || typed.has(n)).length;
  return marked >= 2 && marked * 2 >= letters.length;
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let sentence = 0;
  let paused = false;
  // "c.háy" hides a word from machines, not from people
  const joined = text.replace(/(?<![\p{L}\p{N}])(\p{L})[.*_](?=\p{L}{2,}(?![.]))/gu, "$1");
  for (const match of joined.matchAll(/(?<word>[\p{L}\p{M}\p{N}]+)|(?<end>[.!?…;\n]+)|(?<pause>[,:()–—-])/gu)) {
    const { word, end, pause } = match.groups ?? {};
    if (word !== undefined) {
      tokens.push({ raw: shorten(word), shouted: /^[A-Z]{3,}$/.test(word), sentence, paused });
      paused = false;
    } else if (end !== undefined && !isInsideNumber(joined, match.index)) sentence += tokens.length > 0 ? 1 : 0;
    else if (pause !== undefined) paused = true;
  }
  return tokens;
}

const isShaped = (word: string): boolean => {
  const { letters, tone } = splitTone(word);
  return isSyllable(letters, tone);
};

/** Slips of a finger on a word with marks: "dừnggg" and "dừngg" are "dừng", "đừg" is "đừng", "cưus" is "cứu". */
const shorten = remembering((word: string): string => {
  const lower = word.toLowerCase().replace(/(\p{L})\1{2,}/gu, "$1");
  if (!hasMarks(lower) || isShaped(lower)) return lower;
  const tidy = [lower.replace(/(\p{L})\1$/u, "$1"), lower.replace(/(?<!n)g$/, "ng"), toneTyped(lower)];
  return tidy.find((one) => one !== lower && isShaped(one)) ?? besideKey(lower) ?? lower;
}, 20_000);

/** The keyboard made the letters but the last key stayed a key. */
function toneTyped(word: string): string {
  const tone = "sfrxj".indexOf(word.slice(-1)) + 1 || "12345".indexOf(word.slice(-1)) + 1;
  const rest = word.slice(0, -1);
  return tone > 0 && splitTone(rest).tone === 0 && isShaped(rest) ? withTone(rest, tone) : word;
}

/** "ngậo" is "ngập": the finger hit the key beside the one that was meant. */
function besideKey(word: string): string | undefined {
  const { letters, tone } = splitTone(word);
  if (letters.length > 7 || isShortForm(word)) return undefined;
  return nextKeys(letters).find((one) => isSyllable(one, tone) && isKnownPlain(fold(one)));
}

const isInsideNumber = (text: string, at: number): boolean =>
  /\d/.test(text.charAt(at - 1)) && /\d/.test(text.charAt(at + 1));

/** "d u n g" and "D.U.N.G" are one word spelled out. */
function joinSpelled(tokens: Token[]): Token[] {
  const joined: Token[] = [];
  for (let n = 0; n < tokens.length; n += 1) {
    let end = n;
    while (tokens[end] && /^[\p{L}]$/u.test(tokens[end]?.raw ?? "")) end += 1;
    const [first] = tokens.slice(n, n + 1);
    if (!first) break;
    if (end - n < 3) joined.push(first);
    else {
      joined.push({
        ...first,
        raw: tokens
          .slice(n, end)
          .map((token) => token.raw)
          .join("")
          .normalize("NFC"),
      });
      n = end - 1;
    }
  }
  return joined;
}

/** "gapcanbo" is three words; only known ones are cut out, so that names and foreign words stay whole. */
function splitStuck(token: Token): Token[] {
  const { raw } = token;
  const marked = hasMarks(raw);
  if (raw.length < (marked ? 5 : 6) || raw.length > 40 || !/^[\p{Ll}\p{M}]+$/u.test(raw)) return [token];
  if (marked ? isShaped(raw) : looksLikeSyllable(raw) || isKnownPlain(raw)) return [token];
  const parts = cut(raw, marked ? isShaped : looksLikeSyllable);
  return parts ? parts.map((part, n) => ({ ...token, raw: part, paused: n === 0 && token.paused })) : [token];
}

function cut(word: string, isWhole: (part: string) => boolean): string[] | undefined {
  const best: (string[] | undefined)[] = [[]];
  for (let end = 1; end <= word.length; end += 1)
    for (let start = Math.max(0, end - 7); start <= end - 2; start += 1) {
      const before = best[start];
      const part = word.slice(start, end);
      if (before && isWhole(part) && isKnownPlain(fold(part)) && before.length + 1 < (best[end]?.length ?? 99))
        best[end] = [...before, part];
    }
  return best[word.length];
}

/** Two letters in the wrong order ("dugn"), one too many ("guri"), a key beside it ("vuec"): mended into a known word. */
function mend(plain: string): string {
  if (plain.length < 3 || plain.length > 8 || looksLikeSyllable(plain) || isKnownPlain(plain)) return plain;
  for (let n = 0; n < plain.length - 1; n += 1) {
    const turned = plain.slice(0, n) + plain.charAt(n + 1) + plain.charAt(n) + plain.slice(n + 2);
    if (looksLikeSyllable(turned) && isKnownPlain(turned)) return turned;
  }
  for (let n = 1; n < plain.length - 1; n += 1) {
    const shorter = plain.slice(0, n) + plain.slice(n + 1);
    if (shorter.length >= 3 && looksLikeSyllable(shorter) && isKnownPlain(shorter)) return shorter;
  }
  return nextKeys(plain).find((one) => looksLikeSyllable(one) && isKnownPlain(one)) ?? plain;
}

/** What a word is, whatever stands around it; the same few thousand come again and again. */
const shapeOf = remembering((word: string) => {
  const { letters, tone } = splitTone(word);
  const plain = fold(word);
  const syllable = isSyllable(letters, tone);
  const bare = looksLikeSyllable(plain);
  return { key: keyOf(word), plain, syllable, bare, mended: bare ? plain : mend(plain) };
}, 20_000);

function toWord(token: Token, word: string, read: boolean): Word {
  const shape = shapeOf(word);
  const marked = read || hasMarks(word);
  // letters that make no syllable are a slip of the finger: they are read by what stands there without marks
  const slipped = !read && !shape.syllable && (marked || !shape.bare);
  const plain = slipped ? shape.mended : shape.plain;
  return {
    raw: token.raw,
    key: marked && !slipped ? shape.key : plain,
    plain,
    marked: marked && !slipped,
    bareOnPurpose: slipped || (token.shouted && !read),
    sentence: token.sentence,
    paused: token.paused,
  };
}
