import type { Skin } from "../drafts/draft.model.ts";
import type { Block, Section } from "../reports/blocks.ts";
import { inOneLine } from "../reports/printable.ts";

/** A period report, or a roll-up, before it is a file: words alone, so that all kinds of file say the same. */
export interface ReportFile {
  skin: Skin;
  parent: string;
  organ: string;
  place: string;
  symbol: string;
  at: Date;
  title: string;
  /** what stands above the figures, a paragraph each */
  opening: string[];
  parts: { head: string; rows: { label: string; value: string; note: string }[] }[];
  /** figures in columns of their own, behind those */
  tables: { head: string; columns: { name: string; width: number }[]; rows: string[][] }[];
  /** words without figures, at the end */
  closing: { head: string; lines: string[] }[];
  /** a table behind the signature: a row a unit */
  annex: { head: string; columns: { name: string; width: number }[]; rows: string[][] } | null;
  signer: string;
  receivers: string[];
  /** what proves it; "" for a preview */
  proof: string;
}

export interface Sheet {
  name: string;
  widths: number[];
  rows: (string | number | null)[][];
}
export type Order = { format: "docx" | "pdf"; file: ReportFile } | { format: "xlsx"; sheets: Sheet[] };

/** Within the margins of A4 (NĐ 30/2020): 9,355 twentieths of a point wide. */
const FIGURES = [
  { name: "TT", width: 700 },
  { name: "Chỉ tiêu", width: 4600 },
  { name: "Số liệu", width: 1555 },
  { name: "Ghi chú", width: 2500 },
];
const ended = (line: string): string => `${line.replace(/[.\s/]+$/, "")}./.`;

async function* listed(rows: readonly string[][]): AsyncGenerator<{ cells: string[] }> {
  for (const cells of rows) yield { cells };
}
const table = (columns: readonly { name: string; width: number }[], rows: readonly string[][]): Block => ({
  kind: "table",
  columns,
  numbered: false,
  rows: () => listed(rows),
});

const ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];

/** The pages: head, title, figures by part, closing, signature; the annex on pages that lie. */
export function sectionsOf(file: ReportFile): Section[] {
  const { skin, parent, organ, symbol, place, at } = file;
  const head = { skin, parent, organ, symbol, number: 0, place, at };
  const closing = file.closing.filter(({ lines }) => lines.length > 0);
  const last = "Trên đây là báo cáo của đơn vị, kính gửi quý cơ quan tổng hợp";
  const blocks: Block[] = [
    { kind: "head", head },
    { kind: "title", text: "BÁO CÁO" },
    { kind: "title", text: inOneLine(file.title) },
    { kind: "rule" },
    ...file.opening.map((text): Block => ({ kind: "paragraph", text })),
    { kind: "heading", text: "I. SỐ LIỆU" },
    ...file.parts.flatMap(({ head: name, rows }): Block[] => [
      { kind: "heading", text: name },
      table(
        FIGURES,
        rows.map(({ label, value, note }, n) => [String(n + 1), label, value, note]),
      ),
    ]),
    ...file.tables.flatMap(({ head: name, columns, rows }): Block[] => [
      { kind: "heading", text: name },
      table(columns, rows),
    ]),
    ...closing.flatMap(({ head: name, lines }, n): Block[] => [
      { kind: "heading", text: `${ROMAN[n + 1] ?? n + 2}. ${name}` },
      ...lines.map((text): Block => ({ kind: "paragraph", text })),
    ]),
    { kind: "paragraph", text: ended(last) },
    ...(file.proof === "" ? [] : [{ kind: "proof", text: file.proof } as const]),
    { kind: "foot", signer: { title: file.signer, name: "" }, receivers: file.receivers },
  ];
  const main = { landscape: false, blocks };
  if (!file.annex) return [main];
  return [
    main,
    {
      landscape: true,
      blocks: [{ kind: "title", text: file.annex.head }, table(file.annex.columns, file.annex.rows)],
    },
  ];
}
