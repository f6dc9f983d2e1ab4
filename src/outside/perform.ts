import { AppError } from "../kernel/errors.ts";
import { type Passed, refusal } from "./limits.ts";
import type { Grant, Outside, OutsideTask } from "./task.ts";

/** Which limit an error of the language or of a library tells of. */
export function passedBy(error: unknown): Passed {
  const words = error instanceof Error ? error.message : String(error);
  if (/call stack/i.test(words)) return "nesting";
  if (/alloc|out of memory|invalid (array|string|typed array) length/i.test(words)) return "memory";
  return "broken";
}

/**
 * Does the work here. Whatever a library throws at something a person brought is a refusal in words, the library's own
 * words its `cause`; at something of ours it stays a fault.
 */
export async function perform<I, O>(task: OutsideTask<I, O>, input: I, grant: Grant): Promise<O> {
  try {
    const work = await task.load();
    return await work(input, grant);
  } catch (error) {
    if (error instanceof AppError || task.field === "") throw error;
    const refused = refusal(task, passedBy(error));
    refused.cause = error;
    throw refused;
  }
}

/** The same work without a process of its own: for scripts and tests whose input is theirs. */
export const here: Outside = { run: (task, input) => perform(task, input, async () => undefined) };
