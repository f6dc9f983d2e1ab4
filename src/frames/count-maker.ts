import { createHmac } from "node:crypto";
import { days } from "../kernel/clock.ts";
import { addMark, countUp, type FrameHead, forgetMarks, listOver } from "./frame.store.ts";
import type { FrameDeps } from "./prepare-frame.ts";

/**
 * Counts somebody who made a frame: one person once, however often. What is kept is a mark under the campaign's own
 * key, so that no list of who can be read; marks and key go a day after the end. True when it was the first time.
 * @param who `zalo:<id within the app>` or `phone:<random key of the phone>`
 */
export async function countMaker(deps: FrameDeps, frame: FrameHead, who: string): Promise<boolean> {
  if (frame.countKey === "") return false;
  const id = String(frame._id);
  const mark = createHmac("sha256", deps.box.open(frame.countKey)).update(who).digest("base64url");
  const first = await addMark(mark, id);
  if (first) await countUp(id, who.startsWith("zalo:") ? "people" : "phones");
  return first;
}

export async function forgetMakers(deps: FrameDeps): Promise<number> {
  const over = await listOver(new Date(deps.clock.now().getTime() - days(1)));
  for (const frame of over) await forgetMarks(String(frame._id));
  return over.length;
}
