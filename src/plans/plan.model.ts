import { model, Schema, type Types } from "mongoose";
import type { Person } from "../content/item.model.ts";
import type { PlanReading } from "./reading.ts";

/** Kế hoạch; công văn to press and others; hướng dẫn. */
export const PLAN_KINDS = ["KH", "CV", "HD"] as const;
export type PlanKind = (typeof PLAN_KINDS)[number];
const PLAN_STATES = ["draft", "reviewed", "signed", "issued"] as const;
export type PlanState = (typeof PLAN_STATES)[number];

export interface Key {
  by: Person;
  at: Date;
  fingerprint: string;
}

/** What a person said of a finding: the text stays as written. */
export interface Settled {
  finding: string;
  choice: string;
  reason: string;
  by: Person;
  at: Date;
}

export interface TaskDone {
  code: string;
  note: string;
  by: Person;
  at: Date;
}

/**
 * A paper that orders work, in its own words: `lines` are the truth, `reading` is what the reader made of them and is
 * made anew with every change of the words.
 */
export interface Plan {
  _id: Types.ObjectId;
  unitCode: string;
  kind: PlanKind;
  title: string;
  lines: string[];
  reading: PlanReading;
  /** where the words came from: name of the file, "" when they were written here */
  source: string;
  /** the plan it follows; "" for none */
  parentId: string;
  settled: Settled[];
  state: PlanState;
  revision: number;
  /** "12/KH-UBND" and its day, both "" until it is issued */
  number: string;
  day: string;
  /** unit, year and number, once it has one */
  numberKey?: string;
  author: Person;
  reviewed: Key | null;
  signing: Key | null;
  issued: Key | null;
  /** issued, and its dated tasks are not in the calendar yet */
  tasksDue?: boolean;
  done: TaskDone[];
  createdAt: Date;
}

const person = { type: { id: String, name: String }, _id: false };
const mixed = { type: Schema.Types.Mixed, default: null };
const schema = new Schema<Plan>(
  {
    unitCode: { type: String, required: true },
    kind: { type: String, required: true },
    title: { type: String, required: true },
    lines: { type: [String], required: true },
    reading: { type: Schema.Types.Mixed, required: true },
    source: { type: String, default: "" },
    parentId: { type: String, default: "" },
    settled: {
      type: [{ _id: false, finding: String, choice: String, reason: String, by: person, at: Date }],
      default: [],
    },
    state: { type: String, required: true },
    revision: { type: Number, required: true },
    number: { type: String, default: "" },
    day: { type: String, default: "" },
    numberKey: { type: String },
    author: person,
    reviewed: mixed,
    signing: mixed,
    issued: mixed,
    tasksDue: { type: Boolean },
    done: { type: [{ _id: false, code: String, note: String, by: person, at: Date }], default: [] },
    createdAt: { type: Date, required: true },
  },
  // an empty list of the reading is said, not left out
  { collection: "plans", versionKey: false, minimize: false },
);
schema.index({ unitCode: 1, state: 1, createdAt: -1 });
/** One number is given once in a year. */
schema.index({ numberKey: 1 }, { unique: true, sparse: true });
schema.index({ tasksDue: 1 }, { sparse: true });
export const PlanModel = model<Plan>("Plan", schema);
