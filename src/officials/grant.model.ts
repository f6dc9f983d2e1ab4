import { model, Schema, type Types } from "mongoose";
import type { Over } from "../kernel/grant.ts";
import type { Role } from "./rules.ts";

/** A role somebody was given beside the account's own: over a unit, a plan or a class, for a time. Never rewritten but to end it. */
export interface GivenGrant {
  _id: Types.ObjectId;
  officialId: string;
  role: Role;
  over: Over;
  from: Date;
  to: Date | null;
  by: { id: string; name: string };
  at: Date;
}

const schema = new Schema<GivenGrant>(
  {
    officialId: { type: String, required: true },
    role: { type: String, required: true },
    over: { type: new Schema<Over>({ kind: String, id: String }, { _id: false }), required: true },
    from: { type: Date, required: true },
    to: { type: Date, default: null },
    by: { id: String, name: String },
    at: { type: Date, required: true },
  },
  { collection: "grants", versionKey: false },
);
schema.index({ officialId: 1, from: 1 });

export const GrantModel = model<GivenGrant>("Grant", schema);
