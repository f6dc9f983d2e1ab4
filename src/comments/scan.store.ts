import { type Scan, ScanModel } from "./scan.model.ts";

/** The only queries on photographed pages of papers. */

/** Stores a page once per key of its sender. */
export const addScan = async ({ intake, once, ...page }: Scan): Promise<void> =>
  void (await ScanModel.updateOne({ intake, once }, { $setOnInsert: { intake, once, ...page } }, { upsert: true }));

export const countScans = (intake: string): Promise<number> => ScanModel.countDocuments({ intake }).exec();
export const hasScan = async (intake: string, once: string): Promise<boolean> =>
  (await ScanModel.exists({ intake, once })) !== null;

/** Pages of a paper in the order they were added, without their pixels. */
export const listScans = (intake: string): Promise<Pick<Scan, "_id" | "n">[]> =>
  ScanModel.find({ intake }, { n: 1 }).sort({ n: 1, _id: 1 }).lean<Pick<Scan, "_id" | "n">[]>().exec();

export const findScan = (intake: string, id: string): Promise<Scan | null> =>
  ScanModel.findOne({ _id: id, intake }).lean<Scan>().exec();

export const dropScansOf = async (intake: string): Promise<number> =>
  (await ScanModel.deleteMany({ intake })).deletedCount;
export const dropScansAbout = async (draftIds: readonly string[]): Promise<number> =>
  (await ScanModel.deleteMany({ draftId: { $in: draftIds } })).deletedCount;

/** Drafts about which there are papers with pages. */
export const draftsWithScans = (): Promise<string[]> => ScanModel.distinct("draftId").exec();

export async function resealScans(again: (sealed: string) => string): Promise<number> {
  let n = 0;
  for await (const row of ScanModel.find().lean<Scan>().cursor({ batchSize: 10 })) {
    await ScanModel.updateOne({ _id: row._id }, { $set: { sealed: again(row.sealed) } });
    n += 1;
  }
  return n;
}
