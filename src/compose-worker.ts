import {
  acceptDeps,
  broadcastDeps,
  type Core,
  eraseDeps,
  isQueued,
  photoDeps,
  playDeps,
  reportDeps,
  tellDeps,
} from "./compose.ts";
import { composeRooms, finishDecisions } from "./rooms.ts";
import { noteFinding } from "./upkeep/finding.store.ts";
import { randomUUID } from "node:crypto";
import { connectWorker } from "../queues/connection.ts";
import { doorGoodSince } from "../queues/inbox.ts";
import { noteMoved } from "../queues/describe-queues.ts";
import { startIngest } from "../queues/workers/ingest.ts";
import { startWorkers } from "../queues/workers/start-workers.ts";
import { startSweeps } from "../queues/workers/sweep.ts";

/** Worker role: ingest, queues, sweeps. */
export function composeWorker(core: Core) {
  const { settings, clock, log, prefix, redis, box, zalo, limits, producer, metrics, enqueue } = core;
  const rooms = composeRooms(core);
  const connection = connectWorker(settings.REDIS_URL);
  const countSend = (outcome: string, n = 1): void => metrics.sends.inc({ outcome }, n);
  const countEvent = (name: string, outcome: string): void => metrics.events.inc({ name, outcome });
  let stopping = false;
  const moved = new Map<string, number>();
  /** at most one write a second per queue */
  const noteMovedNow = async (name: string): Promise<void> => {
    if (Date.now() - (moved.get(name) ?? 0) < 1000) return;
    moved.set(name, Date.now());
    await noteMoved(redis, prefix, name).catch(() => undefined);
  };
  const articles = {
    clock,
    stopRule: broadcastDeps(core).stopRule,
    log,
    zalo,
    zaloHours: { ...core.terms.broadcastHours.value, quietDays: [] },
    coverUrl: (pictureId: string) =>
      pictureId ? `${settings.PUBLIC_URL}/cong-khai/anh/${pictureId}` : `${settings.PUBLIC_URL}/assets/cover.png`,
  };
  const workers = startWorkers({
    connection,
    prefix,
    lockMs: settings.JOB_LOCK_MS,
    producer,
    zalo,
    events: {
      zalo,
      box,
      log,
      comments: core.comments,
      takeTurn: acceptDeps(core).takeTurn,
      requests: core.requests,
      ...eraseDeps(core),
      ...playDeps(core),
      publicUrl: settings.PUBLIC_URL,
      enqueuePhoto: enqueue.photo,
      enqueueDelivery: enqueue.delivery,
      enqueueName: enqueue.name,
      countEvent,
    },
    answers: { clock, zalo, countSend },
    broadcasts: broadcastDeps(core),
    sending: {
      clock,
      stopRule: broadcastDeps(core).stopRule,
      zalo,
      limits,
      log,
      concurrency: settings.SEND_CONCURRENCY,
      imageCache: {
        get: (key) => redis.get(`${prefix}:${key}`),
        set: async (key, value, seconds) => void (await redis.set(`${prefix}:${key}`, value, "EX", seconds)),
      },
      countSend,
      othersWait: async () => (await producer.queues.broadcasts.getWaitingCount()) > 0,
      isStopping: () => stopping,
    },
    articles,
    reports: reportDeps(core),
    photos: photoDeps(core),
    telling: tellDeps(core),
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
    noteMoved: noteMovedNow,
  });
  const sweeps = startSweeps({
    ...broadcastDeps(core),
    redis,
    visits: core.visits,
    prefix,
    producer,
    tokens: core.tokens,
    log,
    staleMs: settings.SEND_STALE_MS,
    everyMs: settings.SWEEP_MS,
    articles,
    sayAgain: {
      clock,
      patienceMs: settings.ECHO_PATIENCE_MS,
      doorGoodSince: () => doorGoodSince(redis, prefix),
      enqueueDelivery: enqueue.delivery,
    },
    comments: core.comments,
    requests: core.requests,
    box,
    play: playDeps(core),
    isQueued: isQueued(core),
    finishDecisions: () => finishDecisions(rooms),
    async noteFinding(kind, n, at) {
      metrics.findings.inc({ kind }, n);
      await noteFinding(kind, n, at);
    },
  });
  return {
    /** In order: take nothing new, finish what runs, then let go of Redis. */
    async close() {
      stopping = true;
      await sweeps.stop();
      await ingest.stop();
      await workers.close();
      connection.disconnect();
    },
  };
}
