import { readXlsx, writeXlsx } from "hucre";
import { MOST_OPTIONS, type QuestionDraft } from "./question-faults.ts";

const LETTERS = "ABCDEF";
const SOURCES = 2;
const HEADERS = [
  "Chủ đề",
  "Câu hỏi",
  ...Array.from({ length: MOST_OPTIONS }, (_, n) => `Đáp án ${LETTERS[n]}`),
  "Đáp án đúng",
  "Giải thích",
  ...Array.from({ length: SOURCES }, (_, n) => [`Nguồn ${n + 1}`, `Địa chỉ nguồn ${n + 1}`]).flat(),
];

/** One row a question; right answers as letters, "A" or "A, C". A third source and more stay in the bank only. */
export const writeSheet = (questions: readonly QuestionDraft[]): Promise<Uint8Array> =>
  writeXlsx({
    sheets: [
      {
        name: "Câu hỏi",
        rows: [
          HEADERS,
          ...questions.map((question) => [
            question.category,
            question.text,
            ...Array.from({ length: MOST_OPTIONS }, (_, n) => question.options[n] ?? ""),
            question.right.map((one) => LETTERS[one]).join(", "),
            question.why,
            ...Array.from({ length: SOURCES }, (_, n) => [
              question.sources[n]?.title ?? "",
              question.sources[n]?.url ?? "",
            ]).flat(),
          ]),
        ],
      },
    ],
  });

/** Rows and columns that are read; a sheet says of itself how large it is, and what it says is not believed. */
export const MOST_ROWS = 5000;
const RANGE = `A1:AZ${MOST_ROWS}`;
const MOST_CELL_LETTERS = 32_767;

/** Reads such a sheet, by the names of its first row; further rows and columns do no harm. */
export async function readSheet(bytes: Buffer): Promise<{ questions: QuestionDraft[]; problems: string[] }> {
  const workbook = await readXlsx(bytes, { range: RANGE }).catch(() => undefined);
  const rows = workbook?.sheets[0]?.rows ?? [];
  const names = (rows[0] ?? []).map((cell) => String(cell ?? "").trim());
  if (!names.includes("Câu hỏi") || !names.includes("Đáp án đúng"))
    return { questions: [], problems: ["Tệp cần là XLSX có dòng đầu như tệp mẫu (cột “Câu hỏi”, “Đáp án đúng”)"] };
  const questions: QuestionDraft[] = [];
  const problems: string[] = [];
  for (const [n, row] of rows.slice(1).entries()) {
    const cell = (name: string): string => {
      const at = names.indexOf(name);
      const value = at < 0 ? "" : row[at];
      return value === null || value === undefined ? "" : String(value).slice(0, MOST_CELL_LETTERS).trim();
    };
    if (cell("Câu hỏi") === "") continue;
    const options = Array.from({ length: MOST_OPTIONS }, (_, i) => cell(`Đáp án ${LETTERS[i]}`));
    while (options.at(-1) === "") options.pop();
    const letters = cell("Đáp án đúng")
      .toUpperCase()
      .split(/[^A-Z]+/)
      .filter(Boolean);
    const right = letters.flatMap((word) => [...word]).map((letter) => LETTERS.indexOf(letter));
    if (right.length === 0 || right.some((one) => one < 0 || one >= options.length))
      problems.push(`dòng ${n + 2}: “Đáp án đúng” phải là chữ của một đáp án có trong dòng`);
    else
      questions.push({
        category: cell("Chủ đề"),
        text: cell("Câu hỏi"),
        options,
        right,
        why: cell("Giải thích"),
        sources: Array.from({ length: SOURCES }, (_, i) => ({
          title: cell(`Nguồn ${i + 1}`),
          url: cell(`Địa chỉ nguồn ${i + 1}`),
        })),
        pictureAlt: "",
        transcript: "",
      });
  }
  return { questions, problems };
}
