import { ownAndAbove, type Whose } from "../kernel/scope.ts";
import { scopeOf } from "../units/scope-of.ts";
import type { Campaign, OfficialName } from "./campaign.model.ts";
import { listCampaigns, listNames } from "./campaign.store.ts";

/** The unit and those above it on a day: whose campaigns and names it shares. */
export const unitAndAbove = async (whose: Whose, on: Date): Promise<string[]> =>
  ownAndAbove(typeof whose === "string" ? await scopeOf({ unitCode: whose }, on) : whose);

export const campaignsFor = async (whose: Whose, on: Date): Promise<Campaign[]> =>
  listCampaigns(await unitAndAbove(whose, on));

export const namesFor = async (whose: Whose, on: Date): Promise<Pick<OfficialName, "name" | "wrong">[]> => {
  const codes = await unitAndAbove(whose, on);
  const [names, campaigns] = await Promise.all([listNames(codes), listCampaigns(codes)]);
  return [
    ...names,
    ...campaigns.flatMap(({ officialName }) => (officialName ? [{ name: officialName, wrong: [] }] : [])),
  ];
};
