import { model, Schema } from "mongoose";

/** How often a sweep found something of a kind on a day (Vietnam): stuck claims, lost jobs, missing receipts… */
export interface Finding {
  _id: string;
  day: string;
  kind: string;
  n: number;
  lastAt: Date;
}
const schema = new Schema<Finding>(
  { _id: String, day: String, kind: String, n: { type: Number, default: 0 }, lastAt: Date },
  { collection: "findings", versionKey: false },
);
schema.index({ day: 1 });
schema.index({ lastAt: 1 }, { expireAfterSeconds: 90 * 86_400 });
export const FindingModel = model<Finding>("Finding", schema);
