import type { Core } from "../compose.ts";
import { createRekey } from "../kernel/keep.ts";
import { composeRooms } from "../rooms.ts";

/**
 * Seals everything anew under the key of the environment, room by room (its keeps.ts says what). Marks of people are
 * made again from what is sealed beside them; the mark of a person's data requests cannot be, so those rows lead to
 * nobody afterwards. Marks of likeness stay: what was grouped stays grouped, new comments group among themselves. Run
 * again after a cut it goes on with the rest. Returns how many rows were sealed anew.
 */
export async function rotateKeys(core: Core, oldKey: string): Promise<number> {
  const rekey = createRekey(oldKey, core.box);
  const keeps = composeRooms(core).flatMap((room) => room.keeps ?? []);
  let n = 0;
  for (const keep of keeps) n += (await keep.reseal?.(rekey)) ?? 0;
  // last: with a wrong old key nothing comes this far
  for (const keep of keeps) await keep.cutLoose?.(rekey);
  return n;
}
