import type { Person } from "../content/item.model.ts";
import type { Clock } from "../kernel/clock.ts";
import { invalid } from "../kernel/errors.ts";
import type { UploadedFile } from "../kernel/console-route.ts";
import { readGift } from "./gift.ts";
import { readSheet } from "./question-sheet.ts";
import { faultsOf, saveQuestion, tidyQuestion } from "./save-question.ts";

const MOST_QUESTIONS = 500;

/**
 * Brings questions in from XLSX or GIFT. All are looked at before the first is stored; none has a tick: an editor reads
 * each one first. @throws AppError 422 naming what cannot be taken
 */
export async function importQuestions(
  deps: { clock: Clock },
  unitCode: string,
  file: UploadedFile | undefined,
  by: Person,
): Promise<number> {
  if (!file) throw invalid({ file: "Cần chọn tệp câu hỏi (.xlsx hoặc .gift, .txt)" });
  const read = /\.xlsx$/i.test(file.name) ? await readSheet(file.bytes) : readGift(file.bytes.toString("utf8"));
  const questions = read.questions.map(tidyQuestion);
  const problems = [
    ...read.problems,
    ...questions.flatMap((question, n) =>
      Object.values(faultsOf(question)).map((why) => `câu ${n + 1} “${question.text.slice(0, 40)}”: ${why}`),
    ),
  ];
  if (questions.length > MOST_QUESTIONS) problems.push(`Mỗi tệp không quá ${MOST_QUESTIONS} câu`);
  if (questions.length === 0 && problems.length === 0) problems.push("Tệp không có câu hỏi nào");
  if (problems.length > 0) throw invalid({ file: problems.slice(0, 10).join("; ") });
  for (const question of questions) await saveQuestion(deps, unitCode, question, by);
  return questions.length;
}
