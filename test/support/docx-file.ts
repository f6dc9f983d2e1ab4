import { strToU8, zipSync } from "fflate";

/** Small Word files made of XML by hand, for one kind of thing at a time. */
export const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const NAMES = [
  `xmlns:w="${W}"`,
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
  'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"',
].join(" ");
const part = (root: string, inside: string): string => `<?xml version="1.0"?><w:${root} ${NAMES}>${inside}</w:${root}>`;

export const t = (text: string, rPr = ""): string =>
  `<w:r>${rPr === "" ? "" : `<w:rPr>${rPr}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
/** A paragraph of runs. */
export const p = (inside: string, pPr = ""): string =>
  `<w:p>${pPr === "" ? "" : `<w:pPr>${pPr}</w:pPr>`}${inside}</w:p>`;
/** A paragraph of a list. */
export const item = (text: string, level = 0, numId = 1): string =>
  p(t(text), `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${numId}"/></w:numPr>`);
export const styled = (text: string, style: string, more = ""): string =>
  p(t(text), `<w:pStyle w:val="${style}"/>${more}`);

/** A level of a list: format, text, more properties. */
export const lvl = (n: number, format: string, text: string, more = ""): string =>
  `<w:lvl w:ilvl="${n}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
export const abstractNum = (id: number, levels: string): string =>
  `<w:abstractNum w:abstractNumId="${id}">${levels}</w:abstractNum>`;
export const num = (id: number, abstract: number, overrides = ""): string =>
  `<w:num w:numId="${id}"><w:abstractNumId w:val="${abstract}"/>${overrides}</w:num>`;

export interface DocxParts {
  body: string;
  /** inside of numbering.xml, styles.xml … */
  numbering?: string;
  styles?: string;
  footnotes?: string;
  endnotes?: string;
  /** further parts by name */
  more?: Readonly<Record<string, string>>;
}

export function docx({ body, numbering, styles, footnotes, endnotes, more = {} }: DocxParts): Buffer {
  const parts: Record<string, string> = { "word/document.xml": part("document", `<w:body>${body}</w:body>`), ...more };
  if (numbering !== undefined) parts["word/numbering.xml"] = part("numbering", numbering);
  if (styles !== undefined) parts["word/styles.xml"] = part("styles", styles);
  if (footnotes !== undefined) parts["word/footnotes.xml"] = part("footnotes", footnotes);
  if (endnotes !== undefined) parts["word/endnotes.xml"] = part("endnotes", endnotes);
  return pack(parts);
}

export const pack = (parts: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)]))));

const ODF = ["office", "text", "table", "style"]
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .concat([
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"',
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"',
    'xmlns:xlink="http://www.w3.org/1999/xlink"',
    'xmlns:math="http://www.w3.org/1998/Math/MathML"',
  ])
  .join(" ");
/** An OpenDocument text: what stands in it, its automatic styles, its named styles. */
export const odt = (body: string, automatic = "", named = ""): Buffer =>
  pack({
    mimetype: "application/vnd.oasis.opendocument.text",
    "content.xml": `<office:document-content ${ODF}><office:automatic-styles>${automatic}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    "styles.xml": `<office:document-styles ${ODF}><office:styles>${named}</office:styles></office:document-styles>`,
  });
