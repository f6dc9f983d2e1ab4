import { PageCounter } from "./page-counter.ts";
import type { Paragraph } from "./paragraph.ts";
import { roman } from "./roman.ts";
import { allOf, childOf, type Element, parseXml } from "./xml.ts";

/**
 * Paragraphs of `word/document.xml`, in order, tables row by row. Automatic numbers are written out as they are
 * printed; text that a tracked change removed is left out. Page breaks come from Word's own last layout.
 */
export function readDocx(documentXml: string, numberingXml: string): Paragraph[] {
  const pages = new PageCounter();
  const numbers = readNumbering(numberingXml);
  for (const body of allOf(parseXml(documentXml), "w:body")) readBlocks(body.children, pages, numbers);
  return pages.paragraphs();
}

function readBlocks(blocks: Element[], pages: PageCounter, numbers: Numbering): void {
  for (const block of blocks) {
    if (block.name === "w:p") {
      const { text, breaks } = readRuns(block);
      pages.add(text.trim() === "" ? "" : numbers.labelOf(block) + text, breaks);
    } else if (block.name === "w:tbl") {
      for (const row of block.children.filter((child) => child.name === "w:tr"))
        pages.add(
          row.children
            .filter((child) => child.name === "w:tc")
            .map((cell) => [...allOf([cell], "w:p")].map((p) => readRuns(p).text.trim()).join(" "))
            .join(" | "),
        );
    } else if (block.name === "w:sdt") readBlocks(childOf(block, "w:sdtContent")?.children ?? [], pages, numbers);
  }
}

function readRuns(paragraph: Element): { text: string; breaks: number } {
  let text = "";
  let breaks = 0;
  const walk = (elements: Element[]): void => {
    for (const element of elements) {
      if (element.name === "w:del" || element.name === "w:pPr") continue;
      if (element.name === "w:t") text += element.children.map((child) => child.text).join("");
      else if (element.name === "w:tab") text += " ";
      else if (element.name === "w:lastRenderedPageBreak") breaks += 1;
      else if (element.name === "w:br") {
        if (element.attributes["w:type"] === "page") breaks += 1;
        else text += " ";
      } else walk(element.children);
    }
  };
  walk(paragraph.children);
  return { text, breaks };
}

interface Level {
  format: string;
  text: string;
  start: number;
}

interface Numbering {
  /** "" or the number as printed, with a space after it */
  labelOf(paragraph: Element): string;
}

/** Counts the automatic numbers of `word/numbering.xml` as Word does: a level starts anew below a higher one. */
function readNumbering(xml: string): Numbering {
  const parsed = xml === "" ? [] : parseXml(xml);
  const levelsOf = new Map<string, Level[]>();
  for (const abstract of allOf(parsed, "w:abstractNum")) {
    const levels: Level[] = [];
    for (const level of abstract.children.filter((child) => child.name === "w:lvl"))
      levels[Number(level.attributes["w:ilvl"] ?? 0)] = {
        format: childOf(level, "w:numFmt")?.attributes["w:val"] ?? "decimal",
        text: childOf(level, "w:lvlText")?.attributes["w:val"] ?? "",
        start: Number(childOf(level, "w:start")?.attributes["w:val"] ?? 1),
      };
    levelsOf.set(abstract.attributes["w:abstractNumId"] ?? "", levels);
  }
  const abstractOf = new Map<string, string>();
  for (const num of allOf(parsed, "w:num"))
    abstractOf.set(num.attributes["w:numId"] ?? "", childOf(num, "w:abstractNumId")?.attributes["w:val"] ?? "");
  const counters = new Map<string, number[]>();
  return {
    labelOf(paragraph) {
      const numPr = childOf(childOf(paragraph, "w:pPr"), "w:numPr");
      const abstractId = abstractOf.get(childOf(numPr, "w:numId")?.attributes["w:val"] ?? "");
      const levels = levelsOf.get(abstractId ?? "");
      if (!numPr || !levels || abstractId === undefined) return "";
      const depth = Number(childOf(numPr, "w:ilvl")?.attributes["w:val"] ?? 0);
      const counts = (counters.get(abstractId) ?? []).slice(0, depth + 1);
      for (let n = 0; n < depth; n += 1) counts[n] ??= levels[n]?.start ?? 1;
      counts[depth] = counts[depth] === undefined ? (levels[depth]?.start ?? 1) : (counts[depth] ?? 0) + 1;
      counters.set(abstractId, counts);
      if (levels[depth]?.format === "bullet") return "- ";
      const label = (levels[depth]?.text ?? "").replace(/%(\d)/g, (_, n: string) =>
        formatCount(counts[Number(n) - 1] ?? 1, levels[Number(n) - 1]?.format ?? "decimal"),
      );
      return label === "" ? "" : `${label} `;
    },
  };
}

function formatCount(n: number, format: string): string {
  if (format === "lowerLetter") return "abcdefghijklmnopqrstuvwxyz".charAt((n - 1) % 26);
  if (format === "upperLetter") return "ABCDEFGHIJKLMNOPQRSTUVWXYZ".charAt((n - 1) % 26);
  if (format === "upperRoman") return roman(n);
  if (format === "lowerRoman") return roman(n).toLowerCase();
  return String(n);
}
