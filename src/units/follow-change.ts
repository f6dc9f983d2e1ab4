import type { Clock } from "../kernel/clock.ts";
import { handOver } from "../zalo/oa.store.ts";
import { datedEffects, foundedBy, renamed, undoneEffects } from "./change-effects.ts";
import { listChanges, listChangesDue, listHistory, noteDated, noteDone, thatHold } from "./change.store.ts";
import { DEFAULT_TOPICS, type NamedUnit } from "./unit.model.ts";
import { findUnit, insertUnit, listUnits, saveDatedFacts, saveNames } from "./unit.store.ts";
import type { UnitChange } from "./unit-change.model.ts";

/** Units that begin: there from the moment it is decided, so that accounts and an OA can be made ready; in force on the day. */
async function found(change: UnitChange): Promise<void> {
  const units = await listUnits();
  const places = new Map(foundedBy(change, units).map((one) => [one._id, one]));
  for (const { code, name, office, kind } of change.founds) {
    const source = units.find((unit) => change.parts.some((part) => part.to === code && part.from === unit._id));
    const unit: NamedUnit = {
      _id: code,
      name,
      office,
      kind,
      province: source?.province ?? "",
      parents: places.get(code)?.parents ?? [],
      from: change.day,
      to: null,
      population: 0,
      households: 0,
      hamlets: 0,
      topics: DEFAULT_TOPICS,
      contact: { address: "", hours: "", phone: "", dutyPhone: "" },
    };
    await insertUnit(unit);
  }
}

/** Everything that has a day: written once, true on every day from then on, whenever the machine runs. */
async function date(change: UnitChange): Promise<void> {
  await found(change);
  await saveDatedFacts(datedEffects(await listUnits(), change, await listChanges()));
}

/** A change that was not to be: what it had dated is given back. Done again it changes nothing. */
async function undo({ cancels }: UnitChange): Promise<void> {
  const history = await listHistory();
  const cancelled = history.find(({ _id }) => _id === cancels);
  if (cancelled) await saveDatedFacts(undoneEffects(await listUnits(), cancelled, thatHold(history)));
}

/** What can only be done on the day: today's names, and who speaks by an OA. Done again it changes nothing. */
async function dayHasCome(change: UnitChange): Promise<void> {
  for (const { code, ...names } of change.renames) {
    const unit = await findUnit(code);
    if (unit) await saveNames(code, renamed(unit, names, change.day));
  }
  for (const part of change.parts) if (part.share === "all") await handOver(part.from, part.to, change.day);
}

/** Follows every change that is due, in the order of their days; a cut anywhere leaves the rest to the next turn. */
export async function followChanges(clock: Clock, recordedBefore = clock.now()): Promise<void> {
  const now = clock.now();
  const due = await listChangesDue(recordedBefore, now);
  const holding = new Set(due.length > 0 ? (await listChanges()).map(({ _id }) => _id) : []);
  for (const change of due) {
    if (change.undated) {
      if (change.cancels !== undefined) await undo(change);
      else if (holding.has(change._id)) await date(change);
      await noteDated(change._id);
    }
    if (change.due && change.day <= now) {
      if (holding.has(change._id)) await dayHasCome(change);
      await noteDone(change._id);
    }
  }
}
