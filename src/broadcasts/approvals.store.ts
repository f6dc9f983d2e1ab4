import { type Broadcast, BroadcastModel, type BroadcastState } from "./broadcast.model.ts";

/**
 * One key, and with the last one (`dueAt`) the schedule, in one write over the keys that were counted: two who press at
 * the same moment are two keys, and no key is the last one without leading on.
 */
export async function decideBroadcast(
  id: string,
  counted: number,
  approval: Broadcast["approvals"][number],
  dueAt: Date | null,
): Promise<boolean> {
  const done = await BroadcastModel.updateOne(
    {
      _id: id,
      state: "waiting",
      fingerprint: approval.fingerprint,
      approvals: { $size: counted },
      "approvals.by.id": { $ne: approval.by.id },
    },
    {
      $push: { approvals: approval },
      ...(dueAt ? { $set: { state: "scheduled" as const, dueAt, itemsDue: true } } : {}),
    },
  );
  return done.modifiedCount === 1;
}

/** Plans whose items are not yet where the plan stands. */
export const listItemsDue = async (before: Date): Promise<string[]> =>
  (
    await BroadcastModel.find({ itemsDue: true, "approvals.at": { $not: { $gt: before } } }, { _id: 1 })
      .limit(200)
      .lean()
      .exec()
  ).map((row) => String(row._id));
/** Only for the state they were settled by: a plan that moved on meanwhile is settled again. */
export const noteItemsSettled = async (id: string, state: BroadcastState): Promise<void> =>
  void (await BroadcastModel.updateOne({ _id: id, state, itemsDue: true }, { $unset: { itemsDue: 1 } }));
