import type { SignedIn } from "../kernel/console-route.ts";
import { conflict, notFound } from "../kernel/errors.ts";
import type { Attempt } from "./attempt.model.ts";
import {
  beginAttempt,
  dropAttempt,
  findAttempt,
  listAttempts,
  noteAnswers,
  noteDone,
  noteHint,
  noteRefs,
} from "./attempt.store.ts";
import { type Task, TASKS, taskOf } from "./tasks.ts";
import type { Check, WorkDeps } from "./work.ts";
import { WORKS } from "./works.ts";

export type Learner = Pick<SignedIn, "id" | "name" | "scope" | "permissions">;

/** The tasks this person's office does, in their order. */
const tasksOf = (me: Learner): Task[] => TASKS.filter(({ needs }) => me.permissions.includes(needs));

function mustHave(me: Learner, key: string): Task {
  const task = taskOf(key);
  if (!task || !tasksOf(me).includes(task)) throw notFound("bài tập này");
  return task;
}

/** Pressed twice it is begun once. @throws AppError 409 when what it needs is not there */
export async function beginTask(deps: WorkDeps, me: Learner, key: string): Promise<void> {
  const { key: task } = mustHave(me, key);
  // before what it plants: an answer is later than its question
  if (!(await beginAttempt(me.id, task, deps.clock.now()))) return;
  try {
    await noteRefs(me.id, task, await WORKS[task].begin(deps, me));
  } catch (error) {
    await dropAttempt(me.id, task);
    throw error;
  }
}

/** From the start once more, for who took a wrong turn. @throws AppError 409 when it is done, or was not begun */
export async function beginAgain(deps: WorkDeps, me: Learner, key: string): Promise<void> {
  const { key: task } = mustHave(me, key);
  if (!(await dropAttempt(me.id, task))) throw conflict("Bài này đã xong hoặc chưa bắt đầu, không có gì để làm lại.");
  await beginTask(deps, me, key);
}

async function mustBegun(me: Learner, key: string): Promise<{ task: Task; attempt: Attempt }> {
  const task = mustHave(me, key);
  const attempt = await findAttempt(me.id, task.key);
  if (!attempt) throw conflict("Bấm Bắt đầu bài này trước.");
  return { task, attempt };
}

/** One hint more; when all are open nothing changes. */
export async function askHint(me: Learner, key: string): Promise<void> {
  const { task, attempt } = await mustBegun(me, key);
  if (attempt.hints < task.hints.length) await noteHint(attempt);
}

/** Judges what was done. @returns what is still to do, in words; "" when it is done */
export async function handIn(
  deps: WorkDeps,
  me: Learner,
  key: string,
  typed: Readonly<Record<string, string>>,
): Promise<string> {
  const { task, attempt } = await mustBegun(me, key);
  const answers = Object.fromEntries(task.asks.map((one) => [one.key, typed[one.key] ?? ""]));
  if (task.asks.length > 0) await noteAnswers(attempt, answers);
  const checks = await WORKS[task.key].judge(deps, me, { ...attempt, answers });
  const missing = checks.filter(({ ok }) => !ok).map(({ name }) => name);
  if (missing.length === 0) await noteDone(attempt, deps.clock.now());
  return missing.join("; ");
}

export interface Standing {
  task: Task;
  attempt: Attempt | null;
  checks: Check[];
}

/** Where this person stands at each task; what was done once stays done. */
export async function standingsOf(deps: WorkDeps, me: Learner): Promise<Standing[]> {
  const attempts = new Map((await listAttempts(me.id)).map((one) => [one.task, one]));
  return Promise.all(
    tasksOf(me).map(async (task) => {
      const attempt = attempts.get(task.key) ?? null;
      const checks = attempt ? await WORKS[task.key].judge(deps, me, attempt) : [];
      return { task, attempt, checks: attempt?.doneAt ? checks.map((one) => ({ ...one, ok: true })) : checks };
    }),
  );
}

/** The figures of one person's own tasks, and of nobody else's. */
export const scoreOf = (standings: readonly Standing[]) => ({
  done: standings.filter(({ attempt }) => attempt?.doneAt).length,
  all: standings.length,
  hints: standings.reduce((sum, { attempt }) => sum + (attempt?.hints ?? 0), 0),
});
