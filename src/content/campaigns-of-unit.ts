import { findUnit } from "../units/unit.store.ts";
import type { Campaign, OfficialName } from "./campaign.model.ts";
import { listCampaigns, listNames } from "./campaign.store.ts";

/** The unit and those above it on a day: whose campaigns and names it shares. */
export async function unitAndAbove(unitCode: string, on: Date): Promise<string[]> {
  const codes: string[] = [];
  for (let code: string | undefined = unitCode; code && !codes.includes(code) && codes.length < 6; ) {
    codes.push(code);
    const unit = await findUnit(code);
    code = unit?.parents.find((period) => period.from <= on && (!period.to || period.to > on))?.code;
  }
  return codes;
}

export const campaignsFor = async (unitCode: string, on: Date): Promise<Campaign[]> =>
  listCampaigns(await unitAndAbove(unitCode, on));

export const namesFor = async (unitCode: string, on: Date): Promise<Pick<OfficialName, "name" | "wrong">[]> => {
  const codes = await unitAndAbove(unitCode, on);
  const [names, campaigns] = await Promise.all([listNames(codes), listCampaigns(codes)]);
  return [
    ...names,
    ...campaigns.flatMap(({ officialName }) => (officialName ? [{ name: officialName, wrong: [] }] : [])),
  ];
};
