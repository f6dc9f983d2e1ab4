import { model, Schema } from "mongoose";

/** What Zalo told about an OA that an officer has to know: a template's state, the day's allowance. The newest word of each. */
export interface Notice {
  /** `<oa>:<kind>:<template or "">` */
  _id: string;
  oaId: string;
  kind: "template" | "daily-quota";
  /** id of the template; "" for none */
  about: string;
  /** ENABLE, REJECT…; or the number of messages a day */
  value: string;
  before: string;
  reason: string;
  at: Date;
}
const schema = new Schema<Notice>(
  {
    _id: { type: String, required: true },
    oaId: { type: String, required: true },
    kind: { type: String, required: true },
    about: { type: String, default: "" },
    value: { type: String, default: "" },
    before: { type: String, default: "" },
    reason: { type: String, default: "" },
    at: { type: Date, required: true },
  },
  { collection: "oa_notices", versionKey: false },
);
schema.index({ oaId: 1, kind: 1 });
export const NoticeModel = model<Notice>("OaNotice", schema);

/** One answer to Zalo's form of satisfaction: the stars and the day, no word and nobody. */
export interface Rating {
  /** the event key: told twice it is one */
  _id: string;
  oaId: string;
  rate: number;
  /** day */
  at: Date;
}
const ratingSchema = new Schema<Rating>(
  {
    _id: { type: String, required: true },
    oaId: { type: String, required: true },
    rate: { type: Number, required: true },
    at: { type: Date, required: true },
  },
  { collection: "oa_ratings", versionKey: false },
);
ratingSchema.index({ oaId: 1, at: 1 });
ratingSchema.index({ at: 1 }, { expireAfterSeconds: 400 * 86_400 });
export const RatingModel = model<Rating>("OaRating", ratingSchema);
