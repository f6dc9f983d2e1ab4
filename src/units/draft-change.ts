import type { Person } from "../decisions/decision.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { createChangeDraft } from "./change.store.ts";
import { headOf, readClause, type ReadClauses } from "./read-clause.ts";
import { listUnits } from "./unit.store.ts";

export interface WishedChange {
  unitCode: string;
  /** "" = as the text says */
  decision: string;
  day: string;
  clause: string;
  by: Person;
}

/** Reads a resolution into a draft somebody corrects and confirms; nothing is applied by this. */
export async function draftChange(wish: WishedChange, now: Date): Promise<{ id: string; read: ReadClauses }> {
  const read = readClause(wish.clause, await listUnits());
  const head = headOf(wish.clause);
  const id = await createChangeDraft({
    ...read,
    unitCode: wish.unitCode,
    decision: wish.decision || head.decision,
    day: wish.day || head.day,
    clause: nfc(wish.clause.trim()),
    by: wish.by,
    at: now,
  });
  return { id, read };
}
