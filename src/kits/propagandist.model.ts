import { model, Schema, type Types } from "mongoose";

/** Somebody who explains things in a hamlet (HD 2806/HD-BTTTT): who, where, how to reach, from when to when; no more. */
export interface Propagandist {
  _id: Types.ObjectId;
  unitCode: string;
  /** sealed */
  name: string;
  /** the hamlet or quarter */
  area: string;
  /** sealed; "" for none */
  contact: string;
  /** of the code in the own link, by which a phone is known */
  mark: string;
  /** the code itself, sealed: the link can be printed again */
  code: string;
  from: Date;
  to: Date | null;
}
const schema = new Schema<Propagandist>(
  {
    unitCode: { type: String, required: true },
    name: { type: String, required: true },
    area: { type: String, required: true },
    contact: { type: String, default: "" },
    mark: { type: String, required: true },
    code: { type: String, required: true },
    from: { type: Date, required: true },
    to: { type: Date, default: null },
  },
  { collection: "propagandists", versionKey: false },
);
schema.index({ unitCode: 1, area: 1 });
schema.index({ mark: 1 }, { unique: true });
export const PropagandistModel = model<Propagandist>("Propagandist", schema);

/** "Tôi đã nhận": pressed by a person, for one kit. Shown as a number alone; what is read or heard is noted nowhere. */
export interface KitReceipt {
  /** kit:propagandist */
  _id: string;
  kitId: string;
  at: Date;
}
const receiptSchema = new Schema<KitReceipt>(
  {
    _id: { type: String, required: true },
    kitId: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: "kit_receipts", versionKey: false },
);
receiptSchema.index({ kitId: 1 });
export const KitReceiptModel = model<KitReceipt>("KitReceipt", receiptSchema);
