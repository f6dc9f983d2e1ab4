import { model, Schema } from "mongoose";

/** How long somebody waited for an officer's answer. Whose wait it was stands nowhere. */
export interface ResponseTime {
  /** mark of the answer: counted once */
  _id: string;
  unitCode: string;
  /** Monday of the week of the answer, yyyy-mm-dd */
  week: string;
  ms: number;
}
const timeSchema = new Schema<ResponseTime>(
  {
    _id: { type: String, required: true },
    unitCode: { type: String, required: true },
    week: { type: String, required: true },
    ms: { type: Number, required: true },
  },
  { collection: "response_times", versionKey: false },
);
timeSchema.index({ unitCode: 1, week: 1 });
export const ResponseTimeModel = model<ResponseTime>("ResponseTime", timeSchema);

/** What people tapped after a closed conversation: totals of a week, nothing of a person. */
export interface CloseAnswers {
  /** `<unit>:<Monday>` */
  _id: string;
  unitCode: string;
  week: string;
  asked: number;
  solved: number;
  partly: number;
  open: number;
}
const answersSchema = new Schema<CloseAnswers>(
  {
    _id: { type: String, required: true },
    unitCode: { type: String, required: true },
    week: { type: String, required: true },
    asked: { type: Number, default: 0 },
    solved: { type: Number, default: 0 },
    partly: { type: Number, default: 0 },
    open: { type: Number, default: 0 },
  },
  { collection: "close_answers", versionKey: false },
);
answersSchema.index({ unitCode: 1, week: 1 });
export const CloseAnswersModel = model<CloseAnswers>("CloseAnswers", answersSchema);
