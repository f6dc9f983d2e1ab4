import { formatCount } from "../office/number-formats.ts";
import { symbolText } from "../office/symbols.ts";
import type { Level, List } from "./read-numbering.ts";

/** Counts the paragraphs of all lists as Word does and says the label each is printed with. */
export class ListCounter {
  private readonly counts = new Map<string, (number | undefined)[]>();
  private readonly begun = new Set<string>();

  /**
   * The label of the next paragraph of a list.
   * @param numId a list that begins anew does so where this number is met first
   */
  next(list: List, numId: string, depth: number): string {
    const counts = this.counts.get(list.key) ?? [];
    this.counts.set(list.key, counts);
    const mark = `${numId}:${depth}`;
    if (!this.begun.has(mark)) {
      this.begun.add(mark);
      if (list.startOverride(depth) !== undefined) counts[depth] = undefined;
    }
    const start = (n: number): number => list.level(n)?.start ?? 1;
    // a level nobody used stands at its first number and is taken: the next of it is the second (Word, KB Q197139)
    for (let n = 0; n < depth; n += 1) counts[n] ??= start(n);
    counts[depth] = counts[depth] === undefined ? start(depth) : (counts[depth] ?? 0) + 1;
    for (let n = depth + 1; n < counts.length; n += 1) {
      const restart = list.level(n)?.restart;
      if (restart === undefined || (restart > 0 && depth < restart)) counts[n] = undefined;
    }
    return labelOf(list, depth, counts);
  }
}

function labelOf(list: List, depth: number, counts: readonly (number | undefined)[]): string {
  const level = list.level(depth);
  if (!level || level.hidden) return "";
  if (level.format === "bullet") return bulletOf(level);
  return level.text
    .replace(/%([1-9])/g, (_, digit: string) => {
      const n = Number(digit) - 1;
      const own = list.level(n);
      const format = level.legal && own?.format !== "none" ? "decimal" : (own?.format ?? "decimal");
      return formatCount(counts[n] ?? own?.start ?? 1, format, own?.pattern);
    })
    .trim();
}

/** A bullet as it looks, not as its font numbers it; a picture is a dot. */
const bulletOf = (level: Level): string => symbolText(level.text, level.font).trim() || "•";
