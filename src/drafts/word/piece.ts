import type { Element } from "../office/parse-xml.ts";

/** What a paragraph holds, in the order it is read. */
export type Piece =
  | { kind: "text"; text: string; font: string }
  /** where the last layout began a page */
  | { kind: "mark" }
  /** where the author ends a page */
  | { kind: "break" }
  | { kind: "note"; id: string; end: boolean; own: string }
  /** paragraphs of a text box */
  | { kind: "box"; blocks: Element }
  | { kind: "doubt"; what: string; text: string };
