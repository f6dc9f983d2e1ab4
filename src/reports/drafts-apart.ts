import { presentCard } from "../drafts/drafts.api.ts";
import { listDrafts } from "../drafts/draft.store.ts";
import type { Unit } from "../units/unit.model.ts";
import { findUnits } from "../units/unit.store.ts";

/** Drafts of units a part came of: they stand apart, because what was said to them is of nobody else. */
export async function draftsApart({ divided }: Pick<Unit, "divided">, now: Date) {
  const units = await findUnits(divided.flatMap(({ code, from }) => (from <= now ? [code] : [])));
  const lists = await Promise.all(
    units.map(async ({ _id, name }) => ({
      name,
      drafts: (await listDrafts(_id, ["published", "sealed"])).map((one) => presentCard(one, now)),
    })),
  );
  return lists.filter(({ drafts }) => drafts.length > 0);
}
