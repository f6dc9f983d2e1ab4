import { model, Schema, type Types } from "mongoose";
import type { Person } from "../content/item.model.ts";
import { within, type Whose } from "../kernel/scope.ts";

/** What a person may ask for (Luật 91/2025/QH15 Đ.4; domain.md §2.2). */
export const DATA_KINDS = ["view", "export", "correct", "withdraw", "delete"] as const;
export type DataKind = (typeof DATA_KINDS)[number];
export const KIND_NAMES: Readonly<Record<DataKind, string>> = {
  view: "Xem dữ liệu",
  export: "Tải dữ liệu về",
  correct: "Sửa dữ liệu",
  withdraw: "Rút đồng ý",
  delete: "Xoá dữ liệu",
};

/** One request about a person's own data. After a deletion only this row stays, with no way back to the person. */
export interface DataRequest {
  _id: Types.ObjectId;
  unitCode: string;
  kind: DataKind;
  /** keyed mark of the person; "" after a deletion */
  owner: string;
  /** sealed words of what should be corrected; "" else */
  words: string;
  at: Date;
  /** receipt is confirmed within two working days; ours is confirmed at once */
  ackAt: Date;
  dueAt: Date;
  doneAt: Date | null;
  doneBy: Person | null;
  note: string;
  /** keyed mark of the sender's own key: sent twice it is one request; "" without a key */
  once: string;
}

const schema = new Schema<DataRequest>(
  {
    unitCode: { type: String, required: true },
    kind: { type: String, required: true },
    owner: { type: String, default: "" },
    words: { type: String, default: "" },
    at: { type: Date, required: true },
    ackAt: { type: Date, required: true },
    dueAt: { type: Date, required: true },
    doneAt: { type: Date, default: null },
    doneBy: { type: { id: String, name: String }, default: null, _id: false },
    note: { type: String, default: "" },
    once: { type: String, default: "" },
  },
  { collection: "data_requests", versionKey: false },
);
schema.index({ owner: 1, at: -1 });
schema.index({ unitCode: 1, doneAt: 1, dueAt: 1 });
schema.index({ once: 1 }, { unique: true, partialFilterExpression: { once: { $gt: "" } } });
export const DataRequestModel = model<DataRequest>("DataRequest", schema);

/** Days until each is due (NĐ 356/2025; which days go with which kind is unconfirmed, so they stand here alone). */
export const DUE_DAYS: Readonly<Record<DataKind, number>> = {
  view: 10,
  export: 10,
  correct: 10,
  withdraw: 15,
  delete: 20,
};

/** Stores a request, one for each key. Returns the row that stands. */
export async function addDataRequest(request: Omit<DataRequest, "_id">): Promise<DataRequest> {
  try {
    return (await DataRequestModel.create(request)).toObject<DataRequest>();
  } catch (error) {
    const there = (error as { code?: number }).code === 11_000 ? await findByOnce(request.once) : null;
    if (!there) throw error;
    return there;
  }
}
export const findByOnce = (once: string): Promise<DataRequest | null> =>
  once === "" ? Promise.resolve(null) : DataRequestModel.findOne({ once }).lean<DataRequest>().exec();
export const listOfOwner = (owner: string): Promise<DataRequest[]> =>
  owner === ""
    ? Promise.resolve([])
    : DataRequestModel.find({ owner }).sort({ at: -1 }).limit(100).lean<DataRequest[]>().exec();
export const listOpen = (whose: Whose): Promise<DataRequest[]> =>
  DataRequestModel.find({ unitCode: within(whose), doneAt: null })
    .sort({ dueAt: 1 })
    .limit(200)
    .lean<DataRequest[]>()
    .exec();
export const closeDataRequest = async (
  whose: Whose,
  id: string,
  by: Person,
  note: string,
  at: Date,
): Promise<boolean> =>
  (
    await DataRequestModel.updateOne(
      { _id: id, unitCode: within(whose), doneAt: null },
      { $set: { doneAt: at, doneBy: by, note } },
    )
  ).modifiedCount === 1;
export const forgetOwner = async (owner: string): Promise<void> =>
  void (await DataRequestModel.updateMany({ owner }, { $set: { owner: "", words: "" } }));

/** Under a new key. */
export async function resealWords(again: (sealed: string) => string): Promise<number> {
  let n = 0;
  for await (const row of DataRequestModel.find({ words: { $gt: "" } })
    .lean<DataRequest>()
    .cursor()) {
    await DataRequestModel.updateOne({ _id: row._id }, { $set: { words: again(row.words) } });
    n += 1;
  }
  return n;
}
/** No row leads to anybody any more. */
export const unlinkAll = async (): Promise<void> =>
  void (await DataRequestModel.updateMany({}, { $set: { owner: "" } }));
