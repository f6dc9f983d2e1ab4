import { model, Schema, type Types } from "mongoose";
import type { Person } from "../content/item.model.ts";

/** waiting: its parts are frozen and shown to who approves; issued: the phones' newest until the next is issued */
export type KitState = "draft" | "waiting" | "issued" | "dropped";

/** What an officer chose: an approved item, and the voice that reads it; "" for none. */
export interface KitEntry {
  itemId: string;
  readingId: string;
}
/** A file of a kit, named by its content. */
export interface KitFileRef {
  /** SHA-256 of the bytes */
  hash: string;
  size: number;
}
/** One item as phones carry it, frozen when the kit was submitted. */
export interface KitPart {
  itemId: string;
  kind: string;
  title: string;
  text: string;
  source: string;
  office: string;
  picture: (KitFileRef & { alt: string }) | null;
  audio: (KitFileRef & { seconds: number; label: string }) | null;
}
export interface KitQuestion {
  question: string;
  answer: string;
}

/** What propagandists carry: items of the unit with their voices, what to say of them and what people ask. */
export interface Kit {
  _id: Types.ObjectId;
  unitCode: string;
  title: string;
  /** of the unit's kits, from 1; 0 until it is issued */
  version: number;
  state: KitState;
  entries: KitEntry[];
  /** what to say, a line each */
  points: string[];
  questions: KitQuestion[];
  parts: KitPart[];
  author: Person;
  approval: { by: Person; at: Date; fingerprint: string } | null;
  issuedAt: Date | null;
  /** unit:version, once it is issued */
  numbered?: string;
  /** unit:author:turn, while nobody changed anything in it; then its own id */
  untouched?: string;
  revision: number;
  updatedAt: Date;
}
const person = { id: { type: String, required: true }, name: { type: String, required: true } };
const schema = new Schema<Kit>(
  {
    unitCode: { type: String, required: true },
    title: { type: String, required: true },
    version: { type: Number, default: 0 },
    state: { type: String, required: true },
    entries: { type: [{ _id: false, itemId: String, readingId: String }], default: [] },
    points: { type: [String], default: [] },
    questions: { type: [{ _id: false, question: String, answer: String }], default: [] },
    parts: { type: [Object], default: [] },
    author: person,
    approval: { type: Schema.Types.Mixed, default: null },
    issuedAt: { type: Date, default: null },
    numbered: { type: String },
    untouched: { type: String },
    revision: { type: Number, default: 1 },
    updatedAt: { type: Date, required: true },
  },
  { collection: "kits", versionKey: false },
);
schema.index({ unitCode: 1, state: 1, updatedAt: -1 });
schema.index({ numbered: 1 }, { unique: true, sparse: true });
schema.index({ untouched: 1 }, { unique: true, sparse: true });
export const KitModel = model<Kit>("Kit", schema);

/** Bytes by their hash: the same picture in two versions lies here once. */
export interface KitFile {
  /** unit:hash */
  _id: string;
  unitCode: string;
  mimeType: string;
  bytes: Buffer;
  at: Date;
}
const fileSchema = new Schema<KitFile>(
  {
    _id: { type: String, required: true },
    unitCode: { type: String, required: true },
    mimeType: { type: String, required: true },
    bytes: { type: Buffer, required: true },
    at: { type: Date, required: true },
  },
  { collection: "kit_files", versionKey: false },
);
fileSchema.index({ unitCode: 1, at: 1 });
export const KitFileModel = model<KitFile>("KitFile", fileSchema);

/** A unit's pair: what signs its manifests stays sealed here, what proves them goes to every phone. */
export interface KitKey {
  _id: string;
  sealed: string;
  open: string;
}
export const KitKeyModel = model<KitKey>(
  "KitKey",
  new Schema<KitKey>(
    {
      _id: { type: String, required: true },
      sealed: { type: String, required: true },
      open: { type: String, required: true },
    },
    { collection: "kit_keys", versionKey: false },
  ),
);
