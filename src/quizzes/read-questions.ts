import { zipSync } from "fflate";
import { formatNumber } from "../kernel/dates.ts";
import { invalid } from "../kernel/errors.ts";
import { emptyLook, lookIntoXml, type XmlLimits } from "../kernel/look-into-xml.ts";
import { type ArchiveLimits, isArchive, unpack } from "../kernel/unpack.ts";
import { readGift } from "./gift.ts";
import { faultsOf, type QuestionDraft, tidyQuestion } from "./question-faults.ts";
import { MOST_ROWS, readSheet } from "./question-sheet.ts";

export interface QuestionFile {
  name: string;
  bytes: Buffer;
}

export interface ReadQuestions {
  /** [] while there is a problem */
  questions: QuestionDraft[];
  /** the first of them; each names its question or row */
  problems: string[];
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
  const read = isArchive(bytes) ? await readSheet(await lookIntoSheet(bytes)) : readGift(textOf(name, bytes));
  const questions = read.questions.map(tidyQuestion);
  const problems = [
    ...read.problems,
    ...questions.flatMap((question, n) =>
      Object.values(faultsOf(question)).map((why) => `câu ${n + 1} “${question.text.slice(0, 40)}”: ${why}`),
    ),
  ];
  if (questions.length > MOST_QUESTIONS) problems.unshift(`Mỗi tệp không quá ${MOST_QUESTIONS} câu`);
  if (questions.length === 0 && problems.length === 0) problems.push("Tệp không có câu hỏi nào");
  return { questions: problems.length > 0 ? [] : questions, problems: problems.slice(0, MOST_PROBLEMS) };
}

/** The sheet's parts as they may be read: unpacked and counted. */
async function lookIntoSheet(bytes: Buffer): Promise<Buffer> {
  const parts = await unpack(bytes, ARCHIVE);
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
  if (/\.xlsx?$/i.test(name)) refuse(`Tệp này không phải Excel .xlsx. ${known}; Excel đời cũ cần lưu lại thành .xlsx`);
  if (bytes.length > MOST_TEXT_BYTES)
    refuse(`Tệp văn bản cần dưới ${MOST_TEXT_BYTES / 1_000_000} MB. Vui lòng chia nhỏ rồi tải lên lần nữa`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse(known);
  }
  if (text.includes("\u0000")) refuse(known);
  for (const block of text.split(/\r?\n[ \t]*\r?\n/))
    if (block.length > MOST_BLOCK_LETTERS)
      refuse(
        `Tệp có một câu dài ${formatNumber(block.length)} chữ, nhiều hơn ${formatNumber(MOST_BLOCK_LETTERS)} chữ cho phép. Giữa hai câu cần một dòng trống`,
      );
  return text;
}
