import { type HydratedDocument, isValidObjectId, type QueryFilter, type Types } from "mongoose";
import { NO_DETAILS } from "./kinds.ts";
import { type Item, ItemModel, type Person, type Picture, PictureModel } from "./item.model.ts";
import { duringSpan, type Span } from "../kernel/fact.ts";
import { within, type Whose } from "../kernel/scope.ts";

/** Items written before kinds were known lack what came with them. */
const whole = (item: Item): Item => ({
  ...item,
  kind: item.kind ?? "tin",
  details: { ...NO_DETAILS, ...item.details },
  belongings: item.belongings ?? [],
});

/** The only queries on items and pictures. Every one names the unit: nobody reads another commune's drafts. */
export async function findItem(whose: Whose, id: string): Promise<Item | null> {
  if (!isValidObjectId(id)) return null;
  const item = await ItemModel.findOne({ _id: id, unitCode: within(whose) })
    .lean<Item>()
    .exec();
  return item ? whole(item) : null;
}

export const listItems = (whose: Whose, states: Item["state"][], limit = 200): Promise<Item[]> =>
  ItemModel.find({ unitCode: within(whose), state: { $in: states } })
    .sort({ updatedAt: -1 })
    .limit(limit)
    .lean<Item[]>()
    .exec()
    .then((items) => items.map(whole));

/** What a search by title looks through: so many of a unit's newest are read by their index, without their texts. */
const MOST_LOOKED_AT = 2000;
export const listTitles = (whose: Whose, states: Item["state"][]): Promise<Item[]> =>
  ItemModel.find({ unitCode: within(whose), state: { $in: states } }, { text: 0, source: 0, pictureAlt: 0 })
    .sort({ updatedAt: -1 })
    .limit(MOST_LOOKED_AT)
    .lean<Item[]>()
    .exec()
    .then((items) => items.map(whole));

/** What anybody may know: not internal, and not under embargo. */
const forAll = (now: Date): QueryFilter<Item> => ({
  sourceClass: { $ne: "noi-bo" },
  "details.embargoAt": { $not: { $gt: now } },
});

/** Items anybody may read now, those approved last first. */
export const listShown = (whose: Whose, now: Date, limit: number): Promise<Item[]> =>
  ItemModel.find({ unitCode: within(whose), state: "approved", ...forAll(now) })
    .sort({ updatedAt: -1 })
    .limit(limit)
    .lean<Item[]>()
    .exec()
    .then((items) => items.map(whole));

/** Shown, or taken back after it was; what was never approved was never public. */
const WAS_PUBLIC: QueryFilter<Item> = { state: { $in: ["approved", "withdrawn"] }, approval: { $ne: null } };

/** Approved in a span; what was taken back later had been published all the same. */
export const listApprovedIn = (
  whose: Whose,
  span: Span,
): Promise<Pick<Item, "_id" | "unitCode" | "title" | "approval" | "updatedAt">[]> =>
  ItemModel.find(
    { unitCode: within(whose), ...WAS_PUBLIC, "approval.at": duringSpan(span) },
    { unitCode: 1, title: 1, approval: 1, updatedAt: 1 },
  )
    .limit(50_000)
    .lean<Pick<Item, "_id" | "unitCode" | "title" | "approval" | "updatedAt">[]>()
    .exec();

/** Taken back before its embargo was over: nobody ever read it, and nobody learns of it afterwards. */
const neverRead = ({ state, details, withdrawal, returned, updatedAt }: Item): boolean =>
  state === "withdrawn" &&
  details.embargoAt !== undefined &&
  (withdrawal ?? returned ?? { at: updatedAt }).at < details.embargoAt;

/** The same with those taken back: a feed says of them that they are. */
export const listForFeed = (whose: Whose, now: Date, limit: number): Promise<Item[]> =>
  ItemModel.find({ unitCode: within(whose), ...WAS_PUBLIC, ...forAll(now) })
    .sort({ updatedAt: -1 })
    .limit(limit)
    .lean<Item[]>()
    .exec()
    .then((items) => items.map(whole).filter((item) => !neverRead(item)));

/** One that is or was public, by the address it has for ever. */
export async function findForAll(id: string, now: Date): Promise<Item | null> {
  if (!isValidObjectId(id)) return null;
  const found = await ItemModel.findOne({ _id: id, ...WAS_PUBLIC, ...forAll(now) })
    .lean<Item>()
    .exec();
  const item = found ? whole(found) : null;
  return item && !neverRead(item) ? item : null;
}

/** Approved corrections of these items. */
export const listCorrections = (ids: readonly string[], now: Date): Promise<Item[]> =>
  ItemModel.find({ "details.corrects": { $in: ids }, kind: "dinh-chinh", state: "approved", ...forAll(now) })
    .sort({ updatedAt: -1 })
    .limit(500)
    .lean<Item[]>()
    .exec()
    .then((items) => items.map(whole));

/** Corrections these units published that say which item was wrong. */
export const listCorrecting = (unitCodes: readonly string[], since: Date, now: Date): Promise<Item[]> =>
  ItemModel.find({
    unitCode: { $in: unitCodes },
    kind: "dinh-chinh",
    state: "approved",
    updatedAt: { $gte: since },
    ...forAll(now),
  })
    .sort({ updatedAt: -1 })
    .limit(50)
    .lean<Item[]>()
    .exec()
    .then((items) => items.map(whole).filter(({ details }) => details.corrects !== undefined));

/** Takes back what is public; false when it is not. */
export async function withdrawShown(
  whose: Whose,
  id: string,
  withdrawal: NonNullable<Item["withdrawal"]>,
): Promise<boolean> {
  const done = await ItemModel.updateOne(
    { _id: id, unitCode: within(whose), state: "approved" },
    { $set: { state: "withdrawn", withdrawal, updatedAt: withdrawal.at }, $inc: { version: 1 } },
  );
  return done.modifiedCount === 1;
}

/** Pictures nobody may fetch any more, unless another item that is shown has them. */
export async function hidePicture(pictureId: string): Promise<void> {
  if (!isValidObjectId(pictureId) || (await ItemModel.exists({ pictureId, state: "approved" }))) return;
  await PictureModel.updateOne({ _id: pictureId }, { $set: { isPublic: false } });
}

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
  whose: Whose,
  id: string,
  version: number,
  fields: ItemFields,
  now: Date,
  savedBy?: Person,
): Promise<boolean> {
  const done = await ItemModel.updateOne(
    { _id: id, unitCode: within(whose), version, state: { $in: ["draft", "returned"] } },
    { $set: { ...fields, updatedAt: now, ...(savedBy ? { savedBy } : {}) }, $inc: { version: 1 } },
  );
  return done.modifiedCount === 1;
}

export async function moveToWaiting(
  whose: Whose,
  id: string,
  version: number,
  author: Person,
  now: Date,
): Promise<boolean> {
  const done = await ItemModel.updateOne(
    { _id: id, unitCode: within(whose), version, state: { $in: ["draft", "returned"] } },
    { $set: { state: "waiting", submittedAt: now, updatedAt: now, author, returned: null }, $inc: { version: 1 } },
  );
  return done.modifiedCount === 1;
}

export async function moveToDraft(whose: Whose, id: string, now: Date): Promise<boolean> {
  const done = await ItemModel.updateOne(
    { _id: id, unitCode: within(whose), state: "waiting" },
    { $set: { state: "draft", updatedAt: now }, $inc: { version: 1 } },
  );
  return done.modifiedCount === 1;
}

/** The one write of an approval; what is approved is exactly this version. */
export async function decideItem(
  whose: Whose,
  id: string,
  version: number,
  approval: NonNullable<Item["approval"]>,
): Promise<boolean> {
  const done = await ItemModel.updateOne(
    { _id: id, unitCode: within(whose), version, state: "waiting" },
    { $set: { state: "approved", approval, updatedAt: approval.at } },
  );
  return done.modifiedCount === 1;
}

export async function returnVersion(
  whose: Whose,
  id: string,
  version: number,
  returned: NonNullable<Item["returned"]>,
): Promise<boolean> {
  const done = await ItemModel.updateOne(
    { _id: id, unitCode: within(whose), version, state: "waiting" },
    { $set: { state: "returned", returned, updatedAt: returned.at }, $inc: { version: 1 } },
  );
  return done.modifiedCount === 1;
}

/** An item that stands by a decision made elsewhere, under an id that decision gives it: brought twice it is one. */
export async function bringItem({ _id, ...item }: Item): Promise<void> {
  await ItemModel.updateOne({ _id }, { $setOnInsert: item }, { upsert: true });
}

/** Nobody uses these items any more, in whatever state they were; their pictures are gone for everybody. */
export async function withdrawItems(
  units: readonly string[],
  ids: readonly string[],
  returned: NonNullable<Item["returned"]>,
): Promise<void> {
  const items = { _id: { $in: ids.filter((id) => isValidObjectId(id)) }, unitCode: { $in: units } };
  await ItemModel.updateMany(
    { ...items, state: { $ne: "withdrawn" } },
    { $set: { state: "withdrawn", returned, updatedAt: returned.at }, $inc: { version: 1 } },
  );
  const pictures = (await ItemModel.find(items, { pictureId: 1 }).lean<Item[]>().exec()).flatMap((one) =>
    one.pictureId ? [one.pictureId] : [],
  );
  for (const pictureId of new Set(pictures))
    if (!(await ItemModel.exists({ unitCode: items.unitCode, pictureId, state: { $ne: "withdrawn" } })))
      await PictureModel.updateOne(
        { _id: pictureId, unitCode: items.unitCode },
        { $set: { isPublic: false, gone: true } },
      );
}

export const itemStates = async (
  ids: readonly string[],
): Promise<Map<string, Pick<Item, "state" | "approval" | "withdrawal" | "returned" | "updatedAt">>> =>
  new Map(
    (
      await ItemModel.find(
        { _id: { $in: ids.filter((id) => isValidObjectId(id)) } },
        { state: 1, approval: 1, withdrawal: 1, returned: 1, updatedAt: 1 },
      )
        .lean<Item[]>()
        .exec()
    ).map(({ _id, ...item }) => [String(_id), item]),
  );

/** A picture of one unit in another unit's library, under an id of its own: brought twice it is one. */
export async function bringPicture(id: Types.ObjectId, unitCode: string, picture: Omit<Picture, "_id">): Promise<void> {
  const fresh = { ...picture, unitCode, isPublic: false };
  await PictureModel.updateOne({ _id: id }, { $setOnInsert: fresh, $unset: { gone: 1 } }, { upsert: true });
}

export const findPictureBySha = (whose: Whose, sha256: string): Promise<{ _id: Types.ObjectId } | null> =>
  PictureModel.findOne({ unitCode: within(whose), sha256 }, { _id: 1 })
    .lean<{ _id: Types.ObjectId }>()
    .exec();

export async function savePicture(picture: Omit<Picture, "_id">): Promise<string> {
  return String((await PictureModel.create(picture))._id);
}

export const findPicture = async (whose: Whose, id: string): Promise<Picture | null> =>
  isValidObjectId(id) ? pictureOf(await PictureModel.findOne({ _id: id, unitCode: within(whose) }).exec()) : null;

/** A document made plain gives the driver's own bytes, of which a copy is empty: they are taken from the document. */
const pictureOf = (found: HydratedDocument<Picture> | null): Picture | null =>
  found && { ...found.toObject(), bytes: Buffer.from(found.bytes) };

/** A picture by its id alone, for senders that were given the id by an approved broadcast. */
export const readPicture = async (id: string): Promise<Picture | null> =>
  isValidObjectId(id) ? pictureOf(await PictureModel.findById(id).exec()) : null;

/** Was shown and is taken back. */
export const isPictureGone = async (id: string): Promise<boolean> => (await readPicture(id))?.gone === true;

/** A picture that anybody may fetch: Zalo reads covers of articles from a public address (zalo/openapi.md §5). */
export async function findPublicPicture(id: string): Promise<{ bytes: Buffer; mimeType: string } | null> {
  const picture = await readPicture(id);
  return picture?.isPublic ? { bytes: Buffer.from(picture.bytes), mimeType: picture.mimeType } : null;
}
