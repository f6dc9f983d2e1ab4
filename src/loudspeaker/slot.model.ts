import { model, Schema } from "mongoose";
import type { Person } from "../content/item.model.ts";

/** When a commune's stations speak: its own days and hours (S2-22). */
export interface LoudspeakerRule {
  /** unit */
  _id: string;
  /** where it is heard, "thôn Đông" */
  place: string;
  /** 1 = Monday … 7 = Sunday */
  days: number[];
  /** "05:30" */
  times: string[];
}
export const RuleModel = model<LoudspeakerRule>(
  "LoudspeakerRule",
  new Schema<LoudspeakerRule>(
    {
      _id: { type: String, required: true },
      place: { type: String, default: "" },
      days: { type: [Number], required: true },
      times: { type: [String], required: true },
    },
    { collection: "loudspeaker_rules", versionKey: false },
  ),
);

/** How it is known that something was played: somebody says so, or the station's own log does. */
export type PlayedBy = "tick" | "log";
/** One turn of a loudspeaker: what is to be read at that hour, and whether it was. */
export interface Slot {
  /** unit:yyyy-mm-ddThh:mm, in Vietnam */
  _id: string;
  unitCode: string;
  at: Date;
  readingId: string;
  /** of the file two persons heard: another file of the same reading is another choice */
  hash: string;
  title: string;
  seconds: number;
  label: string;
  played: { how: PlayedBy; by: Person; at: Date } | null;
}
const schema = new Schema<Slot>(
  {
    _id: { type: String, required: true },
    unitCode: { type: String, required: true },
    at: { type: Date, required: true },
    readingId: { type: String, required: true },
    hash: { type: String, required: true },
    title: { type: String, required: true },
    seconds: { type: Number, required: true },
    label: { type: String, required: true },
    played: { type: Schema.Types.Mixed, default: null },
  },
  { collection: "loudspeaker_slots", versionKey: false },
);
schema.index({ unitCode: 1, at: 1 });
export const SlotModel = model<Slot>("LoudspeakerSlot", schema);
