import { lookAndDecide } from "../../src/decisions/decide.ts";
import { closingMoved, draftPublication } from "../../src/drafts/draft.decision.ts";
import type { DraftDeps } from "../../src/drafts/prepare-draft.ts";
import { type Period, proposeDraft } from "../../src/drafts/propose-draft.ts";

/** A draft's newest version, or another time, proposed by one person and approved by another. */
export async function publishDraft(deps: DraftDeps, unitCode: string, id: string, period: Period): Promise<void> {
  const what = await proposeDraft(deps, unitCode, id, period, { id: "proposer", name: "Cán bộ mẫu A" });
  if (what === "extended") return;
  const by = { id: "publisher", name: "Lãnh đạo mẫu" };
  const decision = what === "closing" ? closingMoved : draftPublication;
  await lookAndDecide(decision, deps, { unitCode, id, by, wish: undefined });
}
