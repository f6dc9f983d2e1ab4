import { listDraftsOf } from "../drafts/draft.store.ts";
import { listSealedOf } from "./report.store.ts";

/** Sealed reports of these units, those of that day and later: a late entry in the history of units leaves them as they are. */
export async function reportsSince(unitCodes: readonly string[], since: Date): Promise<{ title: string; at: Date }[]> {
  const drafts = await listDraftsOf(unitCodes);
  const sealed = await listSealedOf(drafts.map(({ _id }) => String(_id)));
  return sealed.flatMap(({ draftId, sealedAt }) =>
    sealedAt >= since
      ? [{ title: drafts.find(({ _id }) => String(_id) === draftId)?.title ?? draftId, at: sealedAt }]
      : [],
  );
}
