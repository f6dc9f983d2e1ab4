import { Readable } from "node:stream";
import { formatDate } from "../kernel/dates.ts";
import { escapeXml } from "../kernel/render-svg.ts";
import { withoutMarks } from "../kernel/vietnamese.ts";
import { inMinutes } from "../voice/length.ts";
import { readVoice } from "../voice/voice.store.ts";
import type { Slot } from "./slot.model.ts";
import { nameOf } from "./week-rules.ts";

/** A file name every player and every old computer can read; the hash tells two of one title apart. */
export const fileOf = ({ title, hash }: Pick<Slot, "title" | "hash">): string => {
  const plain = withoutMarks(title.normalize("NFC")).replace(/đ/g, "d").replace(/Đ/g, "D");
  const name = plain
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 50)
    .toLowerCase();
  return `${name || "bai"}-${hash.slice(0, 8)}.mp3`;
};

const inOneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
/** The week as players read it, in the order of its hours. */
export const asPlaylist = (slots: readonly Slot[]): string =>
  [
    "#EXTM3U",
    ...slots.flatMap((slot) => [
      `#EXTINF:${Math.round(slot.seconds)},${nameOf(slot.at)} ${formatDate(slot.at)} - ${inOneLine(slot.title)} (${slot.label})`,
      fileOf(slot),
    ]),
    "",
  ].join("\n");

function asPage(heading: string, slots: readonly Slot[]): string {
  const rows = slots
    .map(
      (slot) =>
        `<tr><td>${nameOf(slot.at)} ${formatDate(slot.at)}</td><td><a href="${fileOf(slot)}">${escapeXml(slot.title)}</a></td><td>${inMinutes(slot.seconds)}</td><td>${escapeXml(slot.label)}</td></tr>`,
    )
    .join("\n");
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${escapeXml(heading)}</title><style>body{font:16px system-ui,sans-serif;margin:24px}td,th{border:1px solid #999;padding:6px;text-align:left}table{border-collapse:collapse}</style></head><body><h1>${escapeXml(heading)}</h1><table><thead><tr><th>Giờ</th><th>Bài</th><th>Dài</th><th>Giọng</th></tr></thead><tbody>${rows}</tbody></table></body></html>`;
}

/** The week on a stick: list, page and files; a file at a time, never all in memory. */
export async function weekZip(heading: string, slots: readonly Slot[], at: Date): Promise<AsyncIterable<Uint8Array>> {
  const { ZipFile } = await import("yazl");
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(asPlaylist(slots)), "danh-sach.m3u8", { mtime: at });
  zip.addBuffer(Buffer.from(asPage(heading, slots)), "danh-sach.html", { mtime: at });
  const files = new Map(slots.map((slot) => [fileOf(slot), slot]));
  for (const [name, { readingId, hash }] of files)
    zip.addReadStreamLazy(name, { mtime: at, compress: false }, (give) => {
      readVoice(readingId, hash).then(
        (bytes) => (bytes ? give(null, Readable.from([bytes])) : give(new Error(`no file ${hash}`), Readable.from([]))),
        (error: unknown) => give(error, Readable.from([])),
      );
    });
  zip.end();
  return Readable.from(zip.outputStream) as AsyncIterable<Uint8Array>;
}
