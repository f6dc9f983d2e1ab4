import { allOf, type Element } from "../office/parse-xml.ts";
import type { Package } from "../office/open-package.ts";
import { PageCounter } from "../page-counter.ts";
import type { RawDocument } from "../raw-paragraph.ts";
import { OdtReader } from "./read-blocks.ts";
import { readOdtStyles } from "./read-styles.ts";

/** Nothing in them is printed here. */
const DROPPED = new Set([
  "text:tracked-changes",
  "office:annotation",
  "office:forms",
  "text:sequence-decls",
  "text:variable-decls",
  "text:user-field-decls",
  "office:scripts",
  "number:number-style",
]);

/**
 * Paragraphs of an OpenDocument text as it is printed: numbers of lists and headings written out, removed and hidden text
 * away, frames and notes as paragraphs of their own; soft page breaks as the writer left them.
 * @returns undefined when the archive holds no such text
 */
export function readOdt(parts: Package): RawDocument | undefined {
  const mimetype = parts.text("mimetype") ?? "";
  if (mimetype !== "" && !/opendocument\.text/.test(mimetype)) return undefined;
  const content = parts.read("content.xml", DROPPED);
  const body = allOf(content, "office:text")[0];
  if (!content || !body) return undefined;
  const styles = readOdtStyles([content, parts.read("styles.xml", DROPPED)]);
  const pagesKnown = allOf(body, "text:soft-page-break").length > 0;
  const formula = (path: string): Element | undefined =>
    parts.read(`${path.replace(/^\.\//, "").replace(/\/$/, "")}/content.xml`);
  const reader = new OdtReader({ styles, pages: new PageCounter(pagesKnown), formula });
  reader.read(body);
  const { paragraphs, doubts } = reader.flow;
  return { paragraphs, doubts, pagesKnown };
}
