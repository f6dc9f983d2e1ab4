import { model, Schema, type Types } from "mongoose";
import type { AudienceRule } from "../citizens/audience.ts";
import type { Item, Person } from "../content/item.model.ts";

/** Nháp → Chờ duyệt → Đã duyệt → Đang lập danh sách → Đang gửi → … Only `moveState` changes it. */
export type BroadcastState =
  | "draft"
  | "waiting"
  | "scheduled"
  | "freezing"
  | "sending"
  | "paused"
  | "cancelling"
  | "done"
  | "done-with-errors"
  | "cancelled";

/** `personal`: one call per person (consultation, else template). `article`: one call per OA, Zalo fans out. */
export type Channel = "personal" | "article";

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

/** A copy of an item as it will be sent, taken when approval was asked for; later edits of the item do not reach it. */
export interface Content {
  itemId: string;
  kind: Item["kind"];
  details: Item["details"];
  title: string;
  body: string;
  source: string;
  pictureId: string;
  pictureAlt: string;
  pictureSha: string;
  /** the exact message of the personal channel, with its foot */
  message: string;
  authorId: string;
  authorName: string;
}

/** One yes, bound to the fingerprint that was on the screen. */
export interface Approval {
  by: Person;
  at: Date;
  fingerprint: string;
}

/** What was expected when approval was asked for; kept beside what became of it. */
export interface PlanFigures {
  at: Date;
  audience: number;
  reached: number;
  consultationFree: number;
  consultationCharged: number;
  template: number;
  article: number;
  costVnd: number;
  /** people who wrote DUNG and are reached all the same: by articles, or because it is urgent */
  stoppedReached: number;
  /** people who may get it twice: an emergency goes by message and by article */
  twice: number;
  /** minutes from the first to the last */
  takesMinutes: number;
  unreachable: Record<string, number>;
}

/** The steps of an article broadcast; each is claimed before its call and recorded after it. */
export interface ArticleRun {
  step: "creating" | "sending" | "sent" | "failed" | "unknown";
  articles: { itemId: string; token: string; articleId: string }[];
  messageId: string;
  claimedAt: Date | null;
  reason: string;
  /** what Zalo itself counts, kept apart from our rows */
  zaloViews: { views: number; shares: number; at: Date } | null;
}

export interface Broadcast {
  _id: Types.ObjectId;
  unitCode: string;
  oaId: string;
  /** the department's action this one belongs to, or "" */
  parentId: string;
  /** codes of the units a department's action goes out to; empty = this unit's own OA */
  units: string[];
  title: string;
  contents: Content[];
  channel: Channel;
  /** approved ZBS template for people outside the window, or "" */
  templateId: string;
  /** an emergency goes out as an article as well, if Zalo takes one then: a broadcast of its own under this one */
  alsoArticle: boolean;
  /** why that article did not go out after all; "" = it did, or was not wanted */
  articleLeftOut: string;
  /** codes of Zalo's 63 provinces for an article broadcast, or none = everywhere */
  cities: string[];
  audience: AudienceRule;
  audienceName: string;
  urgent: boolean;
  /** null = as soon as it is approved */
  sendAt: Date | null;
  /** when it leaves: `sendAt`, or the moment of the last approval */
  dueAt: Date | null;
  state: BroadcastState;
  stopReason: string;
  /** outside the unit's allowed hours: nothing leaves before; null = it may */
  quietUntil: Date | null;
  fingerprint: string;
  approvals: Approval[];
  /** its items are not yet locked, freed or approved as it is itself; missing once they are */
  itemsDue?: boolean;
  plan: PlanFigures | null;
  tests: { by: Person; at: Date; people: number }[];
  returned: { by: Person; at: Date; reason: string } | null;
  /** the words that were returned or taken back, for the approver to compare with; "" = none */
  previous: string;
  createdBy: Person;
  createdAt: Date;
  submittedAt: Date | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** people written into the list so far; the frozen audience once nothing is `unlisted` */
  total: number;
  chunks: number;
  /** somebody of the audience may still be missing in the ledger; what began under version 0.4 has no such mark */
  unlisted: boolean;
  /** who is writing the list, and the last person in it: a list cut off goes on behind that person */
  listing: { by: string; at: Date; to: string } | null;
  /** chunks below this one hold nobody planned */
  cursor: number;
  /** sums over the groups of chunks, as of `countedAt` */
  counts: Counts;
  reasons: Record<string, number>;
  countedAt: Date | null;
  /** two marks of how many had a result, a minute or more apart: the speed is measured from the older one */
  pace: { from: PaceMark; next: PaceMark } | null;
  /** people with a result over time, oldest first, the last one as of `countedAt`; at most `MOST_MARKS` of rules.ts */
  course?: CourseMark[];
  /** what had failed when a person last said "go on"; the automatic stop looks at what came since */
  failBase: { failed: number; sent: number };
  /** people who tapped "Tôi đã nhận"; no list of who is kept */
  acted: number;
  /** people who left (DUNG or unfollow) within two days of getting it; counted once each, no list of who is kept */
  left: number;
  article: ArticleRun | null;
  /** accepted rows that had no receipt a day after the end; null while that day has not passed */
  withoutReceipt: number | null;
}

/** A broadcast in a list: without the words of its contents. */
export type BroadcastHead = Omit<Broadcast, "contents"> & { contents: Omit<Content, "body" | "message">[] };

export interface PaceMark {
  at: Date;
  sent: number;
}

export interface CourseMark {
  at: Date;
  settled: number;
}

const person = { type: { id: String, name: String }, _id: false };
const schema = new Schema<Broadcast>(
  {
    unitCode: { type: String, required: true },
    oaId: { type: String, default: "" },
    parentId: { type: String, default: "" },
    units: { type: [String], default: [] },
    title: { type: String, required: true },
    contents: { type: Schema.Types.Mixed, required: true },
    channel: { type: String, required: true },
    templateId: { type: String, default: "" },
    alsoArticle: { type: Boolean, default: false },
    articleLeftOut: { type: String, default: "" },
    cities: { type: [String], default: [] },
    audience: { topics: { type: [String], default: [] }, language: { type: String, default: "" } },
    audienceName: { type: String, default: "" },
    urgent: { type: Boolean, default: false },
    sendAt: { type: Date, default: null },
    dueAt: { type: Date, default: null },
    state: { type: String, required: true },
    stopReason: { type: String, default: "" },
    quietUntil: { type: Date, default: null },
    fingerprint: { type: String, default: "" },
    approvals: { type: [{ by: person, at: Date, fingerprint: String, _id: false }], default: [] },
    itemsDue: { type: Boolean },
    plan: { type: Schema.Types.Mixed, default: null },
    tests: { type: [{ by: person, at: Date, people: Number, _id: false }], default: [] },
    previous: { type: String, default: "" },
    returned: { type: { by: person, at: Date, reason: String }, default: null, _id: false },
    createdBy: person,
    createdAt: { type: Date, required: true },
    submittedAt: { type: Date, default: null },
    startedAt: { type: Date, default: null },
    finishedAt: { type: Date, default: null },
    total: { type: Number, default: 0 },
    chunks: { type: Number, default: 0 },
    unlisted: { type: Boolean, default: false },
    listing: { type: Schema.Types.Mixed, default: null },
    cursor: { type: Number, default: 0 },
    counts: { type: Schema.Types.Mixed, default: noCounts },
    reasons: { type: Schema.Types.Mixed, default: {} },
    countedAt: { type: Date, default: null },
    pace: { type: Schema.Types.Mixed, default: null },
    course: { type: Schema.Types.Mixed },
    failBase: { type: Schema.Types.Mixed, default: { failed: 0, sent: 0 } },
    acted: { type: Number, default: 0 },
    left: { type: Number, default: 0 },
    article: { type: Schema.Types.Mixed, default: null },
    withoutReceipt: { type: Number, default: null },
  },
  { collection: "broadcasts", versionKey: false, minimize: false },
);
schema.index({ unitCode: 1, createdAt: -1 });
schema.index({ unitCode: 1, state: 1 });
schema.index({ state: 1, dueAt: 1 });
schema.index({ oaId: 1, state: 1 });
schema.index({ parentId: 1, unitCode: 1 });
schema.index({ finishedAt: 1 });
schema.index({ itemsDue: 1 }, { sparse: true });

export const BroadcastModel = model<Broadcast>("Broadcast", schema);

/** A broadcast before anything happened to it. */
export const emptyRun = (): Omit<
  Broadcast,
  | "_id"
  | "unitCode"
  | "oaId"
  | "createdBy"
  | "createdAt"
  | "title"
  | "contents"
  | "channel"
  | "audience"
  | "audienceName"
> => ({
  parentId: "",
  units: [],
  templateId: "",
  alsoArticle: false,
  articleLeftOut: "",
  cities: [],
  urgent: false,
  sendAt: null,
  dueAt: null,
  state: "draft",
  stopReason: "",
  quietUntil: null,
  fingerprint: "",
  approvals: [],
  plan: null,
  tests: [],
  returned: null,
  previous: "",
  submittedAt: null,
  startedAt: null,
  finishedAt: null,
  total: 0,
  chunks: 0,
  unlisted: true,
  listing: null,
  cursor: 0,
  counts: noCounts(),
  reasons: {},
  countedAt: null,
  pace: null,
  failBase: { failed: 0, sent: 0 },
  acted: 0,
  left: 0,
  article: null,
  withoutReceipt: null,
});
