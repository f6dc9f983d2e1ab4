import mongoose from "mongoose";

type Collection = mongoose.mongo.Collection<Record<string, unknown>>;
export const raw = (model: { collection: { name: string } }): Collection =>
  mongoose.connection.collection(model.collection.name);
/** One change in MongoDB itself, and the way back. */
export type Tamper = () => Promise<() => Promise<void>>;
/** Changes one document and puts it back as it was. */
export const change =
  (model: { collection: { name: string } }, filter: Record<string, unknown>, update: Record<string, unknown>): Tamper =>
  async () => {
    const before = await raw(model).findOne(filter);
    if (!before) throw new Error(`nothing to change: ${JSON.stringify(filter)}`);
    const key = { _id: before["_id"] } as never;
    await raw(model).updateOne(key, update);
    return async () => void (await raw(model).replaceOne(key, before));
  };
export const remove =
  (model: { collection: { name: string } }, filter: Record<string, unknown>): Tamper =>
  async () => {
    const before = await raw(model).findOne(filter);
    if (!before) throw new Error(`nothing to remove: ${JSON.stringify(filter)}`);
    await raw(model).deleteOne({ _id: before["_id"] });
    return async () => void (await raw(model).insertOne(before));
  };
/** Two documents take each other's content; ids stay. */
export const swap =
  (
    model: { collection: { name: string } },
    one: Record<string, unknown>,
    other: Record<string, unknown>,
    fields: string[],
  ): Tamper =>
  async () => {
    const [a, b] = [await raw(model).findOne(one), await raw(model).findOne(other)];
    if (!a || !b) throw new Error("nothing to swap");
    const take = (from: Record<string, unknown>) => ({ $set: Object.fromEntries(fields.map((f) => [f, from[f]])) });
    await raw(model).updateOne({ _id: a["_id"] }, take(b));
    await raw(model).updateOne({ _id: b["_id"] }, take(a));
    return async () => {
      await raw(model).replaceOne({ _id: a["_id"] }, a);
      await raw(model).replaceOne({ _id: b["_id"] }, b);
    };
  };

/** Does each tampering, sees it named, undoes it, and sees that everything agrees again. */
export async function walk(table: [string, Tamper, RegExp][], verify: () => Promise<string[]>): Promise<void> {
  expect(await verify()).toEqual([]);
  for (const [name, tamper, named] of table) {
    const undo = await tamper();
    const problems = (await verify()).join("\n");
    expect({ name, problems }).toEqual({ name, problems: expect.stringMatching(named) as unknown });
    await undo();
    expect({ name, after: await verify() }).toEqual({ name, after: [] });
  }
}
