import { duringSpan, type Span } from "../kernel/fact.ts";
import { CommentModel } from "./comment.model.ts";

/** How many came to each of these drafts in a span. */
export async function countReceived(draftIds: readonly string[], span: Span): Promise<Map<string, number>> {
  if (draftIds.length === 0) return new Map();
  const rows = await CommentModel.aggregate<{ _id: string; n: number }>([
    { $match: { draftId: { $in: [...draftIds] }, at: duringSpan(span) } },
    { $group: { _id: "$draftId", n: { $sum: 1 } } },
  ]).exec();
  return new Map(rows.map(({ _id, n }) => [_id, n]));
}
