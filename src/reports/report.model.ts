import { model, Schema, type Types } from "mongoose";
import type { CommentChannel, Stance } from "../comments/comment.model.ts";
import type { Person } from "../content/item.model.ts";
import type { Skin } from "../drafts/draft.model.ts";

/** Every number of a report; each follows from the comments by the rule beside it. */
export interface Figures {
  /** kept, in time, no question */
  opinions: number;
  byStance: Record<Stance, number>;
  byChannel: Partial<Record<CommentChannel, number>>;
  questions: number;
  offScope: number;
  late: number;
  withdrawn: number;
  hidden: number;
  byGround: Record<string, number>;
  notComments: number;
  /** times somebody sent something: each comment by its author, each meeting, each paper */
  submissions: number;
  meetings: number;
  present: number;
  speakers: number;
  spoken: number;
  organisations: number;
  letters: number;
  /** everything stored, in whatever state */
  received: number;
}

export interface Report {
  _id: Types.ObjectId;
  draftId: string;
  unitCode: string;
  skin: Skin;
  /** number of the document; 0 = not given yet */
  number: number;
  signer: { title: string; name: string };
  proposals: string;
  sealedBy: Person;
  sealedAt: Date;
  state: "writing" | "ready" | "refused";
  reason: string;
  figures: Figures | null;
  logHead: string;
  root: string;
  blockRoots: string[];
  docxSha: string;
  /** missing or "" in a report sealed before there were PDFs */
  pdfSha?: string;
  xlsxSha: string;
}

const schema = new Schema<Report>(
  {
    draftId: { type: String, required: true, unique: true },
    unitCode: { type: String, required: true },
    skin: { type: String, required: true },
    number: { type: Number, default: 0 },
    signer: { title: String, name: String },
    proposals: { type: String, default: "" },
    sealedBy: { type: { id: String, name: String }, _id: false },
    sealedAt: { type: Date, required: true },
    state: { type: String, required: true },
    reason: { type: String, default: "" },
    figures: { type: Schema.Types.Mixed, default: null },
    logHead: { type: String, default: "" },
    root: { type: String, default: "" },
    blockRoots: { type: [String], default: [] },
    docxSha: { type: String, default: "" },
    pdfSha: { type: String, default: "" },
    xlsxSha: { type: String, default: "" },
  },
  { collection: "reports", versionKey: false, minimize: false },
);
schema.index({ unitCode: 1, sealedAt: -1 });
schema.index({ state: 1 });
export const ReportModel = model<Report>("Report", schema);

/** Leaves of a sealed report, {@link BLOCK} together: they stay when the comments' own retention is over. */
export interface LeafBlock {
  /** `<draft>:<n>` */
  _id: string;
  draftId: string;
  n: number;
  receipts: string[];
  leaves: string[];
}
const leafSchema = new Schema<LeafBlock>(
  {
    _id: { type: String, required: true },
    draftId: { type: String, required: true },
    n: { type: Number, required: true },
    receipts: { type: [String], required: true },
    leaves: { type: [String], required: true },
  },
  { collection: "report_leaves", versionKey: false },
);
leafSchema.index({ draftId: 1, receipts: 1 });
export const LeafBlockModel = model<LeafBlock>("LeafBlock", leafSchema);
