import { shownAt } from "../units/scope-of.ts";
import type { Clock } from "../kernel/clock.ts";
import { notFound } from "../kernel/errors.ts";
import { listAllPublished, listEditedQuestions } from "./contest.store.ts";
import { playedRounds } from "./find-round.ts";
import { drawTicked, findTicked } from "./question.store.ts";
import { isRight } from "./rules.ts";

const A_GO = 5;

/**
 * Questions of rounds that are not over, in any contest: as they are edited, and as they were approved, whatever the edit
 * has left out since. These are not for trying out.
 */
async function inUse(now: Date): Promise<Set<string>> {
  const used = new Set(await listEditedQuestions(now));
  for await (const { _id, version } of listAllPublished())
    for (const { round } of await playedRounds(String(_id), version))
      if (new Date(round.closesAt) > now) for (const question of round.questions) used.add(question.id);
  return used;
}

export interface PracticeQuestion {
  id: string;
  text: string;
  options: string[];
  several: boolean;
}

/** A few checked questions for trying out; nothing about who asks is written down. */
export async function drawPractice(deps: { clock: Clock }, unitCode: string): Promise<PracticeQuestion[]> {
  const now = deps.clock.now();
  const found = await drawTicked(await shownAt(unitCode, now), [...(await inUse(now))], A_GO);
  return found.map(({ _id, text, options, right }) => ({
    id: String(_id),
    text,
    options,
    several: right.length > 1,
  }));
}

/** Whether an answer tried out is right, and why. @throws AppError 404 for a question that is not for trying out */
export async function checkPractice(
  deps: { clock: Clock },
  id: string,
  chosen: readonly number[],
): Promise<{ right: boolean; rightOptions: number[]; why: string; sources: { title: string; url: string }[] }> {
  const question = await findTicked(id);
  if (!question || (await inUse(deps.clock.now())).has(id)) throw notFound("câu hỏi này");
  const { right, why, sources } = question;
  return {
    right: isRight(question, chosen),
    rightOptions: right,
    why,
    sources: sources.map(({ title, url }) => ({ title, url })),
  };
}
