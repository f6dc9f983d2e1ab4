import { isValidObjectId } from "mongoose";
import { type Whose, within } from "../kernel/scope.ts";
import { type Propagandist, PropagandistModel, KitReceiptModel } from "./propagandist.model.ts";

/** The only queries on the register of propagandists and on their receipts. */
export const addPropagandist = async (one: Omit<Propagandist, "_id">): Promise<string> =>
  String((await PropagandistModel.create(one))._id);
export const dropPropagandist = async (id: string): Promise<void> =>
  void (await PropagandistModel.deleteOne({ _id: id }));
export const findPropagandist = async (whose: Whose, id: string): Promise<Propagandist | null> =>
  isValidObjectId(id)
    ? PropagandistModel.findOne({ _id: id, unitCode: within(whose) })
        .lean<Propagandist>()
        .exec()
    : null;
export const findByMark = (mark: string): Promise<Propagandist | null> =>
  PropagandistModel.findOne({ mark }).lean<Propagandist>().exec();
export const listPropagandists = (whose: Whose): Promise<Propagandist[]> =>
  PropagandistModel.find({ unitCode: within(whose) })
    .sort({ area: 1, from: 1 })
    .limit(1000)
    .lean<Propagandist[]>()
    .exec();
export const changePropagandist = async (
  { _id }: Pick<Propagandist, "_id">,
  change: Partial<Omit<Propagandist, "_id" | "unitCode">>,
): Promise<boolean> => (await PropagandistModel.updateOne({ _id }, { $set: change })).matchedCount === 1;
/** Who works for exactly this unit. */
export const countActive = (unitCode: string): Promise<number> =>
  PropagandistModel.countDocuments({ unitCode, to: null }).exec();
/** Those whose time ended before a day: the register keeps nobody who is not in it any more. */
export async function dropEnded(before: Date): Promise<number> {
  return (await PropagandistModel.deleteMany({ to: { $ne: null, $lt: before } })).deletedCount;
}
export async function resealPropagandists(again: (sealed: string) => string): Promise<number> {
  let n = 0;
  for await (const row of PropagandistModel.find().lean<Propagandist>().cursor()) {
    const [name, contact, code] = [again(row.name), again(row.contact), again(row.code)];
    await PropagandistModel.updateOne({ _id: row._id }, { $set: { name, contact, code } });
    n += 1;
  }
  return n;
}
const receiptId = (kitId: string, one: Pick<Propagandist, "_id">): string => `${kitId}:${String(one._id)}`;
/** As often as a phone sends it, it is one. */
export const addReceipt = async (kitId: string, one: Pick<Propagandist, "_id">, at: Date): Promise<void> =>
  void (await KitReceiptModel.updateOne(
    { _id: receiptId(kitId, one) },
    { $setOnInsert: { kitId, at } },
    { upsert: true },
  ));
export const hasReceipt = async (kitId: string, one: Pick<Propagandist, "_id">): Promise<boolean> =>
  (await KitReceiptModel.exists({ _id: receiptId(kitId, one) })) !== null;
/** How many of these pressed it. */
export const countReceipts = (kitId: string, ones: readonly Pick<Propagandist, "_id">[]): Promise<number> =>
  KitReceiptModel.countDocuments({ _id: { $in: ones.map((one) => receiptId(kitId, one)) } });
