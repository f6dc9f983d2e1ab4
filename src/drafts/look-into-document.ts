import { formatNumber } from "../kernel/dates.ts";
import { invalid } from "../kernel/errors.ts";
import { emptyLook, lookIntoXml, type NumberRule, type XmlLimits } from "../kernel/look-into-xml.ts";
import { type ArchiveLimits, isArchive, unpack } from "../kernel/unpack.ts";

const FIELD = "file";
/** Word counts lists to 32,767 in nine levels; nobody blanks more, and no table of a draft is wider or longer. */
const NUMBERS: readonly NumberRule[] = [
  { element: "ilvl", attribute: "val", from: 0, to: 8, called: "cấp của danh sách" },
  { element: "lvl", attribute: "ilvl", from: 0, to: 8, called: "cấp của danh sách" },
  { element: "lvlOverride", attribute: "ilvl", from: 0, to: 8, called: "cấp của danh sách" },
  { element: "lvlRestart", attribute: "val", from: 0, to: 9, called: "cấp của danh sách" },
  { element: "outlineLvl", attribute: "val", from: 0, to: 9, called: "cấp của đề mục" },
  { element: "start", attribute: "val", from: 0, to: 32_767, called: "số bắt đầu của danh sách" },
  { element: "startOverride", attribute: "val", from: 0, to: 32_767, called: "số bắt đầu của danh sách" },
  { element: "numId", attribute: "val", from: 0, to: 2_147_483_647, called: "mã danh sách" },
  { element: "gridSpan", attribute: "val", from: 0, to: 1000, called: "số cột của ô" },
  { element: "s", attribute: "c", from: 0, to: 5000, mostTogether: 500_000, called: "số khoảng trắng" },
  { element: "*", attribute: "start-value", from: 0, to: 32_767, called: "số bắt đầu của danh sách" },
  { element: "*", attribute: "level", from: 0, to: 100, called: "cấp của danh sách" },
  { element: "*", attribute: "outline-level", from: 0, to: 100, called: "cấp của đề mục" },
  { element: "*", attribute: "display-levels", from: 0, to: 100, called: "cấp của danh sách" },
  ...["number-columns-repeated", "number-rows-repeated", "number-columns-spanned", "number-rows-spanned"].map(
    (attribute) => ({ element: "*", attribute, from: 0, to: 5000, mostTogether: 200_000, called: "số ô lặp lại" }),
  ),
];

const XML: XmlLimits = {
  field: FIELD,
  mostElements: 500_000,
  deepest: 200,
  mostReferences: 200_000,
  numbers: NUMBERS,
};
/** Words are read, pictures are not opened. */
const ARCHIVE: ArchiveLimits = {
  field: FIELD,
  wanted: /\.(xml|rels)$|^mimetype$/i,
  mostParts: 3000,
  mostBytes: 24_000_000,
};
const MOST_TEXT_BYTES = 5_000_000;
const MOST_LINES = 100_000;

/** What a reader may open: text, or the parts of a package that were looked into, no longer packed. */
export type Opened = { text: Uint8Array } | { parts: ReadonlyMap<string, Uint8Array> };

export interface Looked {
  document: Opened;
  /** processor seconds that reading so much may take */
  seconds: number;
}

/**
 * Looks into a document before it is read: how large, how many elements, how deep, which numbers.
 * @throws AppError 422 naming the limit that is passed
 */
export async function lookIntoDocument(bytes: Buffer): Promise<Looked> {
  if (!isArchive(bytes)) return lookIntoText(bytes);
  const parts = await unpack(bytes, ARCHIVE);
  const look = emptyLook();
  for (const [name, part] of parts) if (/\.(xml|rels)$/i.test(name)) lookIntoXml(part, XML, look);
  return { document: { parts }, seconds: 1.2 + look.elements / 60_000 };
}

function lookIntoText(bytes: Buffer): Looked {
  const megabytes = MOST_TEXT_BYTES / 1_000_000;
  if (bytes.length > MOST_TEXT_BYTES)
    throw invalid({ [FIELD]: `Tệp văn bản thường cần dưới ${megabytes} MB. Vui lòng chia nhỏ rồi tải lên lần nữa` });
  let lines = 1;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  if (lines > MOST_LINES)
    throw invalid({
      [FIELD]: `Tệp có ${formatNumber(lines)} dòng, nhiều hơn ${formatNumber(MOST_LINES)} dòng cho phép. Vui lòng chia nhỏ rồi tải lên lần nữa`,
    });
  return { document: { text: bytes }, seconds: 1.2 + lines / 50_000 };
}
