import { fromBufferPromise } from "yauzl";
import { type AppError, invalid } from "./errors.ts";
import { formatNumber } from "./dates.ts";

/** Named limits of an archive that somebody brings. */
export interface ArchiveLimits {
  /** the form field a refusal stands at */
  field: string;
  /** names of the parts that are read; others are neither opened nor counted */
  wanted: RegExp;
  mostParts: number;
  /** bytes of all wanted parts together, as they are and not as the archive says */
  mostBytes: number;
}

export const isArchive = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 4)).toString("latin1") === "PK\u0003\u0004";

const megabytes = (bytes: number): string => `${formatNumber(Math.floor(bytes / 1_000_000))} MB`;

/**
 * The wanted parts of a ZIP archive, in UTF-8 each. What a part says of its size is held against what comes out; reading stops where
 * the limit is passed, so that a bomb is not unpacked to be measured.
 * @throws AppError 422 naming the limit
 */
export async function unpack(bytes: Buffer, limits: ArchiveLimits): Promise<Map<string, Buffer>> {
  const refuse = (why: string): AppError => invalid({ [limits.field]: why });
  const tooLarge = (): AppError =>
    refuse(
      `Tệp mở ra lớn hơn ${megabytes(limits.mostBytes)} nên không được nhận. Vui lòng chia nhỏ rồi tải lên lần nữa`,
    );
  const archive = await fromBufferPromise(bytes, { lazyEntries: true });
  if (archive.entryCount > limits.mostParts)
    throw refuse(
      `Tệp có ${formatNumber(archive.entryCount)} phần, nhiều hơn ${formatNumber(limits.mostParts)} phần cho phép. Vui lòng chia nhỏ rồi tải lên lần nữa`,
    );
  const parts = new Map<string, Buffer>();
  /** no office program tells capitals in names apart */
  const names = new Set<string>();
  let total = 0;
  for await (const entry of archive.eachEntry()) {
    if (!limits.wanted.test(entry.fileName)) continue;
    // two parts of one name: one program reads the first, another the second
    const known = entry.fileName.toLowerCase();
    if (names.has(known)) throw new Error(`two parts are called ${entry.fileName}`);
    names.add(known);
    if (total + entry.uncompressedSize > limits.mostBytes) throw tooLarge();
    const pieces: Buffer[] = [];
    for await (const piece of await archive.openReadStreamPromise(entry)) {
      total += (piece as Buffer).length;
      if (total > limits.mostBytes) throw tooLarge();
      pieces.push(piece as Buffer);
    }
    const part = asUtf8(Buffer.concat(pieces));
    total += Math.max(0, part.length - entry.uncompressedSize);
    if (total > limits.mostBytes) throw tooLarge();
    parts.set(entry.fileName, part);
  }
  return parts;
}

/** How XML in two bytes a letter begins, with its mark or with "<" (XML 1.0, appendix F). */
const WIDE: readonly (readonly [string, "utf-16le" | "utf-16be"])[] = [
  ["\u00ff\u00fe", "utf-16le"],
  ["\u00fe\u00ff", "utf-16be"],
  ["<\u0000", "utf-16le"],
  ["\u0000<", "utf-16be"],
];

/** Said once and here, so that whoever counts, checks and parses a part sees the same letters. */
function asUtf8(part: Buffer): Buffer {
  const head = part.toString("latin1", 0, 2);
  const wide = WIDE.find(([begins]) => head === begins);
  if (!wide) return part;
  const xml = new TextDecoder(wide[1]).decode(part);
  return Buffer.from(xml.replace(/^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*(?:"[^"]*"|'[^']*')/i, "$1"));
}
