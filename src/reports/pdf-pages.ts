import type { Readable } from "node:stream";
import type { Block, Section } from "./blocks.ts";
import { type FormHead, nationalLines, numberLine, placeAndDate } from "./form-words.ts";
import { PdfSheet, type TextStyle } from "./pdf-sheet.ts";
import { drawTable } from "./pdf-table.ts";

const BODY: TextStyle = { face: "serif", size: 14, align: "both", indent: 36, before: 6 };
const TITLE: TextStyle = { face: "serif bold", size: 14, align: "center" };
const HEADING: TextStyle = { face: "serif bold", size: 14, align: "left", before: 10 };
const PROOF: TextStyle = { face: "serif italic", size: 12, align: "left", before: 6, indent: 36 };
const centre = (face: TextStyle["face"], size: number): TextStyle => ({ face, size, align: "center" });
const left = (face: TextStyle["face"], size: number): TextStyle => ({ face, size, align: "left" });

/** Blocks as PDF; pages leave as they are full. */
export function pdfOf(sections: readonly Section[], about: { title: string; author: string; at: Date }): Readable {
  const sheet = new PdfSheet(about);
  const output = sheet.pdf as unknown as Readable;
  draw(sheet, sections).catch((error: unknown) => output.destroy(error instanceof Error ? error : undefined));
  return output;
}

async function draw(sheet: PdfSheet, sections: readonly Section[]): Promise<void> {
  const blocks = sections.flatMap((section) => section.blocks);
  const targets = new Set(blocks.flatMap((block) => (block.kind === "excerpt" ? [block.row] : [])));
  for (const section of sections) {
    sheet.turn(section.landscape);
    for (const block of section.blocks) await drawBlock(sheet, block, targets);
  }
  if (sheet.missing > 0)
    sheet.text(
      `Ghi chú riêng của bản PDF: ${sheet.missing} ký tự không có trong bộ chữ nên in thành ô “□”; xem bản Word.`,
      PROOF,
    );
  sheet.pdf.end();
}

async function drawBlock(sheet: PdfSheet, block: Block, targets: ReadonlySet<number>): Promise<void> {
  if (block.kind === "head") drawHead(sheet, block.head);
  else if (block.kind === "title") sheet.text(block.text, TITLE);
  else if (block.kind === "rule") sheet.rule(sheet.body, 0.3);
  else if (block.kind === "proof") sheet.text(block.text, PROOF);
  else if (block.kind === "heading") {
    sheet.need(HEADING.size * 4);
    sheet.pdf.outline.addItem(block.text);
    sheet.text(block.text, HEADING);
  } else if (block.kind === "paragraph") sheet.text(block.text, BODY);
  else if (block.kind === "excerpt") {
    sheet.text(`${block.text}[dòng ${block.row}]`, BODY);
    const { x, width } = sheet.body;
    sheet.pdf.goTo(x, sheet.y - BODY.size * 1.3, width, BODY.size * 1.3, `yk${block.row}`);
  } else if (block.kind === "foot") drawFoot(sheet, block);
  else await drawTable(sheet, { ...block, rows: block.rows(), targets });
}

/** Two columns, each drawn from the same height; the page goes on below the longer one. */
function beside(sheet: PdfSheet, draws: readonly (() => void)[]): void {
  const top = sheet.y;
  let lowest = top;
  for (const each of draws) {
    sheet.y = top;
    each();
    lowest = Math.max(lowest, sheet.y);
  }
  sheet.y = lowest;
}

function drawHead(sheet: PdfSheet, head: FormHead): void {
  const { x, width } = sheet.body;
  const [one, two] = [
    { x, width: width * 0.37 },
    { x: x + width * 0.37, width: width * 0.63 },
  ];
  const party = head.skin === "party";
  const nation = nationalLines(head.skin);
  beside(sheet, [
    () => {
      if (head.parent) sheet.text(head.parent.toUpperCase(), centre("serif", 13), one);
      sheet.text(head.organ.toUpperCase(), centre("serif bold", 13), one);
      if (party) sheet.text("*", centre("serif", 13), one);
      else sheet.rule(one, 0.4);
    },
    () => {
      for (const [n, line] of nation.entries())
        sheet.text(line, centre("serif bold", party ? 15 : n === 0 ? 12.5 : 14), two);
      sheet.rule(two, party ? 0.6 : 0.62);
    },
  ]);
  beside(sheet, [
    () => sheet.text(numberLine(head), centre("serif", 13), one),
    () => sheet.text(placeAndDate(head.place, head.at), centre("serif italic", 14), two),
  ]);
  sheet.y += 14;
}

function drawFoot(sheet: PdfSheet, { signer, receivers }: Extract<Block, { kind: "foot" }>): void {
  const { x, width } = sheet.body;
  const [one, two] = [
    { x, width: width / 2 - 6 },
    { x: x + width / 2 + 6, width: width / 2 - 6 },
  ];
  const titles = signer.title.split("\n").map((line) => line.toUpperCase());
  const height = titles.reduce((sum, line) => sum + sheet.height(line, TITLE, two), 0);
  // the signature never stands on a page of its own half
  sheet.need(height + 120 + receivers.length * 16);
  sheet.y += 14;
  beside(sheet, [
    () => {
      sheet.text("Nơi nhận:", left("serif bold italic", 12), one);
      for (const line of receivers) sheet.text(line, left("serif", 11), one);
    },
    () => {
      for (const line of titles) sheet.text(line, TITLE, two);
      sheet.y += 14 * 4;
      sheet.text(signer.name, TITLE, two);
    },
  ]);
}
