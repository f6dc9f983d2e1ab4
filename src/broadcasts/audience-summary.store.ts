import { type AudienceSummary, AudienceSummaryModel } from "./audience-summary.model.ts";

export const findSummary = (oaId: string): Promise<AudienceSummary | null> =>
  AudienceSummaryModel.findById(oaId).lean<AudienceSummary>().exec();

export const saveSummary = async ({ _id, ...counted }: AudienceSummary): Promise<void> =>
  void (await AudienceSummaryModel.updateOne({ _id }, { $set: counted }, { upsert: true }));

/** OAs that were counted after this moment; a province has some 126. */
export const listCounted = async (after: Date): Promise<string[]> =>
  (
    await AudienceSummaryModel.find({ at: { $gt: after } }, { _id: 1 })
      .limit(5000)
      .lean<{ _id: string }[]>()
      .exec()
  ).map(({ _id }) => _id);
