import { AppError, invalid } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Doubt } from "./doubt.ts";
import { decodeText } from "../kernel/letters/decode-text.ts";
import { type Conversion, readLetters } from "./letters/read-letters.ts";
import type { Opened } from "./look-into-document.ts";
import { tooMuch } from "./office/limits.ts";
import { otherArchive, refuseKnownKinds } from "./office/name-kind.ts";
import { openPackage, type Package } from "./office/open-package.ts";
import { readOdt } from "./opendocument/read-odt.ts";
import { symbolText } from "./office/symbols.ts";
import type { Paragraph } from "./paragraph.ts";
import { type RawDocument, type RawParagraph, shownOf } from "./raw-paragraph.ts";
import { readText } from "./read-text.ts";
import { readDocx } from "./word/read-docx.ts";

/** What a file holds: its paragraphs, what could not be read for sure, and letters that were read by an old table. */
export interface ReadDocument {
  paragraphs: Paragraph[];
  doubts: Doubt[];
  conversion: Conversion | undefined;
}

/** Most that a draft may hold; a longer document is refused with the number. */
const MOST_PARAGRAPHS = 5000;
/** An editor ticks each of them before anything is published. */
export const MOST_DOUBTS = 2000;
const MOST_LETTERS = 100_000;
/** Of the whole text: a version is one document of the store, its reading and its places side by side. */
const MOST_LETTERS_IN_ALL = 3_000_000;

/**
 * Reads DOCX, ODT or plain text into paragraphs as they are printed, once somebody has looked into it.
 * Pure and synchronous, every number of the file within bounds: it may run in a process of its own.
 * @throws AppError 422 with the reason in words for the person who uploads
 */
export function readDocument(document: Opened): ReadDocument {
  const read = "parts" in document ? readPackage(openPackage(document.parts)) : readPlain(document.text);
  const { paragraphs } = read;
  if (paragraphs.length === 0)
    throw invalid({
      file: "Tệp không có chữ nào đọc được. Nếu là bản chụp, vui lòng dùng tệp Word gốc (.docx)",
    });
  if (paragraphs.length > MOST_PARAGRAPHS)
    throw invalid({
      file: `Tệp có ${paragraphs.length} đoạn, nhiều hơn ${MOST_PARAGRAPHS} đoạn cho phép. Vui lòng chia thành nhiều dự thảo`,
    });
  if (read.doubts.length > MOST_DOUBTS)
    throw invalid({
      file: `Tệp có ${read.doubts.length} chỗ máy không đọc chắc, nhiều hơn ${MOST_DOUBTS} chỗ một người xem hết được. Vui lòng bỏ bớt hình, công thức, phần nhúng hoặc chia thành nhiều dự thảo`,
    });
  const long = paragraphs.find((one) => one.text.length > MOST_LETTERS);
  if (long) throw tooMuch(`Đoạn “${long.text.slice(0, 40)}…” có ${long.text.length} chữ`);
  const letters = paragraphs.reduce((sum, one) => sum + one.text.length, 0);
  if (letters > MOST_LETTERS_IN_ALL) throw tooMuch(`Tệp có ${letters} chữ`);
  return read;
}

const tidy = (text: string): string =>
  nfc(text)
    // what breaks words invisibly, and marks of writing direction
    .replace(/\u00ad|[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, "")
    .replace(/\u2011/g, "-")
    // letters of Iceland and Africa look the same and come from converters; no label begins with them
    .replace(/[\u00d0\u0189]/g, "Đ")
    .replace(/[\u00f0\u0256]/g, "đ")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/\s+/g, " ")
    .trim();

function readPlain(bytes: Uint8Array): ReadDocument {
  refuseKnownKinds(bytes);
  const { text, original, scheme } = decodeText(bytes);
  // bullets of a symbol font, as they are pasted from PDF and Word
  const paragraphs = readText(symbolText(text, ""))
    .map((one) => ({ ...one, text: tidy(one.text) }))
    .filter((one) => one.text !== "");
  if (scheme === "") return { paragraphs, doubts: [], conversion: undefined };
  const lines = original.split(/\r?\n/).map(tidy).filter(Boolean);
  const read = text.split(/\r?\n/).map(tidy).filter(Boolean);
  const samples = lines.slice(0, 60).map((line, n) => ({ original: line, converted: read[n] ?? "" }));
  return { paragraphs, doubts: [], conversion: { scheme, paragraphs: paragraphs.length, samples } };
}

function readPackage(parts: Package): ReadDocument {
  let raw: RawDocument | undefined;
  try {
    raw = readDocx(parts) ?? readOdt(parts);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw invalid({
      file: "Tệp có cấu trúc không đọc được. Vui lòng mở bằng Word, lưu lại rồi tải lên lần nữa",
    });
  }
  if (!raw) throw invalid({ file: otherArchive(parts, mimetypeOf(parts)) });
  const { paragraphs, conversion } = readLetters(raw.paragraphs);
  const known = raw.pagesKnown;
  return {
    paragraphs: withoutContents(paragraphs).flatMap((one) => paragraphOf(one, known)),
    doubts: raw.doubts.map((one) => ({ ...one, text: tidy(one.text).slice(0, 120) })),
    conversion: conversion && { ...conversion, samples: conversion.samples.map(tidySample) },
  };
}
const tidySample = ({ original, converted }: { original: string; converted: string }) => ({
  original: original.replace(/\s+/g, " ").trim(),
  converted: tidy(converted),
});
const mimetypeOf = (parts: Package): string => parts.text("mimetype") ?? "";

function paragraphOf(raw: RawParagraph, known: boolean): Paragraph[] {
  const words = tidy(raw.spans.map(shownOf).join(""));
  const label = tidy(raw.label);
  const text = [label, words].filter(Boolean).join(" ");
  if (text === "") return [];
  return [
    {
      text,
      ...(label === "" ? {} : { label }),
      ...raw.spot,
      ...(known ? {} : { estimated: true }),
      ...(raw.note ? { kind: "chu-thich" as const } : {}),
    },
  ];
}

/** A table of contents somebody typed: lines below "MỤC LỤC" that lead by dots or tabs to the number of a page. */
function withoutContents(paragraphs: readonly RawParagraph[]): RawParagraph[] {
  let within = false;
  return paragraphs.filter((one) => {
    const words = one.spans.map((span) => span.text).join("");
    if (/^\s*MỤC LỤC\s*$/iu.test(nfc(words))) {
      within = true;
      return false;
    }
    within = within && /(?:\.{3,}|…|\t)[\s.…]*\d{1,4}\s*$/u.test(words);
    return !within;
  });
}
