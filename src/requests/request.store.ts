import type { Between, PersonAt } from "../kernel/keep.ts";
import { within, type Whose } from "../kernel/scope.ts";
import { isValidObjectId } from "mongoose";
import { type CitizenRequest, RequestModel, type RequestState } from "./request.model.ts";

/** The only queries on requests. */
export async function insertOnce(
  request: Omit<CitizenRequest, "_id">,
): Promise<{ row: CitizenRequest; again: boolean }> {
  try {
    return { row: (await RequestModel.create(request)).toObject<CitizenRequest>(), again: false };
  } catch (error) {
    if ((error as { code?: number }).code !== 11_000) throw error;
    const row = await findByOnce(request.once);
    if (!row) throw error;
    return { row, again: true };
  }
}

export const findByOnce = (once: string): Promise<CitizenRequest | null> =>
  RequestModel.findOne({ once }).lean<CitizenRequest>().exec();

export const findByTracking = (tracking: string): Promise<CitizenRequest | null> =>
  RequestModel.findOne({ tracking }).lean<CitizenRequest>().exec();

export const findRequest = (whose: Whose, id: string): Promise<CitizenRequest | null> =>
  isValidObjectId(id)
    ? RequestModel.findOne({ _id: id, unitCode: within(whose) })
        .lean<CitizenRequest>()
        .exec()
    : Promise.resolve(null);

export const listByOwner = (owner: string): Promise<CitizenRequest[]> =>
  owner === "" ? Promise.resolve([]) : RequestModel.find({ owner }).limit(500).lean<CitizenRequest[]>().exec();

/** What waits, the soonest due first. */
export const listRequests = (whose: Whose, states: RequestState[], limit = 200): Promise<CitizenRequest[]> =>
  RequestModel.find({ unitCode: within(whose), state: { $in: states } })
    .sort({ dueAt: 1 })
    .limit(limit)
    .lean<CitizenRequest[]>()
    .exec();

export const listBetween = (whose: Whose, from: Date, to: Date): Promise<CitizenRequest[]> =>
  RequestModel.find({ unitCode: within(whose), receivedAt: { $gte: from, $lt: to } }, { body: 0, reach: 0, owner: 0 })
    .limit(50_000)
    .lean<CitizenRequest[]>()
    .exec();

export async function changeRequest(
  whose: Whose,
  id: unknown,
  from: RequestState[],
  fields: Partial<CitizenRequest>,
): Promise<boolean> {
  const done = await RequestModel.updateOne(
    { _id: String(id), unitCode: within(whose), state: { $in: from } },
    { $set: fields },
  );
  return done.modifiedCount === 1;
}

/** Who it was and where to reach go; the rest of the row stays. */
export const eraseOwner = async (owner: string): Promise<void> =>
  void (owner !== "" && (await RequestModel.updateMany({ owner }, { $set: { owner: "", reach: "" } })));

export const replaceBody = async (
  id: CitizenRequest["_id"],
  fields: Partial<Pick<CitizenRequest, "body" | "answer" | "reach" | "owner">>,
): Promise<void> => void (await RequestModel.updateOne({ _id: id }, { $set: fields }));

/** What was answered, or shown another way, before this moment and still has its words. */
export const streamEndedBefore = (before: Date): AsyncIterable<CitizenRequest> =>
  RequestModel.find({
    body: { $gt: "" },
    $or: [
      { state: "answered", answeredAt: { $lt: before } },
      { state: "redirected", receivedAt: { $lt: before } },
    ],
  })
    .lean<CitizenRequest>()
    .cursor({ batchSize: 100 });

/** Seals words and the way back anew and makes the mark of the sender again. Returns how many rows. */
export async function resealRequests({ again, reach }: Between, ownerOf: (at: PersonAt) => string): Promise<number> {
  let n = 0;
  for await (const row of RequestModel.find().lean<CitizenRequest>().cursor()) {
    const at = reach(row.reach);
    const fields = { body: again(row.body), reach: again(row.reach), owner: at ? ownerOf(at) : "" };
    await RequestModel.updateOne({ _id: row._id }, { $set: fields });
    n += 1;
  }
  return n;
}
