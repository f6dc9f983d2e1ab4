import type { Details, ItemKind } from "./kinds.ts";
import { model, Schema, type Types } from "mongoose";

/** "withdrawn": taken back by who published it or who handed it down; it is read, never used again */
export type ItemState = "draft" | "waiting" | "approved" | "returned" | "withdrawn";
/** Only "cong-khai" may go out; an item that is not marked cannot be submitted (domain.md S3-13b). */
export type SourceClass = "" | "cong-khai" | "noi-bo";

export interface Person {
  id: string;
  name: string;
}

/** Where an item belongs: a campaign and one topic of its checklist. An item may belong to several (domain.md S0-04). */
export interface Belonging {
  campaignId: string;
  /** key of a topic of the campaign's checklist, or "" */
  topic: string;
}

/** A text that a commune means to send, with its approval. The approval is of one fingerprint, not of an item. */
export interface Item {
  _id: Types.ObjectId;
  unitCode: string;
  kind: ItemKind;
  title: string;
  text: string;
  pictureId: string;
  pictureAlt: string;
  source: string;
  sourceClass: SourceClass;
  details: Details;
  belongings: Belonging[];
  state: ItemState;
  author: Person;
  /** grows with every save; a save names the one it was made from */
  version: number;
  updatedAt: Date;
  /** whose save `updatedAt` is; missing in items saved before this was kept */
  savedBy?: Person;
  submittedAt: Date | null;
  approval: { by: Person; at: Date; fingerprint: string } | null;
  returned: { by: Person; at: Date; reason: string } | null;
  /** taken back after it was public: its address says so, its feed entry is a tombstone */
  withdrawal?: { by: Person; at: Date; reason: string };
  createdAt: Date;
}

const person = { id: String, name: String };
const schema = new Schema<Item>(
  {
    unitCode: { type: String, required: true },
    kind: { type: String, default: "tin" },
    details: { type: Schema.Types.Mixed, default: {} },
    belongings: { type: [{ _id: false, campaignId: String, topic: String }], default: [] },
    title: { type: String, default: "" },
    text: { type: String, default: "" },
    pictureId: { type: String, default: "" },
    pictureAlt: { type: String, default: "" },
    source: { type: String, default: "" },
    sourceClass: { type: String, default: "" },
    state: { type: String, required: true },
    author: { type: person, required: true, _id: false },
    version: { type: Number, required: true },
    updatedAt: { type: Date, required: true },
    savedBy: { type: person, default: undefined, _id: false },
    submittedAt: { type: Date, default: null },
    approval: { type: { by: person, at: Date, fingerprint: String }, default: null, _id: false },
    returned: { type: { by: person, at: Date, reason: String }, default: null, _id: false },
    withdrawal: { type: { by: person, at: Date, reason: String }, default: undefined, _id: false },
    createdAt: { type: Date, required: true },
  },
  { collection: "items", versionKey: false },
);
schema.index({ unitCode: 1, state: 1, updatedAt: -1 });
schema.index({ "belongings.campaignId": 1 });
schema.index({ "details.corrects": 1 }, { sparse: true });

export const ItemModel = model<Item>("Item", schema);

/** A picture as it will be sent: JPEG or PNG of at most 1 MB, without what the camera wrote into it. */
export interface Picture {
  _id: Types.ObjectId;
  unitCode: string;
  mimeType: "image/jpeg" | "image/png";
  bytes: Buffer;
  sha256: string;
  width: number;
  height: number;
  /** true once an approved article shows it to everybody */
  isPublic: boolean;
  /** taken back with what it belonged to: who asks for it is told that it is gone */
  gone?: boolean;
  at: Date;
}
const pictureSchema = new Schema<Picture>(
  {
    unitCode: { type: String, required: true },
    mimeType: { type: String, required: true },
    bytes: { type: Buffer, required: true },
    sha256: { type: String, required: true },
    width: Number,
    height: Number,
    isPublic: { type: Boolean, default: false },
    gone: { type: Boolean },
    at: { type: Date, required: true },
  },
  { collection: "pictures", versionKey: false },
);
export const PictureModel = model<Picture>("Picture", pictureSchema);
