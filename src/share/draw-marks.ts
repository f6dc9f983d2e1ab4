import { create } from "qrcode";
import { escapeXml } from "../kernel/render-svg.ts";
import { drawLine, lineSvg } from "../kernel/typeset/draw-lines.ts";
import { altOf, type ShareWords } from "./formats.ts";
import type { Mark } from "./lay-out.ts";

/** White around a code, in modules. */
const QUIET = 4;
/** The dark modules of a code, in modules from its own corner; with the quiet zone `size` wide. */
function modulesOf(text: string) {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const dark: { x: number; y: number }[] = [];
  for (let y = 0; y < modules.size; y += 1)
    for (let x = 0; x < modules.size; x += 1) if (modules.get(y, x)) dark.push({ x: x + QUIET, y: y + QUIET });
  return { size: modules.size + 2 * QUIET, dark };
}

const pathOf = (url: string): { size: number; path: string } => {
  const { size, dark } = modulesOf(url);
  return { size, path: dark.map(({ x, y }) => `M${x} ${y}h1v1h-1z`).join("") };
};

/** All marks as an SVG, letters as outlines. */
export function asSvg(
  words: ShareWords,
  marks: readonly Mark[],
  { width, height }: { width: number; height: number },
): string {
  const code = pathOf(words.url);
  const kind = words.picture && words.picture.bytes[0] === 0x89 ? "png" : "jpeg";
  const parts = marks.map((mark) => {
    if (mark.kind === "line") return lineSvg(mark.line, mark);
    if (mark.kind === "box")
      return `<rect x="${mark.x}" y="${mark.y}" width="${mark.width}" height="${mark.height}" fill="${mark.colour}"/>`;
    if (mark.kind === "qr")
      return `<g transform="translate(${mark.x} ${mark.y}) scale(${mark.size / code.size})"><rect width="${code.size}" height="${code.size}" fill="#fff"/><path d="${code.path}" fill="#000" shape-rendering="crispEdges"/></g>`;
    return words.picture
      ? `<image x="${mark.x}" y="${mark.y}" width="${mark.width}" height="${mark.height}" href="data:image/${kind};base64,${words.picture.bytes.toString("base64")}"/>`
      : "";
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><title>${escapeXml(altOf(words))}</title><rect width="${width}" height="${height}" fill="#fff"/>${parts.join("")}</svg>`;
}

/** All marks into a page of a PDF, words selectable, pictures with their words for who does not see them. */
export function intoPdf(pdf: PDFKit.PDFDocument, words: ShareWords, marks: readonly Mark[]): void {
  const code = modulesOf(words.url);
  for (const mark of marks) {
    if (mark.kind === "box") pdf.rect(mark.x, mark.y, mark.width, mark.height).fill(mark.colour);
    else if (mark.kind === "picture") {
      const { picture } = words;
      if (!picture) continue;
      const { x, y, width, height } = mark;
      pdf.addStructure(
        pdf.struct("Figure", { alt: picture.alt }, () => void pdf.image(picture.bytes, x, y, { width, height })),
      );
    } else if (mark.kind === "qr") {
      pdf.addStructure(
        pdf.struct("Figure", { alt: `Mã QR: ${words.url}` }, () => {
          const module = mark.size / code.size;
          pdf.rect(mark.x, mark.y, mark.size, mark.size).fill("#fff");
          for (const { x, y } of code.dark) pdf.rect(mark.x + x * module, mark.y + y * module, module, module);
          pdf.fill("#000");
        }),
      );
    }
  }
  const lines = marks.flatMap((mark) => (mark.kind === "line" ? [mark] : []));
  pdf.addStructure(
    pdf.struct("P", {}, () => {
      for (const { line, ...at } of lines) drawLine(pdf, line, at);
    }),
  );
}
