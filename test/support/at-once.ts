import { type AnswerDeps, answerRef, positionAnswer } from "../../src/comments/answer.decision.ts";
import * as answering from "../../src/comments/answer-position.ts";
import { appealDecision, commentHiding, commentRef } from "../../src/comments/hiding.decision.ts";
import * as steering from "../../src/comments/steer-comment.ts";
import type { Person } from "../../src/content/item.model.ts";
import { lookAt } from "../../src/decisions/decide.ts";
import { findDraft } from "../../src/drafts/draft.store.ts";
import { findContest } from "../../src/quizzes/contest.store.ts";
import * as leaving from "../../src/quizzes/leave-out.ts";
import { exclusion, winnersPublication } from "../../src/quizzes/result.decision.ts";
import type { PlayDeps } from "../../src/quizzes/start-turn.ts";

/** Somebody who opens the page and presses in one breath, for tests of what comes of it. */
const unitOfDraft = async (id: string): Promise<string> => (await findDraft(id))?.unitCode ?? "";
const unitOfContest = async (id: string): Promise<string> => (await findContest(id))?.unitCode ?? "";
type Rest<F> = F extends (deps: steering.SteerDeps, draftId: string, id: string, ...rest: infer R) => Promise<void>
  ? R
  : never;

export async function hideComment(
  deps: steering.SteerDeps,
  draftId: string,
  id: string,
  why: Rest<typeof steering.hideComment>[0],
  by: Rest<typeof steering.hideComment>[1],
): Promise<void> {
  const seen = await lookAt(commentHiding, deps, await unitOfDraft(draftId), commentRef(draftId, id));
  await steering.hideComment(deps, draftId, id, why, by, seen);
}

export async function decideAppeal(
  deps: steering.SteerDeps,
  draftId: string,
  id: string,
  decision: "shown" | "kept-hidden",
  note: string,
  by: Person,
): Promise<void> {
  const seen = await lookAt(appealDecision, deps, await unitOfDraft(draftId), commentRef(draftId, id));
  await steering.decideAppeal(deps, draftId, id, decision, note, by, seen);
}

export async function answerPosition(
  deps: AnswerDeps,
  draftId: string,
  position: string,
  verdict: string,
  words: string,
  by: Person,
): Promise<void> {
  const seen = await lookAt(positionAnswer, deps, await unitOfDraft(draftId), answerRef(draftId, position));
  await answering.answerPosition(deps, draftId, position, verdict, words, by, seen);
}

export async function excludePlayer(
  deps: PlayDeps,
  contestId: string,
  code: string,
  why: string,
  by: Person,
): Promise<void> {
  const seen = await lookAt(exclusion, deps, await unitOfContest(contestId), contestId);
  await leaving.excludePlayer(deps, contestId, code, why, by, seen);
}

export async function publishWinners(deps: PlayDeps, contestId: string, n: number, by: Person): Promise<void> {
  const seen = await lookAt(winnersPublication, deps, await unitOfContest(contestId), `${contestId}:${n}`);
  await leaving.publishWinners(deps, contestId, n, by, seen);
}
