import { model, Schema, type Types } from "mongoose";
import type { Person } from "../content/item.model.ts";
import { person } from "./comment.model.ts";

/** How opinions come that a clerk enters. */
export const INTAKE_KINDS = {
  paper: "Phiếu giấy",
  meeting: "Hội nghị",
  written: "Văn bản của tổ chức",
  letter: "Thư",
  field: "Tuyên truyền viên",
} as const;

/** A meeting, or a paper of an organisation, entered by a clerk; its opinions are comments of their own. */
export interface Intake {
  _id: Types.ObjectId;
  draftId: string;
  unitCode: string;
  /** hash of the form's own key: entered once however often it is sent */
  once: string;
  /** hash of what the form said: the same key with other words is refused */
  digest?: string;
  kind: "meeting" | "written" | "letter" | "paper";
  /** of a meeting: where; of a paper: who sent it (an organisation's name; "" for a person) */
  title: string;
  number: string;
  heldAt: Date;
  present: number;
  speakers: number;
  opinions: number;
  /** opinions that were entered with it */
  entered?: number;
  /** sealed key the receipt codes of its opinions follow from; "" once the slips can be printed no more */
  slips?: string;
  /** of entries up to version 0.5; pages hang at it since, sealed (scan.model.ts) */
  file?: Buffer | null;
  fileName?: string;
  by: Person;
  at: Date;
}
const intakeSchema = new Schema<Intake>(
  {
    draftId: { type: String, required: true },
    unitCode: { type: String, required: true },
    once: { type: String, required: true },
    digest: { type: String, default: "" },
    kind: { type: String, required: true },
    title: { type: String, default: "" },
    number: { type: String, default: "" },
    heldAt: { type: Date, required: true },
    present: { type: Number, default: 0 },
    speakers: { type: Number, default: 0 },
    opinions: { type: Number, default: 0 },
    entered: { type: Number, default: 0 },
    slips: { type: String, default: "" },
    file: { type: Buffer, default: null },
    fileName: { type: String, default: "" },
    by: person,
    at: { type: Date, required: true },
  },
  { collection: "comment_intakes", versionKey: false },
);
intakeSchema.index({ draftId: 1, at: 1 });
intakeSchema.index({ draftId: 1, once: 1 }, { unique: true, partialFilterExpression: { once: { $gt: "" } } });
intakeSchema.index({ at: 1 }, { partialFilterExpression: { slips: { $gt: "" } } });
export const IntakeModel = model<Intake>("Intake", intakeSchema);
