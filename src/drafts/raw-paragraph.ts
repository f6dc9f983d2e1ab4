import type { Doubt } from "./doubt.ts";
import type { Spot } from "./page-counter.ts";
import { madeLabel, partLabel } from "./part-labels.ts";

/** Words in one font: old Vietnamese fonts give the same bytes other letters. */
export interface Span {
  text: string;
  font: string;
  /** printed in capitals, whatever was typed: said once old letters are read, which are no letters before */
  caps?: boolean;
}

/** The words of a span as they are printed. */
export const shownOf = ({ text, caps }: Span): string => (caps ? text.toUpperCase() : text);

/** A paragraph as a reader of a format leaves it: its words, the label a list printed before them, where it stands. */
export interface RawParagraph {
  spans: readonly Span[];
  /** "" when no list printed one */
  label: string;
  spot: Spot;
  /** a footnote or an endnote */
  note?: boolean;
  /** of a note or a text box: never words of the cell it is tied to */
  apart?: boolean;
}

/** What a reader of a format gives back. */
export interface RawDocument {
  paragraphs: RawParagraph[];
  doubts: Doubt[];
  /** the file holds marks of its pages */
  pagesKnown: boolean;
}

/** Whether somebody typed the label a list prints, too: it stands once. */
export function typedAgain(words: string, label: string): boolean {
  if (label === "") return false;
  const [typed, made] = [partLabel(words), madeLabel(label)];
  if (!typed || !made) return words.startsWith(`${label} `) && /\p{L}|\p{N}/u.test(label);
  return typed.kind === made.kind && typed.number === made.number && typed.kind !== "doan";
}
