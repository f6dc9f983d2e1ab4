import { model, Schema, type Types } from "mongoose";

/** One line of the log of what officials did. Nothing changes or deletes a line; the retention is 12 months by TTL. */
export interface AuditLine {
  _id: Types.ObjectId;
  at: Date;
  unitCode: string;
  officialId: string;
  name: string;
  role: string;
  action: string;
  object: string;
  details: Record<string, string | number>;
  ip: string;
}

const schema = new Schema<AuditLine>(
  {
    at: { type: Date, required: true },
    // empty for a try at an account that does not exist, and for what an operator did at the server
    unitCode: { type: String, default: "" },
    officialId: { type: String, default: "" },
    name: { type: String, required: true },
    role: { type: String, default: "" },
    action: { type: String, required: true },
    object: { type: String, default: "" },
    details: { type: Schema.Types.Mixed, default: {} },
    ip: { type: String, default: "" },
  },
  { collection: "audit-log", versionKey: false, minimize: false },
);
schema.index({ unitCode: 1, at: -1 });
schema.index({ at: 1 }, { expireAfterSeconds: 366 * 86_400 });

export const AuditModel = model<AuditLine>("AuditLine", schema);
