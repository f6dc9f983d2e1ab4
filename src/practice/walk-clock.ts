import { AheadClock, type Clock, days, hours } from "../kernel/clock.ts";
import { conflict } from "../kernel/errors.ts";
import { carrySessions } from "../officials/official.store.ts";
import { readHouse, setWalk, stepAhead } from "./house.store.ts";
import type { Phone } from "./phone.ts";

/** An hour at a time, so that what is due in between is done at its hour and not found too late. */
const STEP_MS = hours(1);
/** How often it steps: a month of 720 hours in less than ten minutes. */
export const STEP_EVERY_MS = 600;

/** How far the pages offer to go, and what they call it. */
export const WALKS = {
  gio: { name: "Sang giờ sau", ms: hours(1) },
  ngay: { name: "Sang ngày sau", ms: days(1) },
  tuan: { name: "Sang tuần sau", ms: days(7) },
  thang: { name: "Sang tháng sau", ms: days(30) },
} as const;
export type Walk = keyof typeof WALKS;

export interface WalkDeps {
  clock: Clock;
  phone: Phone;
}

/** Says where the clock is to go; the worker walks it there. @throws AppError 409 while it is on its way */
export async function beginWalk({ clock }: WalkDeps, walk: Walk): Promise<Date> {
  const now = clock.now();
  const house = await readHouse();
  if (house?.walkTo && house.walkTo > now)
    throw conflict("Đồng hồ đang chạy. Đợi tới nơi, hoặc bấm Dừng đồng hồ trước.");
  const to = new Date(now.getTime() + WALKS[walk].ms);
  await setWalk(to);
  return to;
}

export const endWalk = (): Promise<void> => setWalk(null);

/** One step of the walk, if there is one. Who is signed in stays so: nobody sat idle for that hour. */
export async function stepClock({ clock, phone }: WalkDeps): Promise<boolean> {
  const house = await readHouse();
  if (!(clock instanceof AheadClock) || !house?.walkTo) return false;
  clock.goTo(house.aheadMs);
  const left = house.walkTo.getTime() - clock.now().getTime();
  if (left <= 0) {
    await endWalk();
    return false;
  }
  const by = Math.min(STEP_MS, left);
  await carrySessions(by);
  if (!(await stepAhead(house.aheadMs, house.aheadMs + by))) return false;
  await phone.setAhead(house.aheadMs + by);
  clock.goTo(house.aheadMs + by);
  return true;
}
