import { bounded, levelNumber, startNumber } from "../office/limits.ts";
import { countedLetters, formatCount } from "../office/number-formats.ts";
import { childOf, type Element, elementsOf } from "../office/parse-xml.ts";
import { symbolText } from "../office/symbols.ts";
import { rowOf } from "../../kernel/table.ts";

/** One level of a list of OpenDocument. */
interface OdtLevel {
  /** "1", "a", "A", "i", "I", "" for none; undefined = a bullet */
  format: string | undefined;
  bullet: string;
  prefix: string;
  suffix: string;
  /** "%1%.%2%." of newer files: holds prefix and suffix */
  pattern: string;
  start: number;
  shown: number;
  sameLetters: boolean;
}

function levelOf(element: Element): OdtLevel {
  const at = element.attributes;
  const bullet = !element.name.endsWith("-number") && element.name !== "text:outline-level-style";
  const font = childOf(element, "style:text-properties")?.attributes;
  return {
    // LibreOffice keeps its own formats beside: "01, 02, 03, ..."
    format: bullet ? undefined : (at["loext:num-format"] ?? at["style:num-format"] ?? ""),
    bullet: symbolText(at["text:bullet-char"] ?? "•", font?.["style:font-name"] ?? font?.["fo:font-family"] ?? ""),
    prefix: at["style:num-prefix"] ?? "",
    suffix: at["style:num-suffix"] ?? "",
    pattern: at["style:num-list-format"] ?? at["loext:num-list-format"] ?? "",
    start: startNumber(at["text:start-value"]),
    shown: bounded(at["text:display-levels"], 1, 0, 100, "Số cấp hiện trong số thứ tự"),
    sameLetters: at["style:num-letter-sync"] === "true",
  };
}

export function levelsOf(style: Element | undefined): OdtLevel[] {
  const levels: OdtLevel[] = [];
  for (const element of elementsOf(style)) {
    const level = element.attributes["text:level"];
    if (level !== undefined) levels[levelNumber(String(Number(level) - 1))] = levelOf(element);
  }
  return levels;
}

const FORMATS: Readonly<Record<string, string>> = {
  I: "upperRoman",
  i: "lowerRoman",
  A: "upperLetter",
  a: "lowerLetter",
};

/** First number of a format of LibreOffice's own → the same as Word calls it. */
const OWN: Readonly<Record<string, string>> = {
  "①": "decimalEnclosedCircle",
  "1st": "ordinal",
  One: "cardinalText",
  First: "ordinalText",
  "*": "chicago",
};

function figure(level: OdtLevel | undefined, n: number): string {
  const format = level?.format ?? "";
  if (/^a$/i.test(format) && !level?.sameLetters) {
    const letters = countedLetters(n);
    return format === "A" ? letters.toUpperCase() : letters;
  }
  if (format === "" || /^0*1,/.test(format)) return format === "" ? "" : formatCount(n, "custom", format);
  const word = rowOf(FORMATS, format);
  return formatCount(n, word ?? (rowOf(OWN, format.split(",")[0]?.trim() ?? "") || "decimal"));
}

/** The numbers of one list, level by level. */
export class OdtCounter {
  private readonly counts: (number | undefined)[] = [];

  /** A list within others begins anew. */
  restart(depth: number): void {
    this.counts.length = Math.min(this.counts.length, depth);
  }

  /** Counts the next item. @param start number the item sets, undefined for the one after the last */
  next(levels: readonly OdtLevel[], depth: number, start?: number): string {
    for (let n = 0; n < depth; n += 1) this.counts[n] ??= levels[n]?.start ?? 1;
    const last = this.counts[depth];
    this.counts[depth] = start ?? (last === undefined ? (levels[depth]?.start ?? 1) : last + 1);
    this.counts.length = depth + 1;
    return this.label(levels, depth);
  }

  private label(levels: readonly OdtLevel[], depth: number): string {
    const level = levels[depth];
    if (!level) return "";
    if (level.format === undefined) return level.bullet.trim() || "•";
    const number = (n: number): string => figure(levels[n], this.counts[n] ?? levels[n]?.start ?? 1);
    if (level.pattern !== "")
      return level.pattern.replace(/%(\d{1,2})%/g, (_, n: string) => number(Number(n) - 1)).trim();
    if (level.format === "") return `${level.prefix}${level.suffix}`.trim();
    const from = Math.max(0, depth - Math.max(1, level.shown) + 1);
    const numbers = Array.from({ length: depth - from + 1 }, (_, k) => number(from + k)).filter((one) => one !== "");
    return `${level.prefix}${numbers.join(".")}${level.suffix}`.trim();
  }
}
