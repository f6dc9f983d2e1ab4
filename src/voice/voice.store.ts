import { isValidObjectId } from "mongoose";
import { within, type Whose } from "../kernel/scope.ts";
import { wasSentWhole } from "./sent-whole.ts";
import {
  type Heard,
  HearingModel,
  type Reading,
  ReadingModel,
  type ReadingState,
  type VoiceBook,
  VoiceBookModel,
  VoiceFileModel,
} from "./voice.model.ts";

/** The only queries on what is read out, its files and who heard them. */
export const findReading = async (id: string): Promise<Reading | null> =>
  isValidObjectId(id) ? ReadingModel.findById(id).lean<Reading>().exec() : null;
export const listReadings = (whose: Whose): Promise<Reading[]> =>
  ReadingModel.find({ unitCode: within(whose) }, { written: 0, spoken: 0 })
    .sort({ updatedAt: -1 })
    .limit(200)
    .lean<Reading[]>()
    .exec();
export const addReading = async (reading: Omit<Reading, "_id">): Promise<string> =>
  String((await ReadingModel.create(reading))._id);

/** A person's change, over exactly what was read. */
export const changeReading = async (
  { _id, revision }: Pick<Reading, "_id" | "revision">,
  change: Partial<Omit<Reading, "_id" | "revision">>,
): Promise<boolean> =>
  (await ReadingModel.updateOne({ _id, revision }, { $set: change, $inc: { revision: 1 } })).modifiedCount === 1;

type Making = Pick<Reading, "_id" | "revision">;
/** One run takes a reading that waits to be made; false while another has it, or when there is nothing to make. */
export const takeMaking = async ({ _id, revision }: Making, now: Date, until: Date): Promise<boolean> =>
  (
    await ReadingModel.updateOne(
      { _id, revision, state: "making", $or: [{ takenUntil: null }, { takenUntil: { $lte: now } }] },
      { $set: { takenUntil: until } },
    )
  ).modifiedCount === 1;
/** It goes on, or another may have it. */
export const holdMaking = async ({ _id, revision }: Making, until: Date | null): Promise<void> =>
  void (await ReadingModel.updateOne({ _id, revision, state: "making" }, { $set: { takenUntil: until } }));

/** What a job found, unless somebody changed the reading meanwhile. */
export const finishMaking = async (
  { _id, revision }: Pick<Reading, "_id" | "revision">,
  found: Pick<Reading, "state" | "failure" | "sound">,
): Promise<boolean> =>
  (await ReadingModel.updateOne({ _id, revision, state: "making" }, { $set: { ...found, takenUntil: null } }))
    .matchedCount === 1;

/** The one write of a yes. */
export const decideReading = async (
  { _id, revision }: Pick<Reading, "_id" | "revision">,
  heard: Heard,
  state: ReadingState,
): Promise<boolean> =>
  (
    await ReadingModel.updateOne(
      { _id, revision, state: "listening" },
      { $push: { heard }, $set: { state, updatedAt: heard.at }, $inc: { revision: 1 } },
    )
  ).modifiedCount === 1;
export const listMaking = (before: Date): Promise<Pick<Reading, "_id" | "revision">[]> =>
  ReadingModel.find({ state: "making", updatedAt: { $lt: before } }, { revision: 1 })
    .limit(100)
    .lean<Reading[]>()
    .exec();

const BROUGHT = "brought-";
export const keepFile = async (readingId: string, hash: string, bytes: Buffer, at: Date): Promise<void> =>
  void (await VoiceFileModel.updateOne(
    { _id: `${readingId}:${hash}` },
    { $set: { readingId, bytes, at } },
    { upsert: true },
  ));
export const readVoice = async (readingId: string, hash: string): Promise<Buffer | undefined> => {
  const found = await VoiceFileModel.findById(`${readingId}:${hash}`).exec();
  return found ? Buffer.from(found.bytes) : undefined;
};
/** By its content: what two officers bring at once are two files, and the reading names the one it took. */
export const keepBrought = (readingId: string, hash: string, bytes: Buffer, at: Date): Promise<void> =>
  keepFile(readingId, BROUGHT + hash, bytes, at);
export const readBrought = (readingId: string, hash: string): Promise<Buffer | undefined> =>
  readVoice(readingId, BROUGHT + hash);
export const dropBrought = async (readingId: string, hash: string): Promise<void> =>
  void (await VoiceFileModel.deleteOne({ _id: `${readingId}:${BROUGHT}${hash}` }));
/** Every file of a reading but the one it names; what is brought may be on its way to a name for so long. */
export async function dropOtherFiles(readingId: string, broughtBefore: Date): Promise<void> {
  const named = (await findReading(readingId))?.sound?.hash;
  const files = await VoiceFileModel.find({ readingId }, { at: 1 }).lean().exec();
  const loose = files.filter(
    ({ _id, at }) => _id !== `${readingId}:${named}` && !(_id.includes(`:${BROUGHT}`) && at >= broughtBefore),
  );
  await VoiceFileModel.deleteMany({ _id: { $in: loose.map(({ _id }) => _id) } });
}

const hearingId = (readingId: string, hash: string, officialId: string): string => `${readingId}:${hash}:${officialId}`;
/** Bytes from … to … left whole to this person. */
export const noteSent = async (
  { readingId, hash, officialId }: { readingId: string; hash: string; officialId: string },
  part: { from: number; to: number },
  size: number,
  at: Date,
): Promise<void> =>
  void (await HearingModel.updateOne(
    { _id: hearingId(readingId, hash, officialId) },
    { $set: { readingId, size, at }, $push: { parts: { $each: [part], $slice: -500 } } },
    { upsert: true },
  ));
export async function heardWhole(readingId: string, hash: string, officialId: string): Promise<boolean> {
  const hearing = await HearingModel.findById(hearingId(readingId, hash, officialId))
    .lean()
    .exec();
  return hearing !== null && wasSentWhole(hearing.parts, hearing.size);
}

export const findBook = async (unitCode: string): Promise<VoiceBook> =>
  (await VoiceBookModel.findById(unitCode).lean<VoiceBook>().exec()) ?? {
    _id: unitCode,
    entries: [],
    version: 0,
    most: 0,
  };
/** False when somebody else saved it in between. */
export async function saveBook(book: VoiceBook): Promise<boolean> {
  const change = { $set: { entries: book.entries, most: book.most }, $inc: { version: 1 } };
  if (book.version > 0)
    return (await VoiceBookModel.updateOne({ _id: book._id, version: book.version }, change)).modifiedCount === 1;
  const done = await VoiceBookModel.updateOne(
    { _id: book._id },
    { $setOnInsert: { entries: book.entries, most: book.most, version: 1 } },
    { upsert: true },
  );
  return done.upsertedCount === 1;
}
