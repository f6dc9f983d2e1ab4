import { type InboundEvent, InboundEventModel } from "./inbound-event.model.ts";

/** Records a batch of events once each; the unique id decides. Comes back when all of them are in MongoDB. */
export async function recordOnce(events: InboundEvent[]): Promise<void> {
  if (events.length === 0) return;
  await InboundEventModel.collection.bulkWrite(
    events.map(({ _id, ...rest }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true },
    })) as never[],
    { ordered: false },
  );
}

export const findEvent = (key: string): Promise<InboundEvent | null> =>
  InboundEventModel.findById(key).lean<InboundEvent>().exec();

export async function markHandled(key: string, now: Date): Promise<void> {
  await InboundEventModel.updateOne({ _id: key }, { $set: { state: "handled", handledAt: now }, $unset: { body: 1 } });
}

/** Events whose job was lost: recorded a while ago and still not handled. */
export const findForgotten = (before: Date): Promise<Pick<InboundEvent, "_id">[]> =>
  InboundEventModel.find({ state: "recorded", receivedAt: { $lt: before } }, { _id: 1 })
    .limit(500)
    .lean<InboundEvent[]>()
    .exec();
