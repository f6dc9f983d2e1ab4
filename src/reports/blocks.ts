import type { Column, FormHead } from "./form-words.ts";

/** A row of a table; `n` is the number other places of the report name it by. */
export interface Row {
  n?: number;
  cells: readonly string[];
}

/** What the report says, in order, before it is a file: all kinds of file are written from this and hold the same words. */
export type Block =
  | { kind: "head"; head: FormHead }
  | { kind: "title"; text: string }
  | { kind: "rule" }
  | { kind: "proof"; text: string }
  | { kind: "heading"; text: string }
  | { kind: "paragraph"; text: string }
  /** words of a comment, and the row of the table they are taken from */
  | { kind: "excerpt"; text: string; row: number }
  | { kind: "table"; columns: readonly Column[]; numbered: boolean; rows(): AsyncIterable<Row> }
  | { kind: "foot"; signer: { title: string; name: string }; receivers: readonly string[] };

export interface Section {
  landscape: boolean;
  blocks: readonly Block[];
}
