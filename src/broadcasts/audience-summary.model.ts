import { model, Schema } from "mongoose";

/** How many an OA has, as counted at one moment: for pages that say it, never for a plan or a send. */
export interface AudienceSummary {
  /** the OA */
  _id: string;
  /** who follows, stopped or not */
  followers: number;
  /** followers of the last seven days */
  newFollowers: number;
  /** followers who are neither stopped nor out of the seven days in which Zalo lets an OA write to them */
  inWindow: number;
  /** when it was counted; null: just now, by the page itself */
  at: Date | null;
}

const count = { type: Number, default: 0 };
const schema = new Schema<AudienceSummary>(
  {
    _id: { type: String, required: true },
    followers: count,
    newFollowers: count,
    inWindow: count,
    at: { type: Date, default: null },
  },
  { collection: "audience_summaries", versionKey: false },
);

export const AudienceSummaryModel = model<AudienceSummary>("AudienceSummary", schema);
