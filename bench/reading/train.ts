import { withoutMarks } from "../../src/kernel/vietnamese.ts";
import { featuresOf } from "../../src/reading/features.ts";
import { LABELS } from "../../src/reading/model.ts";
import { normalise } from "../../src/reading/normalise.ts";
import type { Line } from "./labelled.ts";
import { patternLines } from "./patterns.ts";

export interface Example {
  features: string[];
  /** label and its share; the shares make 1 */
  target: [number, number][];
  weight: number;
}

/** Repeatable numbers from 0 to 1. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const GREETINGS = [
  "Chào xã, ",
  "Xin chào, ",
  "Alo xã ơi ",
  "Dạ em chào anh chị, ",
  "Xã ơi cho hỏi ",
  "Dạ cho con hỏi ",
];
const THANKS = [", cảm ơn", " ạ", ". Xin cảm ơn", " nhé", " với ạ", ", cảm ơn xã nhiều"];
const POLITE_ANYWAY = new Set(["menu", "cam-on", "unknown", "dung", "nhan"]);

/** A line as it is, and as others would write it: without marks, with some of them, with a greeting or thanks around it. */
export function examplesOf(lines: readonly Line[]): Example[] {
  const roll = dice(7);
  const pick = (all: readonly string[]): string => all[Math.floor(roll() * all.length)] ?? "";
  return lines.flatMap((line) => {
    const wanted = line.labels.map((label) => LABELS.indexOf(label as never)).filter((n) => n >= 0);
    const [first, ...others] = wanted;
    if (first === undefined) return [];
    const target: Example["target"] =
      others.length === 0
        ? [[first, 1]]
        : [[first, 0.8], ...others.map((n): [number, number] => [n, 0.2 / others.length])];
    const some = line.text
      .split(" ")
      .map((word) => (roll() < 0.5 ? withoutMarks(word) : word))
      .join(" ");
    const ways: [string, number][] = [
      [line.text, 1],
      [withoutMarks(line.text), 0.7],
      [some, 0.4],
    ];
    if (!POLITE_ANYWAY.has(line.labels[0] ?? "")) {
      const polite = roll() < 0.5 ? pick(GREETINGS) + line.text : line.text + pick(THANKS);
      ways.push([polite, 0.4], [withoutMarks(polite), 0.3]);
    }
    const seen = new Set<string>();
    return ways.flatMap(([text, weight]) => {
      if (seen.has(text)) return [];
      seen.add(text);
      return [{ features: [...featuresOf(normalise(text)).keys()], target, weight }];
    });
  });
}

/** How much a line made from a pattern counts beside one that was written. */
const PATTERN_WEIGHT = 0.4;
const PATTERN_ROUNDS = 4;

/** Everything the reader is trained on: labelled lines, and lines made from patterns. */
export const allExamples = (lines: readonly Line[]): Example[] => [
  ...examplesOf(lines),
  ...Array.from({ length: PATTERN_ROUNDS }, (_, n) => examplesOf(patternLines(dice(9 + n))))
    .flat()
    .map((one) => ({
      ...one,
      weight: one.weight * PATTERN_WEIGHT,
    })),
];

export interface Settings {
  rounds: number;
  rate: number;
  decay: number;
  /** a feature seen less often is left out */
  least: number;
  without?: RegExp;
}
export const SETTINGS: Settings = { rounds: 8, rate: 0.3, decay: 2e-4, least: 4 };

/** Multinomial logistic regression by AdaGrad; the same examples always make the same weights. */
export function train(examples: readonly Example[], settings: Settings = SETTINGS): Map<string, Float32Array> {
  const seen = new Map<string, number>();
  for (const { features } of examples) for (const name of features) seen.set(name, (seen.get(name) ?? 0) + 1);
  const names = [...seen]
    .filter(([name, n]) => n >= settings.least && !settings.without?.test(name))
    .map(([name]) => name);
  const ids = new Map(names.map((name, n) => [name, n]));
  const k = LABELS.length;
  const weights = new Float32Array(names.length * k);
  const squares = new Float32Array(names.length * k).fill(1e-4);
  const rows = examples.map(({ features, target, weight }) => {
    const own = Int32Array.from(features.flatMap((name) => ids.get(name) ?? []));
    return { own, target, weight, scale: 1 / Math.sqrt(own.length || 1) };
  });
  const roll = dice(11);
  const off = new Float64Array(k);
  for (let round = 0; round < settings.rounds; round += 1)
    for (const { own, target, weight, scale } of shuffled(rows, roll)) {
      off.fill(0);
      for (const id of own) for (let c = 0; c < k; c += 1) off[c] = (off[c] ?? 0) + scale * (weights[id * k + c] ?? 0);
      softmax(off);
      for (const [c, share] of target) off[c] = (off[c] ?? 0) - share;
      for (const id of own) {
        for (let at = id * k, c = 0; c < k; c += 1, at += 1) {
          const step = (off[c] ?? 0) * scale * weight + settings.decay * (weights[at] ?? 0);
          const square = (squares[at] ?? 0) + step * step;
          squares[at] = square;
          weights[at] = (weights[at] ?? 0) - (settings.rate * step) / Math.sqrt(square);
        }
      }
    }
  return new Map(names.map((name, n) => [name, weights.slice(n * k, n * k + k)]));
}

function softmax(sums: Float64Array): void {
  const most = Math.max(...sums);
  let total = 0;
  for (let c = 0; c < sums.length; c += 1) total += sums[c] = Math.exp((sums[c] ?? 0) - most);
  for (let c = 0; c < sums.length; c += 1) sums[c] = (sums[c] ?? 0) / total;
}

function shuffled<T>(rows: readonly T[], roll: () => number): T[] {
  const order = [...rows];
  for (let n = order.length - 1; n > 0; n -= 1) {
    const m = Math.floor(roll() * (n + 1));
    const [a, b] = [order[n], order[m]];
    if (a !== undefined && b !== undefined) [order[n], order[m]] = [b, a];
  }
  return order;
}
