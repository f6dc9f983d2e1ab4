import { isValidObjectId } from "mongoose";
import { type Whose, within } from "../kernel/scope.ts";
import {
  type Kit,
  type KitFile,
  KitFileModel,
  type KitKey,
  KitKeyModel,
  KitModel,
  type KitState,
} from "./kit.model.ts";

/** The only queries on kits, their files and the keys that sign them. */
export const findKit = async (id: string): Promise<Kit | null> =>
  isValidObjectId(id) ? KitModel.findById(id).lean<Kit>().exec() : null;
export const listKits = (whose: Whose, states: readonly KitState[] = ["draft", "waiting", "issued"]): Promise<Kit[]> =>
  KitModel.find({ unitCode: within(whose), state: { $in: states } })
    .sort({ updatedAt: -1 })
    .limit(50)
    .lean<Kit[]>()
    .exec();
/** What phones of these units carry: the one issued last. */
export const newestKit = (whose: Whose): Promise<Kit | null> =>
  KitModel.findOne({ unitCode: within(whose), state: "issued" })
    .sort({ issuedAt: -1, version: -1 })
    .lean<Kit>()
    .exec();
const isDouble = (error: unknown): boolean => (error as { code?: number }).code === 11_000;

/** The one draft somebody has that nobody changed yet: two presses at once are told apart by nothing else. */
export async function startDraft(kit: Omit<Kit, "_id">): Promise<string> {
  const { unitCode, author } = kit;
  const changed = await KitModel.countDocuments({ unitCode, "author.id": author.id, revision: { $gt: 1 } });
  const untouched = `${unitCode}:${author.id}:${changed}`;
  try {
    await KitModel.updateOne({ untouched }, { $set: { ...kit, untouched } }, { upsert: true });
  } catch (error) {
    if (!isDouble(error)) throw error;
  }
  const started = await KitModel.findOne({ untouched }, { _id: 1 }).lean().exec();
  return String((started ?? (await KitModel.create(kit)))._id);
}

/** A person's change of what is not issued, over exactly what was read. */
export const changeKit = async (
  { _id, revision }: Pick<Kit, "_id" | "revision">,
  change: Partial<Omit<Kit, "_id" | "revision">>,
): Promise<boolean> =>
  (
    await KitModel.updateOne(
      { _id, revision, state: { $in: ["draft", "waiting"] } },
      { $set: { ...change, untouched: String(_id) }, $inc: { revision: 1 } },
    )
  ).modifiedCount === 1;

/** The one write by which phones get it; false as well when another of the unit took that number. */
export async function issueKit(
  { _id, unitCode, revision }: Pick<Kit, "_id" | "unitCode" | "revision">,
  approval: NonNullable<Kit["approval"]>,
  version: number,
): Promise<boolean> {
  const issued = { version, numbered: `${unitCode}:${version}`, issuedAt: approval.at, updatedAt: approval.at };
  try {
    const done = await KitModel.updateOne(
      { _id, revision, state: "waiting" },
      { $set: { state: "issued", approval, ...issued }, $inc: { revision: 1 } },
    );
    return done.modifiedCount === 1;
  } catch (error) {
    if (isDouble(error)) return false;
    throw error;
  }
}
/** A draft nobody wants: listed nowhere, its files go with the next tidying. */
export const dropKit = (kit: Pick<Kit, "_id" | "revision">): Promise<boolean> => changeKit(kit, { state: "dropped" });

const fileId = (unitCode: string, hash: string): string => `${unitCode}:${hash}`;
export const keepKitFile = async ({
  unitCode,
  hash,
  ...file
}: Omit<KitFile, "_id"> & { hash: string }): Promise<void> =>
  void (await KitFileModel.updateOne(
    { _id: fileId(unitCode, hash) },
    { $set: { at: file.at }, $setOnInsert: { unitCode, mimeType: file.mimeType, bytes: file.bytes } },
    { upsert: true },
  ));
export async function readKitFile(unitCode: string, hash: string): Promise<{ bytes: Buffer; mimeType: string } | null> {
  const found = await KitFileModel.findById(fileId(unitCode, hash)).exec();
  return found ? { bytes: Buffer.from(found.bytes), mimeType: found.mimeType } : null;
}
/** Files of no kit that is carried or waits, a day after they were last named. */
export async function dropLooseFiles(before: Date): Promise<number> {
  let n = 0;
  for (const unitCode of await KitFileModel.distinct("unitCode", { at: { $lt: before } }).exec()) {
    const kits = [await newestKit(unitCode), ...(await listKits(unitCode, ["draft", "waiting"]))];
    const kept = kits.flatMap((kit) => kit?.parts.flatMap(({ picture, audio }) => [picture, audio]) ?? []);
    const ids = kept.flatMap((file) => (file ? [fileId(unitCode, file.hash)] : []));
    n += (await KitFileModel.deleteMany({ unitCode, at: { $lt: before }, _id: { $nin: ids } })).deletedCount;
  }
  return n;
}

/** The unit's pair, `fresh` when it had none. */
export async function kitKeyOf(unitCode: string, fresh: () => Omit<KitKey, "_id">): Promise<KitKey> {
  const known = await KitKeyModel.findById(unitCode).lean<KitKey>().exec();
  if (known) return known;
  const made = fresh();
  await KitKeyModel.updateOne({ _id: unitCode }, { $setOnInsert: made }, { upsert: true });
  return (await KitKeyModel.findById(unitCode).lean<KitKey>().exec()) ?? { _id: unitCode, ...made };
}
export async function resealKitKeys(again: (sealed: string) => string): Promise<number> {
  const rows = await KitKeyModel.find().lean<KitKey[]>().exec();
  for (const row of rows) await KitKeyModel.updateOne({ _id: row._id }, { $set: { sealed: again(row.sealed) } });
  return rows.length;
}
/** The version after the last of a unit and of those that came whole to it. */
export async function nextVersion(whose: Whose): Promise<number> {
  const [last] = await KitModel.find({ unitCode: within(whose), state: "issued" }, { version: 1 })
    .sort({ version: -1 })
    .limit(1)
    .lean<Pick<Kit, "version">[]>()
    .exec();
  return (last?.version ?? 0) + 1;
}
