import { model, Schema } from "mongoose";
import type { Person } from "../decisions/decision.ts";

export const COPY_STATES = ["waiting", "taken", "adapted", "declined", "published", "withdrawn"] as const;
export type CopyState = (typeof COPY_STATES)[number];

/** The item was told to people, by exactly one of the legal kinds (domain.md §2.1, S4-30). */
export interface Publication {
  /** a row of `legal-kinds.ts` */
  kind: string;
  /** where: a page, a station, a board */
  place: string;
  at: Date;
  /** seen by this system itself, or told by an officer with a link, an hour or a picture */
  by: Person | null;
  proof: "system" | "link" | "time" | "photo";
  link: string;
  pictureId: string;
}

/** A newer version of the entry than the one held, until the commune decides about it. */
export interface Offer {
  version: number;
  title: string;
  contents: string[];
  at: Date;
}

/** One entry of a package as one unit holds it. Its id is made of unit, package and entry: handed down twice it is one. */
export interface Copy {
  _id: string;
  unitCode: string;
  packageId: string;
  departmentCode: string;
  code: string;
  title: string;
  organ: string;
  dueAt: Date;
  version: number;
  contents: string[];
  state: CopyState;
  /** grows with every write; a press names the one it was made from */
  revision: number;
  /** `unit`: who it was that day, where the unit of the copy has gone on into another */
  decided: { by: Person; at: Date; unit: string } | null;
  /** what the commune adds under the department's words */
  note: string;
  /** words put in place of free fields, a row for each content */
  own: { title: string; text: string }[];
  declined: { ground: string; words: string } | null;
  /** id of a deed that takes several at once and has this one in hand; "" for none */
  take: string;
  /** the commune's own items made of it */
  items: string[];
  /** those of an earlier version, shown until the unit's approver lets the newer ones out */
  older: string[];
  offer: Offer | null;
  pushedAt: Date;
  openedAt: Date | null;
  publishedAt: Date | null;
  publications: Publication[];
  withdrawn: { at: Date; reason: string; was: CopyState; replacedBy: string; settledAt: Date | null } | null;
  /** something decided is not done */
  due?: boolean;
}

const person = { id: String, name: String };
const schema = new Schema<Copy>(
  {
    _id: { type: String, required: true },
    unitCode: { type: String, required: true },
    packageId: { type: String, required: true },
    departmentCode: { type: String, required: true },
    code: { type: String, required: true },
    title: { type: String, default: "" },
    organ: { type: String, default: "" },
    dueAt: { type: Date, required: true },
    version: { type: Number, required: true },
    contents: { type: [String], default: [] },
    state: { type: String, required: true },
    revision: { type: Number, required: true },
    decided: { type: { by: person, at: Date, unit: String }, default: null, _id: false },
    note: { type: String, default: "" },
    own: { type: [{ _id: false, title: String, text: String }], default: [] },
    declined: { type: { ground: String, words: String }, default: null, _id: false },
    take: { type: String, default: "" },
    items: { type: [String], default: [] },
    older: { type: [String], default: [] },
    offer: { type: { version: Number, title: String, contents: [String], at: Date }, default: null, _id: false },
    pushedAt: { type: Date, required: true },
    openedAt: { type: Date, default: null },
    publishedAt: { type: Date, default: null },
    publications: {
      type: [
        {
          _id: false,
          kind: String,
          place: String,
          at: Date,
          by: person,
          proof: String,
          link: String,
          pictureId: String,
        },
      ],
      default: [],
    },
    withdrawn: {
      type: { at: Date, reason: String, was: String, replacedBy: String, settledAt: Date },
      default: null,
      _id: false,
    },
    due: { type: Boolean },
  },
  // shard key: { unitCode: 1, packageId: 1 }; a commune's work is one range, and the unique index begins with it
  { collection: "package_copies", versionKey: false },
);
schema.index({ unitCode: 1, packageId: 1, code: 1 }, { unique: true });
schema.index({ unitCode: 1, state: 1, dueAt: 1 });
schema.index({ packageId: 1, code: 1, state: 1 });
// what waits for an approver, of all units and of one department's
schema.index({ state: 1, departmentCode: 1 });
schema.index({ due: 1 }, { sparse: true });
export const CopyModel = model<Copy>("PackageCopy", schema);

/** Several copies taken by one press: locked, then decided by one write of `state`, then each done. */
export interface Take {
  _id: string;
  unitCode: string;
  packageId: string;
  copies: { id: string; revision: number }[];
  state: "open" | "whole" | "given-up";
  by: Person;
  at: Date;
  due?: boolean;
}
const takeSchema = new Schema<Take>(
  {
    _id: { type: String, required: true },
    unitCode: { type: String, required: true },
    packageId: { type: String, required: true },
    copies: { type: [{ _id: false, id: String, revision: Number }], required: true },
    state: { type: String, required: true },
    by: person,
    at: { type: Date, required: true },
    due: { type: Boolean },
  },
  { collection: "package_takes", versionKey: false },
);
takeSchema.index({ due: 1, at: 1 }, { sparse: true });
export const TakeModel = model<Take>("PackageTake", takeSchema);
