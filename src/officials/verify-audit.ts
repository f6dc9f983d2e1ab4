import { findUnit } from "../units/unit.store.ts";
import { lineHash } from "./audit-chain.ts";
import type { AuditHead, AuditLine } from "./audit-log.model.ts";
import { findAuditHead, listAuditUnits, streamAudit } from "./audit-log.store.ts";

export interface AuditVerdict {
  unitCode: string;
  /** lines that were compared */
  lines: number;
  /** number and hash of the newest line */
  n: number;
  head: string;
  problems: string[];
}

/**
 * Walks a unit's log: every line holds its hash and the one before it, none is missing between, at the end, or at the
 * beginning but for what was kept long enough.
 */
export async function verifyAudit(unitCode: string): Promise<AuditVerdict> {
  const marks = await findAuditHead(unitCode);
  const verdict: AuditVerdict = { unitCode, lines: 0, n: 0, head: "", problems: [] };
  const name = unitCode === "" ? "(no unit)" : unitCode;
  const say = (what: string): void => void verdict.problems.push(`audit ${name}: ${what}`);
  for await (const line of streamAudit(unitCode)) {
    const { n = 0, before = "", hash = "" } = line;
    if (verdict.lines === 0) judgeFirst(line, marks, say);
    else if (n !== verdict.n + 1) say(`lines ${verdict.n + 1} to ${n - 1} are missing`);
    else if (before !== verdict.head) say(`line ${n} does not follow from line ${n - 1}`);
    if (hash !== lineHash(line)) say(`line ${n} (${line.action}, ${line.name}) was changed`);
    verdict.lines += 1;
    verdict.n = n;
    verdict.head = hash;
    if (marks && n === marks.n && hash !== marks.hash) say(`line ${n} is not the one that was written`);
  }
  if (marks && marks.n > verdict.n && marks.n > marks.keptFrom)
    say(`the newest lines are missing: ${marks.n} were written, ${verdict.n} are there`);
  return verdict;
}

/** The first line that is there: number one, or the one behind what was kept long enough. */
function judgeFirst({ n = 0, before = "" }: AuditLine, marks: AuditHead | null, say: (what: string) => void): void {
  const from = marks?.keptFrom ?? 0;
  if (n > from + 1) say(`lines ${from + 1} to ${n - 1} are missing`);
  else if (n === from + 1 && before !== (marks?.keptHash ?? ""))
    say(`line ${n} does not follow from what was before it`);
}

/**
 * All units that have a log, or the one that is asked for. A code nobody has is no log that holds.
 * @throws Error for a unit that is neither known nor in a log
 */
export async function verifyAudits(only = ""): Promise<AuditVerdict[]> {
  const logged = await listAuditUnits();
  if (only !== "" && !logged.includes(only) && !(await findUnit(only)))
    throw new Error(`unit ${only} is not known and has no log; look the code up in the list of units`);
  const verdicts: AuditVerdict[] = [];
  for (const unitCode of only === "" ? logged : [only]) verdicts.push(await verifyAudit(unitCode));
  return verdicts;
}
