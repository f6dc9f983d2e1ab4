import { isValidObjectId } from "mongoose";
import { within, type Whose } from "../kernel/scope.ts";
import { type FormRow, FormModel, PeriodModel, type Reminder, type ReportPeriod } from "./period.model.ts";
import type { RollupSeal } from "./roll-up.ts";

/** The only queries on periods and on the forms of departments. */
export const createPeriod = async (period: Omit<ReportPeriod, "_id">): Promise<string> =>
  String((await PeriodModel.create(period))._id);

export const findPeriod = async (id: string): Promise<ReportPeriod | null> =>
  isValidObjectId(id) ? PeriodModel.findById(id).lean<ReportPeriod>().exec() : null;

/** Without the lists that are long; the latest due first. */
const SHORT = { "expected.units": 0, rollups: 0 };
export const listPeriods = (whose: Whose): Promise<ReportPeriod[]> =>
  PeriodModel.find({ unitCode: within(whose) })
    .sort({ due: -1 })
    .limit(200)
    .lean<ReportPeriod[]>()
    .exec();
/** What the departments above ask for. */
export const listAsked = (above: readonly string[]): Promise<ReportPeriod[]> =>
  PeriodModel.find({ unitCode: { $in: [...above] } }, SHORT)
    .sort({ due: -1 })
    .limit(100)
    .lean<ReportPeriod[]>()
    .exec();
export const listOpenPeriods = (): Promise<ReportPeriod[]> =>
  PeriodModel.find({ state: "open" }).limit(500).lean<ReportPeriod[]>().exec();

type Read = Pick<ReportPeriod, "_id" | "revision">;
const over = async ({ _id, revision }: Read, more: object, change: object): Promise<boolean> =>
  (await PeriodModel.updateOne({ _id, revision, ...more }, { ...change, $inc: { revision: 1 } })).modifiedCount === 1;

/** The list is written once, whoever comes first. */
export const freezeExpected = async (
  { _id }: Read,
  expected: NonNullable<ReportPeriod["expected"]>,
): Promise<boolean> =>
  (await PeriodModel.updateOne({ _id, expected: null }, { $set: { expected } })).modifiedCount === 1;

export const saveSource = (read: Read, source: readonly string[]): Promise<boolean> =>
  over(read, {}, { $set: { source: [...source] } });
/** Live for a department's own open periods from now on, whoever changes one of them in between; never an earlier one. */
export const saveForm = async ({ unitCode, code, version }: Pick<FormRow, "unitCode" | "code" | "version">) =>
  void (await PeriodModel.updateMany(
    { unitCode, formCode: code, state: "open", formVersion: { $lt: version } },
    { $set: { formVersion: version }, $inc: { revision: 1 } },
  ));
export const noteForwarded = (read: Read, forwarded: NonNullable<ReportPeriod["forwarded"]>): Promise<boolean> =>
  over(read, { state: "sealed" }, { $set: { forwarded } });

/** Each of the three once, and a press once a day: a second process finds it there. */
export const noteReminder = async (
  { _id, reminders }: Pick<ReportPeriod, "_id" | "reminders">,
  reminder: Reminder,
): Promise<boolean> =>
  (await PeriodModel.updateOne({ _id, reminders: { $size: reminders.length } }, { $push: { reminders: reminder } }))
    .modifiedCount === 1;

/** The one write by which a roll-up is sealed. */
export const decideRollup = (read: Read, seal: RollupSeal): Promise<boolean> =>
  over(read, { "rollups.n": { $ne: seal.n } }, { $set: { state: "sealed" }, $push: { rollups: seal } });

export const findForm = (unitCode: string, code: string, version: number): Promise<FormRow | null> =>
  FormModel.findById(`${unitCode}:${code}:${version}`).lean<FormRow>().exec();
export const lastForm = (unitCode: string, code: string): Promise<FormRow | null> =>
  FormModel.findOne({ unitCode, code }).sort({ version: -1 }).lean<FormRow>().exec();
/** False when somebody else published this version first. */
export async function addForm(row: FormRow): Promise<boolean> {
  const { _id, ...fields } = row;
  return (await FormModel.updateOne({ _id }, { $setOnInsert: fields }, { upsert: true })).upsertedCount === 1;
}
