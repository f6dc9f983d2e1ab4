import { model, Schema, type Types } from "mongoose";
import type { Person } from "../content/item.model.ts";
import type { QuestionBody } from "./question.model.ts";

/** What the rules of a contest must state before it can open (domain.md §2.6): thirteen, none may be empty. */
export const RULE_FIELDS = {
  organiser: "Đơn vị tổ chức",
  basis: "Căn cứ",
  time: "Thời gian",
  who: "Ai được dự thi",
  excluded: "Ai không được dự thi",
  age: "Độ tuổi",
  questions: "Số câu hỏi và cách trả lời",
  attempts: "Số lượt thi",
  minutes: "Thời gian mỗi lượt",
  tieBreak: "Cách xếp hạng khi bằng nhau",
  prizes: "Giải thưởng, cách trao, thuế",
  publication: "Công bố kết quả",
  complaints: "Khiếu nại và dữ liệu cá nhân",
} as const;
export type RuleField = keyof typeof RULE_FIELDS;
export type ContestRules = Record<RuleField, string>;
export const ruleFields = Object.keys(RULE_FIELDS) as RuleField[];

export interface Prize {
  name: string;
  count: number;
  /** in words: "Giấy khen", "200.000 đồng"; "" for none */
  value: string;
}

export interface Round {
  /** 1, 2, 3 … */
  n: number;
  name: string;
  opensAt: Date;
  closesAt: Date;
  /** of the bank; every turn asks `count` of them */
  questionIds: string[];
  count: number;
  /** of active time a turn may take; a pause stops the clock */
  minutes: number;
  /** turns of one day that count; what is beyond them is kept and does not count */
  turnsPerDay: number;
  prizes: Prize[];
}

export type ContestState = "editing" | "waiting" | "published";

/** A contest as officials work on it; what residents play stands in {@link ContestVersion}. */
export interface Contest {
  _id: Types.ObjectId;
  unitCode: string;
  title: string;
  about: string;
  rules: ContestRules;
  rounds: Round[];
  /** right answers are told when the round is over, and a pause does not stop the clock of who has seen the questions */
  holdAnswers?: boolean;
  state: ContestState;
  /** newest frozen version; 0 before the first */
  version: number;
  /** organisers register themselves with it and are left out of boards and prizes */
  organiserCode: string;
  by: Person;
  submittedBy: Person | null;
  returned: { by: Person; at: Date; reason: string } | null;
  updatedAt: Date;
  /** grows with every change: a decision names the one it was made over */
  revision?: number;
  /** the version last decided, in the write that decided it; without its content once that stands among the versions */
  newest?: (ContestVersion & { look: string }) | null;
  /** grows with everybody who is left out: winners are published over the number that was read */
  exclusions?: number;
  /** decided to be left out, and not yet settled in boards and results */
  excluding?: Exclusion[];
  /** the newest of them by an officer, so that a press whose answer was lost is known again */
  lastExclusion?: { code: string; why: string; by: Person; at: Date; fingerprint: string } | null;
  /** rounds whose winners are named, each by one yes */
  winnersOf?: { round: number; by: Person; at: Date; fingerprint: string }[];
  /** something of these two is not settled; missing once it is */
  resultsDue?: boolean;
  /** `newest` does not stand among the versions yet; missing once it does */
  versionDue?: boolean;
}

export interface Exclusion {
  player: string;
  code: string;
  why: string;
  organiser: boolean;
  by: Person | null;
  at: Date;
}

/** A question as a version of a contest holds it. */
export interface FrozenQuestion extends Omit<QuestionBody, "pictureId" | "soundId"> {
  id: string;
  version: number;
  pictureUrl: string;
  soundUrl: string;
}
export interface FrozenRound extends Omit<Round, "questionIds" | "opensAt" | "closesAt"> {
  opensAt: string;
  closesAt: string;
  questions: FrozenQuestion[];
}
/** What a version binds: rules, rounds, questions with their right answers, and a salt, so that no fingerprint of few answers can be tried out. */
export interface Frozen {
  contest: string;
  version: number;
  title: string;
  /** missing in what was frozen up to version 0.4 */
  about?: string;
  organiser: string;
  rules: ContestRules;
  rounds: FrozenRound[];
  /** missing in what was frozen before there was a choice */
  holdAnswers?: boolean;
  salt: string;
}

/** Never changed once written: an edit makes the next version, which holds for rounds that open after it. */
export interface ContestVersion {
  _id: string;
  contestId: string;
  n: number;
  /** canonical JSON of {@link Frozen} */
  frozen: string;
  /** SHA-256 of `frozen`, published at once; `frozen` itself when a round is over */
  fingerprint: string;
  submittedBy: Person;
  approvedBy: Person;
  at: Date;
}

const person = { id: { type: String, required: true }, name: { type: String, required: true } };
const round = {
  _id: false,
  n: { type: Number, required: true },
  name: { type: String, default: "" },
  opensAt: { type: Date, required: true },
  closesAt: { type: Date, required: true },
  questionIds: { type: [String], default: [] },
  count: { type: Number, required: true },
  minutes: { type: Number, required: true },
  turnsPerDay: { type: Number, required: true },
  prizes: { type: [{ _id: false, name: String, count: Number, value: String }], default: [] },
};
const schema = new Schema<Contest>(
  {
    unitCode: { type: String, required: true },
    title: { type: String, required: true },
    about: { type: String, default: "" },
    rules: { type: Object, required: true },
    rounds: { type: [round], default: [] },
    holdAnswers: { type: Boolean, default: false },
    state: { type: String, required: true },
    version: { type: Number, default: 0 },
    organiserCode: { type: String, required: true },
    by: person,
    submittedBy: { type: Object, default: null },
    returned: { type: Object, default: null },
    updatedAt: { type: Date, required: true },
    revision: { type: Number, default: 0 },
    newest: { type: Object, default: null },
    versionDue: { type: Boolean },
    exclusions: { type: Number, default: 0 },
    excluding: { type: [Object], default: [] },
    lastExclusion: { type: Object, default: null },
    winnersOf: { type: [Object], default: [] },
    resultsDue: { type: Boolean },
  },
  { collection: "quiz_contests", versionKey: false, minimize: false },
);
schema.index({ unitCode: 1, state: 1, updatedAt: -1 });
schema.index({ "rounds.closesAt": 1 });
schema.index({ versionDue: 1 }, { sparse: true });
schema.index({ resultsDue: 1 }, { sparse: true });
export const ContestModel = model<Contest>("QuizContest", schema);

const versionSchema = new Schema<ContestVersion>(
  {
    _id: { type: String, required: true },
    contestId: { type: String, required: true },
    n: { type: Number, required: true },
    frozen: { type: String, required: true },
    fingerprint: { type: String, required: true },
    submittedBy: person,
    approvedBy: person,
    at: { type: Date, required: true },
  },
  { collection: "quiz_versions", versionKey: false },
);
versionSchema.index({ contestId: 1, n: 1 }, { unique: true });
export const ContestVersionModel = model<ContestVersion>("QuizContestVersion", versionSchema);
