import { isContentsLine, KEPT_IN_CONTENTS } from "./contents-line.ts";
import type { Doubt } from "./doubt.ts";
import { tooMuch } from "./office/limits.ts";
import type { Element } from "./office/parse-xml.ts";
import type { PageCounter, Spot } from "./page-counter.ts";
import { type RawParagraph, shownOf, type Span, typedAgain } from "./raw-paragraph.ts";
import { type Marks, marksOfRow, rowOf, wordsOf } from "./table-row.ts";

/** What a paragraph holds, in the order it is read; how a note is named is the format's own. */
export type FlowPiece<Note> =
  | ({ kind: "text" } & Span)
  /** where the last layout began a page */
  | { kind: "mark" }
  /** where the author ends a page */
  | { kind: "break" }
  /** paragraphs of a text box */
  | { kind: "box"; blocks: Element }
  | { kind: "doubt"; what: string; text: string }
  | (Note & { kind: "note"; end: boolean });

export interface Read {
  readonly paragraphs: readonly RawParagraph[];
  readonly doubts: readonly Doubt[];
}

/** What the flow asks the reader of its format. */
export interface Source<Note> {
  pages: PageCounter;
  /** reads a box or a note, all of it at the place it is tied to */
  within(blocks: Element): Read;
  /** the number printed with a note, "" when none is, and its body; undefined when the file does not hold it */
  noteOf(note: Note & { end: boolean }, page: number): { number: string; body: Element } | undefined;
}

const MOST_IN_A_BOX = 2000;
const spanOf = ({ text, font, caps }: Span): Span => ({ text, font, ...(caps ? { caps } : {}) });
const words = <Note>(pieces: readonly FlowPiece<Note>[]): Span[] =>
  pieces.flatMap((one) => (one.kind === "text" ? [spanOf(one)] : []));

/** Paragraphs as they come out of a document of any format: with their place, boxes and notes behind or above them. */
export class Flow<Note> {
  readonly paragraphs: RawParagraph[] = [];
  readonly doubts: Doubt[] = [];
  /** within a table of contents: how much of it was met so far */
  contents: { seen: number } | undefined;
  private notes = 0;
  private readonly source: Source<Note>;

  constructor(source: Source<Note>) {
    this.source = source;
  }

  doubt(what: string, text: string): void {
    this.doubts.push({ what, text, ...this.source.pages.here() });
  }

  finish(pieces: readonly FlowPiece<Note>[], label: string): void {
    const { pages } = this.source;
    // a box tied to the front of a paragraph stands above it
    const boxes: { above: boolean; blocks: Element }[] = [];
    const notes: { number: string; body: Element; at: string; end: boolean }[] = [];
    const spans: Span[] = [];
    pages.begin();
    if (label !== "" && !speaks(pieces)) pages.words(label);
    let first = true;
    for (const piece of pieces)
      if (piece.kind === "text") {
        if (first && piece.text.trim() !== "") {
          pages.words(label);
          first = false;
        }
        pages.words(piece.text);
        spans.push(spanOf(piece));
      } else if (piece.kind === "mark") pages.mark();
      else if (piece.kind === "break") pages.breakHere();
      else if (piece.kind === "box") boxes.push({ above: first, blocks: piece.blocks });
      else if (piece.kind === "doubt") this.doubt(piece.what, piece.text || wordsOf(words(pieces)));
      else {
        const note = this.source.noteOf(piece, pages.here().page);
        if (note) notes.push({ ...note, at: wordsOf(spans).split(" ").slice(-4).join(" "), end: piece.end });
        else this.doubt("Chú thích được nhắc tới mà tệp không có", wordsOf(spans));
      }
    const here = pages.here();
    const spot = pages.end() ?? { ...here, lineTo: here.line };
    for (const { above, blocks } of boxes) if (above) this.box(blocks, spot);
    this.add(spans, label, spot);
    for (const { above, blocks } of boxes) if (!above) this.box(blocks, spot);
    for (const note of notes) this.note(note, spot);
  }

  /** A line of contents nobody marked for sure: told by its frame or its style, and by what it looks like. */
  isContents(pieces: readonly FlowPiece<Note>[], styled: boolean, linked: boolean): boolean {
    const { contents } = this;
    if (!styled && !contents) return false;
    const first = contents?.seen === 0;
    if (contents) contents.seen += 1;
    const said = words(pieces)
      .map((one) => one.text)
      .join("");
    if (isContentsLine({ words: said, linked, first })) return true;
    this.doubt(KEPT_IN_CONTENTS, said);
    return false;
  }

  /** What is left out takes its room on the page all the same. */
  skip(pieces: readonly FlowPiece<Note>[], said: string): void {
    const { pages } = this.source;
    pages.begin();
    for (const { kind } of pieces)
      if (kind === "mark") pages.mark();
      else if (kind === "break") pages.breakHere();
    pages.words(said);
    pages.end();
  }

  /** A row of a table. @returns how many places it became */
  row(cells: readonly Read[], marks: readonly Marks[]): number {
    const { pages } = this.source;
    const { leading, later } = marksOfRow(marks);
    for (let n = 0; n < leading; n += 1) pages.mark();
    const places = rowOf(cells.map((one) => one.paragraphs));
    for (const one of places) this.place(one);
    for (let n = 0; n < later; n += 1) pages.mark();
    const here = pages.here();
    for (const cell of new Set(cells)) this.doubts.push(...cell.doubts.map((one) => ({ ...one, ...here })));
    return places.length;
  }

  private add(spans: Span[], label: string, spot: Spot): void {
    const said = wordsOf(spans);
    // a number alone is a place when it names one: "Chương I" above its title; a dot alone is nothing
    if (said === "" && !/\p{L}{2}|\d/u.test(label)) return;
    this.paragraphs.push({ spans, label: typedAgain(spans.map(shownOf).join("").trim(), label) ? "" : label, spot });
  }

  /** Paragraphs of a text box, each its own, at the place the box is tied to. */
  private box(blocks: Element, spot: Spot): void {
    const inner = this.source.within(blocks);
    if (inner.paragraphs.length > MOST_IN_A_BOX) throw tooMuch(`Một khung chữ có hơn ${MOST_IN_A_BOX} đoạn`);
    for (const one of inner.paragraphs) this.paragraphs.push({ ...one, spot, apart: true });
    this.doubts.push(...inner.doubts.map((one) => ({ ...one, page: spot.page, line: spot.line })));
  }

  private note(
    { number, body, at, end }: { number: string; body: Element; at: string; end: boolean },
    spot: Spot,
  ): void {
    const inner = this.source.within(body);
    this.doubts.push(...inner.doubts);
    const text = inner.paragraphs
      .map((one) => `${one.label} ${wordsOf(one.spans)}`.trim())
      .filter(Boolean)
      .join(" ");
    if (text === "") return;
    this.notes += 1;
    const name = `Chú thích ${end ? "cuối " : ""}${number || this.notes}${at === "" ? "" : ` (tại “${at}”)`}: `;
    const font = inner.paragraphs[0]?.spans[0]?.font ?? "";
    const spans = [
      { text: name, font: "" },
      { text, font },
    ];
    this.paragraphs.push({ spans, label: "", spot, note: true, apart: true });
  }

  private place(one: RawParagraph): void {
    const { pages } = this.source;
    if (one.apart) return void this.paragraphs.push(one);
    pages.begin();
    pages.words(`${one.label} ${wordsOf(one.spans)}`);
    this.paragraphs.push({ ...one, spot: pages.end() ?? one.spot });
  }
}

export const speaks = (pieces: readonly { kind: string; text?: string }[] = []): boolean =>
  pieces.some((one) => one.kind === "text" && (one.text ?? "").trim() !== "");
