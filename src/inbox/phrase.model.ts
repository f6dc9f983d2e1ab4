import { model, Schema, type Types } from "mongoose";

/** A sentence officers answer with often (câu mẫu): an official's own, or everybody's of a unit. */
export interface Phrase {
  _id: Types.ObjectId;
  unitCode: string;
  /** "" = the unit's; else the official whose own it is */
  ownerId: string;
  title: string;
  /** words with blanks in square brackets */
  text: string;
  by: string;
  at: Date;
}

const schema = new Schema<Phrase>(
  {
    unitCode: { type: String, required: true },
    ownerId: { type: String, default: "" },
    title: { type: String, required: true },
    text: { type: String, required: true },
    by: { type: String, default: "" },
    at: { type: Date, required: true },
  },
  { collection: "phrases", versionKey: false },
);
schema.index({ unitCode: 1, ownerId: 1, title: 1 });
export const PhraseModel = model<Phrase>("Phrase", schema);
