import { model, Schema, type Types } from "mongoose";
import type { Person } from "../content/item.model.ts";
import { days } from "../kernel/clock.ts";

/** dự thảo → phê duyệt → mở đăng ký → diễn ra → báo cáo (S0-16) */
const CLASS_STATES = ["draft", "approved", "open", "running", "reported"] as const;
export type ClassState = (typeof CLASS_STATES)[number];

/** Units of one kind, each with so many places. */
export interface Group {
  key: string;
  name: string;
  /** code of a unit of the house, or "" for an office without one, with its name */
  units: { code: string; name: string }[];
  each: number;
  /** words one of which a nominee's post must hold; [] = any post */
  posts: string[];
}
export interface AgendaItem {
  title: string;
  speaker: string;
  minutes: number;
  /** the document it rests on, with its day; "" = says that it has none */
  document: string;
  /** name of the file learners get; "" for none */
  file: string;
  /** when who speaks was asked; null before that */
  invitedAt?: Date | null;
  /** what they said: "" nothing yet */
  answer?: "" | "yes" | "no";
  /** why not, in their words */
  reason?: string;
}
export interface Figures {
  invited: number;
  nominated: number;
  replaced: number;
  present: number;
  absent: number;
  groups: { name: string; invited: number; nominated: number; present: number }[];
  /** how many of each unit came; missing in reports closed before units were asked for it */
  units?: { code: string; present: number }[];
}
interface Key {
  by: Person;
  at: Date;
  fingerprint: string;
}

export interface Course {
  _id: Types.ObjectId;
  unitCode: string;
  planId: string;
  title: string;
  objectives: string[];
  halfDays: number;
  /** planned before there is a day; 0 = none */
  year: number;
  quarter: number;
  startsAt: Date | null;
  venue: string;
  mapUrl: string;
  mode: string;
  /** source of the money, text alone */
  money: string;
  capacity: number;
  groups: Group[];
  agenda: AgendaItem[];
  state: ClassState;
  revision: number;
  author: Person;
  approval: Key | null;
  questions: { text: string; answer: string }[];
  /** what reviewers of the department wrote beside it; never shown to others (S0-20) */
  notes?: { text: string; by: Person; at: Date }[];
  /** name of the cost estimate's file; "" for none (S0-18) */
  estimate?: string;
  /** how many gave 1, 2, 3, 4, 5: nobody is noted with an answer */
  scores: number[];
  figures: Figures | null;
  createdAt: Date;
}

const mixed = { type: Schema.Types.Mixed, default: null };
const schema = new Schema<Course>(
  {
    unitCode: { type: String, required: true },
    planId: { type: String, default: "" },
    title: { type: String, required: true },
    objectives: { type: [String], default: [] },
    halfDays: { type: Number, required: true },
    year: { type: Number, default: 0 },
    quarter: { type: Number, default: 0 },
    startsAt: { type: Date, default: null },
    venue: { type: String, default: "" },
    mapUrl: { type: String, default: "" },
    mode: { type: String, default: "" },
    money: { type: String, default: "" },
    capacity: { type: Number, required: true },
    groups: {
      type: [
        {
          _id: false,
          key: String,
          name: String,
          units: [{ _id: false, code: String, name: String }],
          each: Number,
          posts: [String],
        },
      ],
      default: [],
    },
    agenda: {
      type: [
        {
          _id: false,
          title: String,
          speaker: String,
          minutes: Number,
          document: String,
          file: String,
          invitedAt: Date,
          answer: String,
          reason: String,
        },
      ],
      default: [],
    },
    state: { type: String, required: true },
    revision: { type: Number, required: true },
    author: { type: { id: String, name: String }, _id: false },
    approval: mixed,
    questions: { type: [{ _id: false, text: String, answer: String }], default: [] },
    notes: {
      type: [{ _id: false, text: String, by: { type: { id: String, name: String }, _id: false }, at: Date }],
      default: [],
    },
    estimate: { type: String, default: "" },
    scores: { type: [Number], default: [0, 0, 0, 0, 0] },
    figures: mixed,
    createdAt: { type: Date, required: true },
  },
  { collection: "classes", versionKey: false },
);
schema.index({ unitCode: 1, createdAt: -1 });
export const CourseModel = model<Course>("Course", schema);

/** A department's pair for tickets of all its classes: what makes them is sealed, what proves them is open. */
export interface TicketKeyRow {
  _id: string;
  sealed: string;
  open: string;
}
export const TicketKeyModel = model<TicketKeyRow>(
  "TicketKey",
  new Schema<TicketKeyRow>(
    {
      _id: { type: String, required: true },
      sealed: { type: String, required: true },
      open: { type: String, required: true },
    },
    { collection: "ticket_keys", versionKey: false },
  ),
);

/** One place of one unit in a class: whoever is named takes it, a second name takes it over. */
export interface Seat {
  /** class:group:unit:n */
  _id: string;
  classId: string;
  group: string;
  unitCode: string;
  unitName: string;
  /** "" while nobody is named */
  ticket: string;
  /** sealed; "" while nobody is named */
  name: string;
  post: string;
  namedAt: Date | null;
  /** tickets of those who were replaced, with name and post sealed: who came by one after all has the seat */
  revoked: { ticket: string; at: Date; name?: string; post?: string }[];
  /** days on which the unit was reminded, yyyy-mm-dd */
  reminded: string[];
  /** days on which who was named was reminded of the class */
  called?: string[];
  /** what came of it, said by the unit itself after 30 days */
  applied: { note: string; at: Date } | null;
}
const seatSchema = new Schema<Seat>(
  {
    _id: { type: String, required: true },
    classId: { type: String, required: true },
    group: { type: String, required: true },
    unitCode: { type: String, default: "" },
    unitName: { type: String, required: true },
    ticket: { type: String, default: "" },
    name: { type: String, default: "" },
    post: { type: String, default: "" },
    namedAt: { type: Date, default: null },
    revoked: { type: [{ _id: false, ticket: String, at: Date, name: String, post: String }], default: [] },
    reminded: { type: [String], default: [] },
    called: { type: [String], default: [] },
    applied: { type: Schema.Types.Mixed, default: null },
  },
  { collection: "class_seats", versionKey: false },
);
seatSchema.index({ classId: 1, group: 1, unitName: 1 });
seatSchema.index({ unitCode: 1 });
export const SeatModel = model<Seat>("Seat", seatSchema);

/** Somebody came in: erased after 90 days, when only the figures of the report are left. */
export interface EntryRow {
  /** class:event */
  _id: string;
  classId: string;
  ticket: string;
  door: string;
  /** which registered phone brought it; "" for the console's own page */
  doorId?: string;
  /** not counted before a person looked: "waits"; left out by one: "refused" */
  state?: "in" | "waits" | "refused";
  /** why it waits, in words for who looks */
  why?: string;
  at: Date;
  receivedAt: Date;
}
const ENTRY_DAYS = 90;
const entrySchema = new Schema<EntryRow>(
  {
    _id: { type: String, required: true },
    classId: { type: String, required: true },
    ticket: { type: String, required: true },
    door: { type: String, default: "" },
    doorId: { type: String, default: "" },
    state: { type: String, default: "in" },
    why: { type: String, default: "" },
    at: { type: Date, required: true },
    receivedAt: { type: Date, required: true },
  },
  { collection: "class_entries", versionKey: false },
);
entrySchema.index({ classId: 1, at: 1 });
entrySchema.index({ receivedAt: 1 }, { expireAfterSeconds: days(ENTRY_DAYS) / 1000 });
export const EntryRowModel = model<EntryRow>("ClassEntry", entrySchema);
