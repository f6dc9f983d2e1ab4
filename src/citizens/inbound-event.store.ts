import { hourOf, startOfDay } from "../kernel/dates.ts";
import { shuffled } from "../kernel/shuffle.ts";
import { HandledEventModel, type InboundEvent, InboundEventModel, type Why } from "./inbound-event.model.ts";

/** Records a batch of events once each; the unique id decides. Comes back when all of them are in MongoDB. */
export async function recordOnce(events: InboundEvent[]): Promise<void> {
  const done = await areHandled(events.map(({ _id }) => _id));
  const fresh = events.filter(({ _id }) => !done.has(_id));
  if (fresh.length === 0) return;
  await InboundEventModel.collection.bulkWrite(
    fresh.map(({ _id, ...rest }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true },
    })) as never[],
    { ordered: false },
  );
}

async function areHandled(keys: string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const found = await HandledEventModel.find({ _id: { $in: keys } }, { _id: 1 }).lean();
  return new Set(found.map(({ _id }) => _id));
}

/** Whether an event was handled before and put away since; its row goes. Asked before anything is done for it. */
export async function dropIfHandled(key: string): Promise<boolean> {
  if (!(await areHandled([key])).has(key)) return false;
  await InboundEventModel.deleteOne({ _id: key });
  return true;
}

const MOST_PUT_AWAY = 20_000;

/**
 * Puts away what was handled in hours that are over, in an order nobody can trace back: rows stand as events came, and
 * beside the messages of those who wrote openly that would tell who else wrote when. First there, then gone here: cut off
 * in between, an event stands twice and is still known. Returns how many.
 */
export async function putAway(now: Date): Promise<number> {
  const over = { state: "handled" as const, handledAt: { $lt: hourOf(now) } };
  const rows = await InboundEventModel.find(over, { _id: 1 }).limit(MOST_PUT_AWAY).lean<{ _id: string }[]>().exec();
  const keys = shuffled(rows.map(({ _id }) => _id));
  for (let n = 0; n < keys.length; n += 1000) {
    const some = keys.slice(n, n + 1000);
    const at = startOfDay(now);
    await HandledEventModel.bulkWrite(
      some.map((_id) => ({ updateOne: { filter: { _id }, update: { $setOnInsert: { at } }, upsert: true } })),
      { ordered: false },
    );
    await InboundEventModel.deleteMany({ _id: { $in: some } });
  }
  return keys.length;
}

/** What of a person waits for somebody to look, or was kept as it came, is emptied. */
export async function forgetEvents(line: string, now: Date): Promise<void> {
  await InboundEventModel.updateMany(
    { line, state: { $in: ["waiting", "kept"] } },
    {
      $set: { state: "handled", line: "", seq: "", receivedAt: hourOf(now), handledAt: hourOf(now) },
      $unset: { body: 1 },
    },
  );
}

/** The oldest event of a line whose work is not done. */
export const findOldest = (line: string): Promise<InboundEvent | null> =>
  InboundEventModel.findOne({ line, state: "recorded" }).sort({ seq: 1 }).lean<InboundEvent>().exec();

/** From here on nothing leads from the event to a person, nor to its place among others (safeguard 3). */
export async function markHandled(event: Pick<InboundEvent, "_id" | "receivedAt">, now: Date): Promise<void> {
  await InboundEventModel.updateOne(
    { _id: event._id },
    {
      $set: { state: "handled", line: "", seq: "", receivedAt: hourOf(event.receivedAt), handledAt: hourOf(now) },
      $unset: { body: 1, answered: 1 },
    },
  );
}

/** A dialogue answered it and was over with that: a second run finds no dialogue and must not begin one. */
export const noteAnswered = async (key: string): Promise<void> =>
  void (await InboundEventModel.updateOne({ _id: key, state: "recorded" }, { $set: { answered: true } }));

/** Counts a failure of its own; at `most` it is put aside for a person, so that what came after it goes on. */
export async function countFailure(key: string, most: number): Promise<"again" | "aside"> {
  const event = await InboundEventModel.findOneAndUpdate({ _id: key }, { $inc: { tries: 1 } }, { new: true }).lean();
  if ((event?.tries ?? 0) < most) return "again";
  await putAside(key, "failed");
  return "aside";
}

async function putAside(key: string, why: Why): Promise<void> {
  await InboundEventModel.updateOne({ _id: key, state: "recorded" }, { $set: { state: "waiting", why } });
}

/** Lines whose job was lost: something was recorded a while ago and is still not handled. */
export const findForgottenLines = async (before: Date): Promise<string[]> => {
  const events = await InboundEventModel.find({ state: "recorded", receivedAt: { $lt: before } }, { line: 1 })
    .limit(500)
    .lean<Pick<InboundEvent, "line">[]>()
    .exec();
  return [...new Set(events.map((event) => event.line))];
};

export interface EventCount {
  name: string;
  why: Why;
  n: number;
  oldest: Date;
}

/** Events nobody handles by themselves, counted by name and reason; those that wait for a person first. */
export async function countSetAside(): Promise<EventCount[]> {
  const count = (state: "waiting" | "kept") =>
    InboundEventModel.aggregate<EventCount>([
      { $match: { state } },
      { $group: { _id: { name: "$name", why: "$why" }, n: { $sum: 1 }, oldest: { $min: "$receivedAt" } } },
      { $project: { _id: 0, name: "$_id.name", why: "$_id.why", n: 1, oldest: 1 } },
      { $sort: { n: -1, name: 1 } },
      { $limit: 100 },
    ]).exec();
  return [...(await count("waiting")), ...(await count("kept"))];
}

/** A person looked: what waits under this name and reason is tried once more, or let be. Returns how many. */
export async function decideWaiting(name: string, why: Why, decision: "retry" | "let-be"): Promise<number> {
  const those = { state: "waiting" as const, name, why };
  // nobody will read what is let be
  if (decision === "let-be")
    return (await InboundEventModel.updateMany(those, { $set: { state: "kept", line: "" }, $unset: { body: 1 } }))
      .modifiedCount;
  // without a line nobody would take it up: what has none is one of its own
  await InboundEventModel.updateMany({ ...those, line: "" }, [{ $set: { line: "$_id" } }], { updatePipeline: true });
  return (await InboundEventModel.updateMany(those, { $set: { state: "recorded", why: "", tries: 0 } })).modifiedCount;
}

type Sealed = Required<Pick<InboundEvent, "body" | "line">>;
/** What is not done yet, under another key. Returns how many. */
export async function resealEvents(anew: (event: Sealed & { _id: string }) => Sealed): Promise<number> {
  let n = 0;
  const waiting = InboundEventModel.find({ body: { $gt: "" } }, { body: 1, line: 1 });
  for await (const event of waiting.lean<Sealed & { _id: string }>().cursor()) {
    await InboundEventModel.updateOne({ _id: event._id }, { $set: anew(event) });
    n += 1;
  }
  return n;
}
