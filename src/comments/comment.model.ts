import { model, Schema, type Types } from "mongoose";
import type { Person } from "../content/item.model.ts";

/** In the order of the form; equal in every respect (domain.md §5-8). */
export const STANCES = ["tan-thanh", "mot-phan", "khong-tan-thanh", "gop-y"] as const;
export type Stance = (typeof STANCES)[number];
export const isStance = (text: string): text is Stance => STANCES.includes(text as Stance);
export const STANCE_NAMES: Readonly<Record<Stance, string>> = {
  "tan-thanh": "Tán thành",
  "mot-phan": "Đồng ý một phần",
  "khong-tan-thanh": "Không tán thành",
  "gop-y": "Chỉ góp ý",
};

/** How a comment came. `written`: an organisation's paper; `letter`: a person's. */
const CHANNELS = ["mini-app", "web", "chat", "paper", "meeting", "written", "letter", "field"] as const;
export type CommentChannel = (typeof CHANNELS)[number];
export const CHANNEL_NAMES: Readonly<Record<CommentChannel, string>> = {
  "mini-app": "Mini App Zalo",
  web: "trang web",
  chat: "nhắn tin Zalo",
  paper: "phiếu giấy",
  meeting: "hội nghị",
  written: "văn bản của tổ chức",
  letter: "thư",
  field: "tuyên truyền viên",
};

/** `question` is answered and counted apart from opinions; `off-scope` is an opinion about something else, forwarded. */
export const COMMENT_KINDS = ["opinion", "question", "off-scope"] as const;
export type CommentKind = (typeof COMMENT_KINDS)[number];
export const KIND_NAMES: Readonly<Record<CommentKind, string>> = {
  opinion: "ý kiến",
  question: "câu hỏi",
  "off-scope": "ý kiến khác, ngoài phạm vi",
};

export type CommentState = "kept" | "hidden" | "withdrawn";

/** What follows a deed of the office: its entry in the log, looked for behind a block. */
export interface Steered {
  what: string;
  digest: string;
  after: number;
  at: Date;
}

export interface Hiding {
  ground: string;
  article: string;
  note: string;
  by: Person;
  role: string;
  at: Date;
  /** of what was on the screen; missing in what was hidden up to version 0.4 */
  fingerprint?: string;
}

export interface Appeal {
  /** sealed words of the author */
  words: string;
  at: Date;
  decision: "" | "shown" | "kept-hidden";
  note: string;
  by: Person | null;
  decidedAt: Date | null;
  fingerprint?: string;
}

/** Parts of a comment that hold words. */
export const WORD_FIELDS = ["text", "reason", "gist", "amendment"] as const;

/** A mask a clerk took away: where it stood, why; no words of it. */
export interface LiftedMask {
  field: (typeof WORD_FIELDS)[number];
  from: number;
  to: number;
  reason: string;
  by: Person;
  at: Date;
}

/**
 * One opinion. Nothing here leads to a person: an anonymous one has no link at all, a signed one holds its link sealed
 * and a keyed mark that only the person's own question can match. The day is as near as the time is kept, and where the
 * row stands among others says nothing of who came first (blank-rows.ts).
 */
export interface Comment {
  /** random: an id that carried the second it was made would lead back to a chat */
  _id: Types.ObjectId;
  draftId: string;
  unitCode: string;
  /** id of a position; "" = the whole draft */
  position: string;
  version: number;
  kind: CommentKind;
  stance: Stance;
  channel: CommentChannel;
  /** sealed JSON {text, reason, gist} */
  body: string;
  /** keyed mark of the folded words: what is identical has the same */
  likeness: string;
  /** group it is counted in: its own `likeness`, or that of the group a clerk put it into */
  group: string;
  /** SHA-256 of the receipt code, which follows from the sender's own key: sent twice it is stored once */
  receipt: string;
  /** SHA-256 over what the author can know: proves later that the report holds exactly this */
  leaf: string;
  /** the day: an hour in which one person wrote would name that person */
  at: Date;
  late: boolean;
  state: CommentState;
  /** a clerk looked at these words and found no ground to hide: residents may read them; missing while nobody has */
  shown?: boolean;
  hiding: Hiding | null;
  appeal: Appeal | null;
  /** what the office did that is not yet in the log; missing once it is */
  steered?: Steered;
  forwardedTo: string;
  /** masks that were wrong; an edit of the words drops them */
  lifted: LiftedMask[];
  /** sealed {oaId, userId, name}; "" = anonymous */
  signed: string;
  owner: string;
  /** when the answer was made that its author was told; "" = none yet */
  told: string;
  /** version whose change of the place its author was told; 0 = none yet */
  toldVersion?: number;
  /** meeting or paper it was entered with; "" = sent by its author */
  intake: string;
  /** false until the counts of its place were told that it came or changed */
  counted: boolean;
  /** false while something of it waits for the draft's log */
  logged: boolean;
  /** what waits, in its order: that it was received, and what its author or the office did to it before that was logged */
  toLog: Deed[];
}

/** Something that happened to a comment, as the log says it; without words and without persons. */
export interface Deed {
  what: string;
  digest: string;
}

export const person = { type: { id: String, name: String }, default: null, _id: false };
const schema = new Schema<Comment>(
  {
    draftId: { type: String, required: true },
    unitCode: { type: String, required: true },
    position: { type: String, default: "" },
    version: { type: Number, required: true },
    kind: { type: String, default: "opinion" },
    stance: { type: String, required: true },
    channel: { type: String, required: true },
    body: { type: String, default: "" },
    likeness: { type: String, required: true },
    group: { type: String, required: true },
    receipt: { type: String, required: true },
    leaf: { type: String, required: true },
    at: { type: Date, required: true },
    late: { type: Boolean, default: false },
    state: { type: String, required: true },
    shown: { type: Boolean },
    hiding: { type: Schema.Types.Mixed, default: null },
    steered: { type: Schema.Types.Mixed },
    appeal: {
      type: {
        words: String,
        at: Date,
        decision: String,
        note: String,
        by: person,
        decidedAt: Date,
        fingerprint: String,
      },
      default: null,
      _id: false,
    },
    forwardedTo: { type: String, default: "" },
    lifted: {
      type: [{ _id: false, field: String, from: Number, to: Number, reason: String, by: person, at: Date }],
      default: [],
    },
    signed: { type: String, default: "" },
    owner: { type: String, default: "" },
    told: { type: String, default: "" },
    toldVersion: { type: Number, default: 0 },
    intake: { type: String, default: "" },
    counted: { type: Boolean, default: true },
    logged: { type: Boolean, default: false },
    toLog: { type: [{ _id: false, what: String, digest: String }], default: [] },
  },
  { collection: "comments", versionKey: false, minimize: false },
);
schema.index({ receipt: 1 }, { unique: true });
schema.index({ draftId: 1, position: 1, at: 1, _id: 1 });
schema.index({ owner: 1 }, { partialFilterExpression: { owner: { $gt: "" } } });
schema.index({ blank: 1 }, { partialFilterExpression: { blank: true } });
schema.index({ counted: 1 }, { partialFilterExpression: { counted: false } });
schema.index({ logged: 1, draftId: 1 }, { partialFilterExpression: { logged: false } });
schema.index({ "steered.at": 1 }, { sparse: true });
export const CommentModel = model<Comment>("Comment", schema);
