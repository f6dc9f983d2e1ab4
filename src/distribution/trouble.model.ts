import { model, Schema } from "mongoose";
import type { Person } from "../decisions/decision.ts";

/** What a unit cannot settle by itself and tells its department (S4-35). Offices and officials on duty, never residents. */
export interface Trouble {
  _id: string;
  unitCode: string;
  /** whom it is told */
  department: string;
  about: string;
  text: string;
  by: Person;
  at: Date;
  /** once, and final: what is not settled by it is told anew */
  answer: { text: string; by: Person; at: Date } | null;
  /** when the unit saw the answer */
  readAt: Date | null;
}
const person = { type: { id: String, name: String }, _id: false };
const schema = new Schema<Trouble>(
  {
    _id: { type: String, required: true },
    unitCode: { type: String, required: true },
    department: { type: String, required: true },
    about: { type: String, required: true },
    text: { type: String, required: true },
    by: person,
    at: { type: Date, required: true },
    answer: { type: Schema.Types.Mixed, default: null },
    readAt: { type: Date, default: null },
  },
  { collection: "unit_troubles", versionKey: false },
);
schema.index({ department: 1, at: -1 });
schema.index({ unitCode: 1, at: -1 });
export const TroubleModel = model<Trouble>("UnitTrouble", schema);

/** Who of the department helps a unit now: one at a time. */
export interface UnitHelp {
  /** department:unit */
  _id: string;
  department: string;
  unitCode: string;
  by: Person;
  at: Date;
}
const help = new Schema<UnitHelp>(
  {
    _id: { type: String, required: true },
    department: { type: String, required: true },
    unitCode: { type: String, required: true },
    by: person,
    at: { type: Date, required: true },
  },
  { collection: "unit_help", versionKey: false },
);
help.index({ department: 1 });
export const UnitHelpModel = model<UnitHelp>("UnitHelp", help);
