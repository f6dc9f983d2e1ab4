import { strFromU8, unzipSync } from "fflate";
import { invalid } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Paragraph } from "./paragraph.ts";
import { readDocx } from "./read-docx.ts";
import { readOdt } from "./read-odt.ts";
import { readText } from "./read-text.ts";

/** Most that a draft may hold; a longer document is refused with the number. */
export const MOST_PARAGRAPHS = 5000;
const MOST_UNPACKED_BYTES = 40_000_000;

/**
 * Reads DOCX, ODT or plain text into paragraphs. The kind is told by the bytes, not by the name.
 * @throws AppError 422 with the reason in words for the person who uploads
 */
export function readDocument(bytes: Buffer): Paragraph[] {
  const paragraphs = isZip(bytes) ? readPacked(bytes) : readText(decodeText(bytes));
  const kept = paragraphs.map((one) => ({ ...one, text: tidy(one.text) })).filter((one) => one.text !== "");
  if (kept.length === 0) throw invalid({ file: "Tệp không có chữ nào đọc được" });
  if (kept.length > MOST_PARAGRAPHS)
    throw invalid({ file: `Tệp có ${kept.length} đoạn, nhiều hơn ${MOST_PARAGRAPHS} đoạn cho phép` });
  return kept;
}

const tidy = (text: string): string => nfc(text).replace(/\s+/g, " ").trim();
const isZip = (bytes: Buffer): boolean => bytes.subarray(0, 4).toString("latin1") === "PK\u0003\u0004";

function readPacked(bytes: Buffer): Paragraph[] {
  let unpacked = 0;
  let parts: Record<string, Uint8Array>;
  try {
    parts = unzipSync(bytes, {
      filter: (file) => {
        const wanted = /^(word\/(document|numbering)|content)\.xml$/.test(file.name);
        if (wanted) unpacked += file.originalSize;
        return wanted && unpacked <= MOST_UNPACKED_BYTES;
      },
    });
  } catch {
    throw invalid({ file: "Tệp bị hỏng, không mở được. Vui lòng lưu lại rồi tải lên lần nữa" });
  }
  if (unpacked > MOST_UNPACKED_BYTES) throw invalid({ file: "Tệp quá lớn sau khi mở" });
  const text = (name: string): string => (parts[name] ? strFromU8(parts[name]) : "");
  try {
    if (parts["word/document.xml"]) return readDocx(text("word/document.xml"), text("word/numbering.xml"));
    if (parts["content.xml"]) return readOdt(text("content.xml"));
  } catch {
    throw invalid({ file: "Tệp có cấu trúc không đọc được. Vui lòng lưu lại rồi tải lên lần nữa" });
  }
  throw invalid({ file: "Chỉ nhận tệp Word (.docx), OpenDocument (.odt) hoặc văn bản thường (.txt)" });
}

function decodeText(bytes: Buffer): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(utf16 ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw invalid({ file: "Chỉ nhận tệp Word (.docx), OpenDocument (.odt) hoặc văn bản thường (.txt) mã UTF-8" });
  }
}
