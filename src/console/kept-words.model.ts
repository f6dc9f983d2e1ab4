import { model, Schema, type Types } from "mongoose";

/** Why words lie here: the session ended before they came in, or the page put them by while somebody was typing. */
export type KeptWhy = "session" | "typing";

/** What an official typed and has not sent yet: sealed, of one form on one page, for that person alone. */
export interface KeptWords {
  _id: Types.ObjectId;
  officialId: string;
  /** the page of the form, with its query */
  page: string;
  /** where the form is posted to */
  action: string;
  why: KeptWhy;
  /** {@link Typed} as JSON, under the key of the environment */
  sealed: string;
  at: Date;
  /** erased then, by the database */
  until: Date;
}

const schema = new Schema<KeptWords>(
  {
    officialId: { type: String, required: true },
    page: { type: String, required: true },
    action: { type: String, required: true },
    why: { type: String, required: true },
    sealed: { type: String, required: true },
    at: { type: Date, required: true },
    until: { type: Date, required: true },
  },
  { collection: "kept_words", versionKey: false },
);
schema.index({ officialId: 1, page: 1, action: 1 }, { unique: true });
schema.index({ action: 1, at: -1 });
schema.index({ until: 1 }, { expireAfterSeconds: 0 });
export const KeptWordsModel = model<KeptWords>("KeptWords", schema);
