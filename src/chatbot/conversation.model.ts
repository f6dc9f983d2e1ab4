import { model, Schema, type Types } from "mongoose";

/** bot: replies by itself · waiting: a person was asked for · officer: a person replies, the bot keeps quiet */
export type ConversationState = "bot" | "waiting" | "officer";

export interface Note {
  at: Date;
  by: string;
  text: string;
}

/** One resident and one OA. */
export interface Conversation {
  _id: Types.ObjectId;
  unitCode: string;
  oaId: string;
  userId: string;
  state: ConversationState;
  assigneeId: string;
  assigneeName: string;
  /** since when somebody waits for a person's answer; null = nobody waits */
  waitingSince: Date | null;
  /** since when somebody in danger waits; shown before everybody else */
  urgentSince: Date | null;
  /** messages in a row that the bot did not understand, and the event counted last */
  misunderstood: number;
  misunderstoodEvent: string;
  /** event that called a person: a second run for it decides as the first did */
  handedBy: string;
  lastAt: Date;
  lastText: string;
  lastFrom: "resident" | "office";
  notes: Note[];
  createdAt: Date;
}

const schema = new Schema<Conversation>(
  {
    unitCode: { type: String, required: true },
    oaId: { type: String, required: true },
    userId: { type: String, required: true },
    state: { type: String, required: true },
    assigneeId: { type: String, default: "" },
    assigneeName: { type: String, default: "" },
    waitingSince: { type: Date, default: null },
    urgentSince: { type: Date, default: null },
    misunderstood: { type: Number, default: 0 },
    misunderstoodEvent: { type: String, default: "" },
    handedBy: { type: String, default: "" },
    lastAt: { type: Date, required: true },
    lastText: { type: String, default: "" },
    lastFrom: { type: String, default: "resident" },
    notes: { type: [{ _id: false, at: Date, by: String, text: String }], default: [] },
    createdAt: { type: Date, required: true },
  },
  { collection: "conversations", versionKey: false },
);
schema.index({ oaId: 1, userId: 1 }, { unique: true });
schema.index({ unitCode: 1, state: 1, waitingSince: 1 });
schema.index({ unitCode: 1, lastAt: -1 });
export const ConversationModel = model<Conversation>("Conversation", schema);

export type Author = "resident" | "bot" | "officer" | "zalo-tool";
export type OutState = "created" | "sending" | "accepted" | "received" | "seen" | "failed" | "unknown" | "";

export interface Message {
  _id: Types.ObjectId;
  conversation: Types.ObjectId;
  unitCode: string;
  oaId: string;
  userId: string;
  author: Author;
  authorName: string;
  text: string;
  /** address of a picture a resident sent */
  image: string;
  /** what was sent besides text: "ảnh", "vị trí", "tệp"… */
  kind: string;
  buttons: { title: string; type: string; payload: unknown }[];
  intent: string;
  /** words of a resident's message that decided how it was read */
  because: string[];
  /** unique: the event key, or `reply:<event key>`, so that nothing is stored or answered twice */
  key: string;
  zaloId?: string;
  /** "" for what residents wrote */
  state: OutState;
  reason: string;
  claimedAt?: Date;
  /** when the call was made whose answer was lost */
  doubtSince?: Date;
  /** said once more, because its echo stayed away while later ones came */
  saidAgain?: boolean;
  tries: number;
  at: Date;
}

const messageSchema = new Schema<Message>(
  {
    conversation: { type: Schema.Types.ObjectId, required: true },
    unitCode: { type: String, required: true },
    oaId: { type: String, required: true },
    userId: { type: String, required: true },
    author: { type: String, required: true },
    authorName: { type: String, default: "" },
    text: { type: String, default: "" },
    image: { type: String, default: "" },
    kind: { type: String, default: "" },
    buttons: { type: Schema.Types.Mixed, default: [] },
    intent: { type: String, default: "" },
    because: { type: [String], default: [] },
    key: { type: String, required: true },
    zaloId: { type: String },
    state: { type: String, default: "" },
    reason: { type: String, default: "" },
    claimedAt: { type: Date },
    doubtSince: { type: Date },
    saidAgain: { type: Boolean },
    tries: { type: Number, default: 0 },
    at: { type: Date, required: true },
  },
  { collection: "messages", versionKey: false },
);
messageSchema.index({ key: 1 }, { unique: true });
messageSchema.index({ conversation: 1, at: 1 });
messageSchema.index({ zaloId: 1 }, { sparse: true });
messageSchema.index({ claimedAt: 1 }, { sparse: true });
messageSchema.index({ unitCode: 1, at: 1 });
messageSchema.index({ oaId: 1, userId: 1 });
messageSchema.index({ state: 1, oaId: 1 });
export const MessageModel = model<Message>("Message", messageSchema);
