import { EVERYBODY } from "../citizens/audience.ts";
import { countNewFollowers } from "../citizens/citizen.store.ts";
import { type Clock, days, minutes } from "../kernel/clock.ts";
import { eachAlone } from "../kernel/each-alone.ts";
import type { AudienceSummary } from "./audience-summary.model.ts";
import { findSummary, listCounted, saveSummary } from "./audience-summary.store.ts";
import { listOas } from "../zalo/oa.store.ts";
import { countAudience } from "./count-audience.ts";

/** So old may figures on a page be; the page says when they were counted. */
const FRESH = minutes(10);

export type AudienceFigures = Omit<AudienceSummary, "_id">;

async function countAll(oaId: string, now: Date): Promise<AudienceFigures> {
  const facts = await countAudience(oaId, EVERYBODY, now);
  return {
    followers: facts.audience,
    newFollowers: await countNewFollowers(oaId, new Date(now.getTime() - days(7))),
    inWindow: facts.free + facts.charged,
    at: null,
  };
}

/**
 * What a page says of an OA's audience, with the moment it was counted at (null: just now). A page reads one row and
 * writes none; before the worker came by it counts everybody by itself.
 */
export async function readAudience(oaId: string, now: Date): Promise<AudienceFigures> {
  return (await findSummary(oaId)) ?? countAll(oaId, now);
}

/** Counts what pages show, one OA after the other; never while a page waits for it. */
export async function summariseAudiences({ clock }: { clock: Clock }): Promise<void> {
  const counted = new Set(await listCounted(new Date(clock.now().getTime() - FRESH)));
  const due = (await listOas()).filter(({ _id }) => !counted.has(_id));
  await eachAlone(due, async ({ _id }) => saveSummary({ ...(await countAll(_id, clock.now())), _id, at: clock.now() }));
}
