import type { Core } from "../compose.ts";
import { lookAndDecide } from "../decisions/decide.ts";
import { formatLocal, startOfMonth } from "../kernel/dates.ts";
import { findByEmail } from "../officials/official.store.ts";
import { unitChange } from "../units/change.decision.ts";
import { createChangeDraft, listHistory } from "../units/change.store.ts";
import type { Part, Renaming } from "../units/unit-change.model.ts";

/** Of the plain communes of the demo (domain.md §6.1), so that no story of the three rich ones is disturbed. */
const DEMO_CHANGES: readonly { decision: string; inMonths: number; parts: Part[]; renames: Renaming[] }[] = [
  {
    decision: "101/NQ-HĐND",
    inMonths: -2,
    parts: [],
    renames: [{ code: "xa-mau-121", name: "Xã Mẫu Mới 121", office: "UBND xã Mẫu Mới 121", kind: "commune" }],
  },
  {
    decision: "102/NQ-HĐND",
    inMonths: 2,
    parts: [{ from: "xa-mau-122", to: "xa-mau-123", share: "all", areas: [] }],
    renames: [],
  },
  {
    decision: "103/NQ-HĐND",
    inMonths: 3,
    parts: [
      { from: "xa-mau-120", to: "xa-mau-118", share: "part", areas: ["Thôn 1", "Thôn 2", "Thôn 3"] },
      { from: "xa-mau-120", to: "xa-mau-119", share: "rest", areas: [] },
    ],
    renames: [],
  },
];

/** One commune renamed, one that will be merged, one that will be divided: entered as an administrator enters them. */
export async function seedChanges(core: Core): Promise<void> {
  if ((await listHistory()).length > 0) return;
  const clerk = await findByEmail("quantri@so.loaso.test");
  if (!clerk) return;
  const by = { id: String(clerk._id), name: clerk.name };
  for (const { inMonths, ...change } of DEMO_CHANGES) {
    const now = core.clock.now();
    const day = formatLocal(startOfMonth(now, inMonths)).slice(0, 10);
    const draft = { ...change, unitCode: "so", day, clause: "", founds: [], moves: [], doubts: [], by, at: now };
    const id = await createChangeDraft(draft);
    await lookAndDecide(unitChange, core, { unitCode: "so", id, by, wish: undefined });
  }
}
