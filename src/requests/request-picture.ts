import { randomBytes } from "node:crypto";
import { model, Schema } from "mongoose";
import type { PictureDeps } from "../content/prepare-picture.ts";
import { shrinkSentPictureTask } from "../content/picture.tasks.ts";
import type { RequestBox } from "./take-request.ts";

/** A picture sent with a report: made small, without what the camera wrote into it, and sealed like the words. */
interface RequestPicture {
  _id: string;
  sealed: string;
  at: Date;
  /** true once a report names it; what no report names goes after a day */
  used: boolean;
  /** key of the report that names it; "" for none */
  report: string;
  /** the report is stored and does name it */
  named: boolean;
}
const schema = new Schema<RequestPicture>(
  {
    _id: { type: String, required: true },
    sealed: { type: String, required: true },
    at: { type: Date, required: true },
    used: { type: Boolean, default: false },
    report: { type: String, default: "" },
    named: { type: Boolean, default: false },
  },
  { collection: "request_pictures", versionKey: false },
);
schema.index({ at: 1 }, { expireAfterSeconds: 86_400, partialFilterExpression: { used: false } });
schema.index({ named: 1, at: 1 }, { partialFilterExpression: { used: true } });
export const RequestPictureModel = model<RequestPicture>("RequestPicture", schema);

/** Marks a picture of ours among the addresses of Zalo's. */
export const KEPT = "kept:";

/** Keeps a picture until a report names it. Returns a random name nobody can guess. */
export async function keepPicture(deps: PictureDeps & { requests: RequestBox }, bytes: Buffer): Promise<string> {
  const small = await deps.outside.run(shrinkSentPictureTask, bytes);
  const id = randomBytes(18).toString("base64url");
  const sealed = deps.requests.box.seal(small.bytes.toString("base64"));
  await RequestPictureModel.create({ _id: id, sealed, at: deps.clock.now(), used: false });
  return id;
}

/**
 * Ties a kept picture to one report: whoever sends the same report again is given it again, nobody else is. "" when there
 * is none of this name (any more): a report is not lost for its picture.
 * @param report the report's own key
 */
export async function usePicture(id: string, report: string): Promise<string> {
  if (id === "") return "";
  const mine = { $or: [{ used: false }, { report }] };
  const done = await RequestPictureModel.updateOne({ _id: id, ...mine }, { $set: { used: true, report } });
  return done.matchedCount === 1 ? `${KEPT}${id}` : "";
}

/** Takes a tie back: the report was not taken, and the picture goes after a day like any that no report names. */
export const releasePicture = async (picture: string): Promise<void> =>
  void (
    picture.startsWith(KEPT) &&
    (await RequestPictureModel.updateOne({ _id: picture.slice(KEPT.length) }, { $set: { used: false, report: "" } }))
  );

export async function readPicture(box: RequestBox, picture: string): Promise<Buffer | undefined> {
  if (!picture.startsWith(KEPT)) return undefined;
  const found = await RequestPictureModel.findById(picture.slice(KEPT.length)).lean<RequestPicture>().exec();
  return found ? Buffer.from(box.box.open(found.sealed), "base64") : undefined;
}

export const dropPicture = async (picture: string): Promise<void> =>
  void (picture.startsWith(KEPT) && (await RequestPictureModel.deleteOne({ _id: picture.slice(KEPT.length) })));

/** Tied to a report before this moment, and nobody has looked yet whether it came to be stored. */
export const listUnproved = (before: Date): AsyncIterable<Pick<RequestPicture, "_id" | "report">> =>
  RequestPictureModel.find(
    { used: true, named: { $in: [false, null] }, at: { $lt: before }, report: { $gt: "" } },
    { report: 1 },
  )
    .lean<Pick<RequestPicture, "_id" | "report">>()
    .cursor({ batchSize: 100 });
export const noteNamed = async (id: string): Promise<void> =>
  void (await RequestPictureModel.updateOne({ _id: id }, { $set: { named: true } }));

export async function resealPictures(again: (sealed: string) => string): Promise<number> {
  let n = 0;
  for await (const row of RequestPictureModel.find().lean<RequestPicture>().cursor()) {
    await RequestPictureModel.updateOne({ _id: row._id }, { $set: { sealed: again(row.sealed) } });
    n += 1;
  }
  return n;
}
