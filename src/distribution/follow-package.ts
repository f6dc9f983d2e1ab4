import type { Clock } from "../kernel/clock.ts";
import { minutes } from "../kernel/clock.ts";
import { eachAlone } from "../kernel/each-alone.ts";
import type { Copy } from "./copy.model.ts";
import { copyId, heldVersions, holdersOf, insertCopies, offerVersion, withdrawCopies } from "./copy.store.ts";
import type { Entry, Package, Push } from "./package.model.ts";
import { claimPackage, leavePackage, listDuePackages, notePackageFollowed } from "./package.store.ts";
import { findUnits } from "../units/unit.store.ts";
import { goneCodes } from "./rules.ts";

/** Longer than the largest push takes; who died in the middle is followed by another one after it. */
const CLAIM_MS = minutes(2);

/** A copy as it lies in a unit's inbox before anybody there saw it. */
export const newCopy = (
  read: Pick<Package, "_id" | "unitCode" | "deadline">,
  entry: Entry,
  push: Pick<Push, "version" | "at">,
  unitCode: string,
): Copy => ({
  _id: copyId(unitCode, String(read._id), entry.code),
  unitCode,
  packageId: String(read._id),
  departmentCode: read.unitCode,
  code: entry.code,
  title: entry.title,
  organ: entry.origin.organ,
  dueAt: entry.origin.dueAt ?? read.deadline,
  version: push.version,
  contents: entry.contents,
  state: "waiting",
  revision: 1,
  decided: null,
  note: "",
  own: [],
  declined: null,
  take: "",
  items: [],
  older: [],
  offer: null,
  pushedAt: push.at,
  openedAt: null,
  publishedAt: null,
  publications: [],
  withdrawn: null,
});

/** Rows of one push that are not there yet. Doubles are known by their ids, a replay makes none. */
async function spreadPush(read: Package, push: Push): Promise<number> {
  const gone = goneCodes(read.withdrawals);
  const version = read.versions.find(({ n }) => n === push.version);
  const entries = (version?.entries ?? []).filter(({ code }) => !gone.has(code));
  const id = String(read._id);
  const held = await heldVersions(id);
  const came = await cameWhole(push);
  const holds = (unit: string, code: string): boolean =>
    [unit, ...(came.get(unit) ?? [])].some((one) => held.has(copyId(one, id, code)));
  const rows = push.units.flatMap((unit) =>
    entries.filter(({ code }) => !holds(unit, code)).map((entry) => newCopy(read, entry, push, unit)),
  );
  const fresh = await insertCopies(rows);
  const holders = [...push.units, ...[...came.values()].flat()];
  const older = (code: string): boolean =>
    holders.some((unit) => (held.get(copyId(unit, id, code)) ?? push.version) < push.version);
  for (const entry of entries) if (older(entry.code)) await offerVersion(id, holders, entry, push.version, push.at);
  return fresh;
}

/** A unit answers for those that came to it whole: what they hold it is not handed a second time. */
async function cameWhole(push: Push): Promise<Map<string, string[]>> {
  const units = await findUnits(push.units);
  return new Map(units.map(({ _id, held }) => [_id, held.flatMap((one) => (one.from <= push.at ? [one.code] : []))]));
}

/** Units that hold one of the withdrawn entries are given what takes its place. */
async function spreadReplacements(read: Package): Promise<void> {
  for (const { codes, replacedBy, at } of read.withdrawals) {
    if (replacedBy === "" || goneCodes(read.withdrawals).has(replacedBy)) continue;
    const version = read.versions.findLast(({ entries }) => entries.some(({ code }) => code === replacedBy));
    const entry = version?.entries.find(({ code }) => code === replacedBy);
    if (!version || !entry) continue;
    const holders = await holdersOf(String(read._id), codes);
    await insertCopies(holders.map((unit) => newCopy(read, entry, { version: version.n, at }, unit)));
  }
}

/**
 * Everything that was decided about a package reaches every copy: found by state, begun by who decided, finished by the
 * sweep, safe to run again. One at a time; what is decided meanwhile is taken up before it is called done.
 */
export async function followPackage({ clock }: { clock: Clock }, id: string): Promise<void> {
  for (;;) {
    const now = clock.now();
    const read = await claimPackage(id, now, new Date(now.getTime() + CLAIM_MS));
    if (!read) return;
    try {
      for (const push of read.pushes) if (!push.done) await spreadPush(read, push);
      if (read.withdrawals.some(({ done }) => !done)) await spreadReplacements(read);
      for (const withdrawal of read.withdrawals) await withdrawCopies(id, withdrawal.codes, withdrawal);
      if (await notePackageFollowed(read)) return;
    } catch (error) {
      await leavePackage(read._id);
      throw error;
    }
    await leavePackage(read._id);
  }
}

/** What earlier deeds left to do. Returns how many packages that was. */
export async function followPackages(deps: { clock: Clock }, before: Date): Promise<number> {
  const due = await listDuePackages(before);
  return eachAlone(due, ({ _id }) => followPackage(deps, String(_id)));
}
