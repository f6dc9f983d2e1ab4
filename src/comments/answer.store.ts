import { duringSpan, type Span } from "../kernel/fact.ts";
import { type Answer, AnswerModel } from "./answer.model.ts";

/** The only queries on what the office answers. */

const answerId = (draftId: string, position: string): string => `${draftId}:${position}`;

/** The office's answer at a place, over the one that was read; false when somebody else answered meanwhile. */
export async function decideAnswer(answer: Omit<Answer, "_id">, before: Answer | null): Promise<boolean> {
  const _id = answerId(answer.draftId, answer.position);
  if (before)
    return (
      (await AnswerModel.updateOne({ _id, at: before.at, words: before.words }, { $set: answer })).modifiedCount === 1
    );
  return (
    (await AnswerModel.updateOne({ _id, draftId: answer.draftId }, { $setOnInsert: answer }, { upsert: true }))
      .upsertedCount === 1
  );
}
export const listAnswersDue = (before: Date): Promise<Answer[]> =>
  AnswerModel.find({ due: { $gte: 0 }, at: { $lte: before } })
    .limit(200)
    .lean<Answer[]>()
    .exec();
export const noteAnswerDone = async ({ _id, at }: Answer): Promise<void> =>
  void (await AnswerModel.updateOne({ _id, at }, { $unset: { due: 1 } }));
export const listAnswers = (draftId: string): Promise<Answer[]> =>
  AnswerModel.find({ draftId }).lean<Answer[]>().exec();
/** Which places of these drafts are answered. */
export const listAnsweredOf = (draftIds: readonly string[]): Promise<Pick<Answer, "draftId" | "position">[]> =>
  AnswerModel.find({ draftId: { $in: [...draftIds] } }, { draftId: 1, position: 1 })
    .lean<Answer[]>()
    .exec();
/** How many places of each of these drafts were answered in a span. */
export async function countAnswered(draftIds: readonly string[], span: Span): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  if (draftIds.length === 0) return counts;
  const rows = await AnswerModel.find({ draftId: { $in: [...draftIds] }, at: duringSpan(span) }, { draftId: 1 })
    .limit(50_000)
    .lean<Pick<Answer, "draftId">[]>()
    .exec();
  for (const { draftId } of rows) counts.set(draftId, (counts.get(draftId) ?? 0) + 1);
  return counts;
}

export const findAnswer = (draftId: string, position: string): Promise<Answer | null> =>
  AnswerModel.findById(answerId(draftId, position)).lean<Answer>().exec();
