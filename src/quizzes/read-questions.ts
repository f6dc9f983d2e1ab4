import { zipSync } from "fflate";
import { formatNumber } from "../kernel/dates.ts";
import { invalid } from "../kernel/errors.ts";
import { decodeText } from "../kernel/letters/decode-text.ts";
import { emptyLook, lookIntoXml, type XmlLimits } from "../kernel/look-into-xml.ts";
import { type ArchiveLimits, isArchive, unpack } from "../kernel/unpack.ts";
import { type Refused, readGift } from "./read-gift.ts";
import { faultsOf, type QuestionDraft, tidyQuestion } from "./question-faults.ts";
import { MOST_ROWS, readSheet } from "./read-sheet.ts";

export interface QuestionFile {
  name: string;
  bytes: Buffer;
}

export interface ReadQuestions {
  /** those that may be taken, each whole */
  questions: QuestionDraft[];
  /** the first of those that may not, each by its name */
  refused: Refused[];
  /** the same in one line each */
  problems: string[];
  /** what is good to know of the rest */
  notes: string[];
}

const MOST_QUESTIONS = 500;
const MOST_PROBLEMS = 50;
const MOST_TEXT_BYTES = 3_000_000;
/** Far more than a question with six answers, its explanation and sources. */
const MOST_BLOCK_LETTERS = 20_000;
const FIELD = "file";
const ARCHIVE: ArchiveLimits = { field: FIELD, wanted: /\.(xml|rels)$/i, mostParts: 500, mostBytes: 16_000_000 };
const XML: XmlLimits = { field: FIELD, mostElements: 300_000, deepest: 60, mostReferences: 100_000, numbers: [] };

const refuse = (why: string): never => {
  throw invalid({ [FIELD]: why });
};

/**
 * Questions of a file, told by its bytes: XLSX or GIFT. Everything in it is looked at, so that one go names all.
 * @throws AppError 422 for a file of another kind, or past a limit
 */
export async function readQuestions({ name, bytes }: QuestionFile): Promise<ReadQuestions> {
  const {
    questions: read,
    refused,
    notes = [],
  } = isArchive(bytes) ? await readSheet(await lookIntoSheet(bytes)) : { notes: [], ...readGift(textOf(name, bytes)) };
  const questions: QuestionDraft[] = [];
  for (const { where, ...draft } of read) {
    const question = tidyQuestion(draft);
    const faults = Object.values(faultsOf(question));
    if (faults.length === 0) questions.push(question);
    else refused.push({ where, why: faults.join("; ") });
  }
  if (read.length > MOST_QUESTIONS) {
    questions.length = 0;
    refused.unshift({ where: "tệp", why: `Mỗi tệp không quá ${MOST_QUESTIONS} câu; tệp này có ${read.length} câu` });
  }
  if (questions.length + refused.length === 0) refused.push({ where: "tệp", why: "Tệp không có câu hỏi nào" });
  const first = refused.slice(0, MOST_PROBLEMS);
  return { questions, refused: first, problems: first.map(({ where, why }) => `${where}: ${why}`), notes };
}

/** The sheet's parts as they may be read: unpacked and counted. */
export async function lookIntoSheet(bytes: Buffer): Promise<Buffer> {
  const parts = await unpack(bytes, ARCHIVE);
  const names = [...parts.keys()];
  if (!names.some((name) => /(^|\/)workbook\.xml$/i.test(name))) {
    const called = names.some((name) => name.startsWith("word/"))
      ? "Word"
      : names.includes("content.xml")
        ? "OpenDocument"
        : "loại khác";
    refuse(`Tệp này là tệp ${called}, không phải Excel .xlsx. Vui lòng lưu thành .xlsx theo tệp mẫu rồi tải lên lại`);
  }
  const look = emptyLook();
  for (const [name, part] of parts) {
    lookIntoXml(part, XML, look);
    if (/worksheets\/[^/]+\.xml$/i.test(name)) checkRows(part.toString("latin1"));
  }
  return Buffer.from(zipSync(Object.fromEntries(parts), { level: 0 }));
}

/** A filled cell below the last row that is read would be lost without a word. */
function checkRows(sheet: string): void {
  for (const [tag, row] of sheet.matchAll(/<c\b[^<>]{0,200}?\br="[A-Z]{1,3}(\d{1,9})"[^<>]{0,200}>/g))
    if (!tag.endsWith("/>") && Number(row) > MOST_ROWS)
      refuse(
        `Bảng có chữ ở dòng ${formatNumber(Number(row))}; chỉ đọc đến dòng ${formatNumber(MOST_ROWS)}. Vui lòng chia nhỏ tệp`,
      );
}

function textOf(name: string, bytes: Buffer): string {
  const known = "Chỉ nhận tệp Excel .xlsx hoặc văn bản GIFT mã UTF-8";
  if (/\.xlsx?$/i.test(name))
    refuse(
      `Tệp này không phải Excel .xlsx. ${known}; Excel đời cũ hoặc có mật khẩu cần lưu lại thành .xlsx không mật khẩu`,
    );
  if (bytes.length > MOST_TEXT_BYTES)
    refuse(`Tệp văn bản cần dưới ${MOST_TEXT_BYTES / 1_000_000} MB. Vui lòng chia nhỏ rồi tải lên lần nữa`);
  const { text } = decodeText(bytes);
  if (text.includes("\u0000")) refuse(known);
  for (const block of text.split(/\r?\n[ \t]*\r?\n/))
    if (block.length > MOST_BLOCK_LETTERS)
      refuse(
        `Tệp có một câu dài ${formatNumber(block.length)} chữ, nhiều hơn ${formatNumber(MOST_BLOCK_LETTERS)} chữ cho phép. Giữa hai câu cần một dòng trống`,
      );
  return text;
}
