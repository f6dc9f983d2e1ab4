import { model, Schema } from "mongoose";
import type { Person } from "../decisions/decision.ts";
import type { Answer } from "./figures.ts";
import type { Seal, SealedValue } from "./seal.ts";

/** filling → waiting for the leader → submitted; a supplement goes the same way again. */
export type ReportState = "filling" | "waiting" | "submitted";

/** One unit's report of one period; there is none while the unit has not opened its form. */
export interface UnitReport {
  /** period:unit */
  _id: string;
  periodId: string;
  unitCode: string;
  /** of the form it was opened with: kept until it is handed in */
  formVersion: number;
  state: ReportState;
  revision: number;
  openedAt: Date | null;
  answers: Record<string, Answer>;
  /** why it is supplemented */
  note: string;
  asked: { by: Person; at: Date } | null;
  returned: { by: Person; at: Date; reason: string } | null;
  seals: Seal[];
  /** told to have reported on the source system (S2-13) */
  source: { by: Person; at: Date; how: "tick" | "file"; note: string; hash: string; values?: SealedValue[] } | null;
}

const person = { id: String, name: String };
const schema = new Schema<UnitReport>(
  {
    _id: { type: String, required: true },
    periodId: { type: String, required: true },
    unitCode: { type: String, required: true },
    formVersion: { type: Number, required: true },
    state: { type: String, required: true },
    revision: { type: Number, required: true },
    openedAt: { type: Date, default: null },
    answers: { type: Object, default: {} },
    note: { type: String, default: "" },
    asked: { type: { by: person, at: Date }, default: null, _id: false },
    returned: { type: { by: person, at: Date, reason: String }, default: null, _id: false },
    seals: { type: [Object], default: [] },
    source: {
      type: { by: person, at: Date, how: String, note: String, hash: String, values: [Object] },
      default: null,
      _id: false,
    },
  },
  { collection: "unit_reports", versionKey: false, minimize: false },
);
schema.index({ periodId: 1, unitCode: 1 }, { unique: true });
schema.index({ unitCode: 1 });
export const UnitReportModel = model<UnitReport>("UnitReport", schema);

/** One for each unit and period, whoever opens it first. */
export const reportId = (periodId: string, unitCode: string): string => `${periodId}:${unitCode}`;
