import { rowsBy } from "../kernel/rows-by.ts";
import { fromRoman, roman } from "../drafts/roman.ts";
import type { Finding, Place } from "./reading.ts";

/** The Vietnamese order, and the Latin one people count with as well: from each letter to those that may follow it. */
const VIETNAMESE = [..."abcdđeghiklmnopqrstuvxy"];
const LATIN = [..."abcdefghijklmnopqrstuvwxyz"];

type Style = "roman" | "figure" | "letter" | "bracket" | "small-roman";
interface Numbered {
  style: Style;
  /** what stands before the last figure: "2." of "2.1." */
  prefix: string;
  value: number;
  letter: string;
  place: Place;
  shown: string;
}

/** The number a label prints. */
function numberOf(place: Place, romanUnder: ReadonlySet<string>): Numbered | undefined {
  const shown = place.label.trim();
  const one = (style: Style, value: number, more: { prefix?: string; letter?: string } = {}): Numbered => ({
    style,
    value,
    prefix: more.prefix ?? "",
    letter: more.letter ?? "",
    place,
    shown,
  });
  const bracket = /^\((\d{1,3})\)$/.exec(shown);
  if (bracket) return one("bracket", Number(bracket[1]));
  const bare = shown
    .replace(/^(?:phần|mục|chương|điều)\s+/iu, "")
    .replace(/[\s).:/–-]+$/, "")
    .replace(/^\(/, "");
  // "C." of A, B, C is a letter: the structure has judged it by what stands before
  if (/^[IVXLC]+$/.test(bare) && !place.code.endsWith(bare)) return one("roman", fromRoman(bare));
  const dotted = /^((?:\d{1,3}\.)*)(\d{1,3})$/.exec(bare);
  if (dotted) return one("figure", Number(dotted[2]), { prefix: dotted[1] ?? "" });
  if (/^[ivx]+$/.test(bare) && romanUnder.has(place.under)) return one("small-roman", fromRoman(bare));
  if (/^[a-zđ]$/iu.test(bare)) return one("letter", 0, { letter: bare.toLowerCase() });
  return undefined;
}

const isFirst = (one: Numbered): boolean => (one.style === "letter" ? one.letter === "a" : one.value === 1);

/** What is between two neighbours of a row: [] when one follows the other. */
function missingBetween(before: Numbered, after: Numbered): string[] | "back" | "same" {
  if (before.style === "letter") {
    if (before.letter === after.letter) return "same";
    const capital = /^\p{Lu}/u.test(before.shown);
    const orders = (capital ? [LATIN] : [VIETNAMESE, LATIN]).flatMap((order) => {
      const [from, to] = [order.indexOf(before.letter), order.indexOf(after.letter)];
      return from < 0 || to < 0 ? [] : [{ order, from, to }];
    });
    if (orders.some(({ from, to }) => to === from + 1)) return [];
    const ahead = orders.find(({ from, to }) => to > from);
    return ahead
      ? ahead.order.slice(ahead.from + 1, ahead.to).map((letter) => (capital ? letter.toUpperCase() : `${letter})`))
      : "back";
  }
  if (after.value === before.value) return "same";
  if (after.value < before.value) return "back";
  const shown = (n: number): string => {
    if (before.style === "roman") return roman(n);
    if (before.style === "small-roman") return roman(n).toLowerCase();
    return `${before.prefix}${n}`;
  };
  return Array.from({ length: Math.min(20, after.value - before.value - 1) }, (_, n) => shown(before.value + n + 1));
}

/** Gaps, doubles and steps back in the numbers of parts that stand beside each other (S4-02). */
export function checkNumbering(places: readonly Place[]): Finding[] {
  const romanUnder = new Set(places.filter((one) => /^\(?ii[).]/.test(one.label)).map((one) => one.under));
  const rows = rowsBy(
    places.flatMap((place) => numberOf(place, romanUnder) ?? []),
    ({ place, style, prefix }) => `${place.under}|${style}|${prefix}`,
  );
  return [...rows.values()].flatMap((row) => [...firstOf(row), ...stepsOf(row), ...prefixOf(row, places)]);
}

const finding = (what: string, lines: number[], says: string): Finding => ({
  id: `numbering:${what}`,
  kind: "numbering",
  lines,
  says,
  choices: [],
});

function firstOf(row: readonly Numbered[]): Finding[] {
  const [first] = row;
  if (!first || isFirst(first)) return [];
  return [
    finding(
      `first:${first.place.under}:${first.shown}`,
      [first.place.line],
      `Đánh số bắt đầu từ “${first.shown}”, trước đó không có mục nào.`,
    ),
  ];
}

function stepsOf(row: readonly Numbered[]): Finding[] {
  return row.slice(1).flatMap((after, n) => {
    const before = row[n];
    if (!before) return [];
    const missing = missingBetween(before, after);
    // a list that begins anew below another sentence is another list
    if (missing === "back" && isFirst(after) && after.style === "bracket") return [];
    if (missing.length === 0) return [];
    const lines = [before.place.line, after.place.line];
    const id = `${before.place.under}:${before.shown}>${after.shown}`;
    if (missing === "same") return [finding(`same:${id}`, lines, `Hai mục cùng số “${after.shown}”.`)];
    if (missing === "back")
      return [finding(`back:${id}`, lines, `Sau “${before.shown}” là “${after.shown}”: thứ tự bị lùi.`)];
    return [
      finding(
        `gap:${id}`,
        lines,
        `Đánh số nhảy từ “${before.shown}” sang “${after.shown}”, thiếu ${missing.join(", ")}.`,
      ),
    ];
  });
}

/** "3.1." below "2." */
function prefixOf(row: readonly Numbered[], places: readonly Place[]): Finding[] {
  const [first] = row;
  if (!first || first.prefix === "") return [];
  const parent = places.find((one) => one.code === first.place.under);
  const above = parent && numberOf(parent, new Set());
  if (!above || above.style !== "figure") return [];
  const wanted = `${above.prefix}${above.value}.`;
  if (first.prefix === wanted || !first.prefix.startsWith(above.prefix)) return [];
  return [
    finding(
      `under:${first.place.under}:${first.shown}`,
      [first.place.line],
      `“${first.shown}” đứng dưới mục “${above.shown}”.`,
    ),
  ];
}
