import { type Broadcast, type BroadcastHead, type Counts, noCounts, ROW_STATES } from "./broadcast.model.ts";
import { streamLedger } from "./ledger.store.ts";
import { hashLedger } from "./prove-broadcast.ts";
import { addUp } from "./ledger-sums.store.ts";
import { listOfParent } from "./broadcast-parts.store.ts";
import { comparePlan } from "./verify-plan.ts";

/** People up to this many are held against each other; of a larger ledger only the numbers are. */
const MOST_HELD = 2_000_000;
/** How many rows are named one by one. */
const MOST_NAMED = 20;

/**
 * Compares a broadcast with what it is said of: the plan with its fingerprint, every key with both, a part with the whole
 * that was approved, the rows with the counts, the reasons and the frozen total, and the ledger with the hash that was
 * printed, where one is given. A department's action is compared unit by unit.
 */
export async function verifyBroadcast(
  broadcast: Broadcast,
  printed: string,
): Promise<{ problems: string[]; ledgerSha256: string }> {
  const rows = broadcast.units.length > 0 ? await compareUnits(broadcast) : await compareRows(broadcast);
  const problems = [...(await comparePlan(broadcast)), ...rows];
  const ledgerSha256 = await hashLedger(broadcast);
  if (printed !== "" && printed.toLowerCase() !== ledgerSha256)
    problems.push(`ledger: ${ledgerSha256} now, ${printed} printed: a person, result or reason was changed`);
  return { problems, ledgerSha256 };
}

async function compareUnits(whole: Broadcast): Promise<string[]> {
  const problems: string[] = [];
  const parts = await listOfParent(String(whole._id));
  for (const part of parts)
    problems.push(...(await compareRows(part)).map((problem) => `${part.unitCode}: ${problem}`));
  const sums = addUp(parts);
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  return [...problems, ...compareSums(whole, sums.counts, sums.reasons, total, "in the units")];
}

async function compareRows(broadcast: BroadcastHead): Promise<string[]> {
  const counts = noCounts();
  const reasons: Record<string, number> = {};
  const people = new Set<string>();
  const twice: string[] = [];
  let rows = 0;
  for await (const row of streamLedger(String(broadcast._id), broadcast.chunks)) {
    counts[row.s] += 1;
    rows += 1;
    // a reason stands only where a person was not sent to or is in doubt
    if (row.r && ["skipped", "failed", "unknown"].includes(row.s))
      reasons[`${row.s}:${row.r}`] = (reasons[`${row.s}:${row.r}`] ?? 0) + 1;
    if (row.u !== "" && people.has(row.u) && twice.length < MOST_NAMED) twice.push(`row ${row._id}: a person twice`);
    if (people.size < MOST_HELD) people.add(row.u);
  }
  return [...compareSums(broadcast, counts, reasons, rows, "rows"), ...twice];
}

function compareSums(
  broadcast: BroadcastHead,
  counts: Counts,
  reasons: Record<string, number>,
  total: number,
  what: string,
): string[] {
  const problems: string[] = [];
  const say = (name: string, found: number, kept: number, word: string): void => {
    if (found !== kept) problems.push(`${name}: ${found} ${what}, ${kept} ${word}`);
  };
  for (const state of ROW_STATES) say(state, counts[state], broadcast.counts[state] ?? 0, "counted");
  for (const name of new Set([...Object.keys(reasons), ...Object.keys(broadcast.reasons)]))
    say(`reason ${name}`, reasons[name] ?? 0, broadcast.reasons[name] ?? 0, "counted");
  if (!broadcast.unlisted || broadcast.units.length > 0) say("total", total, broadcast.total, "frozen");
  return problems;
}
