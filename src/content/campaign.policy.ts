import type { SignedIn } from "../kernel/console-route.ts";
import { may } from "../kernel/grant.ts";
import type { Campaign } from "./campaign.model.ts";

/** A campaign is changed where it was made; units below only hang their items on it. */
export const mayEditCampaign = (
  me: Pick<SignedIn, "scope" | "grants">,
  campaign: Pick<Campaign, "unitCode">,
): boolean => may(me, "calendar.edit", campaign);
