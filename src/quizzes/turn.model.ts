import { model, Schema } from "mongoose";
import type { Person } from "../content/item.model.ts";

/** Why a turn looks unlike a person's; a mark never drops a turn, the auditor sees it (issue: plausible-time checks). */
export const MARKS = {
  fast: "Nhanh bất thường so với số câu",
  instant: "Nộp ngay khi vừa bắt đầu",
  late: "Hết giờ, hệ thống nộp các câu đã lưu",
} as const;
export type Mark = keyof typeof MARKS;

export type TurnState = "open" | "done";

/** One go at a round. A start is one insert, handing in is one update: 126 communes may start in the same minute. */
export interface Turn {
  /** contest.round.digest: the digest of player, day and k under our secret, so that two starts at once are one turn */
  _id: string;
  contestId: string;
  round: number;
  /** contest:round */
  line: string;
  /** contest:round:player */
  who: string;
  /** of the contest, fixed when the round opened */
  version: number;
  /** keyed mark of a person Zalo vouched for, another in every contest */
  player: string;
  /** the code under which the player stands in the published log */
  code: string;
  channel: "mini-app" | "chat";
  /** day in Vietnam it began: 2026-11-21 */
  day: string;
  /** which turn of that day; above the round's allowance it does not count */
  k: number;
  /** indexes into the round's questions, in the order asked */
  questions: number[];
  /** per question: the order in which its options are shown */
  orders: number[][];
  /** per question: what was chosen, as the options were shown; empty while unanswered */
  chosen: number[][];
  /** how many people the player thinks will have all right; null when not said */
  guess: number | null;
  /** the player ticked the age of prizes */
  prize: boolean;
  startedAt: Date;
  /** active time of the stretches that ended before the one that runs or ran last, ms */
  usedMs: number;
  /** begin of the stretch that runs, or ran when it was handed in; null while paused */
  runningSince: Date | null;
  /** when an open turn ends by itself: its time, or for a paused one the end of the round; null when done */
  deadline: Date | null;
  state: TurnState;
  submittedAt: Date | null;
  /** handed in by the clock and not by the player */
  byItself: boolean;
  /** place in the order of handing in, within the round; 0 before */
  seq: number;
}

const turnSchema = new Schema<Turn>(
  {
    _id: { type: String, required: true },
    contestId: { type: String, required: true },
    round: { type: Number, required: true },
    line: { type: String, required: true },
    who: { type: String, required: true },
    version: { type: Number, required: true },
    player: { type: String, required: true },
    code: { type: String, required: true },
    channel: { type: String, required: true },
    day: { type: String, required: true },
    k: { type: Number, required: true },
    questions: { type: [Number], required: true },
    orders: { type: [[Number]], required: true },
    chosen: { type: [[Number]], required: true },
    guess: { type: Number, default: null },
    prize: { type: Boolean, required: true },
    startedAt: { type: Date, required: true },
    usedMs: { type: Number, required: true },
    runningSince: { type: Date, default: null },
    deadline: { type: Date, default: null },
    state: { type: String, required: true },
    submittedAt: { type: Date, default: null },
    byItself: { type: Boolean, default: false },
    seq: { type: Number, default: 0 },
  },
  { collection: "quiz_turns", versionKey: false },
);
turnSchema.index({ who: 1, day: 1, k: 1 });
turnSchema.index({ line: 1, seq: 1 }, { unique: true, partialFilterExpression: { seq: { $gt: 0 } } });
turnSchema.index({ deadline: 1 }, { partialFilterExpression: { deadline: { $gt: new Date(0) } } });
export const TurnModel = model<Turn>("QuizTurn", turnSchema);

/** A turn that looks unlike a person's, for the auditor; written when it is taken into the log. */
export interface MarkedTurn {
  /** id of the turn */
  _id: string;
  line: string;
  seq: number;
  marks: Mark[];
}
const markedSchema = new Schema<MarkedTurn>(
  {
    _id: { type: String, required: true },
    line: { type: String, required: true },
    seq: { type: Number, required: true },
    marks: { type: [String], required: true },
  },
  { collection: "quiz_marked", versionKey: false },
);
markedSchema.index({ line: 1, seq: 1 });
export const MarkedTurnModel = model<MarkedTurn>("QuizMarkedTurn", markedSchema);

/** Best counted turn of a player in a round: one row a person, for boards and for counting people. */
export interface Best {
  _id: string;
  contestId: string;
  round: number;
  player: string;
  right: number;
  /** seconds since 1970 of handing in */
  second: number;
  seq: number;
}
const bestSchema = new Schema<Best>(
  {
    _id: { type: String, required: true },
    contestId: { type: String, required: true },
    round: { type: Number, required: true },
    player: { type: String, required: true },
    right: { type: Number, required: true },
    second: { type: Number, required: true },
    seq: { type: Number, required: true },
  },
  { collection: "quiz_bests", versionKey: false },
);
bestSchema.index({ contestId: 1, round: 1, right: -1, second: 1, seq: 1 });
export const BestModel = model<Best>("QuizBest", bestSchema);

/** What a player chose, or what was decided about one; most players have none. */
export interface Player {
  _id: string;
  contestId: string;
  player: string;
  code: string;
  /** how boards name this person: not at all, by a nickname, by a masked name */
  shown: "none" | "nick" | "masked";
  shownName: string;
  /** left out of boards and prizes, with the reason that is published */
  excluded: {
    why: string;
    organiser: boolean;
    by: Person | null;
    at: Date;
    /** rounds whose running count of people held this player already */
    counted?: number[];
  } | null;
  /** sealed JSON {name, contact} of who claims a prize; "" before and 60 days after */
  claim: string;
  claimedAt: Date | null;
}
const playerSchema = new Schema<Player>(
  {
    _id: { type: String, required: true },
    contestId: { type: String, required: true },
    player: { type: String, required: true },
    code: { type: String, required: true },
    shown: { type: String, default: "none" },
    shownName: { type: String, default: "" },
    excluded: { type: Object, default: null },
    claim: { type: String, default: "" },
    claimedAt: { type: Date, default: null },
  },
  { collection: "quiz_players", versionKey: false },
);
playerSchema.index({ contestId: 1, code: 1 });
playerSchema.index({ claimedAt: 1 }, { partialFilterExpression: { claim: { $gt: "" } } });
export const PlayerModel = model<Player>("QuizPlayer", playerSchema);
