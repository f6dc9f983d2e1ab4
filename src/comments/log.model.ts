import { model, Schema } from "mongoose";

/** A block of the append-only log of one draft; its hash covers the one before (safeguard 17). */
export interface LogBlock {
  /** `<draft>:<n>` */
  _id: string;
  draftId: string;
  n: number;
  at: Date;
  entries: { what: string; ref: string; digest: string }[];
  before: string;
  hash: string;
}
const blockSchema = new Schema<LogBlock>(
  {
    _id: { type: String, required: true },
    draftId: { type: String, required: true },
    n: { type: Number, required: true },
    at: { type: Date, required: true },
    entries: { type: [{ _id: false, what: String, ref: String, digest: String }], required: true },
    before: { type: String, default: "" },
    hash: { type: String, required: true },
  },
  { collection: "comment_log", versionKey: false },
);
blockSchema.index({ draftId: 1, n: 1 }, { unique: true });
export const LogBlockModel = model<LogBlock>("LogBlock", blockSchema);

/** What waits for the log of a draft, since when: the entries stand with their comments. */
export interface LogBatch {
  /** the draft */
  _id: string;
  /** the hour in which the first of them came */
  opened: Date;
  /** whether the draft took comments then; such a batch closes with the draft */
  beforeClose: boolean;
  /** newest block at that time: what was cut off half-way stands behind it */
  after: number;
}
const batchSchema = new Schema<LogBatch>(
  {
    _id: { type: String, required: true },
    opened: { type: Date, required: true },
    beforeClose: { type: Boolean, required: true },
    after: { type: Number, required: true },
  },
  { collection: "comment_batches", versionKey: false },
);
export const LogBatchModel = model<LogBatch>("LogBatch", batchSchema);
