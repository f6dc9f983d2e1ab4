import { type Whose, within } from "../kernel/scope.ts";
import { type Submission, SubmissionModel } from "./submission.model.ts";

const WAITING = { taken: null, returned: null };

/** The only queries on what other offices offer. */
export const createSubmission = async (submission: Submission): Promise<void> =>
  void (await SubmissionModel.create(submission));
/** Of one person, whatever the unit the account stood in. Newest first. */
export const submissionsBy = (personId: string): Promise<Submission[]> =>
  SubmissionModel.find({ "by.id": personId }).sort({ at: -1 }).limit(200).lean<Submission[]>().exec();
export const findOwnSubmission = (personId: string, _id: string): Promise<Submission | null> =>
  SubmissionModel.findOne({ _id, "by.id": personId }).lean<Submission>().exec();
export const countWaitingBy = (personId: string): Promise<number> =>
  SubmissionModel.countDocuments({ "by.id": personId, ...WAITING });

/** Offered to a unit. Newest first. */
export const submissionsTo = (whose: Whose): Promise<Submission[]> =>
  SubmissionModel.find({ unitCode: within(whose) })
    .sort({ at: -1 })
    .limit(200)
    .lean<Submission[]>()
    .exec();
export const findSubmission = (whose: Whose, _id: string): Promise<Submission | null> =>
  SubmissionModel.findOne({ _id, unitCode: within(whose) })
    .lean<Submission>()
    .exec();
/** The one that waits longest, without its words: Hôm nay asks every half minute. */
export const oldestWaiting = (whose: Whose): Promise<Pick<Submission, "title" | "source"> | null> =>
  SubmissionModel.findOne({ unitCode: within(whose), ...WAITING }, { title: 1, source: 1 })
    .sort({ at: 1 })
    .lean<Pick<Submission, "title" | "source">>()
    .exec();
export const countWaiting = (whose: Whose): Promise<number> =>
  SubmissionModel.countDocuments({ unitCode: within(whose), ...WAITING });

/** The first decision stands: taken or returned, once. */
export const takeOnce = async (_id: string, taken: NonNullable<Submission["taken"]>): Promise<boolean> =>
  (await SubmissionModel.updateOne({ _id, ...WAITING }, { $set: { taken } })).modifiedCount === 1;
export const returnOnce = async (_id: string, returned: NonNullable<Submission["returned"]>): Promise<boolean> =>
  (await SubmissionModel.updateOne({ _id, ...WAITING }, { $set: { returned } })).modifiedCount === 1;
