import { model, Schema, type Types } from "mongoose";

/** One version of a unit's own words for a reply. Versions are never changed; the highest one speaks. */
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
  at: Date;
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
    at: { type: Date, required: true },
  },
  { collection: "replies", versionKey: false },
);
schema.index({ unitCode: 1, name: 1, version: 1 }, { unique: true });
export const ReplyModel = model<Reply>("Reply", schema);
