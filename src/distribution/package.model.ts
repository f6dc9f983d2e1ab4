import { model, Schema, type Types } from "mongoose";
import type { Key, Person } from "../decisions/decision.ts";

/** Where something came from before a department handed it down (domain.md S2-16). */
export interface Origin {
  organ: string;
  receivedAt: Date;
  /** until when it is to be published; null for the package's own day */
  dueAt: Date | null;
}

/** One line of a catalogue: an item, or a group of items that go together (domain.md S2-03). */
export interface Entry {
  /** BT01, BT02 …; never given twice within a package */
  code: string;
  title: string;
  /** `Content._id`, in their order */
  contents: string[];
  /** the department's own items they were taken from; "" for what came by a file */
  items: string[];
  origin: Origin;
  /** why it was added after the catalogue was released */
  added: { at: Date; by: Person; reason: string } | null;
}

/** What was released under a number; never changed. */
export interface Version extends Key {
  n: number;
  entries: Entry[];
}

/** A deed on what was handed down, whole with the moment it is written; what follows is found by `due`. */
interface Deed {
  n: number;
  by: Person;
  at: Date;
  done: boolean;
}
export interface Push extends Deed {
  version: number;
  units: string[];
  ways: string[];
}
export interface Withdrawal extends Deed {
  codes: string[];
  /** code of the entry that takes the place of the one withdrawn; "" when nothing does */
  replacedBy: string;
  reason: string;
}

/** Units that had entries to decide about were reminded; once a day. */
export interface Reminder {
  units: string[];
  by: Person;
  at: Date;
}

export type PackageState = "draft" | "waiting" | "released" | "returned";

/** A package of a department: its catalogue as it is written, and everything decided about it. */
export interface Package {
  _id: Types.ObjectId;
  unitCode: string;
  title: string;
  note: string;
  /** last day for communes to publish */
  deadline: Date;
  state: PackageState;
  /** grows with every write; a press names the one it was made from */
  revision: number;
  /** last version that was released; 0 before */
  version: number;
  entries: Entry[];
  /** everybody who wrote: none of them releases it */
  authors: Person[];
  versions: Version[];
  pushes: Push[];
  withdrawals: Withdrawal[];
  reminders: Reminder[];
  returned: { by: Person; at: Date; reason: string } | null;
  /** something decided has not reached every copy */
  due?: boolean;
  /** somebody is at it until then */
  followedUntil: Date | null;
  /** what it was brought from as a file; `print` says whether its catalogue is still that */
  imported: { unit: string; office: string; id: string; version: number; print: string } | null;
  createdAt: Date;
  updatedAt: Date;
}

const person = { id: String, name: String };
const entry = {
  _id: false,
  code: String,
  title: String,
  contents: [String],
  items: [String],
  origin: { organ: String, receivedAt: Date, dueAt: { type: Date, default: null } },
  added: { type: { at: Date, by: person, reason: String }, default: null, _id: false },
};
const deed = { _id: false, n: Number, by: person, at: Date, done: { type: Boolean, default: false } };
const schema = new Schema<Package>(
  {
    unitCode: { type: String, required: true },
    title: { type: String, required: true },
    note: { type: String, default: "" },
    deadline: { type: Date, required: true },
    state: { type: String, required: true },
    revision: { type: Number, required: true },
    version: { type: Number, default: 0 },
    entries: { type: [entry], default: [] },
    authors: { type: [{ _id: false, ...person }], default: [] },
    versions: {
      type: [{ _id: false, n: Number, by: person, at: Date, fingerprint: String, entries: [entry] }],
      default: [],
    },
    pushes: { type: [{ ...deed, version: Number, units: [String], ways: [String] }], default: [] },
    withdrawals: { type: [{ ...deed, codes: [String], replacedBy: String, reason: String }], default: [] },
    reminders: { type: [{ _id: false, units: [String], by: person, at: Date }], default: [] },
    returned: { type: { by: person, at: Date, reason: String }, default: null, _id: false },
    due: { type: Boolean },
    followedUntil: { type: Date, default: null },
    imported: {
      type: { unit: String, office: String, id: String, version: Number, print: String },
      default: null,
      _id: false,
    },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: "packages", versionKey: false },
);
schema.index({ unitCode: 1, updatedAt: -1 });
schema.index({ due: 1 }, { sparse: true });
export const PackageModel = model<Package>("Package", schema);
