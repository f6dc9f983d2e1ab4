import { readFileSync } from "node:fs";
import fc from "fast-check";
import { type Cell, writeXlsx } from "hucre";
import { writeGift } from "../../src/quizzes/gift.ts";
import { faultsOf, type QuestionDraft, tidyQuestion } from "../../src/quizzes/question-faults.ts";
import { writeSheet, writeTemplate } from "../../src/quizzes/question-sheet.ts";
import { readQuestions } from "../../src/quizzes/read-questions.ts";
import { docx, odt, paragraph } from "../support/hostile.ts";
import { QUIZ_QUESTIONS } from "../fixtures/quiz-questions.ts";

const RUNS = Number(process.env["MUTATIONS"] ?? 60);
/** A long run has its time. */
const LONG = Math.max(120_000, RUNS * 60);
const read = (name: string, bytes: Uint8Array) => readQuestions({ name, bytes: Buffer.from(bytes) });
const gift = (text: string) => read("a.gift", Buffer.from(text));
const file = (name: string) => read(name, readFileSync(`test/fixtures/cases/questions/${name}`));

test("the small cases have their right value", async () => {
  const options = async (name: string) => (await file(name)).questions.map((one) => one.options);
  expect(await options("50-quiz-dates-numbers.xlsx")).toEqual([
    ["01/7/2025", "01/8/2025", "02/9/2025 07:30", "x"],
    ["1,5 %", "20 %", "3", "1234567,891"],
    ["TRUE", "FALSE"],
    ["7:30:00", "14:00:00"],
  ]);
  for (const name of ["52-quiz-second-sheet.xlsx", "53-quiz-header-nfd-case.xlsx"])
    expect(await file(name)).toMatchObject({ refused: [], questions: [{ text: "Câu hỏi gì?", right: [0] }] });
  expect(await file("55-quiz-answer-number.xlsx")).toMatchObject({
    questions: [{ right: [0] }, { right: [0] }],
    refused: [{ where: "dòng 4 “Câu ba?”" }],
  });
  expect(await file("64-gift-tf-feedback.gift")).toMatchObject({
    questions: [{ options: ["Đúng", "Sai"], right: [0], why: "Đúng: Đúng\nSai: Sai rồi" }],
  });
  expect(await file("66-gift-half-credit.gift")).toMatchObject({
    questions: [],
    refused: [{ where: "câu 1 (dòng 1) “Câu khó”", why: expect.stringContaining("một phần điểm (50%, 100%)") }],
  });
});

/* words that look like the formats themselves, among any letters */
const SIGNS = [
  "=",
  "~",
  "#",
  "####",
  "{",
  "}",
  "\\",
  "\\n",
  ":",
  "::",
  "//",
  "->",
  "%50%",
  "[html]",
  "<b>",
  "&lt;",
  "$CATEGORY: x",
  "|",
  '"',
  "_x0041_",
  "\n",
  "\r\n",
  "T",
];
const piece = fc.oneof(
  fc.string({ maxLength: 12, unit: "grapheme" }),
  fc.string({ maxLength: 6, unit: "binary" }),
  fc.constantFrom(...SIGNS, "Đường lối", " "),
);
const words = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
const question: fc.Arbitrary<QuestionDraft> = fc
  .record({
    category: fc.oneof(
      fc.constantFrom("", "Lịch sử", "Đại hội: mốc = thời gian"),
      words.map((text) => `x${text}`),
    ),
    text: words.map((text) => `${text} hỏi gì?`),
    options: fc.uniqueArray(
      words.map((text) => `${text}.`),
      { minLength: 2, maxLength: 6, selector: (text) => text.toLowerCase() },
    ),
    why: fc.oneof(fc.constant(""), words),
    rights: fc.nat(3),
    sources: fc.array(
      fc.record({ title: words, url: fc.constantFrom("", "https://a.example/x?y=1|2", String.raw`https://a.vn/\n`) }),
      { maxLength: 4 },
    ),
    pictureAlt: fc.oneof(fc.constant(""), words),
    transcript: fc.oneof(fc.constant(""), words),
  })
  .map(({ rights, ...rest }) =>
    tidyQuestion({
      ...rest,
      right: rest.options.slice(0, Math.min(rights + 1, rest.options.length - 1)).map((_, n) => n),
    }),
  )
  .filter((draft) => Object.keys(faultsOf(draft)).length === 0);
const bank = fc.array(question, { minLength: 1, maxLength: 5 });

test(
  "GIFT: whatever is written comes back the same, signs of the format included",
  () =>
    fc.assert(
      fc.asyncProperty(bank, async (questions) => {
        expect(await gift(writeGift(questions))).toEqual({ questions, refused: [], problems: [], notes: [] });
      }),
      { numRuns: RUNS },
    ),
  LONG,
);

test(
  "XLSX: whatever is written comes back the same",
  () =>
    fc.assert(
      fc.asyncProperty(bank, async (questions) => {
        expect(await read("a.xlsx", await writeSheet(questions))).toEqual({
          questions,
          refused: [],
          problems: [],
          notes: [],
        });
      }),
      { numRuns: Math.ceil(RUNS / 3) },
    ),
  LONG,
);

test("GIFT of others: titles, feedback, true or false, percent; what is no choice is named and not taken", async () => {
  const { questions, refused } = await gift(`// a comment
$CATEGORY: $course$/top/Lịch sử

::Đại hội I:: Họp ở đâu? { ~Hà Nội =Ma Cao#đúng rồi ~Băng Cốc }

Năm nào có đại hội? {~%50%1986 ~%-100%1988 ~%50%1991 ####Hai kỳ}

Đổi mới bắt đầu ở Đại hội VI. {T}

Bao nhiêu đại biểu? {#1586}

Nối {=a -> b =c -> d}`);
  expect(questions).toMatchObject([
    {
      category: "Lịch sử",
      text: "Họp ở đâu?",
      options: ["Hà Nội", "Ma Cao", "Băng Cốc"],
      right: [1],
      why: "Ma Cao: đúng rồi",
    },
    { options: ["1986", "1988", "1991"], right: [0, 2], why: "Hai kỳ" },
    { options: ["Đúng", "Sai"], right: [0] },
  ]);
  expect(refused).toEqual([
    { where: "câu 4 (dòng 10) “Bao nhiêu đại biểu?”", why: "là câu trả lời bằng số; chỉ nhận câu hỏi chọn đáp án" },
    { where: "câu 5 (dòng 12) “Nối”", why: "là câu ghép đôi; chỉ nhận câu hỏi chọn đáp án" },
  ]);
});

/* the examples of the grammar (Moodle's own description of GIFT), as they stand there */
test.each<[string, string, Partial<QuestionDraft>]>([
  [
    "Grant is {~buried =entombed ~living} in Grant's tomb.",
    "missing word",
    { text: "Grant is _____ in Grant's tomb.", right: [1] },
  ],
  [
    "Who's buried in Grant's tomb?{~Grant ~Jefferson =no one}",
    "choice",
    { options: ["Grant", "Jefferson", "no one"], right: [2] },
  ],
  [
    "// question: 1 name: Grants tomb\n::Grants tomb::Who is buried in Grant's tomb in New York City? {\n=Grant\n~No one\n#Was true for 12 years, but Grant's remains were buried in the tomb in 1897\n~Napoleon\n}",
    "lines",
    { right: [0], why: "No one: Was true for 12 years, but Grant's remains were buried in the tomb in 1897" },
  ],
  [
    "::TrueStatement about Grant::Grant was buried in a tomb in New York City.{T}",
    "true",
    { options: ["Đúng", "Sai"], right: [0] },
  ],
  [
    "// question: 0 name: FalseStatement using {FALSE} style\n::FalseStatement about sun::The sun rises in the West.{FALSE}",
    "false",
    { right: [1] },
  ],
  [
    "What two people are entombed in Grant's tomb? {\n~%-100%No one\n~%50%Grant #One comma\n~%50%Grant's wife\n~%-100%Grant's father\n}",
    "several",
    { right: [1, 2], why: "Grant: One comma" },
  ],
  [
    "[html]<p>Two plus <b>two</b> equals?</p>{ =<p>four&nbsp;(4)</p> ~[plain]<b>3</b> }",
    "html",
    { text: "Two plus two equals?", options: ["four (4)", "<b>3</b>"] },
  ],
  [
    "Which is x \\= 2 \\{y\\}? {=a \\~ b ~c \\# d ~http\\://e}",
    "escaped",
    { text: "Which is x = 2 {y}?", options: ["a ~ b", "c # d", "http://e"] },
  ],
  ["Which answer equals 5? {\n~ = 2 + 2\n= = 2 + 3\n}", "an unescaped sign", {}],
  ["Có a < b và x<y? {=có ~không}", "signs of less", { text: "Có a < b và x<y?" }],
  ["Diện tích là bao nhiêu? {=5 km<sup>2</sup> ~CO<sub>2</sub>}", "raised and lowered", { options: ["5 km²", "CO₂"] }],
  ["Câu có dòng trống? {\n\n=có\n\n~không\n}", "blank lines within", { options: ["có", "không"] }],
  ["Đi từ A->B? {=A -> B ~B -> A}", "arrows in a choice", { options: ["A -> B", "B -> A"] }],
])("an example of GIFT: %s (%s)", async (text, name, told) => {
  const { questions, refused } = await gift(text);
  if (name === "an unescaped sign") return expect([questions, refused.length]).toEqual([[], 1]);
  expect(refused).toEqual([]);
  expect(questions).toMatchObject([told]);
});

test.each([
  ["Two plus two equals {=four =4}", "câu trả lời ngắn"],
  ["Two plus {=two} equals four.", "câu trả lời ngắn"],
  ["Match the country {\n=Canada -> Ottawa\n=Italy -> Rome\n}", "câu ghép đôi"],
  ["When was Grant born?{#1822:5}", "câu trả lời bằng số"],
  ["What is pi? {#3.141..3.142}", "câu trả lời bằng số"],
  ["When? {#\n=1822:0\n=%50%1822:2}", "câu trả lời bằng số"],
  ["Write a short biography {}", "câu tự luận"],
  ["You can use your pencil and paper.", "không có phần đáp án"],
  ["Câu? {~a ~b}", "không có đáp án đúng"],
  ["Câu? {=a =b ~c}", "nhiều đáp án đúng thay nhau"],
  ["Câu? {~%60%a ~%40%b ~c}", "một phần điểm"],
  ["Câu? {=a ~b", "chưa được đóng"],
  ["Câu một? {T}\nCâu hai? {F}", "cần một dòng trống"],
  ['Hình nào? <img src="@@PLUGINFILE@@/a.png"> {=a ~b}', "có ảnh"],
])("GIFT that is not taken: %s (%s)", async (text, why) => {
  const { questions, refused } = await gift(`${text}\n\nCâu tốt ở dưới? {=có ~không}`);
  expect(questions.map((one) => one.text)).toEqual(["Câu tốt ở dưới?"]);
  expect(refused).toMatchObject([
    { where: expect.stringMatching(/^câu 1 \(dòng 1\)/), why: expect.stringContaining(why) },
  ]);
});

test("GIFT in UTF-16, and with every end of line", async () => {
  const text = "\ufeffThủ đô ở đâu? {\r\n=Hà Nội\r\n~Huế\r\n}\r\n\r\nCâu hai đây? {F}\r\n";
  for (const bytes of [Buffer.from(text, "utf16le"), Buffer.from(text.replaceAll("\r\n", "\r")), Buffer.from(text)])
    expect(await read("a.txt", bytes)).toMatchObject({
      refused: [],
      questions: [{ options: ["Hà Nội", "Huế"] }, { right: [1] }],
    });
});

const HEAD = ["Chủ đề", "Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án đúng"];
type Row = (string | number | boolean | Date | null)[];
async function sheet(rows: Row[], more: object = {}, cells: [string, Partial<Cell>][] = []) {
  return read(
    "a.xlsx",
    await writeXlsx({ sheets: [{ name: "A", rows: [HEAD, ...rows], cells: new Map(cells), ...more }] }),
  );
}
const ROW: Row = ["Lịch sử", "Họp ở đâu vậy?", "Hà Nội", "Huế", "Vinh", "A"];

test("XLSX: out and in again; a row with a wrong letter is named by its number, the rest is taken", async () => {
  expect((await read("a.xlsx", await writeSheet([...QUIZ_QUESTIONS]))).questions).toEqual([...QUIZ_QUESTIONS]);
  const { questions, refused } = await sheet([
    ROW,
    ["", "Câu hai là gì?", "x", "y", "", "E"],
    ["", "", "x", "y", "", "A"],
  ]);
  expect(questions).toHaveLength(1);
  expect(refused.map(({ where }) => where)).toEqual(["dòng 3 “Câu hai là gì?”", "dòng 4"]);
  expect((await read("a.xlsx", await writeTemplate())).refused).toEqual([
    { where: "tệp", why: "Tệp không có câu hỏi nào" },
  ]);
});

test.each<[string | number, number[] | undefined]>([
  ["B", [1]],
  ["a, c", [0, 2]],
  ["AC", [0, 2]],
  ["a;b", [0, 1]],
  ["A và C", [0, 2]],
  ["Đáp án B", [1]],
  ["Phương án b.", [1]],
  [2, [1]],
  ["1; 3", [0, 2]],
  ["Huế", [1]],
  ["huế", [1]],
  ["D", undefined],
  ["7", undefined],
  ["A hoặc B", undefined],
  ["?", undefined],
  ["", undefined],
  ["Đà Nẵng", undefined],
])("the right answer %p is %p", async (cell, right) => {
  const { questions } = await sheet([["", "Họp ở đâu vậy?", "Hà Nội", "Huế", "Vinh", cell]]);
  expect(questions[0]?.right).toEqual(right);
});

test("a number that is an answer and the place of another is nobody's guess", async () => {
  const { refused } = await sheet([["", "Có mấy thôn ở xã?", 3, 1, 2, 2]]);
  expect(refused).toMatchObject([{ why: expect.stringContaining("vừa là thứ tự vừa là lời của đáp án C") }]);
});

const at = (iso: string) => new Date(`${iso}Z`);
test.each<[Row[number], string, string]>([
  [at("2025-07-01T00:00:00"), "dd/mm/yyyy", "01/07/2025"],
  [at("2025-07-01T00:00:00"), "yyyy-mm-dd", "01/7/2025"],
  [at("2025-01-09T00:00:00"), "m/d/yyyy", "09/01/2025"],
  [at("2025-07-01T00:00:00"), "[$-42A]d mmmm yyyy", "01/7/2025"],
  [at("2025-07-01T00:00:00"), "mmm-yy", "7/2025"],
  [at("2025-07-01T14:05:00"), "d/m/yyyy h:mm", "01/7/2025 14:05"],
  [0.3125, "h:mm", "7:30"],
  [0.015, "0.0%", "1,5 %"],
  [0.2, "0%", "20 %"],
  [1234567.5, "#,##0.00", "1.234.567,50"],
  [1500, '#,##0 "đ"', "1.500 đ"],
  [7, "000", "007"],
  [84901234567890, "", "84901234567890"],
  [0.1 + 0.2, "", "0,3"],
  [1e21, "", "1000000000000000000000"],
  [true, "", "TRUE"],
  [-2.5, "", "-2,5"],
])("the cell %p as %s is read as %s", async (value, numFmt, shown) => {
  const cells: [string, Partial<Cell>][] = numFmt === "" ? [] : [["1,2", { value, style: { numFmt } }]];
  const { questions } = await sheet([["", "Họp khi nào vậy?", value, "khác", "", "A"]], {}, cells);
  expect(questions[0]?.options).toEqual([shown, "khác"]);
});

test("merged and hidden cells are said; a category over several rows is theirs", async () => {
  const rows = [
    ROW,
    [null, "Câu hai là gì đây?", "x", "y", "", "B"],
    ["", "Câu ba là gì đây?", "x", "y", "", "B"],
    ["", "Câu bốn là gì đây?", "x", "y", "", "B"],
  ];
  const merges = [
    { startRow: 1, startCol: 0, endRow: 2, endCol: 0 },
    { startRow: 3, startCol: 2, endRow: 3, endCol: 3 },
  ];
  const { questions, refused, notes } = await sheet(rows, { merges, rowDefs: new Map([[4, { hidden: true }]]) });
  expect(questions.map(({ category, text }) => [category, text])).toEqual([
    ["Lịch sử", "Họp ở đâu vậy?"],
    ["Lịch sử", "Câu hai là gì đây?"],
  ]);
  expect(refused).toMatchObject([
    { where: expect.stringContaining("dòng 4"), why: expect.stringContaining("ô gộp C4:D4") },
    { where: expect.stringContaining("dòng 5"), why: expect.stringContaining("đang ẩn") },
  ]);
  expect(notes).toHaveLength(1);
});

test("formulas by their value; one nobody has worked out is named", async () => {
  const row: Row = ["", "Một cộng một bằng mấy?", null, "3", "", "A"];
  const formula = (formulaResult?: number): [string, Partial<Cell>][] => [
    ["1,2", { formula: "1+1", ...(formulaResult === undefined ? {} : { formulaResult }) }],
  ];
  expect((await sheet([row], {}, formula(2))).questions[0]?.options).toEqual(["2", "3"]);
  expect((await sheet([row], {}, formula())).refused).toMatchObject([{ why: expect.stringContaining("C2") }]);
});

test("headings on a later row, in capitals, apart and on the second sheet; a hidden sheet is said", async () => {
  const rows = [["BỘ CÂU HỎI NĂM 2026"], [], HEAD.map((name) => ` ${name.toUpperCase().normalize("NFD")} `), ROW];
  const bytes = await writeXlsx({
    sheets: [
      { name: "Bìa", rows: [["Hướng dẫn"]] },
      { name: "Câu", rows },
      { name: "Cũ", rows: [HEAD, ROW], hidden: true },
    ],
  });
  expect(await read("a.xlsx", bytes)).toMatchObject({
    questions: [{ text: "Họp ở đâu vậy?" }],
    refused: [{ where: "trang “Cũ”" }],
  });
});

test.each([
  ["a Word file", docx(paragraph("Câu 1")), "tệp Word"],
  ["an OpenDocument file", odt("<text:p>Câu 1</text:p>"), "tệp OpenDocument"],
  ["a PDF", Buffer.from("%PDF-1.7 \u00e2\u00e3", "latin1"), "mã UTF-8"],
])("%s is refused with what to do", async (_name, bytes, words) => {
  await expect(read("a", bytes)).rejects.toMatchObject({ fields: { file: expect.stringContaining(words) } });
});
