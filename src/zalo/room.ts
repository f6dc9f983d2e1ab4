import { type Clock, hours } from "../kernel/clock.ts";
import { eachAlone } from "../kernel/each-alone.ts";
import type { Room } from "../kernel/room.ts";
import { zaloKeeps } from "./keeps.ts";
import { sweep } from "../kernel/sweep.ts";
import type { ZaloClient } from "./client.ts";
import { findExpiring } from "./oa.store.ts";
import type { Tokens } from "./tokens.ts";

interface Deps {
  clock: Clock;
  tokens: Tokens;
  sweepMs: number;
  zalo: Pick<ZaloClient, "deleteUserInfo">;
}

/** Access tokens live 25 hours; they are renewed when less than two remain. */
const RENEW_BEFORE_MS = hours(2);

export const createZaloRoom = (deps: Deps): Room => ({
  name: "zalo",
  keeps: zaloKeeps(deps),
  sweeps: [
    sweep({
      name: "tokens",
      everyMs: deps.sweepMs,
      finds: { "renewed-tokens": "Quyền truy cập OA được gia hạn" },
      async run() {
        const expiring = await findExpiring(new Date(deps.clock.now().getTime() + RENEW_BEFORE_MS));
        return { "renewed-tokens": await eachAlone(expiring, (oa) => deps.tokens.renew(oa._id, oa.generation)) };
      },
    }),
  ],
});
