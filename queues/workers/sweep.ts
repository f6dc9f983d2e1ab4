import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import type { Clock } from "../../src/kernel/clock.ts";
import { messageOf } from "../../src/kernel/errors.ts";
import type { Log } from "../../src/kernel/logger.ts";
import type { Sweep } from "../../src/kernel/sweep.ts";

export interface SweepDeps {
  clock: Clock;
  redis: Redis;
  prefix: string;
  log: Log;
  /** counts a finding for /metrics and writes it down for the status page */
  noteFinding(kind: string, n: number, at: Date): Promise<void>;
}

async function note(deps: SweepDeps, findings: Readonly<Record<string, number>>): Promise<void> {
  for (const [kind, n] of Object.entries(findings)) {
    if (n === 0) continue;
    await deps.noteFinding(kind, n, deps.clock.now());
    deps.log.info({ action: "sweep", kind, n }, "sweep found work");
  }
}

/** One process of all takes a turn; a failing one is logged and the next comes. */
function every(
  deps: SweepDeps,
  { name, everyMs: ms, run }: Pick<Sweep, "name" | "everyMs" | "run">,
): { stop(): Promise<void> } {
  const me = randomUUID();
  let busy: Promise<void> | undefined;
  const turn = async (): Promise<void> => {
    try {
      if ((await deps.redis.set(`${deps.prefix}:turn:${name}`, me, "PX", ms, "NX")) === "OK")
        await note(deps, await run());
    } catch (error) {
      deps.log.warn({ action: `${name}-failed`, reason: messageOf(error) }, "turn failed");
    }
  };
  const timer = setInterval(
    () => {
      busy ??= turn().finally(() => {
        busy = undefined;
      });
    },
    Math.max(100, ms / 2),
  );
  return {
    async stop() {
      clearInterval(timer);
      await busy;
    },
  };
}

/**
 * Puts right what a crash or a flushed Redis left behind, from what MongoDB knows. Lives in the process and not in
 * Redis, so that it survives a flush.
 */
export function startSweeps(deps: SweepDeps, sweeps: readonly Sweep[]): { stop(): Promise<void> } {
  const parts = sweeps.map((one) => every(deps, one));
  return {
    async stop() {
      await Promise.all(parts.map((part) => part.stop()));
    },
  };
}
