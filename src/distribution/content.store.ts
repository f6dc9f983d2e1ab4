import { type Content, ContentModel } from "./content.model.ts";

/** The only queries on what was handed down, by the hash of its words. */
export const keepContent = async ({ _id, ...fields }: Content): Promise<void> =>
  void (await ContentModel.updateOne({ _id }, { $setOnInsert: fields }, { upsert: true }));

/** Those of the hashes that are there, by hash. */
export async function readContents(hashes: readonly string[]): Promise<Map<string, Content>> {
  const rows = await ContentModel.find({ _id: { $in: [...new Set(hashes)] } })
    .lean<Content[]>()
    .exec();
  return new Map(rows.map((row) => [row._id, row]));
}

/** A picture is shown to whoever was handed the content down. */
export const showsPicture = async (hashes: readonly string[], pictureId: string): Promise<boolean> =>
  (await ContentModel.exists({ _id: { $in: hashes }, pictureId })) !== null;
