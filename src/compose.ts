import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { Redis } from "ioredis";
import mongoose from "mongoose";
import { connectPatient, connectProducer, connectWorker } from "../queues/connection.ts";
import { describeQueues, noteMoved, stalledQueues } from "../queues/describe-queues.ts";
import { putIntoInbox } from "../queues/inbox.ts";
import { freezeAudienceJob, sendChunkJob } from "../queues/jobs/broadcast.jobs.ts";
import { deliverMessageJob } from "../queues/jobs/deliver-message.job.ts";
import { readNameJob, syncFollowersJob } from "../queues/jobs/upkeep.jobs.ts";
import { createProducer } from "../queues/producer.ts";
import { startIngest } from "../queues/workers/ingest.ts";
import { startWorkers } from "../queues/workers/start-workers.ts";
import { startSweeps } from "../queues/workers/sweep.ts";
import { createDoor } from "../webhooks/door.ts";
import { broadcastsRoutes } from "./broadcasts/broadcasts.console.ts";
import { demandRoutes } from "./chatbot/demand.console.ts";
import { inboxRoutes } from "./chatbot/inbox.console.ts";
import { repliesRoutes } from "./chatbot/replies.console.ts";
import type { Settings } from "./config/settings.ts";
import { contentRoutes } from "./content/content.console.ts";
import { systemClock } from "./kernel/clock.ts";
import type { ConsoleRoute } from "./kernel/console-route.ts";
import { createSecretBox } from "./kernel/crypto.ts";
import { createLogger } from "./kernel/logger.ts";
import { byVietnamese } from "./kernel/vietnamese.ts";
import { accountRoutes } from "./officials/account.console.ts";
import { auditLogRoutes } from "./officials/audit-log.console.ts";
import { officialsRoutes } from "./officials/officials.console.ts";
import { oaConnectionRoutes } from "./units/oa-connection.console.ts";
import { findUnit, visibleUnitCodes } from "./units/unit.store.ts";
import { unitsRoutes } from "./units/units.console.ts";
import { createApp } from "./web/app.ts";
import { checkReadiness } from "./web/health.ts";
import { homeRoutes } from "./web/home.console.ts";
import { createMetrics } from "./web/metrics.ts";
import { statusRoutes } from "./web/status.console.ts";
import { createZaloClient } from "./zalo/client.ts";
import { createLimits } from "./zalo/limits.ts";
import { listOas } from "./zalo/oa.store.ts";
import { createOAuth } from "./zalo/oauth.ts";
import { createTokens } from "./zalo/tokens.ts";
import { createTransport } from "./zalo/transport.ts";

/** The parts that every role needs, tied together once. Deeds get from here what reaches outside. */
export function composeCore(settings: Settings, role: string) {
  const clock = systemClock;
  const log = createLogger(settings.LOG_LEVEL, role);
  const prefix = settings.REDIS_PREFIX;
  const redis = connectPatient(settings.REDIS_URL);
  const box = createSecretBox(settings.SECRETS_KEY);
  const transport = createTransport(settings.ZALO_TIMEOUT_MS);
  const oauth = createOAuth(transport, settings.ZALO_OAUTH_URL, settings.ZALO_APP_ID, settings.ZALO_APP_SECRET);
  const tokens = createTokens({ redis, prefix, box, oauth, clock, log });
  const limits = createLimits(redis, {
    prefix,
    perOa: settings.ZALO_OA_LIMIT,
    perApp: settings.ZALO_APP_LIMIT,
    on: settings.ZALO_LIMITS === "on",
  });
  const zalo = createZaloClient({
    transport,
    tokens,
    limits,
    log,
    openapiUrl: settings.ZALO_OPENAPI_URL,
    appSecret: settings.ZALO_APP_SECRET,
  });
  const producer = createProducer(redis, prefix);
  const enqueue = {
    delivery: (messageId: string) => producer.add(deliverMessageJob, { v: 1, messageId }),
    name: (citizenId: string) => producer.add(readNameJob, { v: 1, citizenId }),
    sync: (oaId: string) => producer.add(syncFollowersJob, { v: 1, oaId }),
    freeze: (broadcastId: string) => producer.add(freezeAudienceJob, { v: 1, broadcastId }),
    chunks: (broadcastId: string, chunks: number[]) =>
      producer.addMany(
        sendChunkJob,
        chunks.map((chunk) => ({ v: 1 as const, broadcastId, chunk })),
      ),
  };
  const metrics = createMetrics(role);
  return { settings, clock, log, prefix, redis, box, oauth, tokens, limits, zalo, producer, enqueue, metrics };
}
export type Core = ReturnType<typeof composeCore>;

/** MongoDB, waiting for it at the start; later queries fail soon when it is away, so that jobs are tried again. */
export async function connectMongo(settings: Settings): Promise<void> {
  mongoose.set("bufferCommands", false);
  mongoose.set("autoIndex", false);
  mongoose.set("autoCreate", false);
  await mongoose.connect(settings.MONGODB_URI, {
    serverSelectionTimeoutMS: 5000,
    socketTimeoutMS: 60_000,
    maxPoolSize: 50,
  });
}

/** Creates what the models name and checks that it is there. Run at every start; quick when nothing is missing. */
export async function ensureIndexes(): Promise<void> {
  const there = new Set((await mongoose.connection.listCollections()).map((collection) => collection.name));
  for (const model of Object.values(mongoose.models)) {
    if (!there.has(model.collection.name)) await model.createCollection().catch(ignoreExisting);
    await model.createIndexes();
  }
  const missing: string[] = [];
  for (const model of Object.values(mongoose.models)) {
    const indexed = new Set((await model.collection.indexes()).map((index) => JSON.stringify(index.key)));
    for (const [key] of model.schema.indexes())
      if (!indexed.has(JSON.stringify(key))) missing.push(`${model.collection.name} ${JSON.stringify(key)}`);
  }
  if (missing.length > 0) throw new Error(`indexes are missing: ${missing.join("; ")}`);
}

/** Two processes may start at once; the one that comes second finds the collection made. */
function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && /exists/i.test(error.message))) throw error;
}

const broadcastDeps = (core: Core) => ({
  clock: core.clock,
  enqueueFreeze: core.enqueue.freeze,
  enqueueChunks: core.enqueue.chunks,
});

const unitsOf = (core: Core) => async (unitCode: string) => {
  const codes = await visibleUnitCodes(unitCode, core.clock.now());
  const units = await Promise.all(codes.map((code) => findUnit(code)));
  return units
    .flatMap((unit) => (unit ? [{ code: unit._id, name: unit.name }] : []))
    .toSorted((a, b) => byVietnamese(a.name, b.name));
};

/** Every page of the console with what it needs. */
export function consoleRoutes(core: Core): ConsoleRoute[] {
  const { settings, clock, box, redis, prefix } = core;
  const facts = () => describeQueues(core.producer, redis, prefix);
  const stalled = async () => stalledQueues(redis, prefix, await facts());
  return [
    ...homeRoutes({ waitingAlertMinutes: settings.WAITING_ALERT_MINUTES, queueFacts: facts }),
    ...inboxRoutes({
      clock,
      enqueueDelivery: core.enqueue.delivery,
      waitingAlertMinutes: settings.WAITING_ALERT_MINUTES,
      priceVnd: settings.CONSULT_PRICE_VND,
    }),
    ...contentRoutes({ clock, box }),
    ...broadcastsRoutes({ ...broadcastDeps(core), limits: core.limits, priceVnd: settings.CONSULT_PRICE_VND }),
    ...demandRoutes(),
    ...unitsRoutes({ clock }),
    ...oaConnectionRoutes({
      clock,
      oauth: core.oauth,
      tokens: core.tokens,
      zalo: core.zalo,
      limits: core.limits,
      callbackUrl: `${settings.PUBLIC_URL}/console/ket-noi-oa/tro-lai`,
      consents: {
        save: async (state, value) => void (await redis.set(`${prefix}:consent:${state}`, value, "EX", 600)),
        take: (state) => redis.getdel(`${prefix}:consent:${state}`),
      },
      enqueueSync: core.enqueue.sync,
    }),
    ...repliesRoutes({ clock }),
    ...officialsRoutes({ clock, unitsOf: unitsOf(core) }),
    ...auditLogRoutes({ clock, unitsOf: unitsOf(core) }),
    ...accountRoutes({ clock, box }),
    ...statusRoutes({
      securityLevel: settings.SECURITY_LEVEL,
      queues: facts,
      readiness: () => checkReadiness({ redis, stalled }),
    }),
  ];
}

async function refreshGauges(core: Core): Promise<void> {
  const { metrics } = core;
  for (const fact of await describeQueues(core.producer, core.redis, core.prefix).catch(() => [])) {
    metrics.depth.set({ queue: fact.name }, fact.waiting);
    metrics.oldest.set({ queue: fact.name }, fact.oldestMs / 1000);
  }
  for (const oa of await listOas().catch(() => [])) {
    const limit = await core.limits.describe(oa._id).catch(() => undefined);
    if (!limit) continue;
    metrics.limits.set({ oa: oa._id }, limit.perMinute);
    metrics.heldBack.set({ oa: oa._id }, limit.heldBackMs / 1000);
  }
}

/** Web role: the door in front, Express behind it, on one port. */
export function composeWeb(core: Core) {
  const { settings, metrics } = core;
  const doorRedis: Redis = connectProducer(settings.REDIS_URL);
  const door = createDoor({
    settings: {
      appId: settings.ZALO_APP_ID,
      oaSecretKey: settings.ZALO_OA_SECRET_KEY,
      miniAppId: settings.ZALO_MINIAPP_ID,
      miniAppApiKey: settings.ZALO_MINIAPP_API_KEY,
    },
    put: (kind, body, receivedAt) => putIntoInbox(doorRedis, core.prefix, kind, body, receivedAt),
    log: core.log,
    observe: (outcome, seconds) => metrics.door.observe({ outcome }, seconds),
  });
  const app = createApp({
    clock: core.clock,
    log: core.log,
    redis: core.redis,
    prefix: core.prefix,
    box: core.box,
    sessionSecret: settings.SESSION_SECRET,
    publicUrl: settings.PUBLIC_URL,
    oauthOrigin: new URL(settings.ZALO_OAUTH_URL).origin,
    sourceRoot: fileURLToPath(new URL(".", import.meta.url)),
    routes: consoleRoutes(core),
    metrics,
    refreshGauges: () => refreshGauges(core),
    stalled: async () =>
      stalledQueues(core.redis, core.prefix, await describeQueues(core.producer, core.redis, core.prefix)),
  });
  return { door, app, close: () => doorRedis.disconnect() };
}

/** Worker role: ingest, queues, sweeps. */
export function composeWorker(core: Core) {
  const { settings, clock, log, prefix, redis, box, zalo, limits, producer, metrics, enqueue } = core;
  const connection = connectWorker(settings.REDIS_URL);
  const inboxRedis = connectWorker(settings.REDIS_URL);
  const countSend = (outcome: string, n = 1): void => metrics.sends.inc({ outcome }, n);
  const countEvent = (name: string, outcome: string): void => metrics.events.inc({ name, outcome });
  const moved = new Map<string, number>();
  /** at most one write a second per queue */
  const noteMovedNow = async (name: string): Promise<void> => {
    if (Date.now() - (moved.get(name) ?? 0) < 1000) return;
    moved.set(name, Date.now());
    await noteMoved(redis, prefix, name).catch(() => undefined);
  };
  const workers = startWorkers({
    connection,
    prefix,
    lockMs: settings.JOB_LOCK_MS,
    producer,
    zalo,
    events: { clock, zalo, box, enqueueDelivery: enqueue.delivery, enqueueName: enqueue.name, countEvent },
    answers: { clock, zalo, countSend },
    broadcasts: broadcastDeps(core),
    sending: {
      clock,
      zalo,
      limits,
      log,
      concurrency: settings.SEND_CONCURRENCY,
      imageCache: {
        get: (key) => redis.get(`${prefix}:${key}`),
        set: async (key, value, seconds) => void (await redis.set(`${prefix}:${key}`, value, "EX", seconds)),
      },
      countSend,
    },
    noteMoved: noteMovedNow,
  });
  const ingest = startIngest({
    redis: inboxRedis,
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
    prefix,
    producer,
    tokens: core.tokens,
    log,
    staleMs: settings.SEND_STALE_MS,
    everyMs: settings.SWEEP_MS,
    countFinding: (kind, n) => metrics.findings.inc({ kind }, n),
  });
  return {
    /** In order: take nothing new, finish what runs, then let go of Redis. */
    async close() {
      await sweeps.stop();
      await ingest.stop();
      await workers.close();
      connection.disconnect();
      inboxRedis.disconnect();
    },
  };
}
