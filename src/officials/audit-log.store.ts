import { days } from "../kernel/clock.ts";
import { type AuditLine, AuditModel } from "./audit-log.model.ts";

/** Appends one line. There is no function that changes or removes one. */
export async function writeAudit(line: Omit<AuditLine, "_id">): Promise<void> {
  await AuditModel.create(line);
}

export interface AuditFilter {
  unitCodes: string[];
  from: Date;
  to: Date;
  name?: string | undefined;
  action?: string | undefined;
}

/** Newest first; the time range bounds what is read (at most 5,000 lines are looked at). */
export function findAudit(filter: AuditFilter): Promise<AuditLine[]> {
  return AuditModel.find({
    unitCode: { $in: filter.unitCodes },
    at: { $gte: filter.from, $lt: filter.to },
    ...(filter.name ? { name: filter.name } : {}),
    ...(filter.action ? { action: filter.action } : {}),
  })
    .sort({ at: -1 })
    .limit(5000)
    .lean<AuditLine[]>()
    .exec();
}

/** Where somebody came in from since then; the address of an official stands nowhere else. */
export const findLogIns = (official: { _id: unknown; unitCode: string }, since: Date): Promise<AuditLine[]> =>
  AuditModel.find({
    unitCode: official.unitCode,
    at: { $gte: since },
    action: "log-in",
    officialId: String(official._id),
  })
    .limit(200)
    .lean<AuditLine[]>()
    .exec();

/** Lines older than twelve months go (domain.md §5-11). Returns how many. */
export const purgeAudit = async (now: Date): Promise<number> =>
  (await AuditModel.deleteMany({ at: { $lt: new Date(now.getTime() - days(365)) } })).deletedCount;
