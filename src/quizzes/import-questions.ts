import type { Person } from "../content/item.model.ts";
import type { PictureDeps } from "../content/prepare-picture.ts";
import { AppError, invalid } from "../kernel/errors.ts";
import type { UploadedFile } from "../kernel/console-route.ts";
import type { Whose } from "../kernel/scope.ts";
import { findSameQuestion } from "./question.store.ts";
import type { QuestionDraft } from "./question-faults.ts";
import { readQuestionsTask } from "./quiz.tasks.ts";
import type { Refused } from "./read-gift.ts";
import { saveQuestion } from "./save-question.ts";

export interface ImportedQuestions {
  taken: number;
  /** in the bank already, word for word: the same file brought twice changes nothing */
  known: number;
  refused: Refused[];
  notes: string[];
}

/**
 * Brings questions in from XLSX or GIFT. Each is taken whole or refused by its name; none has a tick: an editor reads
 * each one first. @throws AppError 422 when none can be taken
 */
export async function importQuestions(
  deps: PictureDeps,
  whose: Whose,
  file: UploadedFile | undefined,
  by: Person,
): Promise<ImportedQuestions> {
  if (!file) throw invalid({ file: "Cần chọn tệp câu hỏi (.xlsx hoặc .gift, .txt)" });
  const { questions, refused, notes } = await deps.outside.run(readQuestionsTask, {
    name: file.name,
    bytes: file.bytes,
  });
  const made: ImportedQuestions = { taken: 0, known: 0, refused: [...refused], notes };
  for (const question of questions)
    if (await findSameQuestion(whose, question)) made.known += 1;
    else {
      const why = await save(deps, whose, question, by);
      if (why === "") made.taken += 1;
      else made.refused.push({ where: `“${question.text.slice(0, 60)}”`, why });
    }
  if (made.taken + made.known === 0)
    throw invalid({
      file: made.refused
        .slice(0, 10)
        .map(({ where, why }) => `${where}: ${why}`)
        .join("; "),
    });
  return made;
}

/** "", or why the question was not taken: what the gate says of its words. */
async function save(deps: PictureDeps, whose: Whose, question: QuestionDraft, by: Person): Promise<string> {
  try {
    await saveQuestion(deps, whose, question, by);
    return "";
  } catch (error) {
    if (!(error instanceof AppError && error.status === 422)) throw error;
    return Object.values(error.fields).join("; ") || error.message;
  }
}
