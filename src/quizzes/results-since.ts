import { listPublished } from "./contest.store.ts";
import { listResults } from "./result.store.ts";

/** Rounds of these units counted on that day or later: a late entry in the history of units leaves them as they are. */
export async function resultsSince(unitCodes: readonly string[], since: Date): Promise<{ title: string; at: Date }[]> {
  const contests = await listPublished(unitCodes);
  const lists = await Promise.all(
    contests.map(async ({ _id, title }) =>
      (await listResults(String(_id))).map(({ round, countedAt }) => ({
        title: `${title}, vòng ${round}`,
        at: countedAt,
      })),
    ),
  );
  return lists.flat().filter(({ at }) => at >= since);
}
