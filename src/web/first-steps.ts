import { newestBy } from "../broadcasts/broadcast.store.ts";
import { hasWritten } from "../content/item-states.store.ts";
import { days } from "../kernel/clock.ts";
import type { SignedIn } from "../kernel/console-route.ts";
import { findOfficial } from "../officials/official.store.ts";

/** Whoever is longer here finds the way. */
const NEW_FOR_DAYS = 60;

export interface Step {
  name: string;
  done: boolean;
  /** the first that is not done: where to go on */
  next: boolean;
  to: string;
}

/**
 * The way to the own first message, for an officer who is new here; none once that message has left, or after two
 * months. Asks for nothing of anybody else.
 */
export async function firstSteps(me: SignedIn, now: Date): Promise<Step[]> {
  if (!me.permissions.includes("broadcasts.send")) return [];
  const joined = (await findOfficial(me.id))?.joinedAt;
  if (!joined || now.getTime() - joined.getTime() > days(NEW_FOR_DAYS)) return [];
  const own = await newestBy(me.scope, me.id);
  if (own.some(({ startedAt }) => startedAt)) return [];
  const written = own.length > 0 || (await hasWritten(me.scope, me.id));
  const [newest] = own;
  const plan = newest ? `/console/gui-tin/${String(newest._id)}` : "/console/gui-tin/moi";
  const steps = [
    { name: "Soạn tin", done: written, to: "/console/noi-dung/moi" },
    { name: "Chọn người nhận, xem dự kiến", done: own.length > 0, to: "/console/gui-tin/moi" },
    { name: "Gửi cho điện thoại thử", done: own.some(({ tests }) => tests.length > 0), to: plan },
    { name: "Trình lãnh đạo duyệt", done: own.some(({ submittedAt }) => submittedAt), to: plan },
    { name: "Được duyệt, tin tới bà con, xem kết quả", done: false, to: plan },
  ];
  const next = steps.findIndex(({ done }) => !done);
  return steps.map((step, n) => ({ ...step, next: n === next }));
}
