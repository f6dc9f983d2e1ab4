import { model, Schema } from "mongoose";
import type { Person } from "../decisions/decision.ts";

/** A text that another office offers a unit for its channels (S2-20, S4-28). What becomes of it follows its item. */
export interface Submission {
  _id: string;
  /** whom it is offered to */
  unitCode: string;
  title: string;
  text: string;
  /** the office whose words they are; printed with the item */
  source: string;
  by: Person;
  at: Date;
  /** taken: an item of the unit was begun from it, under an id that was chosen before */
  taken: { itemId: string; by: Person; at: Date } | null;
  returned: { reason: string; by: Person; at: Date } | null;
}
const person = { type: { id: String, name: String }, _id: false };
const schema = new Schema<Submission>(
  {
    _id: { type: String, required: true },
    unitCode: { type: String, required: true },
    title: { type: String, required: true },
    text: { type: String, required: true },
    source: { type: String, required: true },
    by: person,
    at: { type: Date, required: true },
    taken: { type: Schema.Types.Mixed, default: null },
    returned: { type: Schema.Types.Mixed, default: null },
  },
  { collection: "submissions", versionKey: false },
);
schema.index({ "by.id": 1, at: -1 });
schema.index({ unitCode: 1, at: -1 });
export const SubmissionModel = model<Submission>("Submission", schema);
