import { PageCounter } from "./page-counter.ts";
import type { Paragraph } from "./paragraph.ts";
import { allOf, type Element, parseXml } from "./xml.ts";

const TEXT_BLOCKS = new Set(["text:p", "text:h"]);

/** Paragraphs of an OpenDocument's `content.xml`; tables row by row, soft page breaks as the writer left them. */
export function readOdt(contentXml: string): Paragraph[] {
  const pages = new PageCounter();
  for (const body of allOf(parseXml(contentXml), "office:text")) readBlocks(body.children, pages);
  return pages.paragraphs();
}

function readBlocks(blocks: Element[], pages: PageCounter): void {
  for (const block of blocks) {
    if (TEXT_BLOCKS.has(block.name)) pages.add(plainOf(block), [...allOf([block], "text:soft-page-break")].length);
    else if (block.name === "table:table-row")
      pages.add(
        block.children
          .filter((child) => child.name === "table:table-cell")
          .map((cell) => plainOf(cell).trim())
          .join(" | "),
      );
    else if (block.name === "text:soft-page-break") pages.breakPage();
    else if (block.name !== "text:tracked-changes") readBlocks(block.children, pages);
  }
}

function plainOf(element: Element): string {
  if (element.name === "#text") return element.text;
  if (element.name === "text:s") return " ".repeat(Number(element.attributes["text:c"] ?? 1));
  if (element.name === "text:tab" || element.name === "text:line-break") return " ";
  if (element.name === "text:note" || element.name === "office:annotation") return "";
  return element.children.map(plainOf).join("");
}
