import { type Element, isElement } from "./office/parse-xml.ts";
import type { Spot } from "./page-counter.ts";
import type { RawParagraph, Span } from "./raw-paragraph.ts";

export const wordsOf = (spans: readonly Span[]): string =>
  spans
    .map((one) => one.text)
    .join("")
    .replace(/\s+/g, " ")
    .trim();

/**
 * A row is one place, its cells side by side; where only one cell speaks, each of its paragraphs is a place. Notes and
 * text boxes follow as places of their own.
 */
export function rowOf(cells: readonly (readonly RawParagraph[])[]): RawParagraph[] {
  const speaking = cells.filter((one) => one.some(({ apart }) => !apart));
  if (speaking.length < 2) return cells.flat();
  const own = cells.map((one) => one.filter(({ apart }) => !apart));
  return [sideBySide(own), ...cells.flat().filter(({ apart }) => apart)];
}

/** Page marks of a cell: before its first words and after them. Tables within count for themselves. */
export interface Marks {
  leading: number;
  later: number;
}

export function marksOf(cell: Element, kindOf: (element: Element) => "mark" | "words" | "apart" | ""): Marks {
  const marks = { leading: 0, later: 0 };
  let spoke = false;
  const walk = (element: Element): void => {
    const kind = kindOf(element);
    if (kind === "apart") return;
    if (kind === "mark") marks[spoke ? "later" : "leading"] += 1;
    for (const child of element.children)
      if (isElement(child)) walk(child);
      else if (kind === "words" && child.trim() !== "") spoke = true;
  };
  walk(cell);
  return marks;
}

/** Pages a row goes on over: cells stand side by side, so the one with most marks tells. */
export const marksOfRow = (cells: readonly Marks[]): Marks => ({
  leading: Math.max(0, ...cells.map((one) => one.leading)),
  later: Math.max(0, ...cells.map((one) => one.later)),
});

/** A row of a table as one paragraph: its cells side by side, the paragraphs of a cell apart, their numbers with them. */
function sideBySide(cells: readonly (readonly RawParagraph[])[]): RawParagraph {
  const spans: Span[] = [];
  let spot: Spot = { page: 1, line: 1, lineTo: 1 };
  for (const [n, paragraphs] of cells.entries()) {
    if (n > 0) spans.push({ text: " | ", font: "" });
    for (const [k, one] of paragraphs.entries()) {
      if (k > 0) spans.push({ text: " ", font: "" });
      if (one.label !== "" && (n > 0 || k > 0)) spans.push({ text: `${one.label} `, font: "" });
      spans.push(...one.spans);
      spot = one.spot;
    }
  }
  return { spans, label: cells[0]?.[0]?.label ?? "", spot };
}
