import { model, Schema, type Types } from "mongoose";

/**
 * One line of the log of what officials did. Nothing changes a line; after twelve months it goes by purgeAudit alone,
 * which leaves the mark the rest proves itself by. An index that deletes by age would leave none.
 */
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
  /** its number in the log of its unit; missing in lines written before the log was chained */
  n?: number;
  /** hash of the line before it; "" for the first */
  before?: string;
  hash?: string;
}

/**
 * What is known of a unit's log besides its lines: how far it had come, and what was kept long enough and went. Written
 * behind the line; cut off in between it lags, and never runs ahead.
 */
export interface AuditHead {
  /** the unit's code */
  _id: string;
  n: number;
  hash: string;
  /** number and hash of the last line that went by its age */
  keptFrom: number;
  keptHash: string;
}
const headSchema = new Schema<AuditHead>(
  {
    _id: { type: String },
    n: { type: Number, default: 0 },
    hash: { type: String, default: "" },
    keptFrom: { type: Number, default: 0 },
    keptHash: { type: String, default: "" },
  },
  { collection: "audit-heads", versionKey: false },
);
export const AuditHeadModel = model<AuditHead>("AuditHead", headSchema);

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
    n: Number,
    before: String,
    hash: String,
  },
  { collection: "audit-log", versionKey: false, minimize: false },
);
schema.index({ unitCode: 1, at: -1 });
// one line of each number: who comes second takes the next
schema.index({ unitCode: 1, n: 1 }, { unique: true, partialFilterExpression: { n: { $gt: 0 } } });

export const AuditModel = model<AuditLine>("AuditLine", schema);
