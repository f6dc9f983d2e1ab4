import { model, Schema, type Types } from "mongoose";
import type { Counts, RowState } from "./broadcast.model.ts";

/**
 * The ledger: one row per person of the frozen audience. The id is `<broadcast>:<number>`, so that a part of it is a
 * range of the id and nothing has to be scanned. No index holds the state: a state changes three times and every
 * change would write the index; which chunks hold a state is known from their counts.
 */
export interface LedgerRow {
  _id: string;
  /** broadcast */
  b: Types.ObjectId;
  /** the person's id for this OA; "" once the person asked to be erased */
  u: string;
  s: RowState;
  /** reason code of skipped, failed and unknown */
  r?: string;
  /** claim: which run is sending, and since when; both gone once the result is known */
  c?: string;
  ca?: Date;
  /** Zalo's message id */
  m?: string;
  /** time of the present state */
  at: Date;
}
const ledgerSchema = new Schema<LedgerRow>(
  {
    _id: String,
    b: { type: Schema.Types.ObjectId, required: true },
    u: { type: String },
    s: { type: String, required: true },
    r: String,
    c: String,
    ca: Date,
    m: String,
    at: { type: Date, required: true },
  },
  { collection: "ledger", versionKey: false },
);
ledgerSchema.index({ b: 1, u: 1 });
ledgerSchema.index({ m: 1 }, { sparse: true });
export const LedgerModel = model<LedgerRow>("LedgerRow", ledgerSchema);

/**
 * Counts derived from below: a chunk from its 250 rows, a group from its 250 chunks, the broadcast from its groups.
 * `rev` grows whenever something below changed; a sum is stored only for the `rev` it was read at, so that a slower
 * reader never overwrites a newer sum, and nothing is ever added up from memory.
 */
interface Sum {
  _id: string;
  b: Types.ObjectId;
  counts: Counts;
  reasons: Record<string, number>;
  dirty: boolean;
  rev: number;
}
const sum = {
  _id: String,
  b: { type: Schema.Types.ObjectId, required: true },
  counts: Schema.Types.Mixed,
  reasons: { type: Schema.Types.Mixed, default: {} },
  dirty: Boolean,
  rev: { type: Number, default: 0 },
};

/** A run of the ledger that is sent in one go. */
export interface Chunk extends Sum {
  k: number;
  size: number;
  /** somebody in it is still planned */
  open: boolean;
  /** since when it waits to be counted */
  dirtySince?: Date;
}
const chunkSchema = new Schema<Chunk>(
  { ...sum, k: Number, size: Number, open: Boolean, dirtySince: Date },
  { collection: "ledger-chunks", versionKey: false, minimize: false },
);
chunkSchema.index({ b: 1, k: 1 });
chunkSchema.index({ dirty: 1, b: 1 });
chunkSchema.index({ "counts.sending": 1 });
export const ChunkModel = model<Chunk>("Chunk", chunkSchema);

export interface Group extends Sum {
  g: number;
}
const groupSchema = new Schema<Group>(
  { ...sum, g: Number },
  { collection: "ledger-groups", versionKey: false, minimize: false },
);
groupSchema.index({ b: 1, g: 1 });
groupSchema.index({ dirty: 1, b: 1 });
export const GroupModel = model<Group>("Group", groupSchema);

/**
 * Marks of what people did after a broadcast (tapped "Tôi đã nhận", left): a keyed hash per person, so that each counts
 * once and nobody can be named (domain.md §5-7). Gone after 30 days; the counts stay.
 */
export interface Acknowledgement {
  _id: string;
  at: Date;
}
const acknowledgementSchema = new Schema<Acknowledgement>(
  { _id: String, at: { type: Date, required: true } },
  { collection: "acknowledgements", versionKey: false },
);
acknowledgementSchema.index({ at: 1 }, { expireAfterSeconds: 30 * 86_400 });
export const AcknowledgementModel = model<Acknowledgement>("Acknowledgement", acknowledgementSchema);
