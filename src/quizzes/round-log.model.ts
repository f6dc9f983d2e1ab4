import { model, Schema } from "mongoose";
import type { Person } from "../content/item.model.ts";

/** Sums over all blocks up to this one. */
export interface LogTotals {
  /** turns handed in */
  turns: number;
  /** people with at least one counted turn */
  people: number;
  /** per question `id@version`: how often asked, answered right, and each option chosen */
  items: Record<string, { asked: number; right: number; chosen: number[] }>;
}

/**
 * A block of a round's log: the turns handed in since the last one, tied to it by hash. The newest hash is shown while
 * the round runs, so that nothing can be put in before it afterwards.
 */
export interface LogBlock {
  /** contest:round:n */
  _id: string;
  contestId: string;
  round: number;
  n: number;
  previous: string;
  hash: string;
  /** ids of its turns, in the order of their lines */
  turns: string[];
  totals: LogTotals;
  /** the highest place in the order that this block or one before it holds */
  upTo: number;
  /** places before it that were empty when it was made; who comes there later is in a later block */
  gaps: { place: number; since: Date }[];
  /** boards and marks that follow from it are written */
  finished: boolean;
  at: Date;
}
const blockSchema = new Schema<LogBlock>(
  {
    _id: { type: String, required: true },
    contestId: { type: String, required: true },
    round: { type: Number, required: true },
    n: { type: Number, required: true },
    previous: { type: String, required: true },
    hash: { type: String, required: true },
    turns: { type: [String], required: true },
    totals: { type: Object, required: true },
    upTo: { type: Number, required: true },
    gaps: { type: [{ _id: false, place: Number, since: Date }], default: [] },
    finished: { type: Boolean, required: true },
    at: { type: Date, required: true },
  },
  { collection: "quiz_log", versionKey: false, minimize: false },
);
blockSchema.index({ contestId: 1, round: 1, n: 1 }, { unique: true });
export const QuizBlockModel = model<LogBlock>("QuizLogBlock", blockSchema);

export interface Winner {
  place: number;
  prize: string;
  code: string;
  right: number;
  guess: number | null;
  /** people between the guess and what came true; null without a guess */
  away: number | null;
  submittedAt: Date;
  seq: number;
}

/** Somebody left out of boards and prizes, as it is published. */
export interface LeftOut {
  code: string;
  why: string;
}

/** What became of a round. The fingerprint is public from the moment it is counted; names only after approval. */
export interface RoundResult {
  _id: string;
  contestId: string;
  round: number;
  version: number;
  /** hash of the last block */
  fingerprint: string;
  turns: number;
  people: number;
  /** people with all right: what was to be guessed */
  allRight: number;
  winners: Winner[];
  /** who was left out when it was counted last; missing in what was counted before this was kept */
  excluded?: LeftOut[];
  state: "counted" | "published";
  countedAt: Date;
  publishedBy: Person | null;
  publishedAt: Date | null;
}
const resultSchema = new Schema<RoundResult>(
  {
    _id: { type: String, required: true },
    contestId: { type: String, required: true },
    round: { type: Number, required: true },
    version: { type: Number, required: true },
    fingerprint: { type: String, required: true },
    turns: { type: Number, required: true },
    people: { type: Number, required: true },
    allRight: { type: Number, required: true },
    winners: { type: [Object], default: [] },
    excluded: { type: [Object], default: undefined },
    state: { type: String, required: true },
    countedAt: { type: Date, required: true },
    publishedBy: { type: Object, default: null },
    publishedAt: { type: Date, default: null },
  },
  { collection: "quiz_results", versionKey: false },
);
resultSchema.index({ contestId: 1, round: 1 });
export const ResultModel = model<RoundResult>("QuizResult", resultSchema);

/** What a printed certificate can be checked against; the name on it is kept as a mark only. */
export interface Certificate {
  /** the check code */
  _id: string;
  contestId: string;
  round: number;
  code: string;
  nameMark: string;
  right: number;
  of: number;
  prize: string;
  at: Date;
}
const certificateSchema = new Schema<Certificate>(
  {
    _id: { type: String, required: true },
    contestId: { type: String, required: true },
    round: { type: Number, required: true },
    code: { type: String, required: true },
    nameMark: { type: String, required: true },
    right: { type: Number, required: true },
    of: { type: Number, required: true },
    prize: { type: String, default: "" },
    at: { type: Date, required: true },
  },
  { collection: "quiz_certificates", versionKey: false },
);
export const CertificateModel = model<Certificate>("QuizCertificate", certificateSchema);
