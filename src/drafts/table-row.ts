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
