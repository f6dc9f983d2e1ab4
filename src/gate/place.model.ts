import { model, Schema } from "mongoose";

export type PlaceState = "proposed" | "approved" | "refused" | "withdrawn";
interface Hand {
  id: string;
  name: string;
}

/** A place on the web that a unit wants to point to. Proposed by the unit, approved by the department (two persons). */
export interface Place {
  /** `<unit> <host><path>`: one proposal for one place */
  _id: string;
  unitCode: string;
  host: string;
  path: string;
  why: string;
  state: PlaceState;
  /** counts every change, so that a decision meets what was looked at */
  revision: number;
  proposedBy: Hand;
  proposedAt: Date;
  decidedBy: Hand | null;
  decidedAt: Date | null;
  /** the yes by which it was approved, with what was on the screen; missing before that was kept */
  allowed?: { by: Hand; at: Date; fingerprint: string } | null;
  /** why it was refused or withdrawn */
  reason: string;
}

const hand = { type: { _id: false, id: String, name: String }, default: null };
const schema = new Schema<Place>(
  {
    _id: { type: String, required: true },
    unitCode: { type: String, required: true },
    host: { type: String, required: true },
    path: { type: String, default: "" },
    why: { type: String, default: "" },
    state: { type: String, required: true },
    revision: { type: Number, required: true },
    proposedBy: hand,
    proposedAt: { type: Date, required: true },
    decidedBy: hand,
    decidedAt: { type: Date, default: null },
    allowed: { type: Schema.Types.Mixed, default: null },
    reason: { type: String, default: "" },
  },
  { collection: "allowed-places", versionKey: false },
);
schema.index({ unitCode: 1, state: 1 });
export const PlaceModel = model<Place>("AllowedPlace", schema);

/** A question the gate asked somebody about some words. Pressing again answers it; forgotten after two hours. */
export interface GateQuestion {
  _id: string;
  at: Date;
}
const questionSchema = new Schema<GateQuestion>(
  { _id: { type: String, required: true }, at: { type: Date, required: true } },
  { collection: "gate-questions", versionKey: false },
);
questionSchema.index({ at: 1 }, { expireAfterSeconds: 7200 });
export const GateQuestionModel = model<GateQuestion>("GateQuestion", questionSchema);
