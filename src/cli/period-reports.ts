import type { Core } from "../compose.ts";
import { findPeriod } from "../period-reports/period.store.ts";
import { verifyPeriod } from "../period-reports/verify-report.ts";
import { composeRooms } from "../rooms.ts";
import type { Answer } from "./simulate.ts";

/** Recounts the sealed reports of a period from the records, all units or one. */
export async function verifyReports(core: Core, id: string, unit: string): Promise<Answer> {
  const period = await findPeriod(id);
  if (!period) throw new Error(`no period with the id ${id}; the console shows it in the page's address`);
  const rooms = composeRooms(core);
  const facts = () => rooms.flatMap(({ facts: own = [] }) => own);
  const { problems, ...counts } = await verifyPeriod({ facts }, period, unit, core.clock.now());
  if (problems.length > 0) throw new Error(problems.slice(0, 200).join("\n"));
  return { period: id, ...counts, agrees: true };
}
