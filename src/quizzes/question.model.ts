import { model, Schema, type Types } from "mongoose";
import type { Person } from "../content/item.model.ts";

export interface QuestionSource {
  title: string;
  /** "" for a document that has no address */
  url: string;
}

/** What a question asks; the same words with the same answers are one version. */
export interface QuestionBody {
  category: string;
  text: string;
  /** 2 to 6, shown in an order of their own in every turn */
  options: string[];
  /** indexes into `options`: 1 to 4 of them are right */
  right: number[];
  /** shown after a turn is handed in, never before */
  why: string;
  /** two at least (domain.md §6.3): a fact two sources disagree on is not asked */
  sources: QuestionSource[];
  /** a picture of the library; "" without one */
  pictureId: string;
  pictureAlt: string;
  /** a sound of {@link QuizSound}; "" without one */
  soundId: string;
  /** what is said in the sound, for who does not hear it */
  transcript: string;
}

/** A question of a unit's bank. Communes may also use those of the department above them. */
export interface Question extends QuestionBody {
  _id: Types.ObjectId;
  unitCode: string;
  /** 1, 2, 3 …: a change of words or answers makes the next */
  version: number;
  /** an editor checked both sources of this very version */
  tick: { by: Person; at: Date } | null;
  retired: boolean;
  by: Person;
  at: Date;
}

/** Every version a question ever had, the newest included. */
export interface QuestionVersion extends QuestionBody {
  _id: string;
  questionId: string;
  version: number;
  by: Person;
  at: Date;
}

export interface QuizSound {
  _id: Types.ObjectId;
  unitCode: string;
  mimeType: string;
  bytes: Buffer;
  /** true once a contest was approved with it; missing on what was kept before this was written down */
  isPublic?: boolean;
  at: Date;
}

const person = { id: { type: String, required: true }, name: { type: String, required: true } };
const body = {
  category: { type: String, default: "" },
  text: { type: String, required: true },
  options: { type: [String], required: true },
  right: { type: [Number], required: true },
  why: { type: String, default: "" },
  sources: { type: [{ _id: false, title: String, url: String }], required: true },
  pictureId: { type: String, default: "" },
  pictureAlt: { type: String, default: "" },
  soundId: { type: String, default: "" },
  transcript: { type: String, default: "" },
};
const schema = new Schema<Question>(
  {
    unitCode: { type: String, required: true },
    ...body,
    version: { type: Number, required: true },
    tick: { type: Object, default: null },
    retired: { type: Boolean, default: false },
    by: person,
    at: { type: Date, required: true },
  },
  { collection: "quiz_questions", versionKey: false },
);
schema.index({ unitCode: 1, retired: 1, category: 1, _id: 1 });
export const QuestionModel = model<Question>("QuizQuestion", schema);

const versionSchema = new Schema<QuestionVersion>(
  {
    _id: { type: String, required: true },
    questionId: { type: String, required: true },
    version: { type: Number, required: true },
    ...body,
    by: person,
    at: { type: Date, required: true },
  },
  { collection: "quiz_question_versions", versionKey: false },
);
versionSchema.index({ questionId: 1, version: -1 });
export const QuestionVersionModel = model<QuestionVersion>("QuizQuestionVersion", versionSchema);

const soundSchema = new Schema<QuizSound>(
  {
    unitCode: { type: String, required: true },
    mimeType: { type: String, required: true },
    bytes: { type: Buffer, required: true },
    isPublic: Boolean,
    at: { type: Date, required: true },
  },
  { collection: "quiz_sounds", versionKey: false },
);
export const QuizSoundModel = model<QuizSound>("QuizSound", soundSchema);
