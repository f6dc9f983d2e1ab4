import type { RawParagraph, Span } from "../raw-paragraph.ts";
import { bestScheme } from "../../kernel/letters/best-scheme.ts";
import { READERS, type Scheme, schemeOfFont } from "../../kernel/letters/code-tables.ts";
import { vietnameseShare } from "../../kernel/letters/vietnamese-share.ts";

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

/** Words of one font, part as they should be and part of an old table: each paragraph is looked at by itself. */
const MIXED = "mixed";

/** How the words of each font are to be read; fonts whose letters are right as they stand are not in it. */
function readersOf(paragraphs: readonly RawParagraph[]): ReadonlyMap<string, Reader | typeof MIXED> {
  const byFont = new Map<string, string[]>();
  for (const { spans } of paragraphs)
    for (const { text, font } of spans)
      if (/[^\u0000-\u007f]/.test(text)) {
        const texts = byFont.get(font);
        if (texts) texts.push(text);
        else byFont.set(font, [text]);
      }
  const readers = new Map<string, Reader | typeof MIXED>();
  for (const [font, texts] of byFont) {
    const reader = readerOf(font, texts.join(" "));
    if (reader) readers.set(font, reader);
  }
  return readers;
}

function readerOf(font: string, text: string): Reader | typeof MIXED | undefined {
  const raw = vietnameseShare(text);
  const made = schemeOfFont(font);
  if (holdsUnicode(text)) return made || raw.share < 1 ? MIXED : undefined;
  if (made) {
    const read = (words: string): string => {
      const plain = READERS[made.scheme](words);
      return made.capitals ? plain.toUpperCase() : plain;
    };
    return vietnameseShare(read(text)).share >= raw.share ? { scheme: made.scheme, read } : undefined;
  }
  if (raw.words <= FEW || raw.share >= READS) return undefined;
  const best = bestScheme(text);
  if (!best || best.share < READS || best.share < raw.share + WINS) return undefined;
  return { scheme: best.scheme, read: READERS[best.scheme] };
}

/**
 * Readers of the paragraphs whose words are hardly any, and all of them once an old table has read them. One or two words
 * do not say so for themselves, only where others of the same table stand.
 */
function readersOfParagraphs(texts: readonly string[], readers: ReadonlyMap<string, Reader | typeof MIXED>): Reader[] {
  const sure = new Set([...readers.values()].flatMap((one) => (one === MIXED ? [] : [one.scheme])));
  const found: Reader[] = [];
  const short: [number, Scheme][] = [];
  for (const [n, text] of texts.entries()) {
    const raw = vietnameseShare(text);
    const few = raw.words <= FEW;
    if (raw.words === 0 || raw.share > (few ? 0 : 0.5) || holdsUnicode(text)) continue;
    const best = bestScheme(text);
    if (!best || best.share < (few ? 1 : READS)) continue;
    if (few) short.push([n, best.scheme]);
    else {
      sure.add(best.scheme);
      found[n] = { scheme: best.scheme, read: READERS[best.scheme] };
    }
  }
  for (const [n, scheme] of short) if (sure.has(scheme)) found[n] = { scheme, read: READERS[scheme] };
  return found;
}

/** Latin letters no old table has, because Windows has none like them: somebody typed Unicode. */
const holdsUnicode = (text: string): boolean => /(?![ŒœŠšŸŽžƒˆ˜])[\u0100-\u024f\u1e00-\u1eff]/.test(text);

/** Reads letters of old fonts; paragraphs whose letters are right come back as they are. */
export function readLetters(paragraphs: readonly RawParagraph[]): {
  paragraphs: RawParagraph[];
  conversion: Conversion | undefined;
} {
  const readers = readersOf(paragraphs);
  if (readers.size === 0) return { paragraphs: [...paragraphs], conversion: undefined };
  const samples: Conversion["samples"] = [];
  const schemes = new Set<Scheme>();
  let changed = 0;
  const mixed = paragraphs.map(({ spans }) => wordsOf(spans.filter((span) => readers.get(span.font) === MIXED)));
  const own = readersOfParagraphs(mixed, readers);
  const read = paragraphs.map((paragraph, n) => {
    const readerFor = ({ font }: Span): Reader | undefined => {
      const reader = readers.get(font);
      return reader === MIXED ? own[n] : reader;
    };
    const spans = paragraph.spans.map((span): Span => {
      const reader = readerFor(span);
      // a font of capitals has its say on every letter
      return reader ? { ...span, text: reader.read(span.text) } : span;
    });
    const [original, converted] = [wordsOf(paragraph.spans), wordsOf(spans)];
    if (original === converted) return paragraph;
    changed += 1;
    for (const reader of paragraph.spans.map(readerFor)) if (reader) schemes.add(reader.scheme);
    if (samples.length < MOST_SAMPLES) samples.push({ original: original.trim(), converted: converted.trim() });
    return { ...paragraph, spans };
  });
  if (changed === 0) return { paragraphs: [...paragraphs], conversion: undefined };
  return { paragraphs: read, conversion: { scheme: [...schemes].join(", "), paragraphs: changed, samples } };
}

const wordsOf = (spans: readonly Span[]): string => spans.map((one) => one.text).join("");
