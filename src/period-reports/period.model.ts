import { model, Schema, type Types } from "mongoose";
import type { Person } from "../decisions/decision.ts";
import type { PeriodDays, PeriodKind } from "./rules.ts";
import type { RollupSeal } from "./roll-up.ts";

/** A unit that is to report, as the list was frozen at the cut-off. */
export interface Expected {
  code: string;
  name: string;
  /** the office between the unit and the department; "" for none */
  tier: string;
}
export interface Reminder {
  /** days before the day that is named; 0 = somebody pressed */
  days: number;
  at: Date;
  units: string[];
}

/** What a department asks its units for, from one day to another. */
export interface ReportPeriod extends PeriodDays {
  _id: Types.ObjectId;
  unitCode: string;
  kind: PeriodKind;
  title: string;
  /** what is asked on request, beside the form; "" for nothing */
  wish: string;
  formCode: string;
  /** live today: a report begun under an earlier one keeps that */
  formVersion: number;
  state: "open" | "sealed";
  revision: number;
  by: Person;
  at: Date;
  /** frozen at the cut-off; null before it */
  expected: { at: Date; units: Expected[]; hash: string } | null;
  /** units connected to the source system: they report there (S2-13) */
  source: string[];
  reminders: Reminder[];
  /** the roll-up as it was sealed; what came after it is sealed again behind it */
  rollups: RollupSeal[];
  /** told to the Cục's software */
  forwarded: { by: Person; at: Date; note: string; hash: string } | null;
}

const person = { id: String, name: String };
const schema = new Schema<ReportPeriod>(
  {
    unitCode: { type: String, required: true },
    kind: { type: String, required: true },
    title: { type: String, required: true },
    wish: { type: String, default: "" },
    from: { type: String, required: true },
    cutoff: { type: String, required: true },
    due: { type: String, required: true },
    strictness: { type: String, required: true },
    formCode: { type: String, required: true },
    formVersion: { type: Number, required: true },
    state: { type: String, required: true },
    revision: { type: Number, required: true },
    by: { type: person, _id: false, required: true },
    at: { type: Date, required: true },
    expected: {
      type: { at: Date, units: [{ _id: false, code: String, name: String, tier: String }], hash: String },
      default: null,
      _id: false,
    },
    source: { type: [String], default: [] },
    reminders: { type: [{ _id: false, days: Number, at: Date, units: [String] }], default: [] },
    rollups: { type: [Object], default: [] },
    forwarded: { type: { by: person, at: Date, note: String, hash: String }, default: null, _id: false },
  },
  // a seal is kept as it was sealed: its empty tables as well
  { collection: "report_periods", versionKey: false, minimize: false },
);
schema.index({ unitCode: 1, due: -1 });
schema.index({ state: 1, due: 1 });
export const PeriodModel = model<ReportPeriod>("ReportPeriod", schema);

/** A department's own version of a form: never changed once it is there. */
export interface FormRow {
  /** department:code:version */
  _id: string;
  unitCode: string;
  code: string;
  version: number;
  title: string;
  /** as it was written (`read-form.ts`) */
  text: string;
  by: Person;
  at: Date;
}
const formSchema = new Schema<FormRow>(
  {
    _id: { type: String, required: true },
    unitCode: { type: String, required: true },
    code: { type: String, required: true },
    version: { type: Number, required: true },
    title: { type: String, required: true },
    text: { type: String, required: true },
    by: { type: person, _id: false, required: true },
    at: { type: Date, required: true },
  },
  { collection: "report_forms", versionKey: false },
);
formSchema.index({ unitCode: 1, code: 1, version: -1 });
export const FormModel = model<FormRow>("ReportForm", formSchema);
