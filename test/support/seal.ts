import { lookAndDecide } from "../../src/decisions/decide.ts";
import type { Person } from "../../src/decisions/decision.ts";
import type { ReportDeps } from "../../src/reports/seal-report.ts";
import { type SealWish, sealing } from "../../src/reports/seal.decision.ts";

/** Somebody looks and seals at once; the six digits have tests of their own. */
export async function sealDraft(deps: ReportDeps, unitCode: string, id: string, wish: SealWish, by: Person) {
  const acceptCode = async (): Promise<boolean> => true;
  await lookAndDecide(sealing, { ...deps, acceptCode }, { unitCode, id, by, wish });
}
