import { isValidObjectId } from "mongoose";
import {
  type Campaign,
  CampaignModel,
  type OfficialName,
  OfficialNameModel,
  type Settlement,
} from "./campaign.model.ts";
import { type Item, ItemModel } from "./item.model.ts";
import { within, type Whose } from "../kernel/scope.ts";

/** The only queries on campaigns and official names. */
export const findCampaign = async (unitCodes: string[], id: string): Promise<Campaign | null> =>
  isValidObjectId(id)
    ? CampaignModel.findOne({ _id: id, unitCode: { $in: unitCodes } })
        .lean<Campaign>()
        .exec()
    : null;

export const listCampaigns = (unitCodes: string[]): Promise<Campaign[]> =>
  CampaignModel.find({ unitCode: { $in: unitCodes } })
    .sort({ createdAt: 1 })
    .limit(200)
    .lean<Campaign[]>()
    .exec();

export async function createCampaign(campaign: Omit<Campaign, "_id">): Promise<string> {
  return String((await CampaignModel.create(campaign))._id);
}

export async function saveCampaign(
  whose: Whose,
  id: string,
  fields: Pick<Campaign, "name" | "officialName" | "parentId" | "level" | "events" | "phases" | "topics">,
): Promise<boolean> {
  return (
    isValidObjectId(id) &&
    (await CampaignModel.updateOne({ _id: id, unitCode: within(whose) }, { $set: fields })).matchedCount === 1
  );
}

/** In the place of what was chosen before. False when the campaign is not this unit's. */
export async function settleConflict(whose: Whose, id: string, settlement: Settlement): Promise<boolean> {
  await CampaignModel.updateOne(
    { _id: id, unitCode: within(whose) },
    { $pull: { settlements: { subject: settlement.subject } } },
  );
  const done = await CampaignModel.updateOne(
    { _id: id, unitCode: within(whose) },
    { $push: { settlements: settlement } },
  );
  return done.modifiedCount === 1;
}

/** Approved items of a campaign with the day they were approved on and their topics; for coverage. */
export const listPublished = (
  campaignId: string,
  unitCodes: string[],
): Promise<{ approval: { at: Date }; belongings: { campaignId: string; topic: string }[] }[]> =>
  ItemModel.find(
    { "belongings.campaignId": campaignId, unitCode: { $in: unitCodes }, state: "approved" },
    { "approval.at": 1, belongings: 1 },
  )
    .limit(50_000)
    .lean<{ approval: { at: Date }; belongings: { campaignId: string; topic: string }[] }[]>()
    .exec();

/** A campaign has a public section; whoever knows its address may read it. */
export const findPublicCampaign = async (id: string): Promise<Campaign | null> =>
  isValidObjectId(id) ? CampaignModel.findById(id).lean<Campaign>().exec() : null;

export const listPublicItems = (
  campaignId: string,
  whose: Whose,
  now: Date,
): Promise<Pick<Item, "_id" | "title" | "approval" | "updatedAt">[]> =>
  ItemModel.find(
    {
      "belongings.campaignId": campaignId,
      unitCode: within(whose),
      state: "approved",
      sourceClass: { $ne: "noi-bo" },
      "details.embargoAt": { $not: { $gt: now } },
    },
    { title: 1, approval: 1, updatedAt: 1 },
  )
    .sort({ updatedAt: -1 })
    .limit(100)
    .lean<Item[]>()
    .exec();

export const listNames = (unitCodes: string[]): Promise<OfficialName[]> =>
  OfficialNameModel.find({ unitCode: { $in: unitCodes } })
    .sort({ name: 1 })
    .limit(500)
    .lean<OfficialName[]>()
    .exec();
export async function addName(name: Omit<OfficialName, "_id">): Promise<void> {
  await OfficialNameModel.updateOne(
    { unitCode: name.unitCode, name: name.name },
    { $set: { wrong: name.wrong } },
    { upsert: true },
  );
}
export const removeName = async (whose: Whose, id: string): Promise<boolean> =>
  isValidObjectId(id) && (await OfficialNameModel.deleteOne({ _id: id, unitCode: within(whose) })).deletedCount === 1;
