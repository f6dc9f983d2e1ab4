import type { Readable } from "node:stream";
import { type FileChild, InternalHyperlink, Paragraph, TextRun } from "docx";
import {
  centred,
  FONT,
  footBlocks,
  headBlocks,
  heading,
  openTable,
  packForm,
  paragraph,
  section,
  titleRule,
} from "./administrative-form.ts";
import type { Block, Row, Section } from "./blocks.ts";
import type { Column } from "./form-words.ts";
import { printable } from "./printable.ts";
import { type Splice, spliceArchive, xmlText } from "./splice-archive.ts";

const RUN = `<w:rPr><w:rFonts w:ascii="${FONT}" w:cs="${FONT}" w:eastAsia="${FONT}" w:hAnsi="${FONT}"/><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr>`;
/** A cell of a flowing row. Line breaks of the text stay. */
const cell = (width: number, text: string, inside = ""): string =>
  `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr><w:p>${inside}${printable(text)
    .split("\n")
    .map((line, n) => `<w:r>${RUN}${n > 0 ? "<w:br/>" : ""}<w:t xml:space="preserve">${xmlText(line)}</w:t></w:r>`)
    .join("")}</w:p></w:tc>`;
const bookmark = (n: number): string =>
  `<w:bookmarkStart w:id="${100_000 + n}" w:name="yk${n}"/><w:bookmarkEnd w:id="${100_000 + n}"/>`;

async function* rowsXml(columns: readonly Column[], rows: AsyncIterable<Row>): AsyncGenerator<string> {
  for await (const { n, cells } of rows) {
    const written = columns.map(({ width }, k) => cell(width, cells[k] ?? "", n && k === 0 ? bookmark(n) : ""));
    yield `<w:tr>${written.join("")}</w:tr>`;
  }
}

const excerpt = (text: string, row: number): Paragraph =>
  new Paragraph({
    spacing: { before: 120, line: 276 },
    indent: { firstLine: 720 },
    children: [
      new TextRun({ text: printable(text), font: FONT, size: 28 }),
      new InternalHyperlink({
        anchor: `yk${row}`,
        children: [new TextRun({ text: `[dòng ${row}]`, font: FONT, size: 28 })],
      }),
    ],
  });

/** Blocks as the package knows them; tables are left open and noted, their rows flow in later. */
function* elementsOf(block: Block, tables: Splice[]): Generator<FileChild> {
  if (block.kind === "head") yield* [headBlocks(block.head), centred("")];
  else if (block.kind === "title") yield centred(block.text, { bold: true });
  else if (block.kind === "rule") yield titleRule();
  else if (block.kind === "proof") yield paragraph(block.text, { size: 24, italics: true, align: "left" });
  else if (block.kind === "heading") yield heading(block.text);
  else if (block.kind === "paragraph") yield paragraph(block.text);
  else if (block.kind === "excerpt") yield excerpt(block.text, block.row);
  else if (block.kind === "foot") yield* [centred(""), footBlocks(block.signer, block.receivers)];
  else {
    const marker = `@@TABLE${tables.length}@@`;
    tables.push({ marker, element: "w:tr", rows: rowsXml(block.columns, block.rows()) });
    yield openTable(block.columns, marker, block.numbered);
  }
}

/** Blocks as a DOCX file in the administrative form; rows of tables flow in. */
export async function docxOf(pages: readonly Section[], about: { creator: string; title: string }): Promise<Readable> {
  const tables: Splice[] = [];
  const sections = pages.map(({ landscape, blocks }, n) =>
    section(
      blocks.flatMap((block) => [...elementsOf(block, tables)]),
      landscape,
      n === 0,
    ),
  );
  const file = await packForm(about.creator, about.title, sections);
  return spliceArchive(new Uint8Array(file), { "word/document.xml": tables });
}
