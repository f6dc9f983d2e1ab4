import { type Notice, NoticeModel } from "./notice.model.ts";

/** The only queries on standing pages. */
export const listNotices = (unitCodes: readonly string[]): Promise<Notice[]> =>
  NoticeModel.find({ unitCode: { $in: unitCodes } })
    .sort({ kind: 1 })
    .limit(100)
    .lean<Notice[]>()
    .exec();
export const saveNotice = async ({ _id, ...fields }: Notice): Promise<void> =>
  void (await NoticeModel.updateOne({ _id }, { $set: fields }, { upsert: true }));
export const dropNotice = async (_id: string): Promise<boolean> =>
  (await NoticeModel.deleteOne({ _id })).deletedCount === 1;
