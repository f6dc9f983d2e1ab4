import { formatOfficialDate } from "../kernel/dates.ts";
import { escapeXml, fontFiles, renderSvg } from "../kernel/render-svg.ts";
import { graphemes } from "../kernel/vietnamese.ts";

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

/** The certificate as a picture, 1600 × 1131 pixels. */
export function certificatePicture(words: CertificateWords): Promise<Buffer> {
  const line = (y: number, size: number, text: string, weight = 400, colour = "#1a2330"): string =>
    `<text x="800" y="${y}" font-size="${size}" font-weight="${weight}" fill="${colour}" text-anchor="middle">${escapeXml(text)}</text>`;
  // a long title is set smaller rather than cut
  const fit = (text: string, size: number): number =>
    Math.min(size, Math.floor((1400 / Math.max(1, graphemes(text))) * 1.75));
  return renderSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 1131" font-family="Be Vietnam Pro">
<rect width="1600" height="1131" fill="#fffdf7"/><rect x="36" y="36" width="1528" height="1059" fill="none" stroke="#13284a" stroke-width="6"/><rect x="50" y="50" width="1500" height="1031" fill="none" stroke="#f0b429" stroke-width="3"/>
${line(180, fit(words.organiser, 40), words.organiser, 700, "#13284a")}${line(310, 84, heading(words), 700, "#13284a")}
${line(430, 34, "trao cho Ông/Bà")}${line(540, fit(words.name, 72), words.name, 700)}
${line(640, 38, achieved(words))}${line(710, fit(words.contest, 38), words.contest, 700)}${line(770, 32, words.round)}
${line(900, 30, `Ngày ${formatOfficialDate(words.at)}`)}
${line(980, 32, `Mã kiểm tra: ${words.code}`, 700)}${line(1030, 26, words.checkUrl, 400, "#4a5462")}</svg>`,
    1600,
  );
}

/** The same as PDF, A4 landscape, its words selectable. */
export async function certificatePdf(words: CertificateWords): Promise<Buffer> {
  // loaded when the first certificate is asked for
  const { default: Pdf } = await import("pdfkit");
  const pdf = new Pdf({
    size: "A4",
    layout: "landscape",
    margin: 60,
    lang: "vi-VN",
    info: { Title: `${heading(words)}: ${words.contest}`, Author: words.organiser },
  });
  const parts: Buffer[] = [];
  const whole = new Promise<Buffer>((done, fail) => {
    pdf.on("data", (part: Buffer) => parts.push(part));
    pdf.on("end", () => done(Buffer.concat(parts)));
    pdf.on("error", fail);
  });
  const [regular = "", bold = ""] = fontFiles();
  pdf.registerFont("regular", regular).registerFont("bold", bold);
  const { width, height } = pdf.page;
  pdf
    .lineWidth(3)
    .strokeColor("#13284a")
    .rect(22, 22, width - 44, height - 44)
    .stroke();
  pdf
    .lineWidth(1.5)
    .strokeColor("#f0b429")
    .rect(30, 30, width - 60, height - 60)
    .stroke();
  const line = (font: string, size: number, text: string, gap: number, colour = "#1a2330"): void => {
    pdf.font(font).fontSize(size).fillColor(colour).text(text.normalize("NFC"), { align: "center" });
    pdf.moveDown(gap);
  };
  pdf.y = 80;
  line("bold", 17, words.organiser, 0.9, "#13284a");
  line("bold", 34, heading(words), 0.35, "#13284a");
  line("regular", 14, "trao cho Ông/Bà", 0.4);
  line("bold", 28, words.name, 0.35);
  line("regular", 16, achieved(words), 0.3);
  line("bold", 17, words.contest, 0.2);
  line("regular", 14, words.round, 1.4);
  line("regular", 13, `Ngày ${formatOfficialDate(words.at)}`, 1);
  line("bold", 13, `Mã kiểm tra: ${words.code}`, 0.3);
  line("regular", 11, words.checkUrl, 0, "#4a5462");
  pdf.end();
  return whole;
}
