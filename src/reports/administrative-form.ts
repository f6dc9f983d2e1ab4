import {
  AlignmentType,
  BorderStyle,
  Document,
  Header,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
  type ISectionOptions,
} from "docx";
import { printable } from "./printable.ts";
import { type Column, type FormHead, nationalLines, numberLine, placeAndDate, placeAndOpenDate } from "./form-words.ts";

/** Measures of NĐ 30/2020/NĐ-CP annex I, in twentieths of a point (1 mm = 56.7) and half points for letters. */
const MM = 56.7;
export const FONT = "Times New Roman";
const SIZE = 28;
const A4 = { width: 11906, height: 16838 };
const MARGINS = {
  top: Math.round(20 * MM),
  bottom: Math.round(20 * MM),
  left: Math.round(30 * MM),
  right: Math.round(15 * MM),
  header: Math.round(10 * MM),
};

const run = (text: string, more: Partial<ConstructorParameters<typeof TextRun>[0] & object> = {}): TextRun =>
  new TextRun({ text: printable(text), font: FONT, size: SIZE, ...more });
export const paragraph = (
  text: string,
  more: {
    bold?: boolean;
    italics?: boolean;
    align?: "left" | "center" | "right" | "both";
    size?: number;
    indent?: boolean;
    before?: number;
  } = {},
): Paragraph =>
  new Paragraph({
    alignment: more.align === "both" || !more.align ? AlignmentType.JUSTIFIED : more.align,
    spacing: { before: more.before ?? 120, line: 276 },
    ...(more.indent === false ? {} : { indent: { firstLine: Math.round(12.7 * MM) } }),
    children: [run(text, { bold: more.bold ?? false, italics: more.italics ?? false, size: more.size ?? SIZE })],
  });
export const heading = (text: string): Paragraph =>
  new Paragraph({ spacing: { before: 200 }, keepNext: true, children: [run(text, { bold: true })] });
export const centred = (text: string, more: { bold?: boolean; italics?: boolean; size?: number } = {}): Paragraph =>
  paragraph(text, { ...more, align: "center", indent: false, before: 0 });

/** A rule below the title of a document, under half as long as the line. */
export const titleRule = (): Paragraph => ruled(9355, 0.3);

/** A rule below a centred line, about `share` of the column wide. */
const ruled = (columnWidth: number, share: number): Paragraph =>
  new Paragraph({
    indent: { left: Math.round((columnWidth * (1 - share)) / 2), right: Math.round((columnWidth * (1 - share)) / 2) },
    border: { top: { style: BorderStyle.SINGLE, size: 6, color: "000000", space: 1 } },
    spacing: { before: 0, after: 0 },
    children: [],
  });

const NONE = { style: BorderStyle.NONE, size: 0, color: "auto" };
const NO_BORDERS = { top: NONE, bottom: NONE, left: NONE, right: NONE, insideHorizontal: NONE, insideVertical: NONE };

/** The two blocks at the head of page 1: who issues, and Quốc hiệu with Tiêu ngữ (or the Party's title). */
export function headBlocks(head: FormHead): Table {
  const [left, right] = [3400, 5900];
  const cell = (width: number, children: Paragraph[]): TableCell =>
    new TableCell({ width: { size: width, type: WidthType.DXA }, borders: NO_BORDERS, children });
  const sizes = head.skin === "party" ? [30] : [25, 28];
  const national = [
    ...nationalLines(head.skin).map((line, n) => centred(line, { bold: true, size: sizes[n] ?? 28 })),
    ruled(right, head.skin === "party" ? 0.6 : 0.62),
  ];
  return new Table({
    width: { size: left + right, type: WidthType.DXA },
    columnWidths: [left, right],
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    borders: NO_BORDERS,
    rows: [
      new TableRow({
        children: [
          cell(left, [
            ...(head.parent ? [centred(head.parent.toUpperCase(), { size: 26 })] : []),
            centred(head.organ.toUpperCase(), { bold: true, size: 26 }),
            ...(head.skin === "party" ? [centred("*", { size: 26 })] : [ruled(left, 0.4)]),
          ]),
          cell(right, national),
        ],
      }),
      new TableRow({
        children: [
          cell(left, [centred(numberLine(head), { size: 26 })]),
          cell(right, [
            centred((head.undated ? placeAndOpenDate : placeAndDate)(head.place, head.at), { italics: true }),
          ]),
        ],
      }),
    ],
  });
}

/** Signature and receivers, side by side; the text above ends in "./.". */
export function footBlocks(signer: { title: string; name: string }, receivers: readonly string[]): Table {
  const line = (text: string, more: Partial<ConstructorParameters<typeof TextRun>[0] & object>): Paragraph =>
    new Paragraph({ children: [run(text, more)] });
  const cell = (width: number, children: Paragraph[]): TableCell =>
    new TableCell({ width: { size: width, type: WidthType.DXA }, borders: NO_BORDERS, children });
  return new Table({
    width: { size: 9200, type: WidthType.DXA },
    columnWidths: [4600, 4600],
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    borders: NO_BORDERS,
    rows: [
      new TableRow({
        children: [
          cell(4600, [
            line("Nơi nhận:", { bold: true, italics: true, size: 24 }),
            ...receivers.map((text) => line(text, { size: 22 })),
          ]),
          cell(4600, [
            ...signer.title.split("\n").map((text) => centred(text.toUpperCase(), { bold: true })),
            ...Array.from({ length: 4 }, () => centred("")),
            centred(signer.name, { bold: true }),
          ]),
        ],
      }),
    ],
  });
}

/** A section of A4 pages with the page number centred at the top, none on the first page of the document. */
export const section = (children: ISectionOptions["children"], landscape = false, first = false): ISectionOptions => ({
  properties: {
    ...(first ? { titlePage: true } : {}),
    page: {
      size: { ...A4, orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT },
      margin: MARGINS,
    },
  },
  headers: {
    default: new Header({
      children: [
        new Paragraph({
          alignment: AlignmentType.CENTER,
          children: [new TextRun({ children: [PageNumber.CURRENT], font: FONT, size: 26 })],
        }),
      ],
    }),
    ...(first ? { first: new Header({ children: [new Paragraph({ children: [] })] }) } : {}),
  },
  children,
});

/** Sections of such blocks as one file. */
export async function packForm(creator: string, title: string, sections: readonly ISectionOptions[]): Promise<Buffer> {
  const document = new Document({
    creator: printable(creator),
    title: printable(title),
    styles: { default: { document: { run: { font: FONT, size: SIZE } } } },
    sections: [...sections],
  });
  return Buffer.from(await Packer.toBuffer(document));
}

/**
 * A table with a head that repeats on each page, and one marked row where the others will flow in. Its columns are fixed:
 * a long word breaks in its cell instead of pushing the table over the margin.
 */
export function openTable(columns: readonly Column[], marker: string, numbered = false): Table {
  const cell = (text: string, width: number, bold: boolean): TableCell =>
    new TableCell({
      width: { size: width, type: WidthType.DXA },
      children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [run(text, { bold, size: 22 })] })],
    });
  return new Table({
    width: { size: columns.reduce((sum, column) => sum + column.width, 0), type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    columnWidths: columns.map((column) => column.width),
    rows: [
      new TableRow({ tableHeader: true, children: columns.map((column) => cell(column.name, column.width, true)) }),
      ...(numbered
        ? [
            new TableRow({
              tableHeader: true,
              children: columns.map((column, n) => cell(`(${n + 1})`, column.width, false)),
            }),
          ]
        : []),
      new TableRow({ children: columns.map((column, n) => cell(n === 0 ? marker : "", column.width, false)) }),
    ],
  });
}
