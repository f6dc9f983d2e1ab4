import mongoose from "mongoose";
import { deadlineOf, isStrangeDeadline } from "./strange-deadlines.ts";

type Indexes = readonly { name?: string; key: object; [option: string]: unknown }[];
type Wanted = [key: Record<string, 1 | -1>, options: Record<string, unknown>];

/** Asked at once: MongoDB answers one after the other, and a start does not wait for each by itself. */
const AT_ONCE = 8;

/**
 * Creates what the models name and checks that it is there. Run at every start of every process: where nothing is
 * missing it asks each collection once and writes nothing.
 */
export async function ensureIndexes(): Promise<void> {
  const there = new Set((await mongoose.connection.listCollections()).map((collection) => collection.name));
  const missing: string[] = [];
  const left = Object.values(mongoose.models);
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let model = left.pop(); model; model = left.pop())
        missing.push(...(await ensureOf(model, there.has(model.collection.name))));
    }),
  );
  if (missing.length > 0) throw new Error(`indexes are missing: ${missing.toSorted().join("; ")}`);
}

/** @returns what is missing though it was asked for */
async function ensureOf(model: mongoose.Model<unknown>, exists: boolean): Promise<string[]> {
  const { collection } = model;
  if (!exists) await model.createCollection().catch(ignoreExisting);
  const wanted = model.schema.indexes() as Wanted[];
  const before = exists ? await indexesOf(model) : [];
  for (const index of before)
    if (index.name && isStrangeDeadline(index, wanted)) await collection.dropIndex(index.name).catch(ignoreMissing);
  const absent = wanted.filter((one) => !before.some((index) => isAs(index, one)));
  if (absent.length === 0) return [];
  // one of the same key and other options is refused by MongoDB: nobody changes an operator's index behind their back
  await collection.createIndexes(absent.map(([key, options]) => ({ ...options, key })));
  const keys = new Set((await indexesOf(model)).map(({ key }) => JSON.stringify(key)));
  return absent
    .map(([key]) => JSON.stringify(key))
    .filter((key) => !keys.has(key))
    .map((key) => `${collection.name} ${key}`);
}

const indexesOf = async (model: mongoose.Model<unknown>): Promise<Indexes> => model.collection.indexes();

const optionsOf = (index: Readonly<Record<string, unknown>>): string =>
  JSON.stringify([
    Boolean(index["unique"]),
    Boolean(index["sparse"]),
    deadlineOf(index) ?? null,
    index["partialFilterExpression"] ?? null,
  ]);

const isAs = (index: Indexes[number], [key, options]: Wanted): boolean =>
  JSON.stringify(index.key) === JSON.stringify(key) && optionsOf(index) === optionsOf(options);

/** Two processes may start at once; the one that comes second finds the collection made. */
function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && /exists/i.test(error.message))) throw error;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && /not found/i.test(error.message))) throw error;
}
