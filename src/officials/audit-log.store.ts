import { Types } from "mongoose";
import { days } from "../kernel/clock.ts";
import { lineHash } from "./audit-chain.ts";
import { type AuditHead, AuditHeadModel, type AuditLine, AuditModel } from "./audit-log.model.ts";

const lastLine = (unitCode: string): Promise<AuditLine | null> =>
  AuditModel.findOne({ unitCode, n: { $gt: 0 } })
    .sort({ n: -1 })
    .lean<AuditLine>()
    .exec();

/** Lines of one unit wait for each other here; other processes are told apart by the unique number. */
const waiting = new Map<string, Promise<void>>();

/**
 * Appends one line to the log of its unit, tied to the line before it. One insert decides: a number that another process
 * took meanwhile is refused, and the next one is taken. There is no function that changes a line.
 */
export async function writeAudit(given: Omit<AuditLine, "_id" | "n" | "before" | "hash">): Promise<void> {
  const { unitCode } = given;
  const turn = (waiting.get(unitCode) ?? Promise.resolve()).catch(() => undefined).then(() => append(given));
  waiting.set(unitCode, turn);
  await turn.finally(() => {
    if (waiting.get(unitCode) === turn) waiting.delete(unitCode);
  });
}

async function append(given: Omit<AuditLine, "_id" | "n" | "before" | "hash">): Promise<void> {
  const _id = new Types.ObjectId();
  for (;;) {
    const last = (await lastLine(given.unitCode)) ?? (await keptBefore(given.unitCode));
    // as it will be read back: what is hashed is what is stored
    const line = { ...given, details: given.details ?? {}, n: (last.n ?? 0) + 1, before: last.hash ?? "" };
    const hash = lineHash(line);
    try {
      await AuditModel.create({ ...line, _id, hash });
    } catch (error) {
      if ((error as { code?: unknown }).code !== 11_000) throw error;
      // a write whose answer was lost may have been made: then it is this very line
      if (!(await AuditModel.exists({ _id }))) continue;
    }
    return moveHead(given.unitCode, line.n, hash);
  }
}

/** Where the log goes on when all its lines went by their age. */
const keptBefore = async (unitCode: string): Promise<{ n: number; hash: string }> => {
  const head = await findAuditHead(unitCode);
  return { n: head?.keptFrom ?? 0, hash: head?.keptHash ?? "" };
};

/** Forward only: of two that come at once the later number stays. */
async function moveHead(unitCode: string, n: number, hash: string): Promise<void> {
  try {
    await AuditHeadModel.updateOne({ _id: unitCode, n: { $lt: n } }, { $set: { n, hash } }, { upsert: true });
  } catch (error) {
    // a later line was there first
    if ((error as { code?: unknown }).code !== 11_000) throw error;
  }
}

export const findAuditHead = (unitCode: string): Promise<AuditHead | null> =>
  AuditHeadModel.findById(unitCode).lean<AuditHead>().exec();
/** Units with a log, "" for what belongs to none. */
export const listAuditUnits = async (): Promise<string[]> => [
  ...new Set([
    ...(await AuditHeadModel.distinct("_id").exec()).map(String),
    ...(await AuditModel.distinct("unitCode", { n: { $gt: 0 } }).exec()),
  ]),
];
export const streamAudit = (unitCode: string): AsyncIterable<AuditLine> =>
  AuditModel.find({ unitCode, n: { $gt: 0 } })
    .sort({ n: 1 })
    .lean<AuditLine>()
    .cursor({ batchSize: 500 });

export const findLine = (unitCode: string, n: number): Promise<AuditLine | null> =>
  n < 1 ? Promise.resolve(null) : AuditModel.findOne({ unitCode, n }).lean<AuditLine>().exec();
/** Every line from the first to the last number of a time, in the order of the log: none between them is left out. */
export async function linesDuring(unitCode: string, from: Date, to: Date): Promise<AuditLine[]> {
  const edge = (order: 1 | -1): Promise<AuditLine | null> =>
    AuditModel.findOne({ unitCode, n: { $gt: 0 }, at: { $gte: from, $lt: to } })
      .sort({ n: order })
      .lean<AuditLine>()
      .exec();
  const [first, last] = [await edge(1), await edge(-1)];
  if (!first?.n || !last?.n) return [];
  return AuditModel.find({ unitCode, n: { $gte: first.n, $lte: last.n } })
    .sort({ n: 1 })
    .lean<AuditLine[]>()
    .exec();
}

export interface AuditFilter {
  unitCodes: string[];
  from: Date;
  to: Date;
  name?: string | undefined;
  action?: string | undefined;
}

/** So many lines are looked at, the newest; a page that met this bound says so. */
export const MOST_LINES = 5000;

/** Newest first; the time range bounds what is read, and {@link MOST_LINES}. */
export function findAudit(filter: AuditFilter): Promise<AuditLine[]> {
  return AuditModel.find({
    unitCode: { $in: filter.unitCodes },
    at: { $gte: filter.from, $lt: filter.to },
    ...(filter.name ? { name: filter.name } : {}),
    ...(filter.action ? { action: filter.action } : {}),
  })
    .sort({ at: -1 })
    .limit(MOST_LINES)
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

/**
 * Lines older than twelve months go (domain.md §5-11), oldest first and without a gap; the last one that goes leaves its
 * number and hash, so that the rest still proves itself. Returns how many.
 */
export async function purgeAudit(now: Date): Promise<number> {
  const limit = new Date(now.getTime() - days(365));
  let gone = 0;
  for (const unitCode of await listAuditUnits()) {
    const first = await AuditModel.findOne({ unitCode, n: { $gt: 0 }, at: { $gte: limit } })
      .sort({ n: 1 })
      .lean<AuditLine>()
      .exec();
    const last = await AuditModel.findOne({ unitCode, n: { $gt: 0, ...(first?.n ? { $lt: first.n } : {}) } })
      .sort({ n: -1 })
      .lean<AuditLine>()
      .exec();
    if (!last?.n || !last.hash) continue;
    await AuditHeadModel.updateOne(
      { _id: unitCode, keptFrom: { $lt: last.n } },
      { $set: { keptFrom: last.n, keptHash: last.hash } },
    );
    gone += (await AuditModel.deleteMany({ unitCode, n: { $gt: 0, $lte: last.n } })).deletedCount;
  }
  // written before the log was chained; by unit, for which there is an index
  for (const unitCode of await AuditModel.distinct("unitCode").exec())
    gone += (await AuditModel.deleteMany({ unitCode, n: { $exists: false }, at: { $lt: limit } })).deletedCount;
  return gone;
}
