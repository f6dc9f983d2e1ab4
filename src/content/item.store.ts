import { isValidObjectId } from "mongoose";
import { NO_DETAILS } from "./kinds.ts";
import { type Item, ItemModel, type Person, type Picture, PictureModel } from "./item.model.ts";

/** Items written before kinds were known lack what came with them. */
const whole = (item: Item): Item => ({
  ...item,
  kind: item.kind ?? "tin",
  details: { ...NO_DETAILS, ...item.details },
  belongings: item.belongings ?? [],
});

/** The only queries on items and pictures. Every one names the unit: nobody reads another commune's drafts. */
export async function findItem(unitCode: string, id: string): Promise<Item | null> {
  if (!isValidObjectId(id)) return null;
  const item = await ItemModel.findOne({ _id: id, unitCode }).lean<Item>().exec();
  return item ? whole(item) : null;
}

export const listItems = (unitCode: string, states: Item["state"][], limit = 200): Promise<Item[]> =>
  ItemModel.find({ unitCode, state: { $in: states } })
    .sort({ updatedAt: -1 })
    .limit(limit)
    .lean<Item[]>()
    .exec()
    .then((items) => items.map(whole));

/** An item at its beginning: a draft nobody submitted or decided about, unless the given one says otherwise. */
export async function createItem(
  given: ItemFields & Pick<Item, "unitCode" | "author" | "createdAt"> & Partial<Item>,
): Promise<string> {
  const begun = { state: "draft" as const, version: 1, submittedAt: null, approval: null, returned: null };
  return String((await ItemModel.create({ ...begun, updatedAt: given.createdAt, ...given }))._id);
}

export type ItemFields = Pick<
  Item,
  "kind" | "details" | "belongings" | "title" | "text" | "pictureId" | "pictureAlt" | "source" | "sourceClass"
>;

/** Saves only over the version it was made from, and only while the item may be edited. */
export async function saveFields(
  unitCode: string,
  id: string,
  version: number,
  fields: ItemFields,
  now: Date,
): Promise<boolean> {
  const done = await ItemModel.updateOne(
    { _id: id, unitCode, version, state: { $in: ["draft", "returned"] } },
    { $set: { ...fields, updatedAt: now }, $inc: { version: 1 } },
  );
  return done.modifiedCount === 1;
}

export async function moveToWaiting(
  unitCode: string,
  id: string,
  version: number,
  author: Person,
  now: Date,
): Promise<boolean> {
  const done = await ItemModel.updateOne(
    { _id: id, unitCode, version, state: { $in: ["draft", "returned"] } },
    { $set: { state: "waiting", submittedAt: now, updatedAt: now, author, returned: null }, $inc: { version: 1 } },
  );
  return done.modifiedCount === 1;
}

export async function moveToDraft(unitCode: string, id: string, now: Date): Promise<boolean> {
  const done = await ItemModel.updateOne(
    { _id: id, unitCode, state: "waiting" },
    { $set: { state: "draft", updatedAt: now }, $inc: { version: 1 } },
  );
  return done.modifiedCount === 1;
}

/** The one write of an approval; what is approved is exactly this version. */
export async function decideItem(
  unitCode: string,
  id: string,
  version: number,
  approval: NonNullable<Item["approval"]>,
): Promise<boolean> {
  const done = await ItemModel.updateOne(
    { _id: id, unitCode, version, state: "waiting" },
    { $set: { state: "approved", approval, updatedAt: approval.at } },
  );
  return done.modifiedCount === 1;
}

export async function returnVersion(
  unitCode: string,
  id: string,
  version: number,
  returned: NonNullable<Item["returned"]>,
): Promise<boolean> {
  const done = await ItemModel.updateOne(
    { _id: id, unitCode, version, state: "waiting" },
    { $set: { state: "returned", returned, updatedAt: returned.at }, $inc: { version: 1 } },
  );
  return done.modifiedCount === 1;
}

export async function savePicture(picture: Omit<Picture, "_id">): Promise<string> {
  return String((await PictureModel.create(picture))._id);
}

export async function findPicture(
  unitCode: string,
  id: string,
): Promise<(Omit<Picture, "bytes"> & { bytes: Buffer }) | null> {
  if (!isValidObjectId(id)) return null;
  const found = await PictureModel.findOne({ _id: id, unitCode }).exec();
  return found ? found.toObject() : null;
}

/** A picture by its id alone, for senders that were given the id by an approved broadcast. */
export async function readPicture(id: string): Promise<(Omit<Picture, "bytes"> & { bytes: Buffer }) | null> {
  if (!isValidObjectId(id)) return null;
  const found = await PictureModel.findById(id).exec();
  return found ? found.toObject() : null;
}

/** Lets anybody fetch these pictures of these units; another unit's stay as they are, and public ones are not written again. */
export const publishPictures = async (unitCodes: readonly string[], ids: string[]): Promise<void> =>
  void (await PictureModel.updateMany(
    { _id: { $in: ids.filter((id) => isValidObjectId(id)) }, unitCode: { $in: unitCodes }, isPublic: false },
    { $set: { isPublic: true } },
  ));

/** A picture that anybody may fetch: Zalo reads covers of articles from a public address (zalo/openapi.md §5). */
export async function findPublicPicture(id: string): Promise<{ bytes: Buffer; mimeType: string } | null> {
  const picture = await readPicture(id);
  return picture?.isPublic ? { bytes: Buffer.from(picture.bytes), mimeType: picture.mimeType } : null;
}
