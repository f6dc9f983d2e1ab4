import { model, Schema, type Types } from "mongoose";
import type { Person } from "../content/item.model.ts";

export type FrameState = "editing" | "waiting" | "published" | "ended";

/** A picture people put around their own, for a while, with rules. */
export interface FrameCampaign {
  _id: Types.ObjectId;
  unitCode: string;
  title: string;
  /** rules in a few sentences: what for, until when, what not to do with it */
  rules: string;
  startsAt: Date;
  endsAt: Date;
  state: FrameState;
  /** "" before a master was brought */
  masterKind: "" | "png" | "svg";
  master: Buffer;
  /** SHA-256 of the master; what was approved is what is shown */
  masterHash: string;
  /** whether residents may send a photo to the OA and get it back framed; off by default */
  chat: boolean;
  by: Person;
  submittedBy: Person | null;
  approved: { by: Person; at: Date; masterHash: string; fingerprint?: string } | null;
  returned: { by: Person; at: Date; reason: string } | null;
  /** sealed key that makes a person one mark; gone with the marks when the campaign is over */
  countKey: string;
  /** people Zalo vouched for, each once */
  people: number;
  /** phones without Zalo, each once */
  phones: number;
  /** grows with every change a person makes: a decision names the one it was made over */
  revision?: number;
  updatedAt: Date;
}

/** A master as one unit shows it: its name filled in, at one size. */
export interface FramePicture {
  /** campaign:unit:size:hash of the master */
  _id: string;
  campaignId: string;
  bytes: Buffer;
}

/** One person or phone that made a frame; leads to nobody, and goes when the campaign is over. */
export interface FrameMark {
  _id: string;
  campaignId: string;
}

/** A photo sent to the OA that waits to be framed: its address at Zalo, sealed; never the photo. */
export interface FrameWish {
  _id: string;
  campaignId: string;
  unitCode: string;
  oaId: string;
  userId: string;
  appUserId: string;
  url: string;
  /** sending: the answer may have gone out; it is not sent again */
  state: "waiting" | "sending";
  at: Date;
}

const person = { id: { type: String, required: true }, name: { type: String, required: true } };
const schema = new Schema<FrameCampaign>(
  {
    unitCode: { type: String, required: true },
    title: { type: String, required: true },
    rules: { type: String, default: "" },
    startsAt: { type: Date, required: true },
    endsAt: { type: Date, required: true },
    state: { type: String, required: true },
    masterKind: { type: String, default: "" },
    master: { type: Buffer, default: () => Buffer.alloc(0) },
    masterHash: { type: String, default: "" },
    chat: { type: Boolean, default: false },
    by: person,
    submittedBy: { type: Object, default: null },
    approved: { type: Object, default: null },
    returned: { type: Object, default: null },
    countKey: { type: String, default: "" },
    people: { type: Number, default: 0 },
    phones: { type: Number, default: 0 },
    revision: { type: Number, default: 0 },
    updatedAt: { type: Date, required: true },
  },
  { collection: "frame_campaigns", versionKey: false },
);
schema.index({ unitCode: 1, state: 1, endsAt: -1 });
export const FrameModel = model<FrameCampaign>("FrameCampaign", schema);

const pictureSchema = new Schema<FramePicture>(
  {
    _id: { type: String, required: true },
    campaignId: { type: String, required: true },
    bytes: { type: Buffer, required: true },
  },
  { collection: "frame_pictures", versionKey: false },
);
pictureSchema.index({ campaignId: 1 });
export const FramePictureModel = model<FramePicture>("FramePicture", pictureSchema);

const markSchema = new Schema<FrameMark>(
  { _id: { type: String, required: true }, campaignId: { type: String, required: true } },
  { collection: "frame_marks", versionKey: false },
);
markSchema.index({ campaignId: 1 });
export const FrameMarkModel = model<FrameMark>("FrameMark", markSchema);

const wishSchema = new Schema<FrameWish>(
  {
    _id: { type: String, required: true },
    campaignId: { type: String, required: true },
    unitCode: { type: String, required: true },
    oaId: { type: String, required: true },
    userId: { type: String, required: true },
    appUserId: { type: String, default: "" },
    url: { type: String, required: true },
    state: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: "frame_wishes", versionKey: false },
);
wishSchema.index({ at: 1 }, { expireAfterSeconds: 3600 });
export const FrameWishModel = model<FrameWish>("FrameWish", wishSchema);
