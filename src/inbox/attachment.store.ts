import type { Types } from "mongoose";
import type { SecretBox } from "../kernel/crypto.ts";
import {
  type Attachment,
  type AttachmentFacts,
  AttachmentModel,
  type AttachmentPart,
  AttachmentPartModel,
  type Kept,
} from "./attachment.model.ts";

/** The only queries on what came or went beside words. */
export const addAttachment = async (attachment: Attachment): Promise<void> =>
  void (await AttachmentModel.updateOne({ _id: attachment._id }, { $setOnInsert: attachment }, { upsert: true }));

export const findAttachment = (id: string): Promise<Attachment | null> =>
  AttachmentModel.findById(id).lean<Attachment>().exec();

/** The last 400 of a conversation since a moment, in the order they came. */
export async function listAttachments(conversation: Types.ObjectId, since: Date): Promise<Attachment[]> {
  const rows = await AttachmentModel.find({ conversation, at: { $gte: since } })
    .sort({ at: -1, _id: -1 })
    .limit(400)
    .lean<Attachment[]>()
    .exec();
  return rows.toReversed();
}

export const factsOf = (box: SecretBox, { about }: Pick<Attachment, "about">): AttachmentFacts =>
  JSON.parse(box.open(about)) as AttachmentFacts;

/** 3 MB a piece: sealed and written as text it is 4. */
const PIECE = 3_000_000;

/** Seals the bytes and, when they all lie there, says so. What was erased meanwhile does not come back. */
export async function keepBytes(box: SecretBox, id: string, { bytes, ...kept }: Kept): Promise<void> {
  for (let n = 0; n * PIECE < bytes.length; n += 1) {
    const sealed = box.seal(bytes.subarray(n * PIECE, (n + 1) * PIECE));
    await AttachmentPartModel.updateOne(
      { _id: `${id}:${n}` },
      { $set: { attachment: id, n, sealed } },
      { upsert: true },
    );
  }
  const done = await AttachmentModel.updateOne(
    { _id: id, state: "waiting" },
    { $set: { ...kept, state: "kept", bytes: bytes.length } },
  );
  if (done.matchedCount === 0 && !(await AttachmentModel.exists({ _id: id })))
    await AttachmentPartModel.deleteMany({ attachment: id });
}

export async function readBytes(box: SecretBox, id: string): Promise<Buffer | undefined> {
  const parts = await AttachmentPartModel.find({ attachment: id }).sort({ n: 1 }).lean<AttachmentPart[]>().exec();
  return parts.length === 0 ? undefined : Buffer.concat(parts.map(({ sealed }) => box.openBytes(sealed)));
}

export const refuseAttachment = async (id: string, why: string): Promise<void> =>
  void (await AttachmentModel.updateOne({ _id: id, state: "waiting" }, { $set: { state: "refused", why } }));

/** One more try that did not come through; how many there were. */
export async function countTry(id: string): Promise<number> {
  const row = await AttachmentModel.findOneAndUpdate({ _id: id }, { $inc: { tries: 1 } }, { returnDocument: "after" })
    .lean<Attachment>()
    .exec();
  return row?.tries ?? 0;
}

export const reopenAttachment = async (id: string): Promise<boolean> =>
  (await AttachmentModel.updateOne({ _id: id, state: "refused" }, { $set: { state: "waiting", why: "", tries: 0 } }))
    .modifiedCount === 1;

/** Ones that wait since before this moment: their job was lost, or Zalo did not answer. */
export const listWaitingAttachments = async (before: Date): Promise<string[]> =>
  (
    await AttachmentModel.find({ state: "waiting", at: { $lt: before } }, { _id: 1 })
      .limit(200)
      .lean()
      .exec()
  ).map(({ _id }) => _id);

/**
 * Rows after their parts: a run that was cut off finds them again. The parts once more: a fetch that wrote between the two
 * found its row still there ({@link keepBytes}).
 */
export async function eraseAttachments(oaId: string, userId: string): Promise<void> {
  const ids = (await AttachmentModel.find({ oaId, userId }, { _id: 1 }).lean().exec()).map(({ _id }) => _id);
  const partsOfThem = { attachment: { $in: ids } };
  await AttachmentPartModel.deleteMany(partsOfThem);
  await AttachmentModel.deleteMany({ oaId, userId });
  await AttachmentPartModel.deleteMany(partsOfThem);
}

export async function resealAttachments(again: (sealed: string) => string): Promise<number> {
  let n = 0;
  for await (const { _id, about } of AttachmentModel.find({}, { about: 1 }).lean<Attachment>().cursor()) {
    await AttachmentModel.updateOne({ _id }, { $set: { about: again(about) } });
    n += 1;
  }
  return n;
}
export async function resealParts(again: (bytes: string) => string): Promise<number> {
  let n = 0;
  for await (const { _id, sealed } of AttachmentPartModel.find().lean<AttachmentPart>().cursor({ batchSize: 4 })) {
    await AttachmentPartModel.updateOne({ _id }, { $set: { sealed: again(sealed) } });
    n += 1;
  }
  return n;
}
