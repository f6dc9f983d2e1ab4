import { readFileSync, statSync } from "node:fs";
import { tryChat } from "./try-chat.ts";
import { tryDraft } from "./try-draft.ts";
import { tryPlan } from "./try-plan.ts";
import { tryMask } from "./try-mask.ts";
import { tryQuestions } from "./try-questions.ts";
import { trySpeech } from "./try-speech.ts";
import { tryUnits } from "./try-units.ts";
import { rowOf } from "../../kernel/table.ts";

/**
 * `loa try KIND FILE`: what the product would make of a file (design.md §7). Needs no store and no setting, and stores
 * nothing. Each kind yields objects, printed as JSON Lines.
 */
export type Try = (bytes: Buffer, fileName: string) => AsyncIterable<object>;

const KINDS: Readonly<Record<string, Try>> = {
  chat: tryChat,
  draft: tryDraft,
  mask: tryMask,
  plan: tryPlan,
  questions: tryQuestions,
  speech: trySpeech,
  units: tryUnits,
};

/** @throws Error for a kind or a file that is not there */
export async function* runTry(kind: string, file: string): AsyncGenerator<object> {
  const run = rowOf(KINDS, kind);
  if (!run) throw new Error(`nothing to try is called "${kind}"; there is ${Object.keys(KINDS).join(", ")}`);
  if (!statSync(file).isFile()) throw new Error(`${file} is not a file`);
  yield* run(readFileSync(file), file);
}
