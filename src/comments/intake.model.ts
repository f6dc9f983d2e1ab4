import { model, Schema, type Types } from "mongoose";
import type { Person } from "../content/item.model.ts";
import { person } from "./comment.model.ts";

/** A meeting, or a paper of an organisation, entered by a clerk; its opinions are comments of their own. */
export interface Intake {
  _id: Types.ObjectId;
  draftId: string;
  unitCode: string;
  /** hash of the form it came by: entered once however often it is sent */
  once: string;
  kind: "meeting" | "written" | "letter" | "paper";
  /** of a meeting: where; of a paper: who sent it (an organisation's name; "" for a person) */
  title: string;
  number: string;
  heldAt: Date;
  present: number;
  speakers: number;
  opinions: number;
  file: Buffer | null;
  fileName: string;
  by: Person;
  at: Date;
}
const intakeSchema = new Schema<Intake>(
  {
    draftId: { type: String, required: true },
    unitCode: { type: String, required: true },
    once: { type: String, required: true },
    kind: { type: String, required: true },
    title: { type: String, default: "" },
    number: { type: String, default: "" },
    heldAt: { type: Date, required: true },
    present: { type: Number, default: 0 },
    speakers: { type: Number, default: 0 },
    opinions: { type: Number, default: 0 },
    file: { type: Buffer, default: null },
    fileName: { type: String, default: "" },
    by: person,
    at: { type: Date, required: true },
  },
  { collection: "comment_intakes", versionKey: false },
);
intakeSchema.index({ draftId: 1, at: 1 });
intakeSchema.index({ draftId: 1, once: 1 }, { unique: true, partialFilterExpression: { once: { $gt: "" } } });
export const IntakeModel = model<Intake>("Intake", intakeSchema);
