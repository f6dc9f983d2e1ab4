import { isValidObjectId } from "mongoose";
import { within, type Whose } from "../kernel/scope.ts";
import { type Phrase, PhraseModel } from "./phrase.model.ts";

export const MOST_PHRASES = 100;

/** Sentences of one owner ("" = the unit's), by their titles. */
export const listPhrases = (whose: Whose, ownerId: string): Promise<Phrase[]> =>
  PhraseModel.find({ unitCode: within(whose), ownerId })
    .sort({ title: 1 })
    .limit(MOST_PHRASES)
    .lean<Phrase[]>()
    .exec();

export const findPhrase = async (id: string): Promise<Phrase | null> =>
  isValidObjectId(id) ? PhraseModel.findById(id).lean<Phrase>().exec() : null;

export const addPhrase = async (phrase: Omit<Phrase, "_id">): Promise<void> => void (await PhraseModel.create(phrase));
export const changePhrase = async (
  { _id }: Pick<Phrase, "_id">,
  change: Pick<Phrase, "title" | "text" | "by" | "at">,
): Promise<void> => void (await PhraseModel.updateOne({ _id }, { $set: change }));
export const dropPhrase = async ({ _id }: Pick<Phrase, "_id">): Promise<void> =>
  void (await PhraseModel.deleteOne({ _id }));
