import { isValidObjectId } from "mongoose";
import { type Whose, within } from "../kernel/scope.ts";
import { type Key, type Plan, PlanModel, type PlanState, type Settled, type TaskDone } from "./plan.model.ts";

/** The only queries on plans. A list leaves out the words and what was read in them. */
export type PlanRow = Omit<Plan, "lines" | "reading">;

export const createPlan = async (plan: Omit<Plan, "_id">): Promise<string> =>
  String((await PlanModel.create(plan))._id);

export const findPlan = async (id: string): Promise<Plan | null> =>
  isValidObjectId(id) ? PlanModel.findById(id).lean<Plan>().exec() : null;

export const listPlans = (whose: Whose, states: readonly PlanState[]): Promise<PlanRow[]> =>
  PlanModel.find({ unitCode: within(whose), state: { $in: states } }, { lines: 0, reading: 0 })
    .sort({ createdAt: -1 })
    .limit(200)
    .lean<PlanRow[]>()
    .exec();

/** Plans that were issued by these units: a commune reads those of the department. */
export const listIssued = (unitCodes: readonly string[]): Promise<PlanRow[]> =>
  PlanModel.find({ unitCode: { $in: [...unitCodes] }, state: "issued" }, { lines: 0, reading: 0 })
    .sort({ createdAt: -1 })
    .limit(100)
    .lean<PlanRow[]>()
    .exec();

/** Issued plans with what their tasks are. */
export const listWork = (whose: Whose): Promise<Pick<Plan, "_id" | "title" | "reading" | "done">[]> =>
  PlanModel.find({ unitCode: within(whose), state: "issued" }, { title: 1, "reading.tasks": 1, done: 1 })
    .sort({ createdAt: -1 })
    .limit(50)
    .lean<Pick<Plan, "_id" | "title" | "reading" | "done">[]>()
    .exec();

/** One change of a draft over the revision that was read. */
export const changeDraft = async (
  { _id, revision }: Pick<Plan, "_id" | "revision">,
  fields: Partial<Pick<Plan, "lines" | "reading" | "title" | "kind" | "source">>,
): Promise<boolean> =>
  (await PlanModel.updateOne({ _id, revision, state: "draft" }, { $set: fields, $inc: { revision: 1 } }))
    .modifiedCount === 1;

/** The newest word on a finding stands. */
export const settleFinding = async ({ _id, revision, settled }: Plan, one: Settled): Promise<boolean> => {
  const rest = settled.filter((known) => known.finding !== one.finding);
  const update = { $set: { settled: [...rest, one] }, $inc: { revision: 1 } };
  return (await PlanModel.updateOne({ _id, revision, state: "draft" }, update)).modifiedCount === 1;
};

/** One decision, over the revision that was looked at. */
export const movePlan = async (
  { _id, revision }: Pick<Plan, "_id" | "revision">,
  from: PlanState,
  fields: Partial<Plan>,
): Promise<boolean> => {
  try {
    return (
      (await PlanModel.updateOne({ _id, revision, state: from }, { $set: fields, $inc: { revision: 1 } }))
        .modifiedCount === 1
    );
  } catch (error) {
    if ((error as { code?: number }).code === 11_000) return false;
    throw error;
  }
};

/** Whether the unit gave this number in this year. */
export const isNumberTaken = async (numberKey: string): Promise<boolean> =>
  (await PlanModel.exists({ numberKey })) !== null;

export const listTasksDue = (before: Date): Promise<Pick<Plan, "_id">[]> =>
  PlanModel.find({ tasksDue: true, "issued.at": { $lte: before } }, { _id: 1 })
    .limit(50)
    .lean<Pick<Plan, "_id">[]>()
    .exec();
export const noteTasksPlanned = async (id: string): Promise<void> =>
  void (await PlanModel.updateOne({ _id: id }, { $unset: { tasksDue: 1 } }));

/** Once a task: a second tick is none. */
export const noteDone = async (id: string, done: TaskDone): Promise<boolean> =>
  (await PlanModel.updateOne({ _id: id, state: "issued", "done.code": { $ne: done.code } }, { $push: { done } }))
    .modifiedCount === 1;

export type { Key };
