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

/** So many of one page come back: each is a page read and written once more. */
const MOST_OF_A_PAGE = 8;

/** What this person typed on a page and may still have back, newest last. */
export async function listKept(officialId: string, page: string, now: Date): Promise<KeptWords[]> {
  const newest = await KeptWordsModel.find({ officialId, page, until: { $gt: now } })
    .sort({ at: -1 })
    .limit(MOST_OF_A_PAGE)
    .lean<KeptWords[]>();
  return newest.toReversed();
}

/** Who is typing into forms that are posted here, since a moment. */
export const listTyping = (action: string, since: Date): Promise<Pick<KeptWords, "officialId">[]> =>
  KeptWordsModel.find({ action, at: { $gte: since }, why: "typing" }, { officialId: 1 })
    .limit(20)
    .lean<KeptWords[]>()
    .exec();

/** The form was sent, or the person wants none of it. Without a page: the form on whatever page it stood. */
export async function dropKept(place: Omit<Place, "page"> & Partial<Pick<Place, "page">>): Promise<void> {
  await KeptWordsModel.deleteMany(place);
}

/** The same words under another key. Returns of how many forms. */
export async function resealKept(again: (sealed: string) => string): Promise<number> {
  let n = 0;
  for await (const { _id, sealed } of KeptWordsModel.find().lean<KeptWords>().cursor()) {
    await KeptWordsModel.updateOne({ _id }, { $set: { sealed: again(sealed) } });
    n += 1;
  }
  return n;
}
