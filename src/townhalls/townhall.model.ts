import { model, Schema, type Types } from "mongoose";
import type { Person } from "../content/item.model.ts";

/** Đối thoại: an open meeting with residents; questions come before and during it, each is answered and published (S3-04). */
export interface TownHall {
  _id: Types.ObjectId;
  unitCode: string;
  title: string;
  about: string;
  place: string;
  heldAt: Date;
  /** questions are taken until then */
  closesAt: Date;
  state: "editing" | "published";
  createdBy: Person;
  createdAt: Date;
  /** the yes of a second person by which residents see it */
  decided?: { by: Person; at: Date; fingerprint: string } | null;
}

export interface Question {
  _id: Types.ObjectId;
  townHallId: string;
  unitCode: string;
  /** sealed JSON {text} */
  body: string;
  /** SHA-256 of the receipt code */
  receipt: string;
  channel: "web" | "mini-app" | "hall";
  state: "asked" | "answered" | "hidden";
  /** hidden: ground, article, note */
  hiding: { ground: string; article: string; note: string; by: Person; at: Date } | null;
  answer: string;
  answeredBy: Person | null;
  answeredAt: Date | null;
  /** the day, as near as it is kept */
  at: Date;
}

const person = { type: { id: String, name: String }, default: null, _id: false };
const schema = new Schema<TownHall>(
  {
    unitCode: { type: String, required: true },
    title: { type: String, required: true },
    about: { type: String, default: "" },
    place: { type: String, default: "" },
    heldAt: { type: Date, required: true },
    closesAt: { type: Date, required: true },
    state: { type: String, required: true },
    createdBy: person,
    createdAt: { type: Date, required: true },
    decided: { type: Schema.Types.Mixed, default: null },
  },
  { collection: "townhalls", versionKey: false },
);
schema.index({ unitCode: 1, heldAt: -1 });
export const TownHallModel = model<TownHall>("TownHall", schema);

const questionSchema = new Schema<Question>(
  {
    townHallId: { type: String, required: true },
    unitCode: { type: String, required: true },
    body: { type: String, required: true },
    receipt: { type: String, required: true },
    channel: { type: String, required: true },
    state: { type: String, required: true },
    hiding: { type: Schema.Types.Mixed, default: null },
    answer: { type: String, default: "" },
    answeredBy: person,
    answeredAt: { type: Date, default: null },
    at: { type: Date, required: true },
  },
  { collection: "townhall_questions", versionKey: false },
);
questionSchema.index({ receipt: 1 }, { unique: true });
questionSchema.index({ townHallId: 1, state: 1, at: 1 });
questionSchema.index({ blank: 1 }, { partialFilterExpression: { blank: true } });
export const QuestionModel = model<Question>("TownHallQuestion", questionSchema);
