import { formatOfficialDate } from "../kernel/dates.ts";
import { renderSvg } from "../kernel/render-svg.ts";
import { drawLine, lineSvg } from "../kernel/typeset/draw-lines.ts";
import { type Face, fileOf } from "../kernel/typeset/fonts.ts";
import { type Line, setLines } from "../kernel/typeset/set-lines.ts";

export interface CertificateWords {
  organiser: string;
  contest: string;
  round: string;
  name: string;
  right: number;
  of: number;
  prize: string;
  code: string;
  at: Date;
  /** where the code is checked */
  checkUrl: string;
}

const heading = (words: CertificateWords): string => (words.prize === "" ? "Giấy ghi nhận" : "Giấy chứng nhận");
const achieved = (words: CertificateWords): string =>
  `${words.prize === "" ? "đã tham gia" : `đạt ${words.prize}`}, trả lời đúng ${words.right} / ${words.of} câu`;

const INK = "#1a2330";
const BLUE = "#13284a";
const GREY = "#4a5462";
const WIDTH = 1600;
const HEIGHT = 1131;
/** Between the frames, with air. */
const ROOM = { width: 1400, top: 110, bottom: 1050 };
const LEADING = 1.28;

/** One line of words on a certificate's sheet. */
export interface SheetItem {
  text: string;
  face: Face;
  size: number;
  colour: string;
  /** room below, in the size of the picture */
  gap: number;
}
interface Set extends SheetItem {
  lines: Line[];
}

const itemsOf = (words: CertificateWords): SheetItem[] => [
  { text: words.organiser, face: "sans bold", size: 40, colour: BLUE, gap: 36 },
  { text: heading(words), face: "sans bold", size: 84, colour: BLUE, gap: 30 },
  { text: "trao cho Ông/Bà", face: "sans", size: 34, colour: INK, gap: 20 },
  { text: words.name, face: "sans bold", size: 72, colour: INK, gap: 26 },
  { text: achieved(words), face: "sans", size: 38, colour: INK, gap: 16 },
  { text: words.contest, face: "sans bold", size: 38, colour: INK, gap: 12 },
  { text: words.round, face: "sans", size: 32, colour: INK, gap: 60 },
  { text: `Ngày ${formatOfficialDate(words.at)}`, face: "sans", size: 30, colour: INK, gap: 30 },
  { text: `Mã kiểm tra: ${words.code}`, face: "sans bold", size: 32, colour: INK, gap: 10 },
  { text: words.checkUrl, face: "sans", size: 26, colour: GREY, gap: 0 },
];

/** Sets everything in lines that fit the sheet: long titles wrap, and where that takes too much room all is set smaller. */
function setAll(given: readonly SheetItem[]): { items: Set[]; height: number } {
  for (let scale = 1; ; scale *= 0.94) {
    const items = given.map((item) => {
      const size = item.size * scale;
      const gap = item.gap * scale;
      return { ...item, size, gap, lines: setLines(item.text.trim(), item.face, ROOM.width / size) };
    });
    const height = items.reduce((sum, { lines, size, gap }) => sum + lines.length * size * LEADING + gap, 0);
    if (height <= ROOM.bottom - ROOM.top || scale < 0.05) return { items, height };
  }
}

/** Each line with the place of its baseline, all in the middle of the sheet of 1600 × 1131. */
function* placed(
  given: readonly SheetItem[],
): Generator<{ line: Line; x: number; y: number; size: number; colour: string }> {
  const { items, height } = setAll(given);
  let y = ROOM.top + Math.max(0, (ROOM.bottom - ROOM.top - height) / 2);
  for (const { lines, size, gap, colour } of items) {
    for (const line of lines) {
      yield { line, x: (WIDTH - line.width * size) / 2, y: y + size * 0.98, size, colour };
      y += size * LEADING;
    }
    y += gap;
  }
}

/** The certificate as a picture, 1600 × 1131 pixels. */
export function certificatePicture(words: CertificateWords): Promise<Buffer> {
  const lines = [...placed(itemsOf(words))].map(({ line, ...at }) => lineSvg(line, at));
  return renderSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<rect width="1600" height="1131" fill="#fffdf7"/><rect x="36" y="36" width="1528" height="1059" fill="none" stroke="#13284a" stroke-width="6"/><rect x="50" y="50" width="1500" height="1031" fill="none" stroke="#f0b429" stroke-width="3"/>
${lines.join("")}</svg>`,
    WIDTH,
  );
}

/** The same as PDF, A4 landscape, its words selectable. */
export const certificatePdf = (words: CertificateWords): Promise<Buffer> =>
  sheetPdf({ title: `${heading(words)}: ${words.contest}`, author: words.organiser }, itemsOf(words));

/** Lines in the middle of a framed sheet, as PDF. */
export async function sheetPdf(
  { title, author }: { title: string; author: string },
  items: readonly SheetItem[],
): Promise<Buffer> {
  // loaded when the first certificate is asked for
  const { default: Pdf } = await import("pdfkit");
  const pdf = new Pdf({
    size: "A4",
    layout: "landscape",
    margin: 0,
    lang: "vi-VN",
    font: fileOf("Be Vietnam Pro"),
    info: { Title: title, Author: author },
  });
  const parts: Buffer[] = [];
  const whole = new Promise<Buffer>((done, fail) => {
    pdf.on("data", (part: Buffer) => parts.push(part));
    pdf.on("end", () => done(Buffer.concat(parts)));
    pdf.on("error", fail);
  });
  const { width } = pdf.page;
  pdf.scale(width / WIDTH);
  pdf.lineWidth(6).strokeColor("#13284a").rect(36, 36, 1528, 1059).stroke();
  pdf.lineWidth(3).strokeColor("#f0b429").rect(50, 50, 1500, 1031).stroke();
  for (const { line, ...at } of placed(items)) drawLine(pdf, line, at);
  pdf.end();
  return whole;
}
