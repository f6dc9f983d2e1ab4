import type { Core } from "../../src/compose.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import { lookAndDecide } from "../../src/decisions/decide.ts";
import { contestApproval } from "../../src/quizzes/contest.decision.ts";
import type { Outside } from "../../src/outside/task.ts";
import { type Round, ruleFields } from "../../src/quizzes/contest.model.ts";
import { loadContest, noRules, saveContest, startContest, submitContest } from "../../src/quizzes/prepare-contest.ts";
import { saveQuestion, tickQuestion } from "../../src/quizzes/save-question.ts";
import type { TurnView } from "../../src/quizzes/start-turn.ts";
import { QUIZ_QUESTIONS } from "../fixtures/quiz-questions.ts";

export const WRITER = { id: "writer", name: "Cán bộ mẫu A" };
export const LEADER = { id: "leader", name: "Lãnh đạo mẫu" };
export const fullRules = () => {
  const rules = noRules();
  for (const field of ruleFields) rules[field] = `Quy định về ${field}.`;
  return rules;
};

/** Ticked questions of a unit's bank. */
export async function bankOf(deps: { clock: Clock; outside: Outside }, unitCode: string, n = 5): Promise<string[]> {
  const ids: string[] = [];
  for (const draft of QUIZ_QUESTIONS.slice(0, n)) {
    const id = await saveQuestion(deps, unitCode, draft, WRITER);
    await tickQuestion(deps, unitCode, id, 1, WRITER);
    ids.push(id);
  }
  return ids;
}

export const roundOf = (questionIds: string[], opensAt: Date, closesAt: Date, more: Partial<Round> = {}): Round => ({
  n: 1,
  name: "Tuần 1",
  opensAt,
  closesAt,
  questionIds,
  count: questionIds.length,
  minutes: 10,
  turnsPerDay: 3,
  prizes: [
    { name: "Giải Nhất", count: 1, value: "Giấy khen" },
    { name: "Giải Nhì", count: 2, value: "" },
    { name: "Giải Ba", count: 2, value: "" },
  ],
  ...more,
});

/** A contest with these rounds, approved and open. */
export async function openContest(
  deps: { clock: Clock },
  unitCode: string,
  rounds: Round[],
  holdAnswers = false,
): Promise<string> {
  const id = await startContest(deps, unitCode, "Tìm hiểu các kỳ Đại hội", WRITER);
  const contest = await loadContest(unitCode, id);
  const form = { title: contest.title, about: "", rules: fullRules(), rounds, holdAnswers };
  await saveContest(deps, unitCode, id, form);
  await submitContest(deps, unitCode, id, WRITER);
  await lookAndDecide(contestApproval, deps, { unitCode, id, by: LEADER, wish: undefined });
  return id;
}

/** What to choose, as shown, so that exactly `right` of a turn's questions are right. */
export function choose(turn: Pick<TurnView, "questions">, right: number): number[][] {
  return turn.questions.map((question, n) => {
    const key = QUIZ_QUESTIONS.find((one) => one.text === question.text);
    if (!key) throw new Error(`unknown question ${question.text}`);
    const shown = key.right.map((one) => question.options.indexOf(key.options[one] ?? "")).toSorted((a, b) => a - b);
    return n < right ? shown : [question.options.findIndex((_, i) => !shown.includes(i))];
  });
}

export type { Core };
