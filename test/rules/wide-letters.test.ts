import { readDraftTask } from "../../src/drafts/draft.tasks.ts";
import { here } from "../../src/outside/perform.ts";
import { readQuestionsTask } from "../../src/quizzes/quiz.tasks.ts";
import { odt } from "../support/docx-file.ts";
import { docx, HEADS, LAUGHS, list, paragraph, textRow, widened, xlsx } from "../support/hostile.ts";

/** XML in UTF-16, which the office standards allow beside UTF-8: read as it says, and bounded as every other. */
const WIDE = [
  ["le", true],
  ["le", false],
  ["be", true],
  ["be", false],
] as const;
const draft = (bytes: Buffer) => here.run(readDraftTask, { bytes, earlier: [] });
const DECLARED = '<?xml version="1.0" encoding="UTF-16"?>';

test.each(WIDE)("a package in UTF-16 (%s, mark: %s) reads as in UTF-8", async (order, mark) => {
  const text = "Điều 1. Phạm vi điều chỉnh “≥ 5 %”";
  for (const file of [docx(paragraph(text)), odt(`<text:p>${text}</text:p>`)])
    expect((await draft(widened(file, order, mark))).positions).toMatchObject([{ code: "D1", text }]);
  const sheet = xlsx(HEADS + textRow(2, ["Thủ đô ở đâu?", "Hà Nội", "Huế", "A"]), DECLARED);
  expect(await here.run(readQuestionsTask, { name: "a.xlsx", bytes: widened(sheet, order, mark) })).toMatchObject({
    problems: [],
    questions: [{ text: "Thủ đô ở đâu?" }],
  });
});

test.each<[string, Buffer, string]>([
  ["a level no list has", list("9", "1"), "ngoài giới hạn 0 đến 8"],
  ["a start beyond Word's", list("0", "99999999999"), "ngoài giới hạn"],
  ["entities that laugh", docx(paragraph("&j;"), "", LAUGHS), "DOCTYPE"],
  ["elements in one another", docx("<w:sdt>".repeat(300) + "</w:sdt>".repeat(300)), "200 lớp"],
  ["a million references", docx(paragraph("&amp;".repeat(1_000_000))), "200.000 ký hiệu thay thế"],
])("%s is refused in UTF-16, too", async (_name, file, words) => {
  for (const [order, mark] of WIDE)
    await expect(draft(widened(file, order, mark))).rejects.toMatchObject({
      status: 422,
      fields: { file: expect.stringContaining(words) },
    });
});

test("what grows when its letters are told anew counts as it is read", async () => {
  const grown = docx(paragraph("字".repeat(9_000_000)));
  await expect(draft(widened(grown, "le", true))).rejects.toMatchObject({
    fields: { file: expect.stringContaining("lớn hơn 24 MB") },
  });
});
