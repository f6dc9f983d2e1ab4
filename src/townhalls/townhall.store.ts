import { isValidObjectId, type Types } from "mongoose";
import { BlankRows } from "../comments/blank-rows.ts";
import { type Question, QuestionModel, type TownHall, TownHallModel } from "./townhall.model.ts";
import { within, type Whose } from "../kernel/scope.ts";

/** The only queries on town halls and their questions. */
export const createTownHall = async (hall: Omit<TownHall, "_id">): Promise<string> =>
  String((await TownHallModel.create(hall))._id);
export const findTownHall = async (id: string): Promise<TownHall | null> =>
  isValidObjectId(id) ? TownHallModel.findById(id).lean<TownHall>().exec() : null;
export const listTownHalls = (whose: Whose, states: TownHall["state"][]): Promise<TownHall[]> =>
  TownHallModel.find({ unitCode: within(whose), state: { $in: states } })
    .sort({ heldAt: -1 })
    .limit(100)
    .lean<TownHall[]>()
    .exec();
/** Shows it to residents, in one write over every word that was read. */
export const decideTownHall = async (hall: TownHall, decided: NonNullable<TownHall["decided"]>): Promise<boolean> => {
  const { _id, unitCode, title, about, place, heldAt, closesAt } = hall;
  const asRead = { _id, unitCode, title, about, place, heldAt, closesAt, state: "editing" as const };
  return (await TownHallModel.updateOne(asRead, { $set: { state: "published", decided } })).modifiedCount === 1;
};

const blankRows = new BlankRows(QuestionModel);

/** Stores a question once per receipt. */
export async function insertOnce(question: Omit<Question, "_id">): Promise<void> {
  try {
    await blankRows.write({ ...question });
  } catch (error) {
    if ((error as { code?: number }).code !== 11_000) throw error;
  }
}
export const findByReceipt = (receipt: string): Promise<Question | null> =>
  QuestionModel.findOne({ receipt }).lean<Question>().exec();
export const listQuestions = (townHallId: string, states: Question["state"][]): Promise<Question[]> =>
  QuestionModel.find({ townHallId, state: { $in: states } })
    .sort({ at: 1, _id: 1 })
    .limit(2000)
    .lean<Question[]>()
    .exec();
export const findQuestion = async (townHallId: string, id: string): Promise<Question | null> =>
  isValidObjectId(id) ? QuestionModel.findOne({ _id: id, townHallId }).lean<Question>().exec() : null;
export const countQuestions = (townHallId: string, state: Question["state"]): Promise<number> =>
  QuestionModel.countDocuments({ townHallId, state });
export async function changeQuestion(
  id: Types.ObjectId,
  from: Question["state"][],
  fields: Partial<Question>,
  guard: Partial<Pick<Question, "answer" | "answeredAt">> = {},
): Promise<boolean> {
  const asRead = { ...guard, _id: id, state: { $in: from } };
  return (await QuestionModel.updateOne(asRead, { $set: fields })).modifiedCount === 1;
}

export async function resealQuestions(again: (sealed: string) => string): Promise<number> {
  let n = 0;
  for await (const row of QuestionModel.find().lean<Question>().cursor()) {
    await QuestionModel.updateOne({ _id: row._id }, { $set: { body: again(row.body) } });
    n += 1;
  }
  return n;
}
