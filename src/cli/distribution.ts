import type { Core } from "../compose.ts";
import { readPackage } from "../distribution/package.store.ts";
import { pushPackage, unitsBelow } from "../distribution/push-package.ts";
import { verifyPackage } from "../distribution/verify-package.ts";
import { kindOf } from "../units/kinds.ts";
import type { Answer } from "./simulate.ts";

const mustRead = async (id: string) => {
  const found = await readPackage(id);
  if (!found) throw new Error(`no package with the id ${id}; the console shows it in the page's address`);
  return found;
};

/** GROUP: `all`, a kind of units (`commune`, `ward` …), or codes with commas between them. */
export async function pushByOperator(core: Core, id: string, group: string): Promise<Answer> {
  const read = await mustRead(id);
  const below = await unitsBelow(read.unitCode, core.clock.now());
  const units =
    group === "all"
      ? below.map(({ _id }) => _id)
      : kindOf(group)
        ? below.filter(({ kind }) => kind === group).map(({ _id }) => _id)
        : group.split(",").map((code) => code.trim());
  const by = { id: "", name: "Vận hành" };
  const done = await pushPackage(core, read, { units, ways: [] }, by);
  return {
    package: id,
    version: read.version,
    units: done.units,
    entries: done.entries,
    copies: done.units * done.entries,
  };
}

export async function verifyByOperator(id: string): Promise<Answer> {
  const { problems, ...counts } = await verifyPackage(await mustRead(id));
  if (problems.length > 0) throw new Error(problems.slice(0, 200).join("\n"));
  return { package: id, ...counts, addsUp: true };
}
