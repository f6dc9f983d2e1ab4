import { model, Schema } from "mongoose";
import type { Person } from "../content/item.model.ts";
import { person } from "./comment.model.ts";

/** What the office answers for a position (or the whole draft): every comment there has this answer. */
export interface Answer {
  /** `<draft>:<position>` */
  _id: string;
  draftId: string;
  position: string;
  verdict: "tiep-thu" | "mot-phan" | "khong";
  words: string;
  by: Person;
  at: Date;
  told: boolean;
  /** of what was on the screen when it was given */
  fingerprint?: string;
  /** not yet in the log, and nobody is told yet; missing once it is. The number of the newest block before it */
  due?: number;
}
export const VERDICT_NAMES: Readonly<Record<Answer["verdict"], string>> = {
  "tiep-thu": "Tiếp thu",
  "mot-phan": "Tiếp thu một phần",
  khong: "Không tiếp thu",
};
const answerSchema = new Schema<Answer>(
  {
    _id: { type: String, required: true },
    draftId: { type: String, required: true },
    position: { type: String, default: "" },
    verdict: { type: String, required: true },
    words: { type: String, required: true },
    by: person,
    at: { type: Date, required: true },
    told: { type: Boolean, default: false },
    fingerprint: { type: String, default: "" },
    due: { type: Number },
  },
  { collection: "comment_answers", versionKey: false },
);
answerSchema.index({ draftId: 1 });
answerSchema.index({ due: 1 }, { sparse: true });
export const AnswerModel = model<Answer>("CommentAnswer", answerSchema);
