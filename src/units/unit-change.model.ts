import { model, Schema, type Types } from "mongoose";
import type { Person } from "../decisions/decision.ts";
import type { Part } from "./lineage.ts";
import type { ParentPeriod } from "./unit.model.ts";

export { type Part, SHARES, type Share } from "./lineage.ts";

/** A unit that begins on the day of the change; its code was never used before. */
export interface Founding {
  code: string;
  name: string;
  office: string;
  kind: string;
}

/** A unit that goes on under another name, office or kind. */
export type Renaming = Founding;

/** A unit that answers to another one from the day on. */
export interface Moving {
  code: string;
  parent: string;
}

/** What is decided about units for one day. */
export interface ChangeTerms {
  /** number of the decision, as printed */
  decision: string;
  /** 00:00 in Vietnam */
  day: Date;
  parts: Part[];
  founds: Founding[];
  renames: Renaming[];
  moves: Moving[];
  /** an earlier entry that had not come into force: all of it falls away, and this one says nothing else */
  cancels?: number;
}

/** A unit as it stood before a change was recorded: what a cancelled one gives back. */
export interface Standing {
  _id: string;
  to: Date | null;
  parents: ParentPeriod[];
}

/** One entry of the history of units. Appended, never changed: only the two marks of what is still to follow go. */
export interface UnitChange extends ChangeTerms {
  /** 1, 2, 3 …: of two at the same moment one is first */
  _id: number;
  /** the draft it was confirmed from */
  draftId: string;
  by: Person;
  /** when it was entered, which may be after its day */
  at: Date;
  fingerprint: string;
  /** those whose place or end it changed, as they were */
  was?: Standing[];
  /** the units do not say its days yet */
  undated?: boolean;
  /** what can only be done once the day has come is not done */
  due?: boolean;
}

/** A change as somebody is still writing it; what is typed stays as typed until it is confirmed. */
export interface ChangeDraft {
  _id: Types.ObjectId;
  unitCode: string;
  decision: string;
  /** 2027-01-01, or what was typed */
  day: string;
  /** the clause it was read from, "" when it was typed */
  clause: string;
  parts: Part[];
  founds: Founding[];
  renames: Renaming[];
  moves: Moving[];
  cancels?: number;
  /** what the reader of the clause could not say for sure */
  doubts: string[];
  by: Person;
  at: Date;
}

const named = { code: String, name: String, office: String, kind: String };
const terms = {
  decision: { type: String, default: "" },
  parts: { type: [{ _id: false, from: String, to: String, share: String, areas: [String] }], default: [] },
  founds: { type: [{ _id: false, ...named }], default: [] },
  renames: { type: [{ _id: false, ...named }], default: [] },
  moves: { type: [{ _id: false, code: String, parent: String }], default: [] },
  cancels: { type: Number },
  by: { id: String, name: String },
  at: { type: Date, required: true },
};

const change = new Schema<UnitChange>(
  {
    _id: { type: Number, required: true },
    ...terms,
    day: { type: Date, required: true },
    draftId: { type: String, required: true },
    fingerprint: { type: String, required: true },
    was: {
      type: [
        {
          _id: String,
          to: { type: Date, default: null },
          parents: [{ _id: false, code: String, from: Date, to: { type: Date, default: null } }],
        },
      ],
      default: undefined,
    },
    undated: { type: Boolean },
    due: { type: Boolean },
  },
  { collection: "unit_changes", versionKey: false },
);
change.index({ due: 1, day: 1 }, { sparse: true });
change.index({ undated: 1 }, { sparse: true });
change.index({ draftId: 1 }, { unique: true });
export const UnitChangeModel = model<UnitChange>("UnitChange", change);

const draft = new Schema<ChangeDraft>(
  {
    ...terms,
    unitCode: { type: String, required: true },
    day: { type: String, default: "" },
    clause: { type: String, default: "" },
    doubts: { type: [String], default: [] },
  },
  { collection: "unit_change_drafts", versionKey: false },
);
draft.index({ unitCode: 1, at: -1 });
export const ChangeDraftModel = model<ChangeDraft>("ChangeDraft", draft);
