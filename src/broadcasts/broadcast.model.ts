import { model, Schema, type Types } from "mongoose";
import type { AudienceRule } from "../citizens/citizen.store.ts";
import type { Person } from "../content/item.model.ts";

export type BroadcastState = "draft" | "freezing" | "sending" | "paused" | "done" | "done-with-errors" | "cancelled";

/** Final: nothing moves any more by itself. `unknown` is final until a person decides. */
export const ROW_STATES = [
  "planned",
  "sending",
  "accepted",
  "received",
  "seen",
  "failed",
  "skipped",
  "unknown",
] as const;
export type RowState = (typeof ROW_STATES)[number];
export type Counts = Record<RowState, number>;
export const noCounts = (): Counts => ({
  planned: 0,
  sending: 0,
  accepted: 0,
  received: 0,
  seen: 0,
  failed: 0,
  skipped: 0,
  unknown: 0,
});

export interface Broadcast {
  _id: Types.ObjectId;
  unitCode: string;
  oaId: string;
  itemId: string;
  title: string;
  /** the exact text, as composed when the approved item was taken */
  text: string;
  pictureId: string;
  fingerprint: string;
  audience: AudienceRule;
  audienceName: string;
  state: BroadcastState;
  stopReason: string;
  approvedBy: Person;
  approvedAt: Date;
  createdBy: Person;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** people in the frozen audience; 0 until it is frozen */
  total: number;
  chunks: number;
  /** sums over the chunks, as of `countedAt` */
  counts: Counts;
  reasons: Record<string, number>;
  countedAt: Date | null;
  /** two marks of how many had a result, a minute or more apart: the speed is measured from the older one */
  pace: { from: PaceMark; next: PaceMark } | null;
}

export interface PaceMark {
  at: Date;
  sent: number;
}

const schema = new Schema<Broadcast>(
  {
    unitCode: { type: String, required: true },
    oaId: { type: String, required: true },
    itemId: { type: String, required: true },
    title: { type: String, required: true },
    text: { type: String, required: true },
    pictureId: { type: String, default: "" },
    fingerprint: { type: String, required: true },
    audience: { kind: { type: String, required: true }, value: { type: String, default: "" } },
    audienceName: { type: String, default: "" },
    state: { type: String, required: true },
    stopReason: { type: String, default: "" },
    approvedBy: { type: { id: String, name: String }, _id: false },
    approvedAt: Date,
    createdBy: { type: { id: String, name: String }, _id: false },
    createdAt: { type: Date, required: true },
    startedAt: { type: Date, default: null },
    finishedAt: { type: Date, default: null },
    total: { type: Number, default: 0 },
    chunks: { type: Number, default: 0 },
    counts: { type: Schema.Types.Mixed, default: noCounts },
    reasons: { type: Schema.Types.Mixed, default: {} },
    countedAt: { type: Date, default: null },
    pace: { type: Schema.Types.Mixed, default: null },
  },
  { collection: "broadcasts", versionKey: false, minimize: false },
);
schema.index({ unitCode: 1, createdAt: -1 });
schema.index({ state: 1 });

export const BroadcastModel = model<Broadcast>("Broadcast", schema);

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

/** A run of the ledger that one job sends, and the counts of its rows as last derived from them. */
export interface Chunk {
  _id: string;
  b: Types.ObjectId;
  k: number;
  size: number;
  counts: Counts;
  reasons: Record<string, number>;
  /** true when a row changed since the counts were derived */
  dirty: boolean;
}
const chunkSchema = new Schema<Chunk>(
  {
    _id: String,
    b: { type: Schema.Types.ObjectId, required: true },
    k: Number,
    size: Number,
    counts: Schema.Types.Mixed,
    reasons: { type: Schema.Types.Mixed, default: {} },
    dirty: Boolean,
  },
  { collection: "ledger-chunks", versionKey: false, minimize: false },
);
chunkSchema.index({ b: 1, k: 1 });
chunkSchema.index({ dirty: 1 });
chunkSchema.index({ "counts.sending": 1 });
export const ChunkModel = model<Chunk>("Chunk", chunkSchema);
