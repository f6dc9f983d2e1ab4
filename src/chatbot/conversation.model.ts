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
  /** when the resident wrote last; what an officer has not looked at since is unread for that officer */
  residentAt?: Date | null;
  /** officer → when that officer looked last */
  lookedAt?: Record<string, Date>;
  /** since when the bot keeps quiet for a person, or a person's last word: the hand-over ends so long after it */
  heldSince?: Date | null;
  /** what the last message that was understood is about */
  topic?: string;
  labels?: string[];
  /** an officer is done with it; whoever calls for a person opens it again */
  closedAt?: Date | null;
  closedBy?: string;
  /** the question after the close that is still open, and until when */
  askedAt?: Date | null;
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
    residentAt: { type: Date, default: null },
    lookedAt: { type: Schema.Types.Mixed, default: {} },
    heldSince: { type: Date, default: null },
    topic: { type: String, default: "" },
    labels: { type: [String], default: [] },
    closedAt: { type: Date, default: null },
    closedBy: { type: String, default: "" },
    askedAt: { type: Date, default: null },
    notes: { type: [{ _id: false, at: Date, by: String, text: String }], default: [] },
    createdAt: { type: Date, required: true },
  },
  { collection: "conversations", versionKey: false },
);
schema.index({ oaId: 1, userId: 1 }, { unique: true });
schema.index({ unitCode: 1, state: 1, waitingSince: 1 });
schema.index({ unitCode: 1, waitingSince: 1 });
schema.index({ unitCode: 1, lastAt: -1 });
schema.index({ unitCode: 1, closedAt: -1 });
schema.index({ unitCode: 1, labels: 1 });
schema.index({ state: 1, heldSince: 1 });
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
  /** id of what an officer sends beside words */
  attachment?: string;
  buttons: { title: string; type: string; payload: unknown }[];
  intent: string;
  /** words of a resident's message that decided how it was read */
  because: string[];
  /** its words without marks, each once: what a search asks */
  terms?: string[];
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
    attachment: { type: String },
    buttons: { type: Schema.Types.Mixed, default: [] },
    intent: { type: String, default: "" },
    because: { type: [String], default: [] },
    terms: { type: [String], default: undefined },
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
messageSchema.index({ unitCode: 1, terms: 1 });
messageSchema.index({ oaId: 1, userId: 1 });
messageSchema.index({ state: 1, oaId: 1 });
export const MessageModel = model<Message>("Message", messageSchema);
