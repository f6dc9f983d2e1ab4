import { AnswerModel } from "./answer.model.ts";
import { CommentModel } from "./comment.model.ts";

/** Decisions on a draft's comments and answers that were made and whose entry in the log may still be missing. */
export async function countOpenDecisions(draftId: string): Promise<number> {
  const [steered, answered] = await Promise.all([
    CommentModel.countDocuments({ draftId, "steered.at": { $gt: new Date(0) } }).exec(),
    AnswerModel.countDocuments({ draftId, due: { $gte: 0 } }).exec(),
  ]);
  return steered + answered;
}
