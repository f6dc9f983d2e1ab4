import { renderSvg } from "../kernel/render-svg.ts";
import { fileOf } from "../kernel/typeset/fonts.ts";
import { BOXES, drawTrimMarks, foldsOf, inside, outside, PAPER } from "./draw-leaflet.ts";
import { asSvg, intoPdf } from "./draw-marks.ts";
import { type FormatName, FORMATS, type ShareWords } from "./formats.ts";
import { layOut } from "./lay-out.ts";

export interface ShareOrder {
  words: ShareWords;
  format: FormatName;
}

/** A sheet for a board says all it can; a poster shows its picture. */
const PICTURE_SHARE: Partial<Readonly<Record<FormatName, number>>> = { "bang-tin-a4": 0.22 };

async function drawPdf({ words, format }: ShareOrder): Promise<Buffer> {
  const { default: Pdf } = await import("pdfkit");
  const leaflet = format === "to-gap";
  const { width, height } = leaflet ? PAPER : FORMATS[format];
  const pdf = new Pdf({
    autoFirstPage: false,
    tagged: true,
    displayTitle: true,
    pdfVersion: "1.7",
    lang: "vi-VN",
    font: fileOf("Be Vietnam Pro"),
    info: { Title: words.title, Author: words.office },
  });
  const parts: Buffer[] = [];
  const whole = new Promise<Buffer>((done, fail) => {
    pdf.on("data", (part: Buffer) => parts.push(part));
    pdf.on("end", () => done(Buffer.concat(parts)));
    pdf.on("error", fail);
  });
  const turn = () => pdf.addPage({ size: [width, height], margin: 0 });
  if (leaflet)
    for (const [side, marks] of [["outside", outside(words)] as const, ["inside", inside(words)] as const]) {
      turn();
      Object.assign(pdf.page.dictionary.data, BOXES);
      intoPdf(pdf, words, marks);
      drawTrimMarks(pdf, foldsOf(side));
    }
  else {
    turn();
    intoPdf(pdf, words, layOut(words, FORMATS[format], PICTURE_SHARE[format]));
  }
  pdf.end();
  return whole;
}

/** One piece of an item's share kit, as a file to print or to post. */
export async function drawShare(order: ShareOrder): Promise<Buffer> {
  const format = FORMATS[order.format];
  const picture = order.words.picture && { ...order.words.picture, bytes: Buffer.from(order.words.picture.bytes) };
  const words = { ...order.words, picture };
  if (format.kind === "pdf") return drawPdf({ words, format: order.format });
  return renderSvg(asSvg(words, layOut(words, format), format), format.width);
}
