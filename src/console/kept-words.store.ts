import { type KeptWords, KeptWordsModel } from "./kept-words.model.ts";

/** So many forms of one person lie here at most. */
const MOST_FORMS = 60;

type Place = Pick<KeptWords, "officialId" | "page" | "action">;

/** The newest words of a form take the place of the older ones. @returns false when the person keeps too many already */
export async function keepWords({ officialId, page, action, ...words }: Omit<KeptWords, "_id">): Promise<boolean> {
  const place = { officialId, page, action };
  if (!(await KeptWordsModel.exists(place)) && (await KeptWordsModel.countDocuments({ officialId })) >= MOST_FORMS)
    return false;
  await KeptWordsModel.updateOne(place, { $set: words }, { upsert: true });
  return true;
}

/** What this person typed on a page and may still have back, newest last. */
export async function listKept(officialId: string, page: string, now: Date): Promise<KeptWords[]> {
  return KeptWordsModel.find({ officialId, page, until: { $gt: now } })
    .sort({ at: 1 })
    .lean<KeptWords[]>()
    .exec();
}

/** The form was sent, or the person wants none of it. Without a page: the form on whatever page it stood. */
export async function dropKept(place: Omit<Place, "page"> & Partial<Pick<Place, "page">>): Promise<void> {
  await KeptWordsModel.deleteMany(place);
}

export const dropAllKept = async (): Promise<number> => (await KeptWordsModel.deleteMany({})).deletedCount;
