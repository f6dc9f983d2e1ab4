import { model, Schema, type Types } from "mongoose";
import type { Person } from "../content/item.model.ts";

/** How a planned item is meant to go out. Only the first two are sent by us; the cadence is counted per channel (domain.md §0.3). */
export const ENTRY_CHANNELS = ["article", "personal", "loudspeaker", "other"] as const;
export type EntryChannel = (typeof ENTRY_CHANNELS)[number];

/** Something that is planned for a day; it may name an item that is written already. */
export interface Entry {
  _id: Types.ObjectId;
  unitCode: string;
  /** yyyy-mm-dd in Vietnam */
  day: string;
  /** hour and minute it is meant for, "19:30" */
  time: string;
  title: string;
  channel: EntryChannel;
  itemId: string;
  createdBy: Person;
  createdAt: Date;
}
const schema = new Schema<Entry>(
  {
    unitCode: { type: String, required: true },
    day: { type: String, required: true },
    time: { type: String, default: "08:00" },
    title: { type: String, required: true },
    channel: { type: String, required: true },
    itemId: { type: String, default: "" },
    createdBy: { type: { id: String, name: String }, _id: false },
    createdAt: { type: Date, required: true },
  },
  { collection: "calendar-entries", versionKey: false },
);
schema.index({ unitCode: 1, day: 1 });
export const EntryModel = model<Entry>("Entry", schema);

/** A day of a province's or a commune's own, by the solar or the lunar calendar, every year. */
export interface OwnDay {
  _id: Types.ObjectId;
  unitCode: string;
  name: string;
  lunar: boolean;
  day: number;
  month: number;
  /** days before it at which items should be planned */
  leadDays: number;
  suggestions: string[];
}
const daySchema = new Schema<OwnDay>(
  {
    unitCode: { type: String, required: true },
    name: { type: String, required: true },
    lunar: { type: Boolean, default: false },
    day: { type: Number, required: true },
    month: { type: Number, required: true },
    leadDays: { type: Number, default: 7 },
    suggestions: { type: [String], default: [] },
  },
  { collection: "own-days", versionKey: false },
);
daySchema.index({ unitCode: 1 });
export const OwnDayModel = model<OwnDay>("OwnDay", daySchema);
