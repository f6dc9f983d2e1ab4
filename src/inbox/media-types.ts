import { rowOf } from "../kernel/table.ts";
import { isArchive, unpack } from "../kernel/unpack.ts";

/** What bytes are, by themselves; the name and the type they came with say nothing. */
export interface MediaType {
  type: string;
  group: "picture" | "voice" | "video" | "file";
}

const latin = (bytes: Buffer, from: number, to: number): string => bytes.toString("latin1", from, to);

/** ISO media says what it holds by its brand, and by the kinds of its tracks. */
function isoMedia(bytes: Buffer): MediaType | undefined {
  if (latin(bytes, 4, 8) !== "ftyp") return undefined;
  if (/^(heic|heix|mif1|msf1|avif)/.test(latin(bytes, 8, 12))) return undefined;
  const hasPictures = bytes.includes("vide");
  return hasPictures ? { type: "video/mp4", group: "video" } : { type: "audio/mp4", group: "voice" };
}

function sound(bytes: Buffer): MediaType | undefined {
  const head = latin(bytes, 0, 12);
  if (head.startsWith("#!AMR\n")) return { type: "audio/amr", group: "voice" };
  if (head.startsWith("#!AMR-WB\n")) return { type: "audio/amr-wb", group: "voice" };
  if (head.startsWith("ID3")) return { type: "audio/mpeg", group: "voice" };
  if (head.startsWith("OggS")) return { type: "audio/ogg", group: "voice" };
  if (head.startsWith("RIFF") && head.endsWith("WAVE")) return { type: "audio/wav", group: "voice" };
  const [first = 0, second = 0] = bytes;
  if (first !== 0xff || bytes.length < 64) return undefined;
  if ((second & 0xf6) === 0xf0) return { type: "audio/aac", group: "voice" };
  return (second & 0xe6) === 0xe2 ? { type: "audio/mpeg", group: "voice" } : undefined;
}

function picture(bytes: Buffer): MediaType | undefined {
  const head = latin(bytes, 0, 12);
  if (head.startsWith("\u00ff\u00d8\u00ff")) return { type: "image/jpeg", group: "picture" };
  if (head.startsWith("\u0089PNG\r\n\u001a\n")) return { type: "image/png", group: "picture" };
  if (head.startsWith("RIFF") && head.endsWith("WEBP")) return { type: "image/webp", group: "picture" };
  return /^GIF8[79]a/.test(head) ? { type: "image/gif", group: "picture" } : undefined;
}

const OFFICE: readonly (readonly [RegExp, string])[] = [
  [/wordprocessingml\.document\.main/, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  [/spreadsheetml\.sheet\.main/, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  [
    /presentationml\.(presentation|slideshow)\.main/,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  ],
];
const OPEN_DOCUMENT = /^application\/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)$/;

/** An office document within a ZIP archive; one that carries programs is none. */
async function packedOffice(bytes: Buffer): Promise<MediaType | undefined> {
  const wanted = /^(\[Content_Types\]\.xml|mimetype|(Basic|Scripts)\/.*|.*\/vbaProject\.bin)$/i;
  const parts = await unpack(bytes, { field: "tep", wanted, mostParts: 5000, mostBytes: 1_000_000 });
  if ([...parts.keys()].some((name) => /^(Basic|Scripts)\/|vbaProject\.bin$/i.test(name))) return undefined;
  const open = parts.get("mimetype")?.toString("utf8").trim() ?? "";
  if (OPEN_DOCUMENT.test(open)) return { type: open, group: "file" };
  const listed = parts.get("[Content_Types].xml")?.toString("utf8") ?? "";
  if (/macroEnabled|vbaProject/i.test(listed)) return undefined;
  const found = OFFICE.find(([main]) => main.test(listed));
  return found ? { type: found[1], group: "file" } : undefined;
}

const wide = (name: string): Buffer => Buffer.from(name, "utf16le");
/** Office documents of before 2007 name their stream; an installer is of the same form and is none of them. */
const OLD_OFFICE: readonly (readonly [Buffer, string])[] = [
  [wide("WordDocument"), "application/msword"],
  [wide("Workbook"), "application/vnd.ms-excel"],
  [wide("PowerPoint Document"), "application/vnd.ms-powerpoint"],
];
function oldOffice(bytes: Buffer): MediaType | undefined {
  if (bytes.includes(wide("_VBA_PROJECT"))) return undefined;
  const found = OLD_OFFICE.find(([stream]) => bytes.includes(stream));
  return found && { type: found[1], group: "file" };
}

/** Words and nothing else: no page, no program, no byte that a text does not have. */
function plainText(bytes: Buffer): MediaType | undefined {
  if (bytes.length === 0 || bytes.includes(0)) return undefined;
  let words: string;
  try {
    words = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  return /^\s*(<|#!|@echo|MZ)/i.test(words.slice(0, 400)) ? undefined : { type: "text/plain", group: "file" };
}

/** What the bytes are, among what is shown or given out here; undefined for everything else. */
export async function mediaTypeOf(bytes: Buffer): Promise<MediaType | undefined> {
  const known = picture(bytes) ?? isoMedia(bytes) ?? sound(bytes);
  if (known) return known;
  const head = latin(bytes, 0, 8);
  if (head.startsWith("%PDF-")) return { type: "application/pdf", group: "file" };
  if (head.startsWith("\u001aE\u00df\u00a3")) return { type: "video/webm", group: "video" };
  if (head === "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1") return oldOffice(bytes);
  if (isArchive(bytes)) return packedOffice(bytes);
  return plainText(bytes);
}

const ENDINGS: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "image/gif": "gif",
  "audio/wav": "wav",
  "audio/mpeg": "mp3",
  "audio/mp4": "m4a",
  "audio/aac": "aac",
  "audio/ogg": "ogg",
  "audio/amr-wb": "awb",
  "video/mp4": "mp4",
  "video/webm": "webm",
  "application/pdf": "pdf",
  "application/msword": "doc",
  "application/vnd.ms-excel": "xls",
  "application/vnd.ms-powerpoint": "ppt",
  "text/plain": "txt",
  "application/vnd.oasis.opendocument.text": "odt",
  "application/vnd.oasis.opendocument.spreadsheet": "ods",
  "application/vnd.oasis.opendocument.presentation": "odp",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
};

/** The ending a file of this type is given out with: that of its bytes, not of its name. */
export const endingOf = (type: string): string => rowOf(ENDINGS, type) ?? "bin";
