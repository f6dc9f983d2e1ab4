import { type Broadcast, noCounts, ROW_STATES } from "./broadcast.model.ts";
import { streamLedger } from "./ledger.store.ts";
import { hashLedger } from "./prove-broadcast.ts";
import { fingerprintOf, keysNeeded } from "./rules.ts";

/** People up to this many are held against each other; of a larger ledger only the numbers are. */
const MOST_HELD = 2_000_000;
/** How many rows are named one by one. */
const MOST_NAMED = 20;

/**
 * Compares a broadcast with what it is said of: the plan with its fingerprint, every key with both, the rows with the
 * counts, the reasons and the frozen total, and the ledger with the hash that was printed, where one is given.
 */
export async function verifyBroadcast(
  broadcast: Broadcast,
  printed: string,
): Promise<{ problems: string[]; ledgerSha256: string }> {
  const problems = [...comparePlan(broadcast), ...(await compareRows(broadcast))];
  const ledgerSha256 = await hashLedger(broadcast);
  if (printed !== "" && printed.toLowerCase() !== ledgerSha256)
    problems.push(`ledger: ${ledgerSha256} now, ${printed} printed: a person, result or reason was changed`);
  return { problems, ledgerSha256 };
}

function comparePlan(broadcast: Broadcast): string[] {
  // a child of a department's action and an emergency's article carry the words that were approved above them
  if (broadcast.parentId !== "" || broadcast.fingerprint === "") return [];
  const problems: string[] = [];
  if (fingerprintOf(broadcast) !== broadcast.fingerprint)
    problems.push("plan: words, audience, channel or time are not those of the fingerprint");
  const authors = [broadcast.createdBy.id, ...broadcast.contents.map((content) => content.authorId)];
  const keys = broadcast.approvals;
  for (const { by, fingerprint } of keys) {
    if (fingerprint !== broadcast.fingerprint) problems.push(`approval of ${by.name}: given to another fingerprint`);
    if (authors.includes(by.id)) problems.push(`approval of ${by.name}: by an author`);
  }
  const persons = new Set(keys.map(({ by }) => by.id)).size;
  const left = !["draft", "waiting"].includes(broadcast.state) && broadcast.startedAt !== null;
  if (left && persons < keysNeeded(broadcast.urgent))
    problems.push(`approvals: ${persons} persons, ${keysNeeded(broadcast.urgent)} are needed`);
  return problems;
}

async function compareRows(broadcast: Broadcast): Promise<string[]> {
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
  const states = ROW_STATES.filter((state) => counts[state] !== (broadcast.counts[state] ?? 0)).map(
    (state) => `${state}: ${counts[state]} rows, ${broadcast.counts[state] ?? 0} counted`,
  );
  const named = [...new Set([...Object.keys(reasons), ...Object.keys(broadcast.reasons)])]
    .filter((reason) => (reasons[reason] ?? 0) !== (broadcast.reasons[reason] ?? 0))
    .map((reason) => `reason ${reason}: ${reasons[reason] ?? 0} rows, ${broadcast.reasons[reason] ?? 0} counted`);
  const total =
    broadcast.unlisted || rows === broadcast.total ? [] : [`total: ${rows} rows, ${broadcast.total} frozen`];
  return [...states, ...named, ...total, ...twice];
}
