import { Types } from "mongoose";
import { findPictureBySha, readPicture, savePicture } from "../content/item.store.ts";
import type { Person } from "../decisions/decision.ts";
import { officeOf } from "../content/decide-item.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { conflict, notFound } from "../kernel/errors.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import type { Outside } from "../outside/task.ts";
import { keepContent, readContents } from "./content.store.ts";
import { contentBytes, contentName, type Manifest, pictureName, writePackageFile } from "./package-file.ts";
import type { Entry, Package } from "./package.model.ts";
import { readPackageTask } from "./package.tasks.ts";
import { createPackage, findPackage, saveImported } from "./package.store.ts";
import type { ReadPackage } from "./read-package-file.ts";
import { CHANGED, type PackageDeps } from "./save-package.ts";

/** The last released version as a file for another system. @throws AppError 404 before there is one, 409 when bytes are gone */
export async function exportPackage(read: Package): Promise<Buffer> {
  const version = read.versions.find(({ n }) => n === read.version);
  if (!version) throw notFound("bản nào đã duyệt của gói này");
  const contents = await readContents(version.entries.flatMap((entry) => entry.contents));
  const parts = new Map<string, Buffer>();
  for (const hash of version.entries.flatMap((entry) => entry.contents)) {
    const content = contents.get(hash);
    if (!content) throw conflict("Một nội dung của gói không còn. Soạn bản mới rồi duyệt lại.");
    parts.set(contentName(hash), contentBytes(content));
    if (content.pictureSha === "") continue;
    const picture = await readPicture(content.pictureId);
    if (!picture) throw conflict(`Ảnh của “${content.title}” không còn. Soạn bản mới rồi duyệt lại.`);
    parts.set(
      pictureName(content.pictureSha, picture.mimeType === "image/png" ? "png" : "jpg"),
      Buffer.from(picture.bytes),
    );
  }
  return writePackageFile(await headOf(read, version.entries), parts);
}

/** A catalogue as it stands in a file. */
const listedOf = (entries: readonly Entry[]): Manifest["entries"] =>
  entries.map(({ code, title, contents, origin }) => ({
    code,
    title,
    contents,
    origin: {
      organ: origin.organ,
      receivedAt: origin.receivedAt.toISOString(),
      dueAt: origin.dueAt?.toISOString() ?? null,
    },
  }));

/** What came by a file and was not changed goes on under the number it came with. */
async function headOf(read: Package, entries: readonly Entry[]): Promise<Omit<Manifest, "format" | "files">> {
  const own = { unit: read.unitCode, office: await officeOf(read.unitCode), id: String(read._id) };
  const listed = listedOf(entries);
  const { imported } = read;
  const same = imported && imported.print === printOf(listed);
  const from = same ? { unit: imported.unit, office: imported.office, id: imported.id } : own;
  const version = same ? imported.version : read.version;
  return { from, version, title: read.title, note: read.note, deadline: read.deadline.toISOString(), entries: listed };
}

/** Catalogue and hashes: the same number with another print is another package. */
const printOf = (entries: Manifest["entries"]): string =>
  sha256Hex(
    JSON.stringify(
      entries.map(({ code, title, contents, origin }) => [
        code,
        title,
        contents,
        origin.organ,
        origin.receivedAt,
        origin.dueAt,
      ]),
    ),
  );

export interface Brought {
  id: string;
  /** false when the very same was there already */
  fresh: boolean;
}

/**
 * A package of another system becomes a draft here, for the own approver. Brought twice it is one; the same number with
 * other bytes, and a version below the one held, are refused and change nothing.
 */
export async function importPackage(
  deps: PackageDeps & { outside: Outside },
  whose: Whose,
  bytes: Buffer,
  by: Person,
): Promise<Brought> {
  const file = await deps.outside.run(readPackageTask, bytes);
  const { manifest } = file;
  const { from, version } = manifest;
  const unitCode = codeOf(whose);
  const print = printOf(manifest.entries);
  // our own package coming back, or one that was brought before, under the id that its number gives it
  const own = await findPackage(whose, from.id);
  if (own) return comesBack(own, version, print);
  const id = new Types.ObjectId(sha256Hex(JSON.stringify([unitCode, from.unit, from.id])).slice(0, 24));
  const held = await findPackage(whose, String(id));
  const was = held?.imported;
  if (held && was) {
    const number = `${from.office}, bản ${version}`;
    if (was.version > version)
      throw conflict(
        `Đang giữ bản ${was.version} của gói này, tệp là bản ${version}. Không nhập bản cũ hơn; xin nơi gửi bản mới nhất.`,
      );
    if (was.version === version) {
      if (was.print !== print)
        throw conflict(
          `Gói ${number} đã nhập với nội dung khác. Cùng một số chỉ có một nội dung; hỏi lại nơi gửi, xin bản có số mới.`,
        );
      return { id: String(held._id), fresh: false };
    }
  }
  // refused before anything of the file is kept
  if (held?.state === "waiting")
    throw conflict("Gói này đang chờ duyệt. Rút về để sửa hoặc chờ người duyệt quyết, rồi nhập lại tệp.");
  const entries = await keepParts(whose, file);
  const now = deps.clock.now();
  const imported = { ...from, version, print };
  const words = { title: manifest.title, note: manifest.note, deadline: new Date(manifest.deadline) };
  if (held) {
    if (!(await saveImported(held, { ...words, entries, imported }, by, now))) throw conflict(CHANGED);
    return { id: String(held._id), fresh: true };
  }
  const made = { _id: id, unitCode, ...words, entries, imported, authors: [by], createdAt: now };
  const isThere = await createPackage(made).then(
    () => false,
    (error: unknown) => {
      if ((error as { code?: number }).code === 11_000) return true;
      throw error;
    },
  );
  // brought twice at one moment: the later one is told what the earlier one made
  if (isThere) return importPackage(deps, whose, bytes, by);
  return { id: String(id), fresh: true };
}

function comesBack(own: Package, version: number, print: string): Brought {
  const there = own.versions.find(({ n }) => n === version);
  if (version < own.version)
    throw conflict(`Sở đang giữ bản ${own.version} của gói này, tệp là bản ${version}. Không nhập bản cũ hơn.`);
  if (!there || printOf(listedOf(there.entries)) !== print)
    throw conflict(
      "Tệp mang số gói của chính đơn vị nhưng nội dung khác bản đã duyệt. Không nhập; dùng tệp tải từ trang này.",
    );
  return { id: String(own._id), fresh: false };
}

async function keepParts(whose: Whose, { manifest, contents, pictures }: ReadPackage): Promise<Entry[]> {
  const ids = new Map<string, string>();
  for (const picture of pictures) {
    const there = await findPictureBySha(whose, picture.sha256);
    const made = {
      ...picture,
      bytes: Buffer.from(picture.bytes),
      unitCode: codeOf(whose),
      isPublic: false,
      at: new Date(manifest.deadline),
    };
    ids.set(picture.sha256, there ? String(there._id) : await savePicture(made));
  }
  for (const content of contents) await keepContent({ ...content, pictureId: ids.get(content.pictureSha) ?? "" });
  return manifest.entries.map(({ code, title, contents: hashes, origin }) => ({
    code,
    title,
    contents: hashes,
    items: hashes.map(() => ""),
    origin: {
      organ: origin.organ,
      receivedAt: new Date(origin.receivedAt),
      dueAt: origin.dueAt === null ? null : new Date(origin.dueAt),
    },
    added: null,
  }));
}
