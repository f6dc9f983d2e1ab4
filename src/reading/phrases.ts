import { remembering } from "../kernel/remember.ts";
import { keyOf } from "../kernel/syllable.ts";
import { fold } from "../kernel/vietnamese.ts";
import { normalise } from "./normalise.ts";
import type { Text, Word } from "./words.ts";

/**
 * Phrases of the lexicon, written with their marks. `a/b` are alternatives, `a?` may be missing, `*` stands for up to
 * three words. A word typed with marks must carry the same ones; a word typed without is read by its letters, but among
 * carefully marked words only beside one that fits letter by letter.
 */
export interface Hit {
  name: string;
  /** places of the words, both included */
  from: number;
  to: number;
  /** how many words of the phrase were found */
  size: number;
}

export type Lexicon<Name extends string = string> = Readonly<Record<Name, readonly string[]>>;

interface Wanted {
  key: string;
  plain: string;
}
type Step = Wanted | "gap";
const MOST_BETWEEN = 3;

/** A place in the tree of all phrases: where each next word leads, and the names of phrases that end here. */
interface Node {
  next: Map<string, { key: string; node: Node }[]>;
  /** after any few words */
  gap: Node | undefined;
  names: Set<string>;
}
const newNode = (): Node => ({ next: new Map(), gap: undefined, names: new Set() });

type Given = Pick<Text, "words" | "careful">;
interface Walk {
  from: number;
  at: number;
  size: number;
  /** a word fitted with its marks; a word was only read by its letters */
  exact: boolean;
  loose: boolean;
}

/** Finds phrases of a lexicon in a text. Its tree grows at the first text: most processes never read a message. */
export class PhraseBook {
  private readonly lexicon: Lexicon;
  private root: Node | undefined;

  constructor(lexicon: Lexicon) {
    this.lexicon = lexicon;
  }

  find(text: Given): Hit[] {
    this.root ??= treeOf(this.lexicon);
    const hits: Hit[] = [];
    for (let from = 0; from < text.words.length; from += 1)
      walk(text, this.root, { from, at: from, size: 0, exact: false, loose: false }, hits);
    return hits;
  }
}

function treeOf(lexicon: Lexicon): Node {
  const root = newNode();
  for (const [name, phrases] of Object.entries(lexicon))
    for (const phrase of phrases.flatMap(spell)) {
      add(
        root,
        name,
        stepsOf(phrase, (part) => normalise(part).words),
      );
      add(root, name, stepsOf(phrase, literally));
    }
  return root;
}

function add(root: Node, name: string, steps: readonly Step[]): void {
  if (steps.length === 0 || steps[0] === "gap") return;
  let node = root;
  for (const step of steps) {
    if (step === "gap") {
      node.gap ??= newNode();
      node = node.gap;
      continue;
    }
    const known = node.next.get(step.plain) ?? [];
    const there = known.find((one) => one.key === step.key);
    const next = there ?? { key: step.key, node: newNode() };
    if (!there) node.next.set(step.plain, [...known, next]);
    node = next.node;
  }
  node.names.add(name);
}

function walk(text: Given, node: Node, way: Walk, hits: Hit[]): void {
  if (way.size > 0 && node.names.size > 0 && !(text.careful && way.loose && !way.exact))
    for (const name of node.names) hits.push({ name, from: way.from, to: way.at - 1, size: way.size });
  step(text, node, way, hits);
  if (!node.gap) return;
  for (let between = 0; between <= MOST_BETWEEN; between += 1)
    step(text, node.gap, { ...way, at: way.at + between }, hits);
}

function step(text: Given, node: Node, way: Walk, hits: Hit[]): void {
  const word = text.words[way.at];
  if (!word) return;
  for (const { key, node: next } of node.next.get(word.plain) ?? []) {
    if (word.marked && word.key !== key) continue;
    walk(
      text,
      next,
      {
        from: way.from,
        at: way.at + 1,
        size: way.size + 1,
        exact: way.exact || word.marked,
        loose: way.loose || isLoose(word, key),
      },
      hits,
    );
  }
}

const isLoose = (word: Word, key: string): boolean => !word.marked && key !== word.plain && !word.bareOnPurpose;

/** A phrase as it is read, and as it is spelled: "giùm" is read as "giúp", but "gium" is only spelled so. */
const stepsOf = (phrase: string, read: (part: string) => readonly Wanted[]): Step[] =>
  phrase.split(" * ").flatMap((part, n): Step[] => {
    const words = read(part).map(({ key, plain }) => ({ key, plain }));
    return n === 0 ? words : ["gap", ...words];
  });
const spelled = remembering((word: string): Wanted => ({ key: keyOf(word), plain: fold(word) }), 20_000);
const literally = (part: string): Wanted[] => part.split(" ").map(spelled);

/** Every spelling of a phrase with alternatives and words that may be missing. */
function spell(phrase: string): string[] {
  let made = [""];
  for (const word of phrase.normalize("NFC").toLowerCase().split(" ")) {
    const choices = word.endsWith("?") ? [...word.slice(0, -1).split("/"), ""] : word.split("/");
    made = made.flatMap((before) => choices.map((choice) => `${before} ${choice}`.trim()));
  }
  return made;
}
