import type { PositionKind } from "./position.ts";

/** What a paragraph's first words say about its place. */
export interface PartLabel {
  kind: PositionKind;
  /** the number without its dress: "3", "2.1", "a", "CT3", "R4" for a Roman one; "" for a bullet or an annex alone */
  number: string;
  /** as it stands on the page: "Điều 3 -", "1.1.", "a)", "I-" */
  printed: string;
  /** what holds what: a part of a larger rank stands within the nearest one of a smaller rank */
  rank: number;
}

/** An annex, a part → a chapter → "A." → "Mục", "I." → an article → "1.", "1.1." → "a)" → "ii)" → a figure to reach. */
export const RANK = {
  annex: -0.5,
  part: 0,
  chapter: 1,
  capital: 1.5,
  section: 2,
  subsection: 2.5,
  article: 3,
  clause: 4,
  point: 7,
  underPoint: 7.2,
  smallRoman: 7.5,
  target: 8,
  plain: 9,
} as const;
