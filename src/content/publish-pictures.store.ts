import { isValidObjectId } from "mongoose";
import { PictureModel } from "./item.model.ts";

/** Lets anybody fetch these pictures of these units; another unit's stay as they are, and public ones are not written again. */
export const publishPictures = async (unitCodes: readonly string[], ids: string[]): Promise<void> =>
  void (await PictureModel.updateMany(
    {
      _id: { $in: ids.filter((id) => isValidObjectId(id)) },
      unitCode: { $in: unitCodes },
      isPublic: false,
      gone: { $ne: true },
    },
    { $set: { isPublic: true } },
  ));
