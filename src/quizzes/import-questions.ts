import type { Person } from "../content/item.model.ts";
import type { PictureDeps } from "../content/prepare-picture.ts";
import { invalid } from "../kernel/errors.ts";
import type { UploadedFile } from "../kernel/console-route.ts";
import { readQuestionsTask } from "./quiz.tasks.ts";
import { saveQuestion } from "./save-question.ts";

/**
 * Brings questions in from XLSX or GIFT. All are looked at before the first is stored; none has a tick: an editor reads
 * each one first. @throws AppError 422 naming what cannot be taken
 */
export async function importQuestions(
  deps: PictureDeps,
  unitCode: string,
  file: UploadedFile | undefined,
  by: Person,
): Promise<number> {
  if (!file) throw invalid({ file: "Cần chọn tệp câu hỏi (.xlsx hoặc .gift, .txt)" });
  const { questions, problems } = await deps.outside.run(readQuestionsTask, { name: file.name, bytes: file.bytes });
  if (problems.length > 0) throw invalid({ file: problems.slice(0, 10).join("; ") });
  for (const question of questions) await saveQuestion(deps, unitCode, question, by);
  return questions.length;
}
