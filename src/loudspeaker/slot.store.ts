import { type Whose, within } from "../kernel/scope.ts";
import { type LoudspeakerRule, RuleModel, type Slot, SlotModel } from "./slot.model.ts";

/** The only queries on the hours of loudspeakers and what they read. */
export const findRule = async (unitCode: string): Promise<LoudspeakerRule> =>
  (await RuleModel.findById(unitCode).lean<LoudspeakerRule>().exec()) ?? {
    _id: unitCode,
    place: "",
    days: [],
    times: [],
  };
export const saveRule = async ({ _id, ...rule }: LoudspeakerRule): Promise<void> =>
  void (await RuleModel.updateOne({ _id }, { $set: rule }, { upsert: true }));

export const listSlots = (whose: Whose, from: Date, to: Date): Promise<Slot[]> =>
  SlotModel.find({ unitCode: within(whose), at: { $gte: from, $lt: to } })
    .sort({ at: 1 })
    .limit(5000)
    .lean<Slot[]>()
    .exec();

/** What is to be read then; what was played stays what it was. */
export async function putSlot({ _id, ...slot }: Slot): Promise<void> {
  try {
    await SlotModel.updateOne({ _id, played: null }, { $set: slot }, { upsert: true });
  } catch (error) {
    // it is there and was played: the very thing that is not to be written over
    if ((error as { code?: number }).code !== 11_000) throw error;
  }
}
export const clearSlot = async (_id: string): Promise<void> => void (await SlotModel.deleteOne({ _id, played: null }));

/** False when it is not there, or was noted before. */
export const notePlayed = async (whose: Whose, _id: string, played: NonNullable<Slot["played"]>): Promise<boolean> =>
  (await SlotModel.updateOne({ _id, unitCode: within(whose), played: null }, { $set: { played } })).modifiedCount === 1;
export const takeBackPlayed = async (whose: Whose, _id: string): Promise<boolean> =>
  (await SlotModel.updateOne({ _id, unitCode: within(whose), "played.how": "tick" }, { $set: { played: null } }))
    .modifiedCount === 1;

/** When a unit's loudspeaker spoke. */
export const playedSince = async (unitCode: string, since: Date): Promise<Date[]> =>
  (
    await SlotModel.find({ unitCode, at: { $gte: since }, "played.at": { $gt: new Date(0) } }, { at: 1 })
      .limit(5000)
      .lean<Pick<Slot, "at">[]>()
      .exec()
  ).map(({ at }) => at);
