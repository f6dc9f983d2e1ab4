import { type Attempt, AttemptModel } from "./attempt.model.ts";
import type { TaskKey } from "./tasks.ts";

/** The only queries on what people practised. Each is asked for by the person's own id: there is no list of others. */
const attemptId = (officialId: string, task: TaskKey): string => `${officialId}:${task}`;

export const listAttempts = (officialId: string): Promise<Attempt[]> =>
  AttemptModel.find({ officialId }).lean<Attempt[]>().exec();
export const findAttempt = (officialId: string, task: TaskKey): Promise<Attempt | null> =>
  AttemptModel.findById(attemptId(officialId, task)).lean<Attempt>().exec();

/** Begins a task. @returns false when it was begun before, then it stays as it is */
export async function beginAttempt(officialId: string, task: TaskKey, startedAt: Date): Promise<boolean> {
  const done = await AttemptModel.updateOne(
    { _id: attemptId(officialId, task) },
    { $setOnInsert: { officialId, task, hints: 0, refs: {}, answers: {}, doneAt: null, startedAt } },
    { upsert: true },
  );
  return done.upsertedCount === 1;
}
export const noteRefs = async (officialId: string, task: TaskKey, refs: Record<string, string>): Promise<void> =>
  void (await AttemptModel.updateOne({ _id: attemptId(officialId, task) }, { $set: { refs } }));
/** Lets go of a task that is not done: it may be begun anew. */
export const dropAttempt = async (officialId: string, task: TaskKey): Promise<boolean> =>
  (await AttemptModel.deleteOne({ _id: attemptId(officialId, task), doneAt: null })).deletedCount === 1;

/** One hint more, over what was read: pressed twice it is one. */
export const noteHint = async ({ _id, hints }: Attempt): Promise<boolean> =>
  (await AttemptModel.updateOne({ _id, hints }, { $set: { hints: hints + 1 } })).modifiedCount === 1;
export const noteAnswers = async ({ _id }: Attempt, answers: Record<string, string>): Promise<void> =>
  void (await AttemptModel.updateOne({ _id, doneAt: null }, { $set: { answers } }));
export const noteDone = async ({ _id }: Attempt, doneAt: Date): Promise<void> =>
  void (await AttemptModel.updateOne({ _id, doneAt: null }, { $set: { doneAt } }));
