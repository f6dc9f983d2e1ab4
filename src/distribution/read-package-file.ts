import { fromBufferPromise } from "yauzl";
import type { z } from "zod";
import { sha256Hex } from "../kernel/crypto.ts";
import { formatNumber } from "../kernel/dates.ts";
import { invalid, messageOf } from "../kernel/errors.ts";
import { openPicture } from "../kernel/open-picture.ts";
import { type ArchiveLimits, isArchive, unpack } from "../kernel/unpack.ts";
import type { Content } from "./content.model.ts";
import { contentName, contentSchema, MANIFEST, type Manifest, manifestSchema, PART } from "./package-file.ts";
import { hashOf } from "./rules.ts";

const FIELD = "file";
const LIMITS: ArchiveLimits = { field: FIELD, wanted: PART, mostParts: 2001, mostBytes: 60_000_000 };
const MOST_PICTURE_BYTES = 1_000_000;

const refuse = (why: string): never => {
  throw invalid({ [FIELD]: why });
};

export interface FilePicture {
  sha256: string;
  mimeType: "image/jpeg" | "image/png";
  width: number;
  height: number;
  bytes: Buffer;
}
export interface ReadPackage {
  manifest: Manifest;
  contents: Content[];
  pictures: FilePicture[];
  /** of the file as it came */
  sha256: string;
}

/**
 * A package that somebody brings, whole or not at all: every part is one its manifest names, every hash is that of its
 * bytes, every content is what its name says. @throws AppError 422 naming the part and what to do
 */
export async function readPackageFile(bytes: Buffer): Promise<ReadPackage> {
  if (!isArchive(bytes)) refuse("Tệp này không phải gói ZIP. Tải lại gói từ nơi gửi rồi chọn đúng tệp .zip");
  await checkNames(bytes);
  const parts = await unpack(bytes, LIMITS);
  const manifest = readManifest(parts.get(MANIFEST));
  const named = new Map(manifest.files.map((file) => [file.name, file]));
  for (const [name, part] of parts) {
    if (name === MANIFEST) continue;
    const file = named.get(name);
    if (!file) refuse(`Phần “${name}” không có trong danh mục của gói. Tải lại gói từ nơi gửi`);
    if (file?.sha256 !== sha256Hex(part) || file.bytes !== part.length)
      refuse(`Phần “${name}” không đúng dấu ghi trong danh mục: tệp hỏng hoặc đã bị sửa. Tải lại gói từ nơi gửi`);
  }
  const missing = manifest.files.find(({ name }) => !parts.has(name));
  if (missing) refuse(`Thiếu phần “${missing.name}”. Tải lại gói từ nơi gửi`);
  checkCodes(manifest);
  const hashes = [...new Set(manifest.entries.flatMap(({ contents }) => contents))];
  const contents = hashes.map((hash) => readContent(hash, parts.get(contentName(hash))));
  const pictures = await Promise.all(
    [...parts].filter(([name]) => name.startsWith("anh/")).map(([name, part]) => readPicture(name, part)),
  );
  const shown = new Set(pictures.map(({ sha256 }) => sha256));
  const blind = contents.find(({ pictureSha }) => pictureSha !== "" && !shown.has(pictureSha));
  if (blind) refuse(`Thiếu ảnh của “${blind.title}”. Tải lại gói từ nơi gửi`);
  return { manifest, contents, pictures, sha256: sha256Hex(bytes) };
}

/** Names first: what leads out of the archive, a program or a macro is refused by its name, and nothing is opened. */
async function checkNames(bytes: Buffer): Promise<void> {
  try {
    // lax: what yauzl would only call an error is named here
    const archive = await fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false });
    if (archive.entryCount > LIMITS.mostParts)
      refuse(
        `Tệp có ${formatNumber(archive.entryCount)} phần, nhiều hơn ${formatNumber(LIMITS.mostParts)} phần cho phép. Chia thành nhiều gói`,
      );
    for await (const entry of archive.eachEntry()) {
      const name = Buffer.from(entry.fileName as unknown as Uint8Array).toString("utf8");
      if (PART.test(name)) continue;
      const shown = name.replace(/[^\p{L}\p{N}./_-]/gu, "·").slice(0, 80);
      const why = /(^|[\\/])\.\.([\\/]|$)|^[\\/]|^[a-z]:/i.test(name)
        ? "dẫn ra ngoài gói"
        : /vba|macro|\.(docm|xlsm|pptm|exe|js|vbs|bat|cmd|ps1|dll|scr|jar|sh)$/i.test(name)
          ? "là chương trình hoặc macro"
          : "không thuộc gói nội dung";
      refuse(`Phần “${shown}” ${why} nên cả gói không được nhận. Dùng tệp tải từ trang Gói nội dung, không tự nén lại`);
    }
  } catch (error) {
    if (error instanceof Error && error.name === "AppError") throw error;
    refuse(`Tệp ZIP hỏng (${messageOf(error).slice(0, 80)}). Tải lại gói từ nơi gửi`);
  }
}

function readJson(name: string, part: Buffer | undefined): unknown {
  if (!part) return refuse(`Thiếu phần “${name}”. Tải lại gói từ nơi gửi`);
  try {
    return JSON.parse(part.toString("utf8")) as unknown;
  } catch {
    return refuse(`Phần “${name}” không đọc được. Tải lại gói từ nơi gửi`);
  }
}

function readManifest(part: Buffer | undefined): Manifest {
  const read = manifestSchema.safeParse(readJson(MANIFEST, part));
  if (read.success) return read.data;
  const where = read.error.issues[0]?.path.join(".") ?? "";
  return refuse(
    `Danh mục của gói không đúng mẫu ở “${where}”. Tải lại gói từ nơi gửi, hoặc nâng cấp phần mềm ở hai nơi cho cùng bản`,
  );
}

function checkCodes({ entries }: Manifest): void {
  const codes = entries.map(({ code }) => code);
  const twice = codes.find((code, n) => codes.indexOf(code) !== n);
  if (twice) refuse(`Mục ${twice} có hai lần trong danh mục. Tải lại gói từ nơi gửi`);
}

function readContent(hash: string, part: Buffer | undefined): Content {
  const name = contentName(hash);
  const read = contentSchema.safeParse(readJson(name, part));
  if (!read.success)
    return refuse(
      `Phần “${name}” không đúng mẫu ở “${read.error.issues[0]?.path.join(".") ?? ""}”. Tải lại gói từ nơi gửi`,
    );
  const { details, ...words } = read.data;
  const content: Content = { ...words, _id: hash, details: detailsOf(details), pictureId: "" };
  if (hashOf(content) !== hash)
    refuse(`Phần “${name}” không đúng với tên của nó: nội dung đã bị sửa. Tải lại gói từ nơi gửi`);
  return content;
}

/** Dates as dates; what an item does not have stays away, its hash is of what it has. */
function detailsOf(given: z.infer<typeof contentSchema>["details"]): Content["details"] {
  const { liveEndsAt, embargoAt, series, corrects, signedOn, ...all } = given;
  return {
    ...all,
    liveEndsAt: liveEndsAt === null ? null : new Date(liveEndsAt),
    ...(embargoAt === undefined ? {} : { embargoAt: new Date(embargoAt) }),
    ...(series === undefined ? {} : { series }),
    ...(corrects === undefined ? {} : { corrects }),
    ...(signedOn === undefined ? {} : { signedOn }),
  };
}

/** A picture as this system would have made it itself: small, and with nothing in it but the picture. */
async function readPicture(name: string, bytes: Buffer): Promise<FilePicture> {
  const again = "Tải ảnh lên lại ở nơi gửi rồi xuất gói lần nữa";
  if (bytes.length > MOST_PICTURE_BYTES) refuse(`Ảnh “${name}” nặng hơn 1 MB. ${again}`);
  const picture = await openPicture(bytes, { field: FIELD, kinds: ["jpeg", "png"], mostPixels: 20_000_000 });
  const { exif, xmp, iptc } = await picture.draw((one) => one.metadata());
  if (exif ?? xmp ?? iptc) refuse(`Ảnh “${name}” còn dữ liệu ẩn của máy ảnh. ${again}`);
  const sha256 = sha256Hex(bytes);
  if (!name.includes(sha256)) refuse(`Ảnh “${name}” không đúng với tên của nó. Tải lại gói từ nơi gửi`);
  const mimeType = picture.kind === "png" ? "image/png" : "image/jpeg";
  return { sha256, mimeType, width: picture.width, height: picture.height, bytes };
}
