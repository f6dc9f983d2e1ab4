import { isValidObjectId, Types } from "mongoose";
import { isInVersion } from "./contest.store.ts";
import { type Question, QuestionModel, QuestionVersionModel, QuizSoundModel } from "./question.model.ts";
import { within, type Whose } from "../kernel/scope.ts";

/** A question of one of these units' banks. */
export const findQuestion = async (units: readonly string[], id: string): Promise<Question | null> =>
  isValidObjectId(id)
    ? QuestionModel.findOne({ _id: id, unitCode: { $in: units } })
        .lean<Question>()
        .exec()
    : null;

export interface QuestionFilter {
  category?: string;
  /** only with an editor's tick */
  ticked?: boolean;
}
const filterOf = (units: readonly string[], { category = "", ticked = false }: QuestionFilter) => ({
  unitCode: { $in: units },
  retired: false,
  ...(category === "" ? {} : { category }),
  ...(ticked ? { tick: { $ne: null } } : {}),
});
export const listQuestions = (
  units: readonly string[],
  filter: QuestionFilter,
  skip: number,
  limit: number,
): Promise<Question[]> =>
  QuestionModel.find(filterOf(units, filter))
    .sort({ category: 1, _id: 1 })
    .skip(skip)
    .limit(limit)
    .lean<Question[]>()
    .exec();
export const countQuestions = (units: readonly string[], filter: QuestionFilter): Promise<number> =>
  QuestionModel.countDocuments(filterOf(units, filter)).exec();
export const listCategories = async (units: readonly string[]): Promise<string[]> =>
  (await QuestionModel.distinct("category", { unitCode: { $in: units }, retired: false })).filter(Boolean);
export const listByIds = async (units: readonly string[], ids: readonly string[]): Promise<Question[]> =>
  QuestionModel.find({ _id: { $in: ids.filter((id) => isValidObjectId(id)) }, unitCode: { $in: units } })
    .lean<Question[]>()
    .exec();

type Wording = Pick<Question, "options" | "right" | "why" | "sources">;
const wordingOf = ({ options, right, why, sources }: Wording): string =>
  JSON.stringify([options, right, why, sources.map(({ title, url }) => [title, url])]);

/** A question of this bank with the same words, answers, sources and explanation. */
export async function findSameQuestion(
  whose: Whose,
  question: Pick<Question, "category" | "text"> & Wording,
): Promise<boolean> {
  const { category, text } = question;
  const alike = await QuestionModel.find({ unitCode: within(whose), retired: false, category, text })
    .limit(50)
    .lean<Question[]>()
    .exec();
  return alike.some((one) => wordingOf(one) === wordingOf(question));
}

/**
 * Saves a question and the version it makes.
 * @param over the question it takes the place of
 * @returns its id; undefined when somebody else changed that one meanwhile
 */
export async function putQuestion(question: Omit<Question, "_id">, over: Question | null): Promise<string | undefined> {
  const { tick: _, retired: __, unitCode: ___, ...body } = question;
  const saved = over ? String(over._id) : String((await QuestionModel.create(question))._id);
  if (over) {
    const asRead = { _id: over._id, unitCode: question.unitCode, version: over.version, retired: false };
    if ((await QuestionModel.updateOne(asRead, { $set: question })).matchedCount === 0) return undefined;
  }
  await QuestionVersionModel.updateOne(
    { _id: `${saved}:${question.version}` },
    { $setOnInsert: { ...body, questionId: saved } },
    { upsert: true },
  );
  return saved;
}

/** True when this very version was ticked; false when it was changed meanwhile. */
export const setTick = async (whose: Whose, id: string, version: number, tick: Question["tick"]): Promise<boolean> =>
  (await QuestionModel.updateOne({ _id: id, unitCode: within(whose), version, tick: null }, { $set: { tick } }))
    .matchedCount === 1;
export const retireQuestion = async (whose: Whose, id: string): Promise<boolean> =>
  isValidObjectId(id) &&
  (await QuestionModel.updateOne({ _id: id, unitCode: within(whose), retired: false }, { $set: { retired: true } }))
    .modifiedCount === 1;

export const saveSound = async (sound: {
  unitCode: string;
  mimeType: string;
  bytes: Buffer;
  isPublic: boolean;
  at: Date;
}) => String((await QuizSoundModel.create(sound))._id);
export const readSound = async (whose: Whose, id: string): Promise<{ mimeType: string; bytes: Buffer } | null> =>
  isValidObjectId(id) ? QuizSoundModel.findOne({ _id: id, unitCode: within(whose) }).exec() : null;

/** Lets anybody hear these sounds of these units. */
export const publishSounds = async (unitCodes: readonly string[], ids: string[]): Promise<void> =>
  void (await QuizSoundModel.updateMany(
    { _id: { $in: ids.filter((id) => isValidObjectId(id)) }, unitCode: { $in: unitCodes } },
    { $set: { isPublic: true } },
  ));

/** A sound that anybody may hear: a contest was approved with it. */
export async function findSound(id: string): Promise<{ mimeType: string; bytes: Buffer } | null> {
  const found = isValidObjectId(id) ? await QuizSoundModel.findById(id).exec() : null;
  if (!found || found.isPublic === false) return null;
  // kept before sounds were published one by one: the approved versions tell
  if (found.isPublic === undefined && !(await isInVersion(`/cong-khai/am-thanh/${id}`))) return null;
  return { mimeType: found.mimeType, bytes: Buffer.from(found.bytes) };
}

/** Some checked questions without sound and picture, drawn by lot; none of `without`. */
export const drawTicked = (unitCodes: string[], without: readonly string[], size: number): Promise<Question[]> =>
  QuestionModel.aggregate<Question>([
    {
      $match: {
        unitCode: { $in: unitCodes },
        retired: false,
        tick: { $ne: null },
        soundId: "",
        pictureId: "",
        _id: { $nin: without.map((id) => new Types.ObjectId(id)) },
      },
    },
    { $sample: { size } },
  ]).exec();

export const findTicked = async (id: string): Promise<Question | null> =>
  isValidObjectId(id)
    ? QuestionModel.findOne({ _id: id, retired: false, tick: { $ne: null } })
        .lean<Question>()
        .exec()
    : null;
