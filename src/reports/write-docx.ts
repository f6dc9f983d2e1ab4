import type { Readable } from "node:stream";
import { Document, InternalHyperlink, Packer, Paragraph, TextRun } from "docx";
import { CHANNEL_NAMES, type Stance, STANCE_NAMES, STANCES } from "../comments/comment.model.ts";
import { streamHidden, type Tally, tally } from "../comments/comment.store.ts";
import { GROUNDS, isCounted, isGround } from "../comments/rules.ts";
import { aboutOf, type Place } from "../drafts/list-places.ts";
import { formatDate, formatNumber } from "../kernel/dates.ts";
import { clip } from "../kernel/vietnamese.ts";
import {
  centred,
  type Column,
  FONT,
  footBlocks,
  type FormHead,
  headBlocks,
  heading,
  openTable,
  paragraph,
  section,
  titleRule,
} from "./administrative-form.ts";
import { reportRows, type Source, verbatimRows } from "./gather-report.ts";
import type { Figures } from "./report.model.ts";
import { spliceArchive, xmlText } from "./splice-archive.ts";
import { rowOf as nameOf } from "../kernel/table.ts";

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

const TABLE: readonly Column[] = [
  { name: "TT", width: 600 },
  { name: "Vị trí (phần, mục, trang, đoạn, dòng)", width: 1500 },
  { name: "Nội dung dự thảo", width: 2300 },
  { name: "Nội dung góp ý (nguyên văn)", width: 2900 },
  { name: "Hướng", width: 1100 },
  { name: "Số ý kiến giống nhau", width: 900 },
  { name: "Kênh", width: 1100 },
  { name: "Lập luận", width: 1500 },
  { name: "Tiếp thu / giải trình", width: 1700 },
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

const RUN = `<w:rPr><w:rFonts w:ascii="${FONT}" w:cs="${FONT}" w:eastAsia="${FONT}" w:hAnsi="${FONT}"/><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr>`;
/** A cell of a flowing row. Line breaks of the text stay. */
const cell = (width: number, text: string, inside = ""): string =>
  `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr><w:p>${inside}${text
    .split("\n")
    .map((line, n) => `<w:r>${RUN}${n > 0 ? "<w:br/>" : ""}<w:t xml:space="preserve">${xmlText(line)}</w:t></w:r>`)
    .join("")}</w:p></w:tc>`;
const rowOf = (columns: readonly Column[], texts: readonly string[], bookmark = 0): string =>
  `<w:tr>${columns
    .map((column, n) =>
      cell(
        column.width,
        texts[n] ?? "",
        bookmark > 0 && n === 0
          ? `<w:bookmarkStart w:id="${100_000 + bookmark}" w:name="yk${bookmark}"/><w:bookmarkEnd w:id="${100_000 + bookmark}"/>`
          : "",
      ),
    )
    .join("")}</w:tr>`;

async function* tableRows(source: Source): AsyncGenerator<string> {
  for await (const row of reportRows(source))
    yield rowOf(
      TABLE,
      [
        String(row.n),
        row.place,
        clip(row.draftText, 300),
        row.words,
        row.direction,
        formatNumber(row.alike),
        row.channels,
        row.reason,
        row.answer,
        row.office,
      ],
      row.n,
    );
}

async function* annexRows(source: Source): AsyncGenerator<string> {
  for await (const row of verbatimRows(source))
    yield rowOf(VERBATIM, [
      row.place,
      row.words,
      row.reason,
      `${row.direction}, ${row.channel}${row.late ? ", ngoài thời hạn" : ""}`,
      formatNumber(row.alike),
    ]);
}

async function* hiddenRows(source: Source): AsyncGenerator<string> {
  let n = 0;
  for await (const { hiding } of streamHidden(String(source.draft._id))) {
    n += 1;
    const ground = hiding && isGround(hiding.ground) ? GROUNDS[hiding.ground].name : "";
    yield rowOf(HIDDEN, [
      String(n),
      ground,
      hiding?.article ?? "",
      hiding?.role ?? "",
      hiding ? formatDate(hiding.at) : "",
    ]);
  }
}

async function* matrixRows(source: Source): AsyncGenerator<string> {
  for (const row of await matrixOf(source))
    yield rowOf(MATRIX, [row.place, ...STANCES.map((stance) => formatNumber(row.by[stance])), formatNumber(row.total)]);
}

export interface MatrixRow {
  place: string;
  by: Record<Stance, number>;
  total: number;
}

/** Opinions by place and stance, in the order of the draft, and their sum. */
export async function matrixOf(source: Source): Promise<MatrixRow[]> {
  const rows = (await tally(String(source.draft._id))).filter(isCounted);
  const line = (place: string, here: readonly Tally[]): MatrixRow => {
    const at = (stance: Stance): number =>
      here.filter((row) => row.stance === stance).reduce((sum, row) => sum + row.n, 0);
    const by = Object.fromEntries(STANCES.map((stance) => [stance, at(stance)])) as Record<Stance, number>;
    return { place, by, total: STANCES.reduce((sum, stance) => sum + by[stance], 0) };
  };
  // a place that had other words has a line for each of its wordings
  const linesOf = (position: Place | undefined): MatrixRow[] => {
    const byWording = new Map<string, { code: string; rows: Tally[] }>();
    for (const row of rows.filter((one) => one.position === (position?.id ?? ""))) {
      const { key, code } = aboutOf(source.draft, position, row.version);
      const known = byWording.get(key) ?? { code, rows: [] };
      known.rows.push(row);
      byWording.set(key, known);
    }
    return [...byWording.values()].map(({ code, rows: here }) => line(code, here));
  };
  return [...linesOf(undefined), ...source.positions.flatMap(linesOf), line("Cộng", rows)];
}

/** At each place one excerpt of every direction there, the first that came: quoted, and linked to its row. */
async function excerpts(source: Source): Promise<Paragraph[]> {
  const seen = new Set<string>();
  const found: Paragraph[] = [];
  for await (const row of reportRows(source)) {
    const key = `${row.place}|${row.direction}`;
    if (seen.has(key) || found.length >= 200) continue;
    seen.add(key);
    found.push(
      new Paragraph({
        spacing: { before: 120, line: 276 },
        indent: { firstLine: 720 },
        children: [
          new TextRun({
            text: `${row.place} (${row.direction.toLowerCase()}): “${clip(row.words, 240)}” `,
            font: FONT,
            size: 28,
          }),
          new InternalHyperlink({
            anchor: `yk${row.n}`,
            children: [new TextRun({ text: `[dòng ${row.n}]`, font: FONT, size: 28 })],
          }),
        ],
      }),
    );
  }
  return found;
}

const n = formatNumber;
/** Totals in words, each with its unit and the rule it is counted by. */
export function figureLines(figures: Figures): string[] {
  const channels = Object.entries(figures.byChannel).map(
    ([channel, count]) => `${nameOf(CHANNEL_NAMES, channel) ?? channel} ${n(count)}`,
  );
  const grounds = Object.entries(figures.byGround).map(
    ([ground, count]) => `${isGround(ground) ? GROUNDS[ground].name : ground}: ${n(count)}`,
  );
  return [
    `Số lượt gửi: ${n(figures.submissions)} (mỗi lần tự gửi, mỗi hội nghị, mỗi văn bản, mỗi phiếu tính một lượt).`,
    `Số ý kiến được tổng hợp: ${n(figures.opinions)} (gửi trong thời hạn, không bị ẩn, không rút lại; ý kiến giống nhau vẫn tính đủ). Theo kênh: ${channels.join("; ") || "không có"}.`,
    `Theo hướng: ${STANCES.map((stance) => `${STANCE_NAMES[stance].toLowerCase()} ${n(figures.byStance[stance])}`).join("; ")}. Trong đó ngoài phạm vi dự thảo: ${n(figures.offScope)}.`,
    `Số người: không đếm được ở các kênh ẩn danh. Hội nghị: ${n(figures.meetings)} cuộc, ${n(figures.present)} người dự, ${n(figures.speakers)} người phát biểu, ${n(figures.spoken)} lượt ý kiến tại chỗ. Tổ chức có văn bản: ${n(figures.organisations)}.`,
    `Câu hỏi (trả lời riêng, không tính là ý kiến): ${n(figures.questions)}. Gửi ngoài thời hạn (lưu, tính riêng): ${n(figures.late)}. Người góp ý tự rút: ${n(figures.withdrawn)}. Tin nhắn không phải góp ý: ${n(figures.notComments)}.`,
    `Không đăng vì căn cứ pháp luật: ${n(figures.hidden)}${grounds.length > 0 ? ` (${grounds.join("; ")})` : ""}. Danh mục ở Phụ lục 3.`,
  ];
}

/** The report as DOCX: three parts and three annexes in the administrative form, rows flowing in from the comments. */
export async function writeDocx(source: Source, figures: Figures, cover: Cover): Promise<Readable> {
  const { draft } = source;
  const period = `từ ngày ${draft.openAt ? formatDate(draft.openAt) : "…"} đến ngày ${draft.closeAt ? formatDate(draft.closeAt) : "…"}`;
  const proof = cover.root
    ? `Mã niêm phong (gốc Merkle SHA-256): ${cover.root}. Đầu chuỗi nhật ký: ${cover.logHead}. Kiểm tra tại ${cover.checkUrl}.`
    : "BẢN CHƯA NIÊM PHONG, dùng để xem trước.";
  const document = new Document({
    creator: source.office,
    title: `Báo cáo tổng hợp ý kiến góp ý: ${draft.title}`,
    styles: { default: { document: { run: { font: FONT, size: 28 } } } },
    sections: [
      section(
        [
          headBlocks(cover.head),
          centred(""),
          centred("BÁO CÁO", { bold: true }),
          centred(`Tổng hợp ý kiến góp ý đối với dự thảo ${draft.title}`, { bold: true }),
          titleRule(),
          paragraph(proof, { size: 24, italics: true, align: "left" }),
          heading("Phần I. NHẬN XÉT CHUNG"),
          paragraph(`Thời gian lấy ý kiến: ${period}.`),
          ...figureLines(figures).map((line) => paragraph(line)),
          paragraph(
            "Trích nguyên văn, mỗi vị trí một ý kiến của từng hướng, theo thứ tự nhận (người tổng hợp không bình luận):",
          ),
          ...(await excerpts(source)),
        ],
        false,
        true,
      ),
      section([heading("Phần II. TỔNG HỢP Ý KIẾN GÓP Ý VỀ NỘI DUNG"), openTable(TABLE, "@@TABLE@@", true)], true),
      section([
        heading("Phần III. ĐỀ XUẤT, KIẾN NGHỊ"),
        ...cover.proposals.map((line, k, all) => paragraph(k === all.length - 1 ? ending(line) : line)),
        centred(""),
        footBlocks(cover.signer, cover.receivers),
      ]),
      section([heading("Phụ lục 1. Số ý kiến theo vị trí và hướng"), openTable(MATRIX, "@@MATRIX@@")]),
      section([
        heading("Phụ lục 2. Toàn bộ ý kiến, nguyên văn, đã che thông tin riêng"),
        openTable(VERBATIM, "@@VERBATIM@@"),
      ]),
      section([
        heading("Phụ lục 3. Ý kiến không đăng: căn cứ, điều luật, vai trò người quyết định, thời gian"),
        openTable(HIDDEN, "@@HIDDEN@@"),
      ]),
    ],
  });
  return spliceArchive(new Uint8Array(await Packer.toBuffer(document)), {
    "word/document.xml": [
      { marker: "@@TABLE@@", element: "w:tr", rows: tableRows(source) },
      { marker: "@@MATRIX@@", element: "w:tr", rows: matrixRows(source) },
      { marker: "@@VERBATIM@@", element: "w:tr", rows: annexRows(source) },
      { marker: "@@HIDDEN@@", element: "w:tr", rows: hiddenRows(source) },
    ],
  });
}

const ending = (line: string): string => `${line.replace(/[.\s/]+$/, "")}./.`;
