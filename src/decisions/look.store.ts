import type { Parts } from "./decision.ts";
import { type Look, LookModel, toPairs } from "./look.model.ts";

/** Kept once for each fingerprint: whoever opens the same page sees the same. */
export async function keepLook(id: string, parts: Parts, at: Date): Promise<void> {
  if (await LookModel.exists({ _id: id })) return;
  await LookModel.updateOne({ _id: id }, { $setOnInsert: { parts: toPairs(parts), at } }, { upsert: true });
}

export async function findLook(id: string): Promise<Parts | undefined> {
  const look = await LookModel.findById(id).lean<Look>().exec();
  return look ? Object.fromEntries(look.parts) : undefined;
}
