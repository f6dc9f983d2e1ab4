import type { Seal } from "./seal.ts";
import { reportId, type UnitReport, UnitReportModel } from "./unit-report.model.ts";

/** The only queries on units' reports. */
export const findReport = (periodId: string, unitCode: string): Promise<UnitReport | null> =>
  UnitReportModel.findById(reportId(periodId, unitCode)).lean<UnitReport>().exec();
export const findReportById = (id: string): Promise<UnitReport | null> =>
  UnitReportModel.findById(id).lean<UnitReport>().exec();
export const listReports = (periodId: string): Promise<UnitReport[]> =>
  UnitReportModel.find({ periodId }).sort({ unitCode: 1 }).limit(5000).lean<UnitReport[]>().exec();
/** Those whose name says the period as well, whatever their fields say: a recount passes over none. */
export const listNamed = (periodId: string): Promise<UnitReport[]> =>
  UnitReportModel.find({ $or: [{ periodId }, { _id: { $gte: `${periodId}:`, $lt: `${periodId};` } }] })
    .sort({ _id: 1 })
    .limit(5000)
    .lean<UnitReport[]>()
    .exec();
export const reportsOfUnits = (unitCodes: readonly string[]): Promise<UnitReport[]> =>
  UnitReportModel.find({ unitCode: { $in: [...unitCodes] } }, { answers: 0, "seals.values": 0, "seals.facts": 0 })
    .limit(1000)
    .lean<UnitReport[]>()
    .exec();

/** The unit's report, begun by whoever comes first; its form is that of this moment. */
export async function beginReport(periodId: string, unitCode: string, formVersion: number): Promise<UnitReport> {
  const blank: Omit<UnitReport, "_id"> = {
    periodId,
    unitCode,
    formVersion,
    state: "filling",
    revision: 1,
    openedAt: null,
    answers: {},
    note: "",
    asked: null,
    returned: null,
    seals: [],
    source: null,
  };
  const _id = reportId(periodId, unitCode);
  try {
    await UnitReportModel.updateOne({ _id }, { $setOnInsert: blank }, { upsert: true });
  } catch (error) {
    // two at once: the other one's is there
    if ((error as { code?: number }).code !== 11_000) throw error;
  }
  return (await findReport(periodId, unitCode)) ?? { _id, ...blank };
}
type Read = Pick<UnitReport, "_id" | "revision">;
/** Nothing was typed yet: the department's own tick may have begun it. */
export const isUntouched = ({ revision }: Read): boolean => revision === 1;
/** Somebody who may fill it has seen it, in the form of this moment where nothing was typed; not told by a tick. */
export const noteReportOpened = async (row: Read, formVersion: number, openedAt: Date): Promise<void> =>
  void (await UnitReportModel.updateOne(
    { _id: row._id, revision: row.revision, openedAt: null },
    { $set: { openedAt, ...(isUntouched(row) ? { formVersion } : {}) } },
  ));

const over = async (
  { _id, revision }: Read,
  state: UnitReport["state"],
  change: { $set?: Partial<UnitReport>; $push?: object },
): Promise<boolean> =>
  (await UnitReportModel.updateOne({ _id, revision, state }, { ...change, $inc: { revision: 1 } })).modifiedCount === 1;

/** Over the revision on the screen, while it is being filled. */
export const saveAnswers = (read: Read, fields: Pick<UnitReport, "answers" | "note">): Promise<boolean> =>
  over(read, "filling", { $set: fields });
export const askLeader = (read: Read, asked: NonNullable<UnitReport["asked"]>): Promise<boolean> =>
  over(read, "filling", { $set: { state: "waiting", asked, returned: null } });
export const returnReport = (read: Read, returned: NonNullable<UnitReport["returned"]>): Promise<boolean> =>
  over(read, "waiting", { $set: { state: "filling", asked: null, returned } });
/** What was handed in stays; the same form is filled again beside it. */
export const reopenReport = (read: Read): Promise<boolean> =>
  over(read, "submitted", { $set: { state: "filling", asked: null, note: "" } });

/** The one write by which a report is handed in, or supplemented. */
export const decideReport = (read: Read, seal: Seal): Promise<boolean> =>
  over(read, "waiting", { $set: { state: "submitted" }, $push: { seals: seal } });

/** Of a report nobody has handed in here: what is told of it elsewhere covers none that was. */
const UNSEALED = { "seals.0": { $exists: false } };
/** Reported on the source system, by tick or file: the same told twice is once. */
export const noteSource = async (_id: string, source: NonNullable<UnitReport["source"]>): Promise<boolean> =>
  (await UnitReportModel.updateOne({ _id, ...UNSEALED, source: null }, { $set: { source } })).modifiedCount === 1;
/** A file of figures in place of a tick, never in place of another file. */
export const saveSourceFile = async (_id: string, source: NonNullable<UnitReport["source"]>): Promise<boolean> =>
  (await UnitReportModel.updateOne({ _id, ...UNSEALED, "source.how": { $ne: "file" } }, { $set: { source } }))
    .modifiedCount === 1;
