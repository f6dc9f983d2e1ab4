import { linesOfFile } from "../../plans/plan-text.ts";
import { citationLine } from "../../plans/present.ts";
import { readPlan } from "../../plans/read-plan.ts";

/**
 * A plan → what it says and what a person should choose or explain in it. `lines` are the file's own, letter by letter.
 * @throws AppError 422 with the sentence an official would read, when the file is refused
 */
export async function* tryPlan(bytes: Buffer): AsyncGenerator<object> {
  const lines = await linesOfFile(bytes, async () => undefined);
  const { places, citations, ...read } = readPlan(lines);
  const headings = places
    .filter((one) => one.heading)
    .map(({ code, label, line, words }) => ({ code, label, line, words }));
  yield { ...read, headings, citations: citations.map((one) => ({ ...one, words: citationLine(one) })), lines };
}
