import type { Features } from "./features.ts";
import { INTENTS, type Meaning } from "./intents.ts";
import { WEIGHTS } from "./weights.ts";
import type { Text, Word } from "./words.ts";

/** Labels in the order of the weights; fixed, because the stored weights name them by place. */
export const LABELS: readonly Exclude<Meaning, "ask">[] = [...INTENTS, "unknown"];
/** Stored weights are whole numbers of this fraction. */
const GRAIN = 5;
/** Weights nearer to nothing than this are not kept. */
const LEAST = 0.3;

/** name → weight of each label */
export type Weights = Pick<ReadonlyMap<string, ArrayLike<number>>, "get" | "has">;

/**
 * `name<TAB>` and for each label that is not 0 its place as a letter with the number, then a newline. Lines are told
 * apart at the first question, and each is read when its name is first met: a text meets few of the thousands.
 */
function unpack(packed: string): Weights {
  let lines: Map<string, string> | undefined;
  const rows = new Map<string, Float32Array>();
  const linesOf = (): Map<string, string> => {
    lines ??= new Map(
      packed.split("\n").map((line): [string, string] => {
        const at = line.indexOf("\t");
        return [line.slice(0, at), line.slice(at + 1)];
      }),
    );
    return lines;
  };
  return {
    has: (name) => linesOf().has(name),
    get(name) {
      const numbers = linesOf().get(name);
      if (numbers === undefined) return undefined;
      const row = rows.get(name) ?? readRow(numbers);
      rows.set(name, row);
      return row;
    },
  };
}

function readRow(numbers: string): Float32Array {
  const row = new Float32Array(LABELS.length);
  for (const [, place = "a", number = "0"] of numbers.matchAll(/([a-z])(-?\d+)/g))
    row[place.charCodeAt(0) - 97] = Number(number) / GRAIN;
  return centred(row);
}

/** About its own mean: what speaks for all labels alike speaks for none, and a weight is then what it adds for one. */
function centred(row: Float32Array): Float32Array {
  const mean = row.reduce((sum, weight) => sum + weight, 0) / row.length;
  return row.map((weight) => weight - mean);
}

export function pack(weights: ReadonlyMap<string, ArrayLike<number>>): string {
  const lines: string[] = [];
  for (const [name, row] of weights) {
    const numbers = Array.from(centred(Float32Array.from(row)), (weight, place) => ({
      place,
      whole: Math.abs(weight) < LEAST ? 0 : Math.round(weight * GRAIN),
    }))
      .filter(({ whole }) => whole !== 0)
      .map(({ place, whole }) => `${String.fromCharCode(97 + place)}${whole}`)
      .join("");
    if (numbers !== "") lines.push(`${name}\t${numbers}`);
  }
  return lines.join("\n");
}

export interface Score {
  label: Exclude<Meaning, "ask">;
  /** between 0 and 1; all together make 1 */
  share: number;
}

export const TRAINED: Weights = unpack(WEIGHTS);

/** How likely each meaning is, likeliest first. */
export function scoreAll(features: Features, weights: Weights = TRAINED): Score[] {
  const sums = sumsOf(features, weights);
  const most = Math.max(...sums);
  const exps = sums.map((sum) => Math.exp(sum - most));
  const total = exps.reduce((a, b) => a + b, 0);
  return LABELS.map((label, n) => ({ label, share: (exps[n] ?? 0) / total })).toSorted((a, b) => b.share - a.share);
}

/**
 * Who complains uses words nobody has heard before; who asks seldom does. In doubt it is a complaint, which a person
 * reads: 518 fresh lines were read to 83.0 % instead of 81.5 %.
 */
const LEANING: readonly number[] = LABELS.map((label) => (label === "phan-anh" ? 1.5 : 0));

function sumsOf(features: Features, weights: Weights): number[] {
  const sums = [...LEANING];
  let length = 0;
  for (const name of features.keys()) {
    const row = weights.get(name);
    if (!row) continue;
    length += 1;
    for (let n = 0; n < sums.length; n += 1) sums[n] = (sums[n] ?? 0) + (row[n] ?? 0);
  }
  const scale = 1 / Math.sqrt(length || 1);
  return sums.map((sum) => sum * scale);
}

/** The words that speak most for a label, in the order they were written; at most `most` of them. */
export function wordsFor(label: Score["label"], text: Text, features: Features, most = 4): string[] {
  const place = LABELS.indexOf(label);
  const gains = new Map<Word, number>();
  for (const [name, words] of features) {
    const row = TRAINED.get(name);
    if (!row || words.length === 0) continue;
    const gain = row[place] ?? 0;
    for (const word of words) gains.set(word, (gains.get(word) ?? 0) + gain / words.length);
  }
  const best = [...gains].filter(([, gain]) => gain > 0).toSorted((a, b) => b[1] - a[1]);
  const chosen = new Set(best.slice(0, most).map(([word]) => word));
  return [...new Set(text.words.filter((word) => chosen.has(word)).map((word) => word.raw))];
}
