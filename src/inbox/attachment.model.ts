import { model, Schema, type Types } from "mongoose";

const ATTACHMENT_KINDS = ["picture", "voice", "video", "file", "place", "card"] as const;
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number];

/** waiting: lies at Zalo · kept: lies here, sealed · refused: cannot be shown, `why` says it to the officer */
export type AttachmentState = "waiting" | "kept" | "refused";

/** Something beside words in a message, of a resident or of an officer. It goes with the conversation. */
export interface Attachment {
  /** the message's key and its place among the message's: the same event adds it once */
  _id: string;
  conversation: Types.ObjectId;
  /** key of the message it belongs to */
  message: string;
  oaId: string;
  userId: string;
  kind: AttachmentKind;
  state: AttachmentState;
  /** {@link AttachmentFacts} as JSON, sealed */
  about: string;
  /** what its bytes were found to be */
  type: string;
  bytes: number;
  width: number;
  height: number;
  /** of a voice; 0 when its form does not say */
  seconds: number;
  why: string;
  tries: number;
  at: Date;
}

/** What bytes were found to be, made fit to be shown. */
export type Kept = Pick<Attachment, "kind" | "type" | "width" | "height" | "seconds" | "why"> & { bytes: Buffer };

export interface FetchedMedia {
  bytes: Buffer;
  /** what Zalo calls it; its bytes decide */
  kind: AttachmentKind;
  name: string;
}

/** What an officer answers with, fit for Zalo. */
export interface AnswerFile {
  kind: Extract<AttachmentKind, "picture" | "file">;
  type: string;
  bytes: Buffer;
  /** the name it leaves with: its own, with the ending of its bytes */
  name: string;
  width: number;
  height: number;
}

/** What leads to a person or a place: stands in no index, is sealed. */
export interface AttachmentFacts {
  url: string;
  name: string;
  latitude?: number | undefined;
  longitude?: number | undefined;
  phone?: string | undefined;
}

const schema = new Schema<Attachment>(
  {
    _id: { type: String, required: true },
    conversation: { type: Schema.Types.ObjectId, required: true },
    message: { type: String, required: true },
    oaId: { type: String, required: true },
    userId: { type: String, required: true },
    kind: { type: String, required: true },
    state: { type: String, required: true },
    about: { type: String, required: true },
    type: { type: String, default: "" },
    bytes: { type: Number, default: 0 },
    width: { type: Number, default: 0 },
    height: { type: Number, default: 0 },
    seconds: { type: Number, default: 0 },
    why: { type: String, default: "" },
    tries: { type: Number, default: 0 },
    at: { type: Date, required: true },
  },
  { collection: "attachments", versionKey: false },
);
schema.index({ conversation: 1, at: 1 });
schema.index({ oaId: 1, userId: 1 });
schema.index({ at: 1 }, { partialFilterExpression: { state: "waiting" } });
export const AttachmentModel = model<Attachment>("Attachment", schema);

/** The bytes of a kept one, sealed in pieces: a document of MongoDB holds 16 MB at most. */
export interface AttachmentPart {
  /** `<attachment>:<number>` */
  _id: string;
  attachment: string;
  n: number;
  sealed: string;
}
const partSchema = new Schema<AttachmentPart>(
  {
    _id: { type: String, required: true },
    attachment: { type: String, required: true },
    n: { type: Number, required: true },
    sealed: { type: String, required: true },
  },
  { collection: "attachment_parts", versionKey: false },
);
partSchema.index({ attachment: 1, n: 1 });
export const AttachmentPartModel = model<AttachmentPart>("AttachmentPart", partSchema);
