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
export const WORD_FIELDS = ["text", "reason", "gist"] as const;

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

const person = { type: { id: String, name: String }, default: null, _id: false };
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

/** Counts of one position, derived from its comments; `dirty` waits to be derived again. */
export interface PositionCount {
  /** `<draft>:<position>` */
  _id: string;
  draftId: string;
  position: string;
  /** kept, in time, no question */
  opinions: number;
  byStance: Record<Stance, number>;
  /** opinions by the version they were made on; counts derived before versions were kept apart have none */
  byVersion?: Record<string, number>;
  dirty: boolean;
  rev: number;
}
const countSchema = new Schema<PositionCount>(
  {
    _id: { type: String, required: true },
    draftId: { type: String, required: true },
    position: { type: String, default: "" },
    opinions: { type: Number, default: 0 },
    byStance: { type: Schema.Types.Mixed, default: {} },
    byVersion: { type: Schema.Types.Mixed, default: {} },
    dirty: { type: Boolean, default: true },
    rev: { type: Number, default: 0 },
  },
  { collection: "comment_counts", versionKey: false, minimize: false },
);
countSchema.index({ draftId: 1 });
countSchema.index({ dirty: 1 }, { partialFilterExpression: { dirty: true } });
export const PositionCountModel = model<PositionCount>("PositionCount", countSchema);

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

/** A meeting, or a paper of an organisation, entered by a clerk; its opinions are comments of their own. */
export interface Intake {
  _id: Types.ObjectId;
  draftId: string;
  unitCode: string;
  /** hash of the form it came by: entered once however often it is sent */
  once: string;
  kind: "meeting" | "written" | "letter" | "paper";
  /** of a meeting: where; of a paper: who sent it (an organisation's name; "" for a person) */
  title: string;
  number: string;
  heldAt: Date;
  present: number;
  speakers: number;
  opinions: number;
  file: Buffer | null;
  fileName: string;
  by: Person;
  at: Date;
}
const intakeSchema = new Schema<Intake>(
  {
    draftId: { type: String, required: true },
    unitCode: { type: String, required: true },
    once: { type: String, required: true },
    kind: { type: String, required: true },
    title: { type: String, default: "" },
    number: { type: String, default: "" },
    heldAt: { type: Date, required: true },
    present: { type: Number, default: 0 },
    speakers: { type: Number, default: 0 },
    opinions: { type: Number, default: 0 },
    file: { type: Buffer, default: null },
    fileName: { type: String, default: "" },
    by: person,
    at: { type: Date, required: true },
  },
  { collection: "comment_intakes", versionKey: false },
);
intakeSchema.index({ draftId: 1, at: 1 });
intakeSchema.index({ draftId: 1, once: 1 }, { unique: true, partialFilterExpression: { once: { $gt: "" } } });
export const IntakeModel = model<Intake>("Intake", intakeSchema);

/** What the office answers for a position (or the whole draft): every comment there has this answer. */
export interface Answer {
  /** `<draft>:<position>` */
  _id: string;
  draftId: string;
  position: string;
  verdict: "tiep-thu" | "mot-phan" | "khong";
  words: string;
  by: Person;
  at: Date;
  told: boolean;
  /** of what was on the screen when it was given */
  fingerprint?: string;
  /** not yet in the log, and nobody is told yet; missing once it is. The number of the newest block before it */
  due?: number;
}
export const VERDICT_NAMES: Readonly<Record<Answer["verdict"], string>> = {
  "tiep-thu": "Tiếp thu",
  "mot-phan": "Tiếp thu một phần",
  khong: "Không tiếp thu",
};
const answerSchema = new Schema<Answer>(
  {
    _id: { type: String, required: true },
    draftId: { type: String, required: true },
    position: { type: String, default: "" },
    verdict: { type: String, required: true },
    words: { type: String, required: true },
    by: person,
    at: { type: Date, required: true },
    told: { type: Boolean, default: false },
    fingerprint: { type: String, default: "" },
    due: { type: Number },
  },
  { collection: "comment_answers", versionKey: false },
);
answerSchema.index({ draftId: 1 });
answerSchema.index({ due: 1 }, { sparse: true });
export const AnswerModel = model<Answer>("CommentAnswer", answerSchema);
