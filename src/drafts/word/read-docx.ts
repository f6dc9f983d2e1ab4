import { mainPartOf, type Package, relationsOf } from "../office/open-package.ts";
import { allOf, childOf, type Element, elementsOf, valueOf } from "../office/parse-xml.ts";
import { PageCounter } from "../page-counter.ts";
import type { RawDocument } from "../raw-paragraph.ts";
import { BodyReader } from "./read-body.ts";
import { Fields } from "./fields.ts";
import { Notes } from "./notes.ts";
import { readNumbering } from "./read-numbering.ts";
import { readStyles } from "./read-styles.ts";

/** What nobody reads here and every paragraph of Word carries. */
const DROPPED = new Set([
  "w:proofErr",
  "w:lang",
  "w:bookmarkStart",
  "w:bookmarkEnd",
  "w:pPrChange",
  "w:rPrChange",
  "w:tblPrChange",
  "w:trPrChange",
  "w:tcPrChange",
  "w:sectPrChange",
  "w:tblGridChange",
  "w:numberingChange",
  "w:tblPr",
  "w:tblGrid",
  "w:spacing",
  "w:ind",
  "w:jc",
  "w:color",
  "w:sz",
  "w:szCs",
  "w:pBdr",
  "w:shd",
  "w:tabs",
]);

/**
 * Paragraphs of a Word document as Word prints them: automatic numbers written out, inserted and moved text where it
 * stands now, removed and hidden text away, text boxes and notes as paragraphs of their own. What is not understood is
 * named in the doubts, never left out silently.
 * @returns undefined when the archive holds no Word document
 */
export function readDocx(parts: Package): RawDocument | undefined {
  const main = mainPartOf(parts);
  if (main === undefined) return undefined;
  const root = parts.read(main, DROPPED);
  const body = root && (root.name === "w:body" ? root : (childOf(root, "w:body") ?? allOf(root, "w:body")[0]));
  if (!body) throw new Error("no body");
  const relations = relationsOf(parts, main);
  const folder = main.slice(0, main.lastIndexOf("/") + 1);
  const part = (kind: string): Element | undefined =>
    parts.read(relations.ofKind(kind) ?? `${folder}${kind}.xml`, DROPPED);
  const styles = readStyles(part("styles"));
  const sections = sectionsOf(body);
  const settings = [...sections, part("settings")];
  const pagesKnown = allOf(body, "w:lastRenderedPageBreak").length > 0;
  const story = {
    styles,
    fields: new Fields(body),
    lists: readNumbering(part("numbering"), styles.numberingOf),
    pages: new PageCounter(pagesKnown),
    footnotes: new Notes(part("footnotes"), "footnote", settings),
    endnotes: new Notes(part("endnotes"), "endnote", settings),
    sections: sections.map((one) => valueOf(one, "w:type") ?? "nextPage"),
  };
  const reader = new BodyReader(story);
  reader.read(body);
  reader.close();
  const { paragraphs, doubts } = reader.flow;
  return { paragraphs, doubts, pagesKnown };
}

/** Properties of every section, each at its end, in order. */
const sectionsOf = (body: Element): Element[] =>
  allOf(body, "w:sectPr").filter((one) => elementsOf(one).length > 0 || one.children.length === 0);
