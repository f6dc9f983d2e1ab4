import type { PositionKind } from "./position.ts";

/** A paragraph as it stands in the document, with where it begins and ends. */
export interface Paragraph {
  /** as it is read on the page, its label first */
  text: string;
  /** the label an automatic list gave it; it stands in the text already. Undefined = look at the text itself */
  label?: string;
  page: number;
  line: number;
  lineTo: number;
  /** the file does not say its pages: page and line are counted from lengths */
  estimated?: boolean;
  /** given where the text cannot tell: a footnote, or what the editor decided */
  kind?: PositionKind;
  /** a code the editor gave by hand */
  code?: string;
  /** names the paragraph within its version, for the editor's corrections */
  key?: string;
}
