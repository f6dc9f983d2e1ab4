import { defaultSettings, type InboxSettings, InboxSettingsModel } from "./inbox-settings.model.ts";

/** The only queries on how units run their inboxes; a unit that said nothing has the usual. */
export const readSettings = async (unitCode: string): Promise<InboxSettings> =>
  (await InboxSettingsModel.findById(unitCode).lean<InboxSettings>().exec()) ?? defaultSettings(unitCode);

const othersThan = (unitCode: string, change: object): Partial<InboxSettings> =>
  Object.fromEntries(Object.entries(defaultSettings(unitCode)).filter(([name]) => !Object.hasOwn(change, name)));

export async function saveSettings(unitCode: string, change: Partial<Omit<InboxSettings, "_id">>): Promise<void> {
  const $setOnInsert = othersThan(unitCode, { ...change, _id: unitCode });
  await InboxSettingsModel.updateOne({ _id: unitCode }, { $set: change, $setOnInsert }, { upsert: true });
}

/** A unit has so many labels at most. */
export const MOST_LABELS = 30;
/** Each by itself: what a colleague adds in the same moment stays. */
export async function addLabels(unitCode: string, labels: readonly string[]): Promise<void> {
  const $setOnInsert = othersThan(unitCode, { labels: [], _id: unitCode });
  const $addToSet = { labels: { $each: [...labels] } };
  await InboxSettingsModel.updateOne({ _id: unitCode }, { $addToSet, $setOnInsert }, { upsert: true });
}
