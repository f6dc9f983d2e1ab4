import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Transform } from "node:stream";
import mongoose from "mongoose";
import { type LeafBlock, LeafBlockModel, type Report, ReportModel } from "./report.model.ts";

/** The only queries on reports, their files and leaves. */
export async function createReport(report: Omit<Report, "_id">): Promise<void> {
  await ReportModel.updateOne({ draftId: report.draftId }, { $set: report }, { upsert: true });
}
export const findReport = (draftId: string): Promise<Report | null> =>
  ReportModel.findOne({ draftId }).lean<Report>().exec();
/** When the reports on these drafts were sealed. */
export const listSealedOf = (draftIds: readonly string[]): Promise<Pick<Report, "draftId" | "sealedAt">[]> =>
  ReportModel.find({ draftId: { $in: [...draftIds] }, state: "ready" }, { draftId: 1, sealedAt: 1 })
    .lean<Report[]>()
    .exec();
export const listWriting = (): Promise<Report[]> =>
  ReportModel.find({ state: "writing" }).limit(100).lean<Report[]>().exec();
export const saveReport = async (draftId: string, fields: Partial<Report>): Promise<void> =>
  void (await ReportModel.updateOne({ draftId }, { $set: fields }));

export async function saveLeaves(draftId: string, blocks: Omit<LeafBlock, "_id">[]): Promise<void> {
  await LeafBlockModel.deleteMany({ draftId });
  for (let n = 0; n < blocks.length; n += 50)
    await LeafBlockModel.insertMany(
      blocks.slice(n, n + 50).map((block) => ({ ...block, _id: `${draftId}:${block.n}` })),
    );
}
export const findLeafBlock = (draftId: string, receipt: string): Promise<LeafBlock | null> =>
  LeafBlockModel.findOne({ draftId, receipts: receipt }).lean<LeafBlock>().exec();

export const listLeafBlocks = (draftId: string): AsyncIterable<LeafBlock> =>
  LeafBlockModel.find({ draftId }).sort({ n: 1 }).lean<LeafBlock>().cursor({ batchSize: 20 });

export type ReportFile = "docx" | "pdf" | "xlsx";
const bucket = (): mongoose.mongo.GridFSBucket => {
  const { db } = mongoose.connection;
  if (!db) throw new Error("MongoDB is not connected");
  return new mongoose.mongo.GridFSBucket(db, { bucketName: "report_files" });
};
const nameOf = (draftId: string, kind: ReportFile): string => `${draftId}.${kind}`;

/** Stores a file as it is made, in place of an earlier one; returns its SHA-256. Nothing of it is held. */
export async function storeFile(
  draftId: string,
  kind: ReportFile,
  content: AsyncIterable<Uint8Array>,
): Promise<string> {
  const files = bucket();
  for await (const old of files.find({ filename: nameOf(draftId, kind) })) await files.delete(old._id);
  const hash = createHash("sha256");
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(content, meter, files.openUploadStream(nameOf(draftId, kind)));
  return hash.digest("hex");
}

export const readFile = (draftId: string, kind: ReportFile): Readable =>
  bucket().openDownloadStreamByName(nameOf(draftId, kind));
