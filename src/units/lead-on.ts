import { findUnit, findUnits } from "./unit.store.ts";
import type { Unit } from "./unit.model.ts";

/** Longer chains of changes than any commune will see: a circle in the records ends here. */
const MOST_STEPS = 30;

/**
 * Where the address of a unit leads today: `former` is the unit that has ended, `to` what stands of what it became, in
 * the order of the resolution. Undefined while the unit stands, is not known, or has ended without a successor: its
 * address then shows what it was.
 */
export async function leadOn(code: string, day: Date): Promise<{ former: Unit; to: Unit[] } | undefined> {
  const former = await findUnit(code);
  const isOver = (unit: Unit): boolean => unit.to !== null && unit.to <= day;
  if (!former || !isOver(former)) return undefined;
  let to = [former];
  for (let step = 0; step < MOST_STEPS && to.some(isOver); step += 1) {
    const next = to.flatMap((unit) =>
      isOver(unit) ? unit.became.filter(({ from }) => from <= day).map((one) => one.code) : [unit._id],
    );
    to = await findUnits([...new Set(next)]);
  }
  return to.length > 0 && !to.some(isOver) ? { former, to } : undefined;
}
