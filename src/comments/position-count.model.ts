import { model, Schema } from "mongoose";
import type { Stance } from "./comment.model.ts";

/** Counts of one position, derived from its comments; `dirty` waits to be derived again. */
export interface PositionCount {
  /** `<draft>:<position>` */
  _id: string;
  draftId: string;
  position: string;
  /** kept, in time, no question */
  opinions: number;
  byStance: Record<Stance, number>;
  /** opinions by the version they were made on; counts derived before versions were kept apart have none */
  byVersion?: Record<string, number>;
  dirty: boolean;
  rev: number;
}
const countSchema = new Schema<PositionCount>(
  {
    _id: { type: String, required: true },
    draftId: { type: String, required: true },
    position: { type: String, default: "" },
    opinions: { type: Number, default: 0 },
    byStance: { type: Schema.Types.Mixed, default: {} },
    byVersion: { type: Schema.Types.Mixed, default: {} },
    dirty: { type: Boolean, default: true },
    rev: { type: Number, default: 0 },
  },
  { collection: "comment_counts", versionKey: false, minimize: false },
);
countSchema.index({ draftId: 1 });
countSchema.index({ dirty: 1 }, { partialFilterExpression: { dirty: true } });
export const PositionCountModel = model<PositionCount>("PositionCount", countSchema);
/** `<draft>:<position>` */
export const countId = (draftId: string, position: string): string => `${draftId}:${position}`;
