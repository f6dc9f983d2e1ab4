import { sha256Hex } from "../kernel/crypto.ts";
import type { AuditLine } from "./audit-log.model.ts";

/** Hash of a line: everything it says, its number, and the hash of the line before it. */
export const lineHash = (line: Omit<AuditLine, "_id" | "hash">): string =>
  sha256Hex(
    JSON.stringify([
      line.unitCode,
      line.n ?? 0,
      line.before ?? "",
      line.at.toISOString(),
      line.officialId,
      line.name,
      line.role,
      line.action,
      line.object,
      Object.entries(line.details ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)),
      line.ip,
    ]),
  );
