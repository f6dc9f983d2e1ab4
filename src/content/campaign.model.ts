import { model, Schema, type Types } from "mongoose";
import type { Person } from "./item.model.ts";

/** A moment of a campaign's own that phases may be told by: "Khai mạc Đại hội tỉnh". */
export interface CampaignEvent {
  key: string;
  name: string;
  /** yyyy-mm-dd in Vietnam */
  day: string;
}

/** A day given outright, or so many days before or after an event; moving the event moves every phase that leans on it. */
export interface Edge {
  day: string;
  event: string;
  offsetDays: number;
}

/** An end that some document names. Two that differ are a conflict until a person chooses one with a reason (S4-23). */
export interface NamedEnd extends Edge {
  document: string;
}

export interface Phase {
  key: string;
  name: string;
  start: Edge;
  /** none = open end (domain.md S3-15) */
  ends: NamedEnd[];
}

/** A person's choice in a conflict; `subject` names the conflict it settles. */
export interface Settlement {
  subject: string;
  choice: string;
  reason: string;
  by: Person;
  at: Date;
}

export interface Topic {
  key: string;
  name: string;
}

export type Level = "commune" | "province" | "nation";

/**
 * A campaign: phases, a checklist of topics, and its place in the tree (commune → province → nation). Everything in it is
 * data; the next one needs no release (domain.md §0.1).
 */
export interface Campaign {
  _id: Types.ObjectId;
  unitCode: string;
  parentId: string;
  level: Level;
  name: string;
  /** the event's name as the documents fix it; checked while one writes (S3-01) */
  officialName: string;
  events: CampaignEvent[];
  phases: Phase[];
  topics: Topic[];
  settlements: Settlement[];
  createdAt: Date;
}

const edge = {
  day: { type: String, default: "" },
  event: { type: String, default: "" },
  offsetDays: { type: Number, default: 0 },
};
const schema = new Schema<Campaign>(
  {
    unitCode: { type: String, required: true },
    parentId: { type: String, default: "" },
    level: { type: String, required: true },
    name: { type: String, required: true },
    officialName: { type: String, default: "" },
    events: { type: [{ _id: false, key: String, name: String, day: String }], default: [] },
    phases: {
      type: [
        {
          _id: false,
          key: String,
          name: String,
          start: { _id: false, ...edge },
          ends: { type: [{ _id: false, ...edge, document: String }], default: [] },
        },
      ],
      default: [],
    },
    topics: { type: [{ _id: false, key: String, name: String }], default: [] },
    settlements: {
      type: [
        {
          _id: false,
          subject: String,
          choice: String,
          reason: String,
          by: { type: { id: String, name: String }, _id: false },
          at: Date,
        },
      ],
      default: [],
    },
    createdAt: { type: Date, required: true },
  },
  { collection: "campaigns", versionKey: false },
);
schema.index({ unitCode: 1 });
export const CampaignModel = model<Campaign>("Campaign", schema);

/** An official name and the wrong forms one meets; warns while one types. */
export interface OfficialName {
  _id: Types.ObjectId;
  unitCode: string;
  name: string;
  wrong: string[];
}
const nameSchema = new Schema<OfficialName>(
  {
    unitCode: { type: String, required: true },
    name: { type: String, required: true },
    wrong: { type: [String], default: [] },
  },
  { collection: "official-names", versionKey: false },
);
nameSchema.index({ unitCode: 1 });
export const OfficialNameModel = model<OfficialName>("OfficialName", nameSchema);
