import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  AlignmentType,
  Bookmark,
  CheckBox,
  Document,
  DeletedTextRun,
  EndnoteReferenceRun,
  FootnoteReferenceRun,
  Header,
  HeadingLevel,
  type ILevelsOptions,
  InsertedTextRun,
  type IPropertiesOptions,
  LevelFormat,
  LevelSuffix,
  Math as Formula,
  MathFraction,
  MathRadical,
  MathRun,
  MathSuperScript,
  NoBreakHyphen,
  Packer,
  PageBreak,
  Paragraph,
  SectionType,
  SimpleField,
  SymbolRun,
  Tab,
  Table,
  TableCell,
  TableOfContents,
  TableRow,
  TextRun,
} from "docx";

/** Word files as the `docx` package writes them, one kind of thing a file. */
type Children = NonNullable<IPropertiesOptions["sections"][number]["children"]>;

const level = (n: number, format: NonNullable<ILevelsOptions["format"]>, text: string, start = 1): ILevelsOptions => ({
  level: n,
  format,
  text,
  start,
  alignment: AlignmentType.LEFT,
  suffix: LevelSuffix.SPACE,
});
const item = (text: string, at = 0, reference = "list", instance = 0): Paragraph =>
  new Paragraph({ text, numbering: { reference, level: at, instance } });
const plain = (text: string): Paragraph => new Paragraph(text);
const cell = (...children: (Paragraph | Table)[]): TableCell => new TableCell({ children });
const rows = (...all: string[][]): Table =>
  new Table({ rows: all.map((row) => new TableRow({ children: row.map((text) => cell(plain(text))) })) });

interface File {
  levels?: ILevelsOptions[];
  children: Children;
  more?: Partial<IPropertiesOptions>;
}
const one = (text: string, ...more: string[]): Paragraph[] => [text, ...more].map(plain);

const FILES: Readonly<Record<string, File>> = {
  "law-list": {
    levels: [
      level(0, LevelFormat.UPPER_ROMAN, "Chương %1"),
      level(1, LevelFormat.DECIMAL, "Điều %2."),
      level(2, LevelFormat.LOWER_LETTER, "%3)"),
    ],
    children: [
      item("QUY ĐỊNH CHUNG"),
      item("Phạm vi", 1),
      item("Hộ nghèo", 2),
      item("Hộ cận nghèo", 2),
      item("Đối tượng", 1),
      item("THI HÀNH"),
      item("Hiệu lực", 1),
    ],
  },
  "two-instances": {
    levels: [level(0, LevelFormat.DECIMAL, "%1.")],
    children: [
      item("Đường thôn"),
      item("Cầu nhỏ"),
      plain("Danh sách thứ hai:"),
      item("Nước sạch", 0, "list", 1),
      item("Giếng khoan", 0, "list", 1),
    ],
  },
  "starts-at-five": {
    levels: [level(0, LevelFormat.DECIMAL, "%1.", 5), level(1, LevelFormat.LOWER_ROMAN, "(%2)", 3)],
    children: [item("Năm"), item("Ba", 1), item("Bốn", 1), item("Sáu")],
  },
  formats: {
    levels: [
      level(0, LevelFormat.UPPER_LETTER, "%1."),
      level(1, LevelFormat.LOWER_ROMAN, "%2."),
      level(2, LevelFormat.DECIMAL_ZERO, "%3."),
      level(3, LevelFormat.DECIMAL, "%1.%2.%3.%4"),
    ],
    children: [item("Một"), item("Hai", 1), item("Ba", 2), item("Bốn", 3), item("Năm", 3), item("Sáu", 1), item("Bảy")],
  },
  "past-z": {
    levels: [level(0, LevelFormat.LOWER_LETTER, "%1)")],
    children: Array.from({ length: 29 }, (_, n) => item(`Ý thứ ${n + 1}`)),
  },
  bullets: {
    levels: [level(0, LevelFormat.BULLET, "•"), level(1, LevelFormat.BULLET, "-"), level(2, LevelFormat.BULLET, "+")],
    children: [item("Tuyên truyền"), item("Trên loa", 1), item("Buổi sáng", 2), item("Vận động")],
  },
  headings: {
    children: [
      new Paragraph({ text: "I. TÌNH HÌNH", heading: HeadingLevel.HEADING_1 }),
      new Paragraph({ text: "1. Kết quả", heading: HeadingLevel.HEADING_2 }),
      ...one("Xã đã hoàn thành phần lớn chỉ tiêu.", "2. Hạn chế", "Một số tuyến đường còn hẹp."),
    ],
  },
  contents: {
    children: [
      new TableOfContents("MỤC LỤC", { headingStyleRange: "1-3" }),
      new Paragraph({ text: "Điều 1. Phạm vi", heading: HeadingLevel.HEADING_1 }),
      plain("Nội dung."),
    ],
    more: { features: { updateFields: true } },
  },
  footnotes: {
    children: [
      new Paragraph({
        children: [
          new TextRun("Mức hỗ trợ 500.000 đồng"),
          new FootnoteReferenceRun(1),
          new TextRun(" một tháng"),
          new FootnoteReferenceRun(2),
        ],
      }),
      plain("Đoạn sau."),
    ],
    more: {
      footnotes: { 1: { children: [plain("Từ ngày 01/01/2027.")] }, 2: { children: [plain("Trả vào ngày 10.")] } },
    },
  },
  endnotes: {
    children: [new Paragraph({ children: [new TextRun("Theo kế hoạch năm"), new EndnoteReferenceRun(1)] })],
    more: { endnotes: { 1: { children: [plain("Kế hoạch số 38/KH-UBND.")] } } },
  },
  tracked: {
    children: [
      new Paragraph({
        children: [
          new TextRun("Hỗ trợ "),
          new DeletedTextRun({ text: "500.000", id: 1, author: "A", date: "2026-11-01T00:00:00Z" }),
          new InsertedTextRun({ text: "700.000", id: 2, author: "A", date: "2026-11-01T00:00:00Z" }),
          new TextRun(" đồng."),
        ],
      }),
    ],
  },
  formula: {
    children: [
      new Paragraph({
        children: [
          new TextRun("Mức = "),
          new Formula({
            children: [
              new MathRun("x="),
              new MathFraction({
                numerator: [new MathRun("a+b")],
                denominator: [new MathRadical({ children: [new MathRun("c")] })],
              }),
              new MathSuperScript({ children: [new MathRun("y")], superScript: [new MathRun("2")] }),
            ],
          }),
        ],
      }),
    ],
  },
  symbols: {
    children: [
      new Paragraph({ children: [new SymbolRun({ char: "F0FE", symbolfont: "Wingdings" }), new TextRun(" Đồng ý")] }),
      new Paragraph({ children: [new CheckBox({ checked: true }), new TextRun(" Có")] }),
    ],
  },
  hyphens: {
    children: [
      new Paragraph({
        children: [
          new TextRun({ children: ["Kế hoạch số 38", new NoBreakHyphen(), "KH/TU", new Tab(), "ngày 10"] }),
          new TextRun({ text: "dòng mới", break: 1 }),
        ],
      }),
    ],
  },
  tables: {
    children: [
      plain("Bảng chỉ tiêu"),
      rows(["TT", "Chỉ tiêu", "2030"], ["1", "Thu nhập", "95"], ["2", "Hộ nghèo", "1,5"]),
      plain("Sau bảng."),
    ],
  },
  "numbers-in-cells": {
    levels: [level(0, LevelFormat.DECIMAL, "%1.")],
    children: [
      new Table({
        rows: ["Thu nhập", "Hộ nghèo"].map(
          (text) => new TableRow({ children: [cell(item(text)), cell(plain("phần trăm"))] }),
        ),
      }),
    ],
  },
  "nested-tables": {
    children: [
      new Table({
        rows: [
          new TableRow({ children: [cell(plain("Ngoài"), rows(["Trong một", "Trong hai"])), cell(plain("Bên cạnh"))] }),
        ],
      }),
    ],
  },
  "page-breaks": {
    children: [
      plain("Trang một"),
      new Paragraph({ children: [new PageBreak(), new TextRun("Trang hai")] }),
      new Paragraph({ text: "Trang ba", pageBreakBefore: true }),
    ],
  },
  sections: {
    children: one("Phần thứ nhất", "Kết quả chung."),
    more: {
      sections: [
        { children: one("Phần thứ nhất", "Kết quả chung.") },
        {
          properties: { type: SectionType.NEXT_PAGE },
          headers: { default: new Header({ children: [plain("DỰ THẢO")] }) },
          children: one("Phần thứ hai", "Phương hướng."),
        },
        { properties: { type: SectionType.CONTINUOUS }, children: one("Cùng trang.") },
      ],
    },
  },
  "fields-and-marks": {
    children: [
      new Paragraph({
        children: [
          new Bookmark({ id: "dau", children: [new TextRun("Điều 5. Hiệu lực")] }),
          new TextRun(", lập ngày "),
          new SimpleField("DATE", "05/6/2026"),
        ],
      }),
    ],
  },
  "hidden-text": {
    children: [
      new Paragraph({
        children: [new TextRun("Thấy"), new TextRun({ text: " ẩn", vanish: true }), new TextRun(" được.")],
      }),
    ],
  },
  "typed-and-automatic": {
    levels: [level(0, LevelFormat.DECIMAL, "Điều %1.")],
    children: [item("Điều 1. Phạm vi điều chỉnh"), item("Đối tượng áp dụng")],
  },
};

const folder = process.argv[2] ?? ".";
for (const [name, { levels, children, more }] of Object.entries(FILES)) {
  const made = new Document({
    ...(levels ? { numbering: { config: [{ reference: "list", levels }] } } : {}),
    sections: [{ children }],
    ...more,
  });
  writeFileSync(join(folder, `js-${name}.docx`), await Packer.toBuffer(made));
}
