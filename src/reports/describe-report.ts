import { STANCE_NAMES, STANCES } from "../comments/comment.model.ts";
import { streamHidden } from "../comments/comment.store.ts";
import { GROUNDS, isGround } from "../comments/rules.ts";
import { formatDate, formatNumber } from "../kernel/dates.ts";
import { rowOf } from "../kernel/table.ts";
import { clip, graphemes } from "../kernel/vietnamese.ts";
import { ROLE_NAMES } from "../officials/rules.ts";
import type { Block, Row, Section } from "./blocks.ts";
import type { Column, FormHead } from "./form-words.ts";
import { figureLines } from "./figure-lines.ts";
import { reportRows, type Source, verbatimRows } from "./gather-report.ts";
import { matrixOf } from "./matrix.ts";
import { inOneLine } from "./printable.ts";
import type { Figures } from "./report.model.ts";

/** What stands around the numbers: who issues, who signs, what is proposed, and what proves the content. */
export interface Cover {
  head: FormHead;
  signer: { title: string; name: string };
  receivers: string[];
  /** lines of part III */
  proposals: string[];
  /** "" while the report is not sealed */
  root: string;
  logHead: string;
  checkUrl: string;
}

/** Within the margins of A4 (NĐ 30/2020): 14,287 wide when it lies, 9,355 when it stands. */
const TABLE: readonly Column[] = [
  { name: "TT", width: 600 },
  { name: "Vị trí (phần, mục, trang, đoạn, dòng)", width: 1500 },
  { name: "Nội dung dự thảo", width: 2200 },
  { name: "Nội dung góp ý (nguyên văn)", width: 2800 },
  { name: "Hướng", width: 1100 },
  { name: "Số ý kiến giống nhau", width: 880 },
  { name: "Kênh", width: 1100 },
  { name: "Lập luận", width: 1400 },
  { name: "Tiếp thu / giải trình", width: 1600 },
  { name: "Đơn vị xử lý", width: 1100 },
];
const VERBATIM: readonly Column[] = [
  { name: "Vị trí", width: 1600 },
  { name: "Nguyên văn", width: 4000 },
  { name: "Lập luận", width: 1400 },
  { name: "Hướng, kênh", width: 1400 },
  { name: "Số ý kiến", width: 800 },
];
const HIDDEN: readonly Column[] = [
  { name: "TT", width: 600 },
  { name: "Căn cứ", width: 3200 },
  { name: "Điều, luật", width: 2600 },
  { name: "Vai trò người ẩn", width: 1600 },
  { name: "Ngày", width: 1200 },
];
const MATRIX: readonly Column[] = [
  { name: "Vị trí", width: 3600 },
  ...STANCES.map((stance) => ({ name: STANCE_NAMES[stance], width: 1200 })),
  { name: "Cộng", width: 800 },
];

const MOST_DRAFT_TEXT = 300;
const MOST_EXCERPT = 240;
const MOST_EXCERPTS = 200;

/** The draft's words of a place; what is left out is said. */
function shortened(text: string): string {
  const left = graphemes(text) - MOST_DRAFT_TEXT;
  if (left <= 0) return text;
  return `${clip(text, MOST_DRAFT_TEXT)} (còn ${formatNumber(left)} chữ, xem toàn văn dự thảo)`;
}

async function* tableRows(source: Source): AsyncGenerator<Row> {
  for await (const row of reportRows(source))
    yield {
      n: row.n,
      cells: [
        String(row.n),
        row.place,
        shortened(row.draftText),
        row.words,
        row.direction,
        formatNumber(row.alike),
        row.channels,
        row.reason,
        row.answer,
        row.office,
      ],
    };
}

async function* annexRows(source: Source): AsyncGenerator<Row> {
  for await (const row of verbatimRows(source)) {
    const direction = `${row.direction}, ${row.channel}${row.late ? ", ngoài thời hạn" : ""}`;
    yield { cells: [row.place, row.words, row.reason, direction, formatNumber(row.alike)] };
  }
}

/** Why and by whom something is not published, line by line: of every kind of file. */
export async function* hiddenRows(source: Source): AsyncGenerator<[number, string, string, string, string]> {
  let n = 0;
  for await (const { hiding } of streamHidden(String(source.draft._id))) {
    n += 1;
    const ground = hiding && isGround(hiding.ground) ? GROUNDS[hiding.ground].name : "";
    yield [n, ground, hiding?.article ?? "", roleName(hiding?.role ?? ""), hiding ? formatDate(hiding.at) : ""];
  }
}
/** A role that is gone is still no word of a program. */
const roleName = (role: string): string => (role === "" ? "" : (rowOf(ROLE_NAMES, role) ?? "Cán bộ được giao"));

async function* annexOfHidden(source: Source): AsyncGenerator<Row> {
  for await (const [n, ...texts] of hiddenRows(source)) yield { cells: [String(n), ...texts] };
}

async function* matrixRows(source: Source): AsyncGenerator<Row> {
  for (const row of await matrixOf(source)) {
    const numbers = STANCES.map((stance) => formatNumber(row.by[stance]));
    yield { cells: [row.place, ...numbers, formatNumber(row.total)] };
  }
}

/** At each place one excerpt of every direction there, of the first day (which one of a day is drawn): quoted, and linked to its row. */
async function excerpts(source: Source): Promise<Block[]> {
  const seen = new Set<string>();
  const found: Block[] = [];
  let left = 0;
  for await (const row of reportRows(source)) {
    const key = `${row.place}|${row.direction}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (found.length >= MOST_EXCERPTS) left += 1;
    else {
      const text = `${row.place} (${row.direction.toLowerCase()}): “${inOneLine(clip(row.words, MOST_EXCERPT))}” `;
      found.push({ kind: "excerpt", text, row: row.n });
    }
  }
  if (left > 0) found.push({ kind: "paragraph", text: `Còn ${formatNumber(left)} ý kiến như vậy, xem ở Phần II.` });
  return found;
}

const ending = (line: string): string => `${line.replace(/[.\s/]+$/, "")}./.`;

/** The report: three parts and three annexes in the administrative form. Rows come when they are asked for. */
export async function describeReport(source: Source, figures: Figures, cover: Cover): Promise<Section[]> {
  const { draft } = source;
  const period = `từ ngày ${draft.openAt ? formatDate(draft.openAt) : "…"} đến ngày ${draft.closeAt ? formatDate(draft.closeAt) : "…"}`;
  const proof = cover.root
    ? `Mã niêm phong (gốc Merkle SHA-256): ${cover.root}. Đầu chuỗi nhật ký: ${cover.logHead}. Kiểm tra tại ${cover.checkUrl}.`
    : "BẢN CHƯA NIÊM PHONG, dùng để xem trước.";
  const text = (words: string): Block => ({ kind: "paragraph", text: words });
  const standing = (...blocks: Block[]): Section => ({ landscape: false, blocks });
  const annex = (title: string, columns: readonly Column[], rows: () => AsyncIterable<Row>): Section =>
    standing({ kind: "heading", text: title }, { kind: "table", columns, numbered: false, rows });
  return [
    standing(
      { kind: "head", head: cover.head },
      { kind: "title", text: "BÁO CÁO" },
      { kind: "title", text: inOneLine(`Tổng hợp ý kiến góp ý đối với dự thảo ${draft.title}`) },
      { kind: "rule" },
      { kind: "proof", text: proof },
      { kind: "heading", text: "Phần I. NHẬN XÉT CHUNG" },
      text(`Thời gian lấy ý kiến: ${period}.`),
      ...figureLines(figures).map(text),
      text(
        "Trích nguyên văn, mỗi vị trí một ý kiến của từng hướng, theo ngày nhận (người tổng hợp không bình luận; chỗ có dấu “…” là đã rút ngắn, toàn văn ở Phần II):",
      ),
      ...(await excerpts(source)),
    ),
    {
      landscape: true,
      blocks: [
        { kind: "heading", text: "Phần II. TỔNG HỢP Ý KIẾN GÓP Ý VỀ NỘI DUNG" },
        { kind: "table", columns: TABLE, numbered: true, rows: () => tableRows(source) },
      ],
    },
    standing(
      { kind: "heading", text: "Phần III. ĐỀ XUẤT, KIẾN NGHỊ" },
      ...cover.proposals.map((line, k, all) => text(inOneLine(k === all.length - 1 ? ending(line) : line))),
      { kind: "foot", signer: cover.signer, receivers: cover.receivers },
    ),
    annex("Phụ lục 1. Số ý kiến theo vị trí và hướng", MATRIX, () => matrixRows(source)),
    annex("Phụ lục 2. Toàn bộ ý kiến, nguyên văn, đã che thông tin riêng", VERBATIM, () => annexRows(source)),
    annex("Phụ lục 3. Ý kiến không đăng: căn cứ, điều luật, vai trò người quyết định, thời gian", HIDDEN, () =>
      annexOfHidden(source),
    ),
  ];
}
