import { model, Schema, type Types } from "mongoose";
import type { Person } from "../content/item.model.ts";
import type { CorrectionStep } from "./corrections.ts";
import type { Doubt } from "./doubt.ts";
import type { Paragraph } from "./paragraph.ts";
import type { Doubtful, Position } from "./position.ts";

/** `state`: what a person decided; whether it is open follows from the dates (rules.ts `phaseOf`). */
export type DraftState = "editing" | "published" | "sealed";
/** State bodies and the Fatherland Front write by NĐ 30/2020, Party bodies by their own guide (domain.md §2.4). */
export type Skin = "state" | "party";

export interface Draft {
  _id: Types.ObjectId;
  unitCode: string;
  title: string;
  /** one or two sentences for the card */
  about: string;
  campaignId: string;
  skin: Skin;
  /** first letters of receipt codes */
  prefix: string;
  questions: string[];
  openAt: Date | null;
  closeAt: Date | null;
  state: DraftState;
  /** newest version that people see; 0 = none yet */
  version: number;
  /** newest version that exists */
  newest: number;
  /** claims on the next version so far: who stores one at the same time as another has the smaller */
  adding?: number;
  /** version whose changes are being told to those who commented on the places it changed; 0 = none */
  telling?: number;
  /** version that was shown before it: what changed between the two is told */
  tellingFrom?: number;
  /** chat messages that were no comment (empty, ".", a sticker) */
  notComments: number;
  createdBy: Person;
  createdAt: Date;
  sealedAt: Date | null;
  /** grows with every change of the words of a version nobody has seen yet */
  edits?: number;
  /** what waits for a second person; nothing of it is shown before */
  proposal?: DraftProposal | null;
  returned?: { by: Person; at: Date; reason: string } | null;
  /** the yes by which the newest proposal took effect */
  decided?: { kind: DraftProposal["kind"]; by: Person; at: Date; fingerprint: string } | null;
  /** what was sealed with it; goes when the seal is taken back */
  seal?: DraftSeal | null;
  /** sealed, and its report is not begun; missing once it is */
  reportDue?: boolean;
  /** why the last seal was taken back */
  sealRefused?: string;
  /** times the end was moved after it was public, oldest first; public itself */
  closings?: { from: Date; to: Date; by: Person; at: Date }[];
}

export interface DraftSeal {
  number: number;
  signer: { title: string; name: string };
  proposals: string;
  by: Person;
  fingerprint: string;
  /** SHA-256 of the answers at all places */
  answers: string;
}

/** `publish`: a version is shown. `closing`: the time is changed so that residents have less of it. */
export interface DraftProposal {
  key: string;
  kind: "publish" | "closing";
  version: number;
  openAt: Date;
  closeAt: Date;
  by: Person;
  at: Date;
}

const person = { type: { id: String, name: String }, _id: false };
const schema = new Schema<Draft>(
  {
    unitCode: { type: String, required: true },
    title: { type: String, required: true },
    about: { type: String, default: "" },
    campaignId: { type: String, default: "" },
    skin: { type: String, default: "state" },
    prefix: { type: String, required: true },
    questions: { type: [String], default: [] },
    openAt: { type: Date, default: null },
    closeAt: { type: Date, default: null },
    state: { type: String, required: true },
    version: { type: Number, default: 0 },
    newest: { type: Number, default: 0 },
    adding: { type: Number, default: 0 },
    telling: { type: Number, default: 0 },
    tellingFrom: { type: Number, default: 0 },
    notComments: { type: Number, default: 0 },
    createdBy: person,
    createdAt: { type: Date, required: true },
    sealedAt: { type: Date, default: null },
    edits: { type: Number, default: 0 },
    proposal: { type: Schema.Types.Mixed, default: null },
    returned: { type: Schema.Types.Mixed, default: null },
    decided: { type: Schema.Types.Mixed, default: null },
    seal: { type: Schema.Types.Mixed, default: null },
    reportDue: { type: Boolean },
    sealRefused: { type: String, default: "" },
    closings: { type: [{ from: Date, to: Date, by: { id: String, name: String }, at: Date, _id: false }], default: [] },
  },
  { collection: "drafts", versionKey: false },
);
schema.index({ unitCode: 1, createdAt: -1 });
schema.index({ state: 1, closeAt: 1 });
schema.index({ reportDue: 1 }, { sparse: true });
schema.index({ telling: 1 }, { partialFilterExpression: { telling: { $gt: 0 } } });
export const DraftModel = model<Draft>("Draft", schema);

export interface DraftVersion {
  _id: Types.ObjectId;
  draftId: string;
  n: number;
  positions: Position[];
  /** pairs nobody has decided about yet */
  doubtful?: Doubtful[];
  /** what the editor said: the id a new place goes on from, "" = from none */
  decided?: { place: string; earlier: string }[];
  /** paragraphs as the machine read them, kept from the first correction on */
  read?: Paragraph[];
  /** what the editor put right, in turn; the places follow from what was read and these */
  steps?: CorrectionStep[];
  /** what the machine could not read for sure; nothing is published before each was looked at */
  doubts?: (Doubt & { seenBy: string })[];
  /** the table of old letters the text was read by; "" = Unicode */
  letters?: string;
  /** by which claim of its draft it was stored */
  claim?: number;
  /** grows with every change of its words and with every proposal to show it */
  edits?: number;
  fileName: string;
  fileSha: string;
  note: string;
  by: Person;
  at: Date;
}

const versionSchema = new Schema<DraftVersion>(
  {
    draftId: { type: String, required: true },
    n: { type: Number, required: true },
    positions: { type: Schema.Types.Mixed, required: true },
    doubtful: { type: Schema.Types.Mixed, default: [] },
    decided: { type: Schema.Types.Mixed, default: [] },
    read: { type: Schema.Types.Mixed, default: undefined },
    steps: { type: Schema.Types.Mixed, default: [] },
    doubts: { type: Schema.Types.Mixed, default: [] },
    letters: { type: String, default: "" },
    edits: { type: Number, default: 0 },
    claim: { type: Number },
    fileName: { type: String, default: "" },
    fileSha: { type: String, default: "" },
    note: { type: String, default: "" },
    by: person,
    at: { type: Date, required: true },
  },
  { collection: "draft_versions", versionKey: false },
);
versionSchema.index({ draftId: 1, n: 1 }, { unique: true });
export const DraftVersionModel = model<DraftVersion>("DraftVersion", versionSchema);
