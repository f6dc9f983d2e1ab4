import { type Whose, within } from "../kernel/scope.ts";
import { type Item, ItemModel } from "./item.model.ts";

/** Whether somebody wrote an item for a unit. */
export const hasWritten = async (whose: Whose, personId: string): Promise<boolean> =>
  (await ItemModel.exists({ unitCode: within(whose), "author.id": personId })) !== null;

/** How items stand, whosever they are: for whoever offered what they were begun from. */
export const findItemStates = (ids: readonly string[]): Promise<Pick<Item, "_id" | "state">[]> =>
  ItemModel.find({ _id: { $in: ids } }, { state: 1 })
    .lean<Pick<Item, "_id" | "state">[]>()
    .exec();
