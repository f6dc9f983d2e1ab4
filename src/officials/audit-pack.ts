import { sha256Hex } from "../kernel/crypto.ts";
import { parseLocal, startOfMonth } from "../kernel/dates.ts";
import { lineHash } from "./audit-chain.ts";
import type { AuditLine } from "./audit-log.model.ts";
import { findAuditHead, findLine, linesDuring } from "./audit-log.store.ts";

/** A place in the log: a number and the hash of the line that has it; 0 and "" before the first. */
interface Mark {
  n: number;
  hash: string;
}
/**
 * A month of a unit's own log, whole: who wrote, approved, sent, changed. It proves itself without this server: every line
 * holds the hash of the one before, `before` and `next` tie the month to what lies around it.
 */
export interface AuditPack {
  kind: "loa-so/goi-kiem-tra/1";
  unit: string;
  month: string;
  made: Date;
  /** the line before the first of the month */
  before: Mark;
  lines: Omit<AuditLine, "_id" | "unitCode">[];
  /** what the line behind the last one, or the log itself, says of the last one */
  next: Mark;
  /** of everything above */
  hash: string;
}

/** The lines of a month by their numbers: one that was written in the same second as another month's stands with it. */
export async function packMonth(unitCode: string, month: string, now: Date): Promise<AuditPack> {
  const from = parseLocal(`${month}-01`) ?? now;
  const found = await linesDuring(unitCode, from, startOfMonth(from, 1));
  const lines = found.map(lineOf);
  const pack = {
    kind: "loa-so/goi-kiem-tra/1" as const,
    unit: unitCode,
    month,
    made: now,
    ...(await marksAround(unitCode, lines)),
    lines,
  };
  return { ...pack, hash: sha256Hex(JSON.stringify(pack)) };
}

/** A line without what the pack says once, and without what the store gave it. */
const lineOf = ({ n, before, hash, at, officialId, name, role, action, object, details, ip }: AuditLine) => ({
  at,
  officialId,
  name,
  role,
  action,
  object,
  details,
  ip,
  ...(n === undefined ? {} : { n }),
  ...(before === undefined ? {} : { before }),
  ...(hash === undefined ? {} : { hash }),
});

async function marksAround(unitCode: string, lines: AuditPack["lines"]): Promise<Pick<AuditPack, "before" | "next">> {
  const [first, last] = [lines.at(0)?.n ?? 0, lines.at(-1)?.n ?? 0];
  const head = await findAuditHead(unitCode);
  const above = await findLine(unitCode, first - 1);
  const below = await findLine(unitCode, last + 1);
  const kept = head && head.keptFrom === first - 1 ? head.keptHash : "";
  return {
    before: { n: Math.max(0, first - 1), hash: above?.hash ?? kept },
    next: { n: last, hash: below?.before ?? (head && head.n === last ? head.hash : "") },
  };
}

/** What does not hold in a pack, in words an operator understands; [] when all does. */
export function packProblems({ unit, before, lines, next }: AuditPack): string[] {
  let mark = before;
  const problems = lines.flatMap((line) => {
    const { n = 0, hash = "" } = line;
    const follows = n === mark.n + 1 && line.before === mark.hash;
    mark = { n, hash };
    return [
      ...(follows ? [] : [`line ${n} does not follow from the one before it`]),
      ...(hash === lineHash({ ...line, unitCode: unit })
        ? []
        : [`line ${n} (${line.action}, ${line.name}) was changed`]),
    ];
  });
  const ends = lines.length === 0 || (next.n === mark.n && next.hash === mark.hash);
  return ends ? problems : [...problems, `what follows line ${mark.n} does not know it`];
}
