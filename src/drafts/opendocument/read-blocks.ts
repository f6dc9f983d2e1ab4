import { Flow } from "../flow.ts";
import { bounded, LEVELS, startNumber, tooMuch } from "../office/limits.ts";
import { allOf, childOf, type Element, elementsOf, textOf } from "../office/parse-xml.ts";
import type { PageCounter } from "../page-counter.ts";
import { type Marks, marksOf } from "../table-row.ts";
import { levelsOf, OdtCounter } from "./count-lists.ts";
import { type OdtNote, readOdtPieces, type Words } from "./read-words.ts";

export interface OdtStory extends Words {
  pages: PageCounter;
}

/** Where a list stands: its counter goes through its levels. */
interface Place {
  counter: OdtCounter;
  style: string | undefined;
  depth: number;
}

const INDEX = /^text:(?:table-of-content|illustration-index|table-index|object-index|user-index|alphabetical-index)$/;
/** Lines of contents and of indexes, also where a program typed them. */
const CONTENTS_STYLE =
  /^(?:(?:Contents|(?:Illustration|Table|Object|User|Figure)?(?:_20_| )?Index)(?:_20_| )(?:\d|Heading|Separator)|toc \d)/i;
const AROUND =
  /^(?:text:(?:section|index-body|bibliography|bibliography-body|index-title|numbered-paragraph-group)|table:(?:table-header-rows|table-rows|table-row-group)|office:(?:body|text)|draw:(?:text-box|a|g)|text:note-body)$/;
const SILENT =
  /^(?:text:(?:tracked-changes|sequence-decls|variable-decls|user-field-decls|bookmark(?:-start|-end)?|change(?:-start|-end)?|alphabetical-index-auto-mark-file|dde-connection-decls)|office:(?:forms|annotation|annotation-end)|table:(?:table-column|table-columns|table-header-columns|table-column-group|shapes|desc|title|calculation-settings|content-validations)|style:\w+|svg:\w+|draw:(?:glue-point|enhanced-geometry|image-map)|presentation:\w+|loext:\w+)$/;
const DEEPEST_TABLE = 32;

/** Reads the blocks of an OpenDocument text in order. */
export class OdtReader {
  readonly flow: Flow<OdtNote>;
  private readonly story: OdtStory;
  private byId = new Map<string, OdtCounter>();
  private lastOfStyle = new Map<string, OdtCounter>();
  private outline = new OdtCounter();

  constructor(story: OdtStory) {
    this.story = story;
    this.flow = new Flow({
      pages: story.pages,
      within: (blocks) => {
        const inner = new OdtReader({ ...story, pages: story.pages.still() });
        inner.read(blocks);
        return inner.flow;
      },
      noteOf: (note) => note,
    });
  }

  read(blocks: Element): void {
    for (const block of elementsOf(blocks)) this.block(block, undefined, 0);
  }

  private block(block: Element, list: Place | undefined, depth: number): void {
    const { name } = block;
    if (name === "text:p" || name === "text:h") this.paragraph(block, this.headingLabel(block));
    else if (name === "text:list") this.list(block, list, depth);
    else if (name === "text:numbered-paragraph") this.numbered(block);
    else if (name === "table:table") this.table(block, depth + 1);
    else if (name === "text:soft-page-break") this.story.pages.mark();
    else if (SILENT.test(name)) return;
    else if (INDEX.test(name)) this.index(block, depth);
    else if (name === "text:section" && this.isHidden(block)) return;
    else if (AROUND.test(name)) for (const child of elementsOf(block)) this.block(child, list, depth);
    else if (name.startsWith("draw:")) this.paragraph({ name: "text:p", attributes: {}, children: [block] }, "");
    else {
      this.strangeElement(block);
      for (const child of elementsOf(block)) this.block(child, list, depth);
    }
  }

  private index(block: Element, depth: number): void {
    const { flow } = this;
    const outer = flow.contents;
    flow.contents = { seen: 0 };
    for (const child of elementsOf(block))
      if (child.name !== "text:index-body") continue;
      else for (const one of elementsOf(child)) this.block(one, undefined, depth);
    flow.contents = outer;
  }

  private strangeElement(element: Element): void {
    this.flow.doubt(`Phần tử lạ “${element.name}” trong tệp, chữ ở đây có thể thiếu`, textOf(element));
  }

  private isHidden(section: Element): boolean {
    return (
      section.attributes["text:display"] === "none" ||
      section.attributes["text:is-hidden"] === "true" ||
      this.story.styles.sectionHidden(section.attributes["text:style-name"])
    );
  }

  /** A list: a new one begins anew, unless it says that it goes on. */
  private list(element: Element, outer: Place | undefined, tableDepth: number): void {
    const at = element.attributes;
    const style = at["text:style-name"] ?? outer?.style;
    const depth = outer ? outer.depth + 1 : 0;
    if (depth >= LEVELS) throw tooMuch(`Danh sách lồng nhau quá ${LEVELS} cấp`);
    const counter = outer?.counter ?? this.counterOf(element, style);
    if (outer && at["text:continue-numbering"] !== "true") counter.restart(depth);
    const id = at["xml:id"] ?? at["text:id"];
    if (id && !outer) this.byId.set(id, counter);
    const place: Place = { counter, style, depth };
    for (const item of elementsOf(element))
      if (item.name === "text:list-item" || item.name === "text:list-header") this.item(item, place, tableDepth);
      else this.block(item, place, tableDepth);
    if (!outer && style !== undefined) this.lastOfStyle.set(style, counter);
  }

  private counterOf(element: Element, style: string | undefined): OdtCounter {
    const goesOn = this.byId.get(element.attributes["text:continue-list"] ?? "");
    if (goesOn) return goesOn;
    const same = this.lastOfStyle.get(style ?? "");
    return element.attributes["text:continue-numbering"] === "true" && same ? same : new OdtCounter();
  }

  /** Only the first paragraph of an item carries its number. */
  private item(item: Element, place: Place, tableDepth: number): void {
    let waits = item.name === "text:list-item";
    const start = item.attributes["text:start-value"];
    for (const child of elementsOf(item)) {
      const isWords = child.name === "text:p" || child.name === "text:h";
      if (isWords && waits) {
        waits = false;
        const own = place.style ?? this.story.styles.find(child.attributes["text:style-name"], "list") ?? "";
        const levels = levelsOf(this.listStyle(own));
        this.paragraph(
          child,
          place.counter.next(levels, place.depth, start === undefined ? undefined : startNumber(start)),
        );
      } else if (isWords) this.paragraph(child, "");
      else this.block(child, place, tableDepth);
    }
  }

  /** A program may number headings by a list that bears the outline's name. */
  private listStyle(name: string): Element | undefined {
    const { lists, outline } = this.story.styles;
    return lists.get(name) ?? (outline?.attributes["style:name"] === name ? outline : undefined);
  }

  private numbered(element: Element): void {
    const at = element.attributes;
    const id = at["text:list-id"] ?? at["text:style-name"] ?? "";
    const counter = this.byId.get(id) ?? new OdtCounter();
    this.byId.set(id, counter);
    const depth = bounded(at["text:level"], 1, 1, LEVELS, "Cấp của danh sách") - 1;
    const levels = levelsOf(this.story.styles.lists.get(at["text:style-name"] ?? ""));
    const start = at["text:start-value"];
    const label = counter.next(levels, depth, start === undefined ? undefined : startNumber(start));
    for (const child of elementsOf(element))
      if (/^text:[ph]$/.test(child.name)) this.paragraph(child, label);
      else if (child.name !== "text:number") this.block(child, undefined, 0);
  }

  /** Headings are numbered by the outline of the document, where it numbers their level. */
  private headingLabel(element: Element): string {
    if (element.name !== "text:h") return "";
    const at = element.attributes;
    const { styles } = this.story;
    const depth = bounded(at["text:outline-level"], 1, 1, LEVELS, "Cấp của đề mục") - 1;
    const levels = levelsOf(styles.outline);
    const numbered = levels[depth] && (levels[depth].format ?? "") !== "";
    if (!numbered || at["text:is-list-header"] === "true" || styles.find(at["text:style-name"], "list") === "")
      return "";
    if (at["text:restart-numbering"] === "true") this.outline.restart(depth);
    const start = at["text:start-value"];
    return this.outline.next(levels, depth, start === undefined ? undefined : startNumber(start));
  }

  private paragraph(element: Element, label: string): void {
    const { styles, pages } = this.story;
    const style = element.attributes["text:style-name"];
    if (styles.find(style, "hidden") || hasHiddenMark(element)) return;
    if (styles.find(style, "breakBefore")) pages.breakBefore();
    const pieces = readOdtPieces(element, this.story);
    const styled = styles.names(style).some((one) => CONTENTS_STYLE.test(one));
    const linked = allOf(element, "text:a").some((one) => (one.attributes["xlink:href"] ?? "").startsWith("#"));
    if (this.flow.isContents(pieces, styled, linked)) this.flow.skip(pieces, textOf(element));
    else this.flow.finish(pieces, label);
    if (styles.find(style, "breakAfter")) pages.breakBefore();
  }

  private table(table: Element, depth: number): void {
    if (depth > DEEPEST_TABLE) throw tooMuch(`Bảng lồng nhau quá ${DEEPEST_TABLE} lớp`);
    const style = table.attributes["table:style-name"];
    if (this.story.styles.find(style, "breakBefore")) this.story.pages.breakBefore();
    for (const child of elementsOf(table)) this.rows(child, depth);
  }

  private rows(element: Element, depth: number): void {
    if (element.name === "table:table-row") {
      // a row that is repeated and says something is printed as often; empty ones say nothing
      const times = bounded(element.attributes["table:number-rows-repeated"], 1, 0, 5000, "Số hàng lặp lại");
      for (let n = 0; n < times; n += 1) if (!this.row(element, depth)) break;
    } else if (element.name === "text:soft-page-break") this.story.pages.mark();
    else if (!SILENT.test(element.name)) {
      if (!AROUND.test(element.name)) this.strangeElement(element);
      for (const child of elementsOf(element)) this.rows(child, depth);
    }
  }

  /** Cells of a row; what is not known is said and looked into. A covered cell is not printed. */
  private cellsOf(row: Element): Element[] {
    return elementsOf(row).flatMap((child) => {
      if (child.name === "table:table-cell") return [child];
      if (child.name === "table:covered-table-cell" || SILENT.test(child.name)) return [];
      this.strangeElement(child);
      return allOf(child, "table:table-cell").length > 0 ? this.cellsOf(child) : [child];
    });
  }

  /** A reader of a cell: lists go on into it and out of it. */
  private ofCell(pages: PageCounter): OdtReader {
    const reader = new OdtReader({ ...this.story, pages });
    reader.byId = this.byId;
    reader.lastOfStyle = this.lastOfStyle;
    reader.outline = this.outline;
    return reader;
  }

  /** @returns false for a row without words */
  private row(row: Element, depth: number): boolean {
    const { pages } = this.story;
    const cells: OdtReader[] = [];
    const nested: Element[] = [];
    const marks: Marks[] = [];
    for (const cell of this.cellsOf(row)) {
      const reader = this.ofCell(pages.still());
      marks.push(marksOf(cell, kindOf));
      for (const block of elementsOf(cell))
        if (block.name === "table:table") nested.push(block);
        else reader.block(block, undefined, depth);
      const times = bounded(cell.attributes["table:number-columns-repeated"], 1, 1, 1000, "Số ô lặp lại");
      for (let n = 0; n < (reader.flow.paragraphs.length > 0 ? times : 1); n += 1) cells.push(reader);
    }
    const places = this.flow.row(
      cells.map((one) => one.flow),
      marks,
    );
    for (const table of nested) this.table(table, depth + 1);
    return places > 0 || nested.length > 0;
  }
}

const kindOf = ({ name }: Element): "mark" | "words" | "apart" | "" => {
  if (name === "table:table" || name.startsWith("draw:") || name === "text:note") return "apart";
  if (name === "text:soft-page-break") return "mark";
  return /^text:(?:p|h|span|a)$/.test(name) ? "words" : "";
};

/** "Hidden paragraph": a field that hides all that stands with it while its condition holds. */
const hasHiddenMark = (element: Element): boolean =>
  childOf(element, "text:hidden-paragraph")?.attributes["text:is-hidden"] === "true";
