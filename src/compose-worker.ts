import { randomUUID } from "node:crypto";
import { connectWorker } from "../queues/connection.ts";
import { noteMoved } from "../queues/describe-queues.ts";
import { startIngest } from "../queues/workers/ingest.ts";
import { startWorkers } from "../queues/workers/start-workers.ts";
import { startSweeps } from "../queues/workers/sweep.ts";
import type { Core } from "./compose.ts";
import { composeHouse } from "./house.ts";
import { composeRooms, sweepsOf } from "./rooms.ts";

/** Worker role: ingest, queues, sweeps. */
export async function composeWorker(core: Core) {
  const { settings, log, prefix, redis, box, producer } = core;
  const rooms = composeRooms(core);
  const { countEvent, noteFinding } = composeHouse(core, () => rooms);
  const connection = connectWorker(settings.REDIS_URL);
  const moved = new Map<string, number>();
  /** at most one write a second per queue */
  const noteMovedNow = async (name: string): Promise<void> => {
    if (performance.now() - (moved.get(name) ?? Number.NEGATIVE_INFINITY) < 1000) return;
    moved.set(name, performance.now());
    await noteMoved(redis, prefix, name).catch(() => undefined);
  };
  const workers = await startWorkers({
    connection,
    prefix,
    lockMs: settings.JOB_LOCK_MS,
    jobs: rooms.flatMap(({ jobs = [] }) => jobs),
    log,
    noteMoved: noteMovedNow,
  });
  const ingest = startIngest({
    connect: () => connectWorker(settings.REDIS_URL),
    mark: core.mark,
    prefix,
    reader: `${process.pid}-${randomUUID().slice(0, 8)}`,
    box,
    producer,
    log,
    countEvent,
    clock: core.clock,
    noteMoved: noteMovedNow,
  });
  const sweeps = startSweeps({ ...core, noteFinding }, sweepsOf(rooms));
  return {
    /** In order: take nothing new, finish what runs, then let go of Redis. */
    async close() {
      core.ending.begun = true;
      await sweeps.stop();
      await ingest.stop();
      await workers.close();
      connection.disconnect();
    },
  };
}
