import { strFromU8, strToU8, unzipSync, zipSync, zlibSync } from "fflate";
import sharp from "sharp";

/** Files nobody should send, made here so that the repository holds none of them. */
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
export const zip = (parts: Record<string, string>): Buffer =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]))));

/** The same file, its parts of XML in two bytes a letter, as they then say themselves. */
export function widened(bytes: Buffer, order: "le" | "be", mark: boolean): Buffer {
  const wide = (part: Uint8Array): Uint8Array => {
    const xml = strFromU8(part).replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>');
    const text = Buffer.from(`${mark ? "\ufeff" : ""}${xml}`, "utf16le");
    return order === "le" ? text : text.swap16();
  };
  const parts = Object.entries(unzipSync(bytes));
  return Buffer.from(
    zipSync(Object.fromEntries(parts.map(([name, part]) => [name, name === "mimetype" ? part : wide(part)]))),
  );
}

export const docx = (body: string, numbering = "", head = ""): Buffer =>
  zip({
    "word/document.xml": `<?xml version="1.0"?>${head}<w:document ${W}><w:body>${body}</w:body></w:document>`,
    ...(numbering === "" ? {} : { "word/numbering.xml": `<w:numbering ${W}>${numbering}</w:numbering>` }),
  });
export const paragraph = (text: string, properties = ""): string =>
  `<w:p>${properties}<w:r><w:t>${text}</w:t></w:r></w:p>`;
const listed = (level: string): string =>
  `<w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="1"/></w:numPr></w:pPr>`;
export const list = (level: string, start: string, format = "upperRoman"): Buffer =>
  docx(
    paragraph("Điều một", listed(level)),
    `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="${start}"/><w:numFmt w:val="${format}"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`,
  );
export const odt = (inside: string): Buffer =>
  zip({
    "content.xml": `<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body><office:text>${inside}</office:text></office:body></office:document-content>`,
  });
export const LAUGHS = `<!DOCTYPE x [<!ENTITY a "haha">${Array.from(
  { length: 9 },
  (_, n) => `<!ENTITY ${"bcdefghij"[n]} "${`&${"abcdefghi"[n]};`.repeat(10)}">`,
).join("")}]>`;

/** An archive that says of its first part it is smaller than it is. */
export function lyingZip(): Buffer {
  const bytes = zip({ "word/document.xml": `<w:document ${W}>${" ".repeat(3_000_000)}</w:document>` });
  const directory = bytes.indexOf("PK\u0001\u0002", 0, "latin1");
  bytes.writeUInt32LE(100, directory + 24);
  return bytes;
}
/** Two parts of one name. @param name as the second is written */
export function twinZip(name = "document"): Buffer {
  const bytes = zip({ "word/document.xml": "<a/>", "word/documenu.xml": "<a/>" });
  return Buffer.from(bytes.toString("latin1").replaceAll("documenu", name), "latin1");
}

export const svg = (inside: string, attributes = 'viewBox="0 0 1080 1080"'): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inside}</svg>`,
  );
const RING =
  '<path fill="#b00020" fill-rule="evenodd" d="M0 0h1080v1080H0zM540 90a450 450 0 1 0 0 900 450 450 0 0 0 0-900z"/>';
export const ring = (inside = "", attributes?: string): Buffer => svg(RING + inside, attributes);
/** Each step uses the one before so many times. */
export const doubled = (steps: number, times: number): string =>
  `<defs><g id="u0"><rect width="9" height="9"/></g>${Array.from(
    { length: steps },
    (_, n) => `<g id="u${n + 1}">${`<use xlink:href="#u${n}"/>`.repeat(times)}</g>`,
  ).join("")}</defs><use xlink:href="#u${steps}"/>`;

/** The head of a PNG of any size, and the first bytes of its pixels. */
export function pngHead(width: number, height: number): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2, 0, 0, 0], 8);
  const pixels = Buffer.from(zlibSync(new Uint8Array(64)));
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([signature, chunk("IHDR", size), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}
function chunk(name: string, inside: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(inside.length);
  const data = Buffer.concat([Buffer.from(name), inside]);
  return Buffer.concat([length, data, crc(data)]);
}
function crc(bytes: Buffer): Buffer {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  const out = Buffer.alloc(4);
  out.writeUInt32BE((sum ^ 0xffffffff) >>> 0);
  return out;
}
export const noise = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: "#808080", noise: { type: "gaussian", mean: 128, sigma: 30 } },
  });
export const dataPng = (bytes: Buffer): string => `data:image/png;base64,${bytes.toString("base64")}`;
/** Two frames of one pixel. */
export const GIF = Buffer.from(
  "47494638396101000100800000ff0000ffffff21ff0b4e45545343415045322e300301000000" +
    "21f90400320000002c00000000010001000002024401002c0000000001000100000202440100" +
    "3b",
  "hex",
);

const CELLS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
/** A workbook whose one sheet holds these rows of XML. */
export const xlsx = (rows: string, head = "", after = ""): Buffer =>
  zip({
    "[Content_Types].xml":
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels":
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": `<workbook xmlns="${CELLS}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels":
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": `${head}<worksheet xmlns="${CELLS}"><sheetData>${rows}</sheetData>${after}</worksheet>`,
  });
export const textRow = (at: number, texts: readonly string[]): string =>
  `<row r="${at}">${texts
    .map((text, n) => `<c r="${"ABCDEFGHIJ"[n]}${at}" t="inlineStr"><is><t>${text}</t></is></c>`)
    .join("")}</row>`;
export const HEADS = textRow(1, ["Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án đúng"]);
