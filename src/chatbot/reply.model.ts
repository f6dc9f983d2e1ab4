import type { Person } from "../content/item.model.ts";
import { model, Schema, type Types } from "mongoose";

/** One version of a unit's own words for a reply. Words are never changed; the highest one that was decided speaks. */
export interface Reply {
  _id: Types.ObjectId;
  unitCode: string;
  name: string;
  version: number;
  text: string;
  buttons: { title: string; command: string }[];
  /** words that lead to this reply, besides the built-in ones */
  keywords: string[];
  /** whole messages that mean this, as residents wrote them */
  examples: string[];
  by: string;
  /** id of who wrote it, who may not approve it; "" up to version 0.4 */
  byId?: string;
  at: Date;
  /** missing up to version 0.4, when what was saved was spoken */
  state?: "waiting" | "decided" | "returned";
  decided?: { by: Person; at: Date; fingerprint: string } | null;
  returned?: { by: Person; at: Date; reason: string } | null;
}

const schema = new Schema<Reply>(
  {
    unitCode: { type: String, required: true },
    name: { type: String, required: true },
    version: { type: Number, required: true },
    text: { type: String, required: true },
    buttons: { type: [{ _id: false, title: String, command: String }], default: [] },
    keywords: { type: [String], default: [] },
    examples: { type: [String], default: [] },
    by: { type: String, default: "" },
    byId: { type: String, default: "" },
    at: { type: Date, required: true },
    state: { type: String },
    decided: { type: Schema.Types.Mixed, default: null },
    returned: { type: Schema.Types.Mixed, default: null },
  },
  { collection: "replies", versionKey: false },
);
schema.index({ unitCode: 1, name: 1, version: 1 }, { unique: true });
export const ReplyModel = model<Reply>("Reply", schema);
