import { readFileSync } from "node:fs";
import type { Core } from "../compose.ts";
import { faultsOf, loadChange } from "../units/change.decision.ts";
import { draftChange } from "../units/draft-change.ts";
import { parseLocal } from "../kernel/dates.ts";
import { readRecipients } from "../units/recipients.ts";
import { scopeOf } from "../units/scope-of.ts";
import { findUnit, listUnits } from "../units/unit.store.ts";
import type { Answer, Words } from "./simulate.ts";

/** A resolution's clauses as a draft a clerk corrects and confirms in the console: never applied from here. */
export async function draftFromFile(core: Core, file: string, { option, optional }: Words): Promise<Answer> {
  const unitCode = option("unit");
  if (!(await findUnit(unitCode))) throw new Error(`unit ${unitCode} is not known; see units import`);
  const by = { id: "", name: "Quản trị máy chủ" };
  const wish = {
    unitCode,
    decision: optional("name", ""),
    day: optional("from", ""),
    clause: readFileSync(file, "utf8"),
    by,
  };
  const { id, read } = await draftChange(wish, core.clock.now());
  const subject = await loadChange([unitCode], id);
  return {
    draft: `${core.settings.PUBLIC_URL}/console/don-vi/thay-doi/${id}`,
    parts: read.parts.length,
    founded: read.founds.length,
    renamed: read.renames.length,
    doubts: read.doubts.join("\n"),
    against: subject
      ? faultsOf(subject, core.clock.now())
          .map(({ vi }) => vi)
          .join("\n")
      : "",
  };
}

/** Who is meant by a list of recipients on a day, unit by unit. */
export async function recipientsOfFile(core: Core, file: string, { option, optional }: Words): Promise<Answer> {
  const unitCode = option("unit");
  if (!(await findUnit(unitCode))) throw new Error(`unit ${unitCode} is not known; see units import`);
  const from = optional("from", "");
  const day = from === "" ? core.clock.now() : parseLocal(from);
  if (!day) throw new Error(`--from ${from} is no day; write 2027-01-01`);
  const around = { scope: await scopeOf({ unitCode }, day), units: await listUnits(), day };
  const { recipients, kept, drafter } = readRecipients(readFileSync(file, "utf8"), around);
  const lines = recipients.map(({ full, purpose, units, doubt }) =>
    [full, purpose, units.length > 0 ? `${units.length} units: ${units.join(" ")}` : "", doubt]
      .filter(Boolean)
      .join(" | "),
  );
  return {
    recipients: lines.join("\n"),
    units: new Set(recipients.flatMap((one) => one.units)).size,
    kept: kept.join(", "),
    drafter,
  };
}
