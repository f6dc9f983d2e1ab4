import { itemStates } from "../content/item.store.ts";
import { findUnits } from "../units/unit.store.ts";
import { readContents } from "./content.store.ts";
import type { Copy } from "./copy.model.ts";
import { copiesOfPackage, copyId } from "./copy.store.ts";
import { LEGAL_KEYS } from "./legal-kinds.ts";
import type { Package } from "./package.model.ts";
import { tallyOf } from "./present.ts";
import { hashOf } from "./rules.ts";

export interface Verdict {
  problems: string[];
  sent: number;
  received: number;
  waiting: number;
  taken: number;
  adapted: number;
  declined: number;
  published: number;
  withdrawn: number;
}

/** Everything a package promised, counted again from what was decided, and compared with every copy there is. */
export async function verifyPackage(read: Package): Promise<Verdict> {
  const copies = await copiesOfPackage(String(read._id));
  const { expected, allowed } = await expectedIds(read);
  const there = new Set(copies.map(({ _id }) => _id));
  const problems: string[] = [];
  const arrived = ({ stands }: { stands: string[] }): boolean => stands.some((one) => there.has(one));
  const sent = [...expected].filter(([, one]) => one.must || arrived(one));
  for (const [id, one] of sent) if (!arrived(one)) problems.push(`${id}: pushed and not received`);
  for (const { _id } of copies) if (!allowed.has(_id)) problems.push(`${_id}: received and never pushed`);
  problems.push(...(await contentFaults(read)), ...copies.flatMap((copy) => copyFaults(read, copy)));
  problems.push(...(await itemFaults(copies)));
  if (read.due) problems.push("what was decided has not reached every copy yet; run it again in a minute");
  const tally = tallyOf(copies);
  const sum = Object.values(tally).reduce((all, n) => all + n, 0);
  if (sum !== copies.length) problems.push(`${copies.length} copies, states add up to ${sum}`);
  return { problems, sent: sent.length, received: copies.length, ...tally };
}

/** What each push and replacement stands for. A unit may hold it as that of one that came whole to it. */
async function expectedIds(read: Package) {
  const id = String(read._id);
  const expected = new Map<string, { stands: string[]; must: boolean }>();
  const allowed = new Set<string>();
  const units = new Map(
    (await findUnits([...new Set(read.pushes.flatMap((push) => push.units))])).map((one) => [one._id, one]),
  );
  const held = (code: string, on: Date): string[] =>
    (units.get(code)?.held ?? []).flatMap((one) => (one.from <= on ? [one.code] : []));
  for (const push of read.pushes) {
    const gone = new Set(read.withdrawals.filter(({ at }) => at < push.at).flatMap(({ codes }) => codes));
    for (const entry of read.versions.find(({ n }) => n === push.version)?.entries ?? [])
      for (const unit of push.units) {
        const own = copyId(unit, id, entry.code);
        const stands = [own, ...held(unit, push.at).map((one) => copyId(one, id, entry.code))];
        for (const one of stands) allowed.add(one);
        // withdrawn between the press and the spreading: there may be none, and need not be
        const since = read.withdrawals.some(({ codes }) => codes.includes(entry.code));
        if (!gone.has(entry.code)) expected.set(own, { stands, must: !since });
      }
  }
  for (const { codes, replacedBy } of read.withdrawals) {
    if (replacedBy === "") continue;
    const replaced = [...allowed].filter((one) => codes.some((code) => one.endsWith(`.${code}`)));
    for (const one of replaced) allowed.add(copyId(one.split(".")[0] ?? "", id, replacedBy));
  }
  return { expected, allowed };
}

async function contentFaults({ versions }: Package): Promise<string[]> {
  const hashes = [...new Set(versions.flatMap(({ entries }) => entries.flatMap(({ contents }) => contents)))];
  const contents = await readContents(hashes);
  return hashes.flatMap((hash) => {
    const content = contents.get(hash);
    if (!content) return [`content ${hash}: is not there`];
    return hashOf(content) === hash ? [] : [`content ${hash}: its words have another hash, ${hashOf(content)}`];
  });
}

function copyFaults(read: Package, copy: Copy): string[] {
  const { _id, state, contents, code, version, publications, withdrawn, decided } = copy;
  const faults: string[] = [];
  const say = (why: string): void => void faults.push(`${_id}: ${why}`);
  const released = read.versions.map(({ entries }) => entries.find((one) => one.code === code)?.contents.join());
  if (!released.includes(contents.join())) say("holds what no version says");
  if (version > read.version) say(`holds version ${version}, the last is ${read.version}`);
  const gone = read.withdrawals.some(({ codes }) => codes.includes(code));
  if (gone !== (state === "withdrawn")) say(gone ? "is withdrawn and still used" : "was never withdrawn");
  if (state === "withdrawn" && !withdrawn?.settledAt) say("is withdrawn, its items are not taken back yet");
  if (state === "published" && publications.length === 0) say("is published nowhere");
  if (publications.some(({ kind }) => !LEGAL_KEYS.some((one) => one === kind)))
    say("is published by none of the eight kinds");
  if (["taken", "adapted", "declined", "published"].includes(state) && !decided) say("was decided by nobody");
  if (copy.take !== "") say("is locked by an unfinished take");
  return faults;
}

async function itemFaults(copies: readonly Copy[]): Promise<string[]> {
  const states = await itemStates(copies.flatMap(({ items }) => items));
  return copies.flatMap(({ _id, state, items }) =>
    items.flatMap((item) => {
      const { state: is, withdrawal } = states.get(item) ?? {};
      if (!is) return [`${_id}: its item ${item} is not there`];
      if (state === "withdrawn" && is !== "withdrawn") return [`${_id}: its item ${item} is still ${is}`];
      // what the unit took back itself was published all the same
      return state !== "withdrawn" && is === "withdrawn" && !withdrawal
        ? [`${_id}: its item ${item} is withdrawn`]
        : [];
    }),
  );
}
