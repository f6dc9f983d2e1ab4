import { Flow, speaks } from "../flow.ts";
import { levelNumber, tooMuch } from "../office/limits.ts";
import { knowsFormat } from "../office/number-formats.ts";
import { allOf, childOf, type Element, elementsOf, textOf, valueOf } from "../office/parse-xml.ts";
import type { PageCounter } from "../page-counter.ts";
import { marksOf } from "../table-row.ts";
import { ListCounter } from "./count-lists.ts";
import type { Notes } from "./notes.ts";
import type { NoteName, Piece } from "./piece.ts";
import { alternativeOf } from "./read-drawings.ts";
import type { List, Lists } from "./read-numbering.ts";
import { readPieces, type Reading } from "./read-runs.ts";
import { firstOf, isContentsStyle, type Style, toggle } from "./read-styles.ts";

export interface Story extends Reading {
  lists: Lists;
  pages: PageCounter;
  footnotes: Notes;
  endnotes: Notes;
  /** how each section begins, in the order of the document */
  sections: readonly string[];
}

/** Tables in tables in tables: Word allows no more. */
const DEEPEST_TABLE = 32;

/** A paragraph that runs on into the next one: its mark was deleted or hidden. */
interface Begun {
  pieces: Piece[];
  label: string;
}

/** Reads the blocks of a document in order: paragraphs, tables, what stands around them. */
export class BodyReader {
  readonly flow: Flow<NoteName>;
  private counter = new ListCounter();
  private strange = new Set<string>();
  private section = 0;
  private begun: Begun | undefined;
  private readonly story: Story;

  constructor(story: Story) {
    this.story = story;
    this.flow = new Flow({
      pages: story.pages,
      within: (blocks) => this.within(blocks),
      noteOf: ({ id, own, end }, page) => (end ? story.endnotes : story.footnotes).take(id, own !== "", page),
    });
  }

  private within(blocks: Element): Flow<NoteName> {
    const inner = new BodyReader({ ...this.story, pages: this.story.pages.still(), sections: [] });
    inner.read(blocks);
    inner.close();
    return inner.flow;
  }

  read(blocks: Element): void {
    for (const block of elementsOf(blocks)) this.block(block, 0);
  }

  /** The end of the story: what ran on into nothing is a paragraph all the same. */
  close(): void {
    const { begun } = this;
    this.begun = undefined;
    if (begun) this.flow.finish(begun.pieces, begun.label);
  }

  private block(block: Element, depth: number): void {
    const inside = (): void => {
      for (const child of elementsOf(block)) this.block(child, depth);
    };
    if (block.name === "w:p") this.paragraph(block);
    else if (block.name === "w:tbl") this.table(block, depth + 1);
    else if (block.name === "w:sdt") this.control(block, depth);
    else if (block.name === "mc:AlternateContent") {
      for (const child of elementsOf(alternativeOf(block))) this.block(child, depth);
    } else if (/^w:(?:customXml|ins|moveTo|sdtContent|smartTag)$/.test(block.name)) inside();
    else if (block.name === "w:altChunk")
      this.flow.doubt("Phần chèn từ tệp khác (altChunk) không đọc được, chữ ở đây đang thiếu", "");
    else if (block.name === "w:subDoc")
      this.flow.doubt("Tài liệu con ở tệp khác không đọc được, chữ ở đây đang thiếu", "");
    else if (block.name === "m:oMathPara" || block.name === "m:oMath")
      this.paragraph({ name: "w:p", attributes: {}, children: [block] });
    else if (block.name === "w:r") this.paragraph({ name: "w:p", attributes: {}, children: [block] });
    else if (!SILENT_BLOCK.test(block.name)) {
      this.strangeElement(block);
      inside();
    }
  }

  private control(block: Element, depth: number): void {
    const { flow } = this;
    const outer = flow.contents;
    if (isContentsControl(block)) flow.contents = { seen: 0 };
    for (const child of elementsOf(childOf(block, "w:sdtContent"))) this.block(child, depth);
    flow.contents = outer;
  }

  private strangeElement(element: Element): void {
    this.flow.doubt(`Phần tử lạ “${element.name}” trong tệp, chữ ở đây có thể thiếu`, textOf(element));
  }

  private paragraph(element: Element): void {
    const pPr = childOf(element, "w:pPr");
    const styleId = valueOf(pPr, "w:pStyle") ?? this.story.styles.defaultParagraph;
    const chain = this.story.styles.chain(styleId);
    const runsOn = isMarkGone(childOf(pPr, "w:rPr"), chain);
    if (toggle(pPr, "w:pageBreakBefore") ?? firstOf(chain, (one) => one.pageBreakBefore))
      this.story.pages.breakBefore();
    const wasContents = this.story.fields.inContents;
    const pieces = readPieces(element, chain, this.story);
    const inField = wasContents || this.story.fields.inContents;
    if (inField || this.flow.isContents(pieces, isContentsStyle(styleId, chain), isLinked(element)))
      this.flow.skip(pieces, allOf(element, "w:t").map(textOf).join(""));
    else {
      // a paragraph that goes on from another has that one's number, and none that is counted
      const numbered = !speaks(this.begun?.pieces) && (!runsOn || speaks(pieces));
      const label = numbered ? this.labelOf(pPr, chain) : "";
      const whole = this.joined({ pieces, label });
      if (runsOn) this.begun = whole;
      else this.flow.finish(whole.pieces, whole.label);
    }
    if (childOf(pPr, "w:sectPr")) this.endSection();
  }

  private joined(one: Begun): Begun {
    const before = this.begun;
    this.begun = undefined;
    if (!before) return one;
    return { pieces: [...before.pieces, ...one.pieces], label: before.label || one.label };
  }

  private endSection(): void {
    this.section += 1;
    const kind = this.story.sections[this.section];
    if (kind !== undefined && kind !== "continuous" && kind !== "nextColumn") this.story.pages.breakBefore();
    for (const notes of [this.story.footnotes, this.story.endnotes]) notes.sectionEnds();
  }

  /** The label an automatic list prints, its number counted. */
  private labelOf(pPr: Element | undefined, chain: readonly Style[]): string {
    const direct = childOf(pPr, "w:numPr");
    const styled = chain.find((one) => valueOf(one.numPr, "w:numId") !== undefined);
    const numId = valueOf(direct, "w:numId") ?? valueOf(styled?.numPr, "w:numId");
    const list = numId === undefined || numId === "0" ? undefined : this.story.lists.find(numId);
    if (!list || numId === undefined) {
      // a file that counts without bounds is refused even where its list is not there
      levelNumber(valueOf(direct, "w:ilvl"));
      return "";
    }
    const depth = depthOf(direct, chain, list);
    const format = list.level(depth)?.format ?? "decimal";
    if (!knowsFormat(format) && !this.strange.has(format)) {
      this.strange.add(format);
      this.flow.doubt(`Kiểu đánh số “${format}” chưa đọc được, đang ghi bằng chữ số`, "");
    }
    const label = this.counter.next(list, numId, depth);
    // the number is set as the mark of its paragraph is, unless its level says otherwise
    const caps =
      list.level(depth)?.caps ?? toggle(childOf(pPr, "w:rPr"), "w:caps") ?? firstOf(chain, (one) => one.caps) ?? false;
    return caps ? label.toUpperCase() : label;
  }

  private table(table: Element, depth: number): void {
    if (depth > DEEPEST_TABLE) throw tooMuch(`Bảng lồng nhau quá ${DEEPEST_TABLE} lớp`);
    for (const row of this.partsOf(table, "w:tr")) {
      if (childOf(childOf(row, "w:trPr"), "w:del")) continue;
      const cells = this.partsOf(row, "w:tc").filter((cell) => !childOf(childOf(cell, "w:tcPr"), "w:cellDel"));
      this.row(cells, depth);
    }
  }

  /** Rows of a table, cells of a row, whatever stands around them; what is not known is said and looked into. */
  private partsOf(element: Element, name: string): Element[] {
    return elementsOf(element).flatMap((child) => {
      if (child.name === name) return [child];
      if (child.name === "mc:AlternateContent") return this.partsOf(alternativeOf(child) ?? EMPTY, name);
      if (SILENT_BLOCK.test(child.name)) return [];
      if (!/^w:(?:sdt|sdtContent|customXml|ins|moveTo|smartTag)$/.test(child.name)) this.strangeElement(child);
      return this.partsOf(child, name);
    });
  }

  /** A row is one place, its cells side by side; where only one cell speaks, each of its paragraphs is a place. */
  private row(cells: readonly Element[], depth: number): void {
    const { pages } = this.story;
    const read = cells.map((cell) => {
      const inner = new BodyReader({ ...this.story, pages: pages.still(), sections: [] });
      inner.share(this.counter, this.strange);
      const nested: Element[] = [];
      for (const block of elementsOf(cell)) if (!collectTables(block, nested)) inner.block(block, depth);
      inner.close();
      return { inner, nested, marks: marksOf(cell, kindOf) };
    });
    this.flow.row(
      read.map(({ inner }) => inner.flow),
      read.map(({ marks }) => marks),
    );
    for (const { nested } of read) for (const table of nested) this.table(table, depth + 1);
  }

  private share(counter: ListCounter, strange: Set<string>): void {
    this.counter = counter;
    this.strange = strange;
  }
}

const SILENT_BLOCK =
  /^(?:w:(?:sectPr|bookmark(?:Start|End)|comment(?:Range(?:Start|End)|Reference)|proofErr|perm(?:Start|End)|move(?:From|To)Range(?:Start|End)|customXml\w*Range(?:Start|End)|tcPr|tblPr|tblGrid|tblPrEx|trPr|del|moveFrom|sdtPr|customXmlPr|background)|w1\d:\w+)$/;

/** Leads to a heading, as a line of contents does. */
const isLinked = (element: Element): boolean =>
  allOf(element, "w:hyperlink").some((one) => /^_Toc/i.test(one.attributes["w:anchor"] ?? ""));

/** The mark of a paragraph is removed, moved or hidden: its words run on into the next one. */
const isMarkGone = (mark: Element | undefined, chain: readonly Style[]): boolean =>
  childOf(mark, "w:del") !== undefined ||
  childOf(mark, "w:moveFrom") !== undefined ||
  (toggle(mark, "w:vanish") ?? firstOf(chain, (one) => one.hidden) ?? false) ||
  (toggle(mark, "w:specVanish") ?? false);

/** A content control that Word fills with the table of contents. */
function isContentsControl(block: Element): boolean {
  const part = childOf(childOf(block, "w:sdtPr"), "w:docPartObj");
  return /table of contents/i.test(valueOf(part, "w:docPartGallery") ?? "");
}

/**
 * The level of a paragraph in its list: its own; else of the nearest style that says one, by the list whose numbers
 * belong to that style, as Word has it, or by naming it.
 */
function depthOf(direct: Element | undefined, chain: readonly Style[], list: List): number {
  const own = valueOf(direct, "w:ilvl");
  if (own !== undefined) return levelNumber(own);
  for (const style of chain) {
    const linked = list.levelOfStyle(style.id);
    if (linked !== undefined) return linked;
    const named = valueOf(style.numPr, "w:ilvl");
    if (named !== undefined) return levelNumber(named);
  }
  return 0;
}

const EMPTY: Element = { name: "", attributes: {}, children: [] };

/** Puts a block that is, or holds, a table aside; true when there is nothing else in it. */
function collectTables(block: Element, tables: Element[]): boolean {
  if (block.name === "w:tbl") return tables.push(block) > 0;
  if (!/^w:(?:sdt|sdtContent|customXml)$/.test(block.name)) return false;
  const inside = elementsOf(block).filter((one) => !one.name.endsWith("Pr"));
  return inside.length > 0 && inside.every((one) => collectTables(one, tables));
}

const kindOf = ({ name }: Element): "mark" | "words" | "apart" | "" => {
  if (name === "w:tbl" || name === "w:txbxContent") return "apart";
  if (name === "w:lastRenderedPageBreak") return "mark";
  return name === "w:t" ? "words" : "";
};
