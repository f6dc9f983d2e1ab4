import { fontFiles } from "../kernel/render-svg.ts";

export type ProofBlock =
  | { kind: "heading"; text: string }
  | { kind: "line"; name: string; value: string }
  | { kind: "note"; text: string }
  /** what is left of the page, cut with "…" where it ends */
  | { kind: "rest"; text: string };

export interface Proof {
  office: string;
  title: string;
  /** when it was made, in words */
  made: string;
  blocks: readonly ProofBlock[];
}

const GREY = "#4a5462";
const BLUE = "#13284a";
const nfc = (text: string): string => text.normalize("NFC");

/** The proof as PDF, one page of A4, its words selectable. */
export async function drawProof({ office, title, made, blocks }: Proof): Promise<Buffer> {
  // loaded when the first proof is asked for
  const { default: Pdf } = await import("pdfkit");
  const pdf = new Pdf({
    size: "A4",
    margins: { top: 48, bottom: 40, left: 56, right: 48 },
    lang: "vi-VN",
    info: { Title: `Giấy xác nhận gửi tin: ${title}`, Author: office },
  });
  const parts: Buffer[] = [];
  const whole = new Promise<Buffer>((done, fail) => {
    pdf.on("data", (part: Buffer) => parts.push(part));
    pdf.on("end", () => done(Buffer.concat(parts)));
    pdf.on("error", fail);
  });
  const [regular = "", bold = ""] = fontFiles();
  pdf.registerFont("regular", regular).registerFont("bold", bold);
  pdf.font("bold").fontSize(9.5).text(nfc(office.toUpperCase()));
  pdf.moveDown(0.4).fontSize(16).fillColor(BLUE).text("Giấy xác nhận gửi tin");
  pdf.font("regular").fontSize(9.5).fillColor("#000").text(`Lập lúc ${made} từ sổ gửi của Loa Số`);
  for (const block of blocks) drawBlock(pdf, block);
  pdf.end();
  return whole;
}

function drawBlock(pdf: PDFKit.PDFDocument, block: ProofBlock): void {
  if (block.kind === "heading") {
    pdf.moveDown(0.6).font("bold").fontSize(11).fillColor(BLUE).text(nfc(block.text));
    pdf.moveDown(0.15);
  } else if (block.kind === "line") {
    pdf.font("regular").fontSize(9.5).fillColor(GREY).text(nfc(block.name), { continued: true });
    pdf.fillColor("#000").text(`  ${nfc(block.value)}`);
  } else if (block.kind === "note") pdf.font("regular").fontSize(8.5).fillColor(GREY).text(nfc(block.text));
  else {
    const height = Math.max(24, pdf.page.height - pdf.y - 48);
    pdf.font("regular").fontSize(9).fillColor("#000").text(nfc(block.text), { height, ellipsis: true });
  }
}
