import { isValidObjectId } from "mongoose";
import { within, type Whose } from "../kernel/scope.ts";
import { type Channel, ChannelModel } from "./channel.model.ts";

/** The only queries on the register of channels. */
/** Of many units in one question; those of one stand together. */
export const listChannelsOf = (unitCodes: readonly string[]): Promise<Channel[]> =>
  ChannelModel.find({ unitCode: { $in: unitCodes } })
    .sort({ unitCode: 1, kind: 1, _id: 1 })
    .limit(5000)
    .lean<Channel[]>()
    .exec();
export const countChannels = (unitCode: string): Promise<number> => ChannelModel.countDocuments({ unitCode }).exec();
export const findChannel = async (whose: Whose, id: string): Promise<Channel | null> =>
  isValidObjectId(id)
    ? ChannelModel.findOne({ _id: id, unitCode: within(whose) })
        .lean<Channel>()
        .exec()
    : null;
export const addChannel = async (channel: Omit<Channel, "_id">): Promise<void> =>
  void (await ChannelModel.create(channel));
export const changeChannel = async (whose: Whose, id: string, fields: Partial<Channel>): Promise<boolean> =>
  (await ChannelModel.updateOne({ _id: id, unitCode: within(whose) }, { $set: fields })).matchedCount === 1;
/** Somebody spoke by it; an earlier day noted later changes nothing. */
export const notePost = async (whose: Whose, id: string, at: Date): Promise<boolean> =>
  (await ChannelModel.updateOne({ _id: id, unitCode: within(whose) }, { $max: { lastPostAt: at } })).matchedCount === 1;
