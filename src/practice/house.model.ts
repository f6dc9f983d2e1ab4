import { model, Schema } from "mongoose";

/** The one row that makes a database one to practise in, with how far its clock runs before the machine's. */
export interface PracticeHouse {
  _id: "house";
  aheadMs: number;
  /** the clock walks there hour by hour; null while it stands beside the machine's */
  walkTo: Date | null;
  openedAt: Date;
}
const schema = new Schema<PracticeHouse>(
  {
    _id: { type: String, required: true },
    aheadMs: { type: Number, required: true },
    walkTo: { type: Date, default: null },
    openedAt: { type: Date, required: true },
  },
  { collection: "practice_house", versionKey: false },
);
export const PracticeHouseModel = model<PracticeHouse>("PracticeHouse", schema);
