import { model, Schema } from "mongoose";
import type { Person } from "../decisions/decision.ts";
import type { NamedUnit } from "./unit.model.ts";

/** A list of units as it was taken over, whole: the one write of an import, from which the units follow. */
export interface UnitImport {
  /** 1, 2, 3 …: of two at the same moment one is first */
  _id: number;
  rows: NamedUnit[];
  by: Person;
  at: Date;
  fingerprint: string;
  /** the units do not say so yet; missing once they do */
  due?: boolean;
}

const schema = new Schema<UnitImport>(
  {
    _id: { type: Number, required: true },
    rows: { type: Schema.Types.Mixed, required: true },
    by: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
    fingerprint: { type: String, required: true },
    due: { type: Boolean },
  },
  { collection: "unit_imports", versionKey: false },
);
schema.index({ due: 1 }, { sparse: true });
export const UnitImportModel = model<UnitImport>("UnitImport", schema);
