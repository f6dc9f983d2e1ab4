import { AppError } from "../../kernel/errors.ts";
import { readQuestions } from "../../quizzes/read-questions.ts";

/** A file of questions → those that would be brought in, and each that would not, by name. */
export async function* tryQuestions(bytes: Buffer, fileName: string): AsyncGenerator<object> {
  try {
    const { questions, refused, notes } = await readQuestions({ name: fileName, bytes });
    yield { taken: questions, refused, ...(notes.length > 0 ? { notes } : {}) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    yield { taken: [], refused: Object.values(error.fields).map((why) => ({ where: "tệp", why })) };
  }
}
