import { type GivenGrant, GrantModel } from "./grant.model.ts";

/** What somebody was given and what is not over, whatever it is over. */
export const listGrants = (officialId: string, now: Date): Promise<GivenGrant[]> =>
  GrantModel.find({ officialId, from: { $lte: now }, $or: [{ to: null }, { to: { $gt: now } }] })
    .sort({ from: 1 })
    .limit(100)
    .lean<GivenGrant[]>()
    .exec();
