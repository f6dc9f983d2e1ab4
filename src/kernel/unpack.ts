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
 * The wanted parts of a ZIP archive. What a part says of its size is held against what comes out; reading stops where
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
  let total = 0;
  for await (const entry of archive.eachEntry()) {
    if (!limits.wanted.test(entry.fileName)) continue;
    // two parts of one name: one program reads the first, another the second
    if (parts.has(entry.fileName)) throw new Error(`two parts are called ${entry.fileName}`);
    if (total + entry.uncompressedSize > limits.mostBytes) throw tooLarge();
    const pieces: Buffer[] = [];
    for await (const piece of await archive.openReadStreamPromise(entry)) {
      total += (piece as Buffer).length;
      if (total > limits.mostBytes) throw tooLarge();
      pieces.push(piece as Buffer);
    }
    parts.set(entry.fileName, Buffer.concat(pieces));
  }
  return parts;
}
