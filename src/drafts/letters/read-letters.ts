import type { RawParagraph, Span } from "../raw-paragraph.ts";
import { READERS, type Scheme, schemeOfFont, SCHEMES } from "./code-tables.ts";
import { vietnameseShare } from "./vietnamese-share.ts";

/** Letters that were read by an old table, for a person to look at beside the original before anything is stored. */
export interface Conversion {
  scheme: string;
  /** how many paragraphs hold such letters */
  paragraphs: number;
  samples: { original: string; converted: string }[];
}

const MOST_SAMPLES = 60;
/** From here on a text reads as Vietnamese; a table must win by so much over the letters as they stand. */
const READS = 0.85;
const WINS = 0.15;
/** Fewer words beyond ASCII say nothing about a font. */
const FEW = 2;

interface Reader {
  scheme: Scheme;
  read(text: string): string;
}

/** How the words of each font are to be read; fonts whose letters are right as they stand are not in it. */
function readersOf(paragraphs: readonly RawParagraph[]): ReadonlyMap<string, Reader> {
  const byFont = new Map<string, string[]>();
  for (const { spans } of paragraphs)
    for (const { text, font } of spans)
      if (/[^\u0000-\u007f]/.test(text)) {
        const texts = byFont.get(font);
        if (texts) texts.push(text);
        else byFont.set(font, [text]);
      }
  const readers = new Map<string, Reader>();
  for (const [font, texts] of byFont) {
    const reader = readerOf(font, texts.join(" "));
    if (reader) readers.set(font, reader);
  }
  return readers;
}

function readerOf(font: string, text: string): Reader | undefined {
  const raw = vietnameseShare(text);
  const made = schemeOfFont(font);
  if (made) {
    const read = (words: string): string => {
      const plain = READERS[made.scheme](words);
      return made.capitals ? plain.toUpperCase() : plain;
    };
    return vietnameseShare(read(text)).share >= raw.share && !holdsUnicode(text)
      ? { scheme: made.scheme, read }
      : undefined;
  }
  const best = bestScheme(text);
  if (raw.words <= FEW || raw.share >= READS || !best || best.share < READS || best.share < raw.share + WINS)
    return undefined;
  return { scheme: best.scheme, read: READERS[best.scheme] };
}

/** Letters no old table has: somebody typed Unicode in an old font. */
const holdsUnicode = (text: string): boolean => /[\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]/.test(text);

export function bestScheme(text: string): { scheme: Scheme; share: number } | undefined {
  return SCHEMES.map((scheme) => ({ scheme, share: vietnameseShare(READERS[scheme](text)).share })).toSorted(
    (a, b) => b.share - a.share,
  )[0];
}

/** Reads letters of old fonts; paragraphs whose letters are right come back as they are. */
export function readLetters(paragraphs: readonly RawParagraph[]): {
  paragraphs: RawParagraph[];
  conversion: Conversion | undefined;
} {
  const readers = readersOf(paragraphs);
  if (readers.size === 0) return { paragraphs: [...paragraphs], conversion: undefined };
  const samples: Conversion["samples"] = [];
  let changed = 0;
  const read = paragraphs.map((paragraph) => {
    const spans = paragraph.spans.map((span): Span => {
      const reader = readers.get(span.font);
      // a font of capitals has its say on every letter
      return reader ? { ...span, text: reader.read(span.text) } : span;
    });
    const [original, converted] = [wordsOf(paragraph.spans), wordsOf(spans)];
    if (original === converted) return paragraph;
    changed += 1;
    if (samples.length < MOST_SAMPLES) samples.push({ original: original.trim(), converted: converted.trim() });
    return { ...paragraph, spans };
  });
  const schemes = [...new Set([...readers.values()].map((one) => one.scheme))];
  if (changed === 0) return { paragraphs: [...paragraphs], conversion: undefined };
  return { paragraphs: read, conversion: { scheme: schemes.join(", "), paragraphs: changed, samples } };
}

const wordsOf = (spans: readonly Span[]): string => spans.map((one) => one.text).join("");
