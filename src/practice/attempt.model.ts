import { model, Schema } from "mongoose";
import type { TaskKey } from "./tasks.ts";

/** One person's go at one task: begun, hints asked for, done. What was done stands in the rooms' own records. */
export interface Attempt {
  /** person:task */
  _id: string;
  officialId: string;
  task: TaskKey;
  startedAt: Date;
  /** what the task put in place for this person: ids, never words */
  refs: Record<string, string>;
  /** how many of its hints were opened */
  hints: number;
  /** what was typed as the answer of a task that asks for figures */
  answers: Record<string, string>;
  doneAt: Date | null;
}
const schema = new Schema<Attempt>(
  {
    _id: { type: String, required: true },
    officialId: { type: String, required: true },
    task: { type: String, required: true },
    startedAt: { type: Date, required: true },
    refs: { type: Schema.Types.Mixed, default: {} },
    hints: { type: Number, default: 0 },
    answers: { type: Schema.Types.Mixed, default: {} },
    doneAt: { type: Date, default: null },
  },
  { collection: "practice_attempts", versionKey: false, minimize: false },
);
schema.index({ officialId: 1 });
export const AttemptModel = model<Attempt>("PracticeAttempt", schema);
