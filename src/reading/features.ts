import { CLASSES } from "./lexicon/lexicon.ts";
import type { Hit } from "./phrases.ts";
import type { Text, Word } from "./words.ts";

/** What the model looks at, each feature with the words it stands on, so that a reading can be explained. */
export type Features = Map<string, readonly Word[]>;

const MOST_PAIRED = 24;

type Note = (name: string, words: readonly Word[], more?: readonly Word[]) => void;

/**
 * Words, pairs of neighbours, classes of words and pairs of classes, length, and whether it asks. Pieces of words were
 * tried and left out: they brought nothing (ADR 0023).
 * @param known only these are noted
 */
export function featuresOf(text: Text, known?: Pick<ReadonlySet<string>, "has">): Features {
  const found: Features = new Map();
  const note: Note = (name, words, more = []) => {
    if ((known !== undefined && !known.has(name)) || found.has(name)) return;
    found.set(name, more.length === 0 ? words : [...words, ...more]);
  };
  const hits = CLASSES.find(text);
  const units = unitsOf(text.words, hits);
  units.forEach((unit, n) => {
    note(`w:${unit.key}`, unit.words);
    const next = units[n + 1];
    if (next?.sentence === unit.sentence) note(`b:${unit.key} ${next.key}`, unit.words, next.words);
  });
  const [first, last] = [units[0], units.at(-1)];
  if (first) note(`f:${first.key}`, first.words);
  if (last) note(`l:${last.key}`, last.words);
  noteClasses(text, hits, units, note);
  note(`n:${Math.min(6, Math.ceil(Math.log2(text.words.length + 1)))}`, []);
  if (text.asks) note("?", []);
  return found;
}

/** A word, or several that only together mean something: "nghiên cứu" holds no "cứu", "chữa cháy" no fire. */
interface Unit {
  key: string;
  sentence: number;
  from: number;
  words: readonly Word[];
}
const WHOLES: ReadonlySet<string> = new Set(["onlySounds", "fixed"]);

function unitsOf(words: readonly Word[], hits: readonly Hit[]): Unit[] {
  const ends = new Map<number, number>();
  for (const hit of hits) if (WHOLES.has(hit.name)) ends.set(hit.from, Math.max(hit.to, ends.get(hit.from) ?? 0));
  const units: Unit[] = [];
  for (let from = 0; from < words.length; ) {
    const to = ends.get(from) ?? from;
    const own = words.slice(from, to + 1);
    const key = own.map((word) => word.key).join("_");
    units.push({ key, sentence: own[0]?.sentence ?? 0, from, words: own });
    from = to + 1;
  }
  return units;
}

function noteClasses(text: Text, all: readonly Hit[], units: readonly Unit[], note: Note): void {
  const unitAt = new Map(units.flatMap((unit) => unit.words.map((_, n): [number, Unit] => [unit.from + n, unit])));
  const inside = ({ name, from, to }: Hit): boolean =>
    !WHOLES.has(name) && (unitAt.get(from)?.words.length ?? 0) > 1 && unitAt.get(from) === unitAt.get(to);
  const hits = new Map<string, readonly Word[]>();
  for (const hit of all)
    if (!inside(hit) && hit.size > (hits.get(hit.name)?.length ?? 0))
      hits.set(hit.name, text.words.slice(hit.from, hit.to + 1));
  const named = [...hits].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, words] of named) note(`c:${name}`, words);
  // a message of everyday length has few classes; in a long letter nearly all meet and say nothing
  const paired = named.length <= MOST_PAIRED ? named : [];
  paired.forEach(([name, words], n) => {
    for (const [other, more] of paired.slice(n + 1)) note(`d:${name} ${other}`, words, more);
  });
}
