import { writeXlsx } from "hucre";
import { MOST_OPTIONS, type QuestionDraft } from "./question-faults.ts";
import { LETTERS } from "./right-letters.ts";

const SOURCES = 2;
const WIDTHS = [18, 60, ...Array.from({ length: MOST_OPTIONS }, () => 24), 14, 50];

const headings = (sources: number, media: boolean): string[] => [
  "Chủ đề",
  "Câu hỏi",
  ...Array.from({ length: MOST_OPTIONS }, (_, n) => `Đáp án ${LETTERS[n]}`),
  "Đáp án đúng",
  "Giải thích",
  ...Array.from({ length: sources }, (_, n) => [`Nguồn ${n + 1}`, `Địa chỉ nguồn ${n + 1}`]).flat(),
  ...(media ? ["Mô tả ảnh", "Bản chữ âm thanh"] : []),
];

/** Words that would be read as Excel's way to write a letter by its number. */
const literal = (text: string): string => text.replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_");

/** One row a question; right answers as letters, "A" or "A, C"; as many sources as the question with the most has. */
export function writeSheet(questions: readonly QuestionDraft[]): Promise<Uint8Array> {
  const sources = Math.max(SOURCES, ...questions.map((question) => question.sources.length));
  const media = questions.some(({ pictureAlt, transcript }) => pictureAlt !== "" || transcript !== "");
  const rows = questions.map((question) => [
    question.category,
    question.text,
    ...Array.from({ length: MOST_OPTIONS }, (_, n) => question.options[n] ?? ""),
    question.right.map((one) => LETTERS[one]).join(", "),
    question.why,
    ...Array.from({ length: sources }, (_, n) => [
      question.sources[n]?.title ?? "",
      question.sources[n]?.url ?? "",
    ]).flat(),
    ...(media ? [question.pictureAlt, question.transcript] : []),
  ]);
  const columns = WIDTHS.map((width) => ({ width }));
  return writeXlsx({
    sheets: [
      {
        name: "Câu hỏi",
        columns,
        freezePane: { rows: 1 },
        rows: [headings(sources, media), ...rows.map((row) => row.map(literal))],
      },
    ],
  });
}

const GUIDE = [
  "Trang “Câu hỏi”: mỗi dòng một câu. Giữ nguyên dòng tiêu đề; thứ tự cột có thể đổi, thêm cột khác không sao.",
  "Đáp án: từ 2 đến 6, ghi từ cột “Đáp án A”, không bỏ trống ở giữa.",
  "Đáp án đúng: chữ A đến F; nhiều đáp án đúng ghi “A, C”. Phải có ít nhất một đáp án không đúng.",
  "Nguồn: hai nguồn mỗi câu. Địa chỉ bắt đầu bằng https://; tài liệu giấy để trống địa chỉ.",
  "Không gộp ô, không ẩn dòng. Ngày, giờ, số được nhập như Excel đang hiện.",
  "Mỗi tệp không quá 500 câu. Câu nhập vào cần được đối chiếu hai nguồn rồi xác nhận trước khi dùng.",
];

/** An empty table with its headings, and how it is filled in. */
export const writeTemplate = (): Promise<Uint8Array> =>
  writeXlsx({
    sheets: [
      {
        name: "Câu hỏi",
        columns: WIDTHS.map((width) => ({ width })),
        freezePane: { rows: 1 },
        rows: [headings(SOURCES, false)],
      },
      { name: "Hướng dẫn", columns: [{ width: 110 }], rows: GUIDE.map((line) => [line]) },
    ],
  });
