import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import mongoose from "mongoose";
import { connectPatient } from "../queues/connection.ts";
import { createProducer } from "../queues/producer.ts";
import {
  articleJob,
  cancelJob,
  freezeJob,
  freezeUrgentJob,
  laneJob,
  urgentLaneJob,
} from "./broadcasts/broadcast.jobs.ts";
import { deliverMessageJob } from "./chatbot/deliver-message.job.ts";
import { readNameJob, syncFollowersJob } from "./citizens/citizen.jobs.ts";
import { tellAuthorsJob } from "./comments/tell.jobs.ts";
import { framePhotoJob } from "./frames/frame-photo.job.ts";
import { writeReportJob } from "./reports/write-report.job.ts";
import { createMessageGate, nameOwnAddresses } from "./gate/pass-gate.ts";
import { createRefusals } from "./citizens/refusals.ts";
import { createCommentBox } from "./comments/seal-box.ts";
import type { Settings } from "./config/settings.ts";
import { type Clock, hours, minutes, systemClock } from "./kernel/clock.ts";
import { createMarker, createSecretBox } from "./kernel/crypto.ts";
import { hourOf } from "./kernel/dates.ts";
import { createLogger } from "./kernel/logger.ts";
import { Pool } from "./outside/pool.ts";
import { createStreamScript } from "./outside/stream-script.ts";
import { findByAddress } from "./citizens/one-person.store.ts";
import { createPlayerMarks } from "./quizzes/player-marks.ts";
import type { ReportOrder } from "./reports/report-order.ts";
import type { PackWish } from "./reports/seal-report.ts";
import { createRequestBox } from "./requests/take-request.ts";
import { createDayMarks } from "./web/day-marks.ts";
import { createMetrics } from "./web/metrics.ts";
import { createZaloClient, type SendOutcome } from "./zalo/client.ts";
import { createGraph } from "./zalo/graph.ts";
import { createLimits } from "./zalo/limits.ts";
import { learnedLimits } from "./zalo/oa.store.ts";
import { createOAuth } from "./zalo/oauth.ts";
import { createTokens } from "./zalo/tokens.ts";
import { readTerms } from "./zalo/terms.ts";
import { createTransport } from "./zalo/transport.ts";

export { connectMongo } from "./connect-mongo.ts";

/** Where such a process begins. Run from the sources, as tests are, it is the built one beside them. */
function builtScript(name: string): string {
  const built = fileURLToPath(new URL(`./${name}`, import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL(`../dist/src/${name}`, import.meta.url));
}

/** The parts that every role needs, tied together once. Deeds get from here what reaches outside. */
export function composeCore(settings: Settings, role: string, clock: Clock = systemClock) {
  const log = createLogger(settings.LOG_LEVEL, role);
  const prefix = settings.REDIS_PREFIX;
  const redis = connectPatient(settings.REDIS_URL);
  // what visitors can make grow shares no memory with the inbox, where an operator gives it a place of its own
  const visits = settings.REDIS_SESSIONS_URL === "" ? redis : connectPatient(settings.REDIS_SESSIONS_URL);
  const dayMark = createDayMarks(visits, prefix, clock, settings.SESSION_SECRET);
  const box = createSecretBox(settings.SECRETS_KEY);
  const transport = createTransport(settings.ZALO_TIMEOUT_MS);
  const oauth = createOAuth(transport, settings.ZALO_OAUTH_URL, settings.ZALO_APP_ID, settings.ZALO_APP_SECRET);
  const tokens = createTokens({ redis, prefix, box, oauth, clock, log });
  const limits = createLimits(
    redis,
    {
      prefix,
      perOa: settings.ZALO_OA_LIMIT,
      perApp: settings.ZALO_APP_LIMIT,
      on: settings.ZALO_LIMITS === "on",
    },
    learnedLimits,
  );
  nameOwnAddresses(settings.PUBLIC_URL, settings.ZALO_MINIAPP_ID);
  const zalo = createZaloClient({
    transport,
    tokens,
    limits,
    log,
    openapiUrl: settings.ZALO_OPENAPI_URL,
    gate: createMessageGate(clock),
    appSecret: settings.ZALO_APP_SECRET,
  });
  const producer = createProducer(redis, prefix);
  const enqueue = {
    delivery: (messageId: string) => producer.add(deliverMessageJob, { v: 1, messageId }),
    name: (citizenId: string) => producer.add(readNameJob, { v: 1, citizenId }),
    sync: (oaId: string) => producer.add(syncFollowersJob, { v: 1, oaId }),
    freeze: (broadcastId: string, urgent: boolean) =>
      producer.add(urgent ? freezeUrgentJob : freezeJob, { v: 1, broadcastId }),
    lane: (oaId: string, urgent: boolean) => producer.add(urgent ? urgentLaneJob : laneJob, { v: 1, oaId }),
    article: (broadcastId: string) => producer.add(articleJob, { v: 1, broadcastId }),
    tellAuthors: (draftId: string, position: string) => producer.add(tellAuthorsJob, { v: 1, draftId, position }),
    report: (draftId: string) => producer.add(writeReportJob, { v: 1, draftId }),
    photo: (wishId: string) => producer.add(framePhotoJob, { v: 1, wishId }),
    cancel: (broadcastId: string) => producer.add(cancelJob, { v: 1, broadcastId }),
  };
  const comments = createCommentBox(settings.SECRETS_KEY);
  const requests = createRequestBox(settings.SECRETS_KEY);
  const mark = createMarker(settings.SECRETS_KEY);
  const refusals = createRefusals(box);
  const quiz = createPlayerMarks(box);
  const graph = createGraph(transport, settings.ZALO_GRAPH_URL, settings.ZALO_APP_SECRET, settings.ZALO_MINIAPP_ID);
  const metrics = createMetrics(role);
  const terms = readTerms(settings.ZALO_TERMS_FILE);
  const outside = new Pool({ script: builtScript("outside-main.js"), size: settings.READ_PROCESSES, log });
  const packReport = createStreamScript({ script: builtScript("report-main.js"), atOnce: 2, patienceMs: minutes(15) });
  return {
    terms,
    settings,
    clock,
    log,
    prefix,
    redis,
    visits,
    dayMark,
    box,
    comments,
    requests,
    mark,
    refusals,
    quiz,
    graph,
    oauth,
    tokens,
    limits,
    zalo,
    producer,
    enqueue,
    metrics,
    outside,
    packReport,
    /** set once this process was asked to end: long work stops between two steps */
    ending: { begun: false },
  };
}
export type Core = ReturnType<typeof composeCore>;

/** Creates what the models name and checks that it is there. Run at every start; quick when nothing is missing. */
export async function ensureIndexes(): Promise<void> {
  const there = new Set((await mongoose.connection.listCollections()).map((collection) => collection.name));
  for (const model of Object.values(mongoose.models)) {
    if (!there.has(model.collection.name)) await model.createCollection().catch(ignoreExisting);
    await dropStrangeDeadlines(model);
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

/**
 * An index that deletes by age and that no model names (any more, or with another age) would go on deleting: it goes
 * before the indexes are made. Others of the operator's own stay.
 */
async function dropStrangeDeadlines(model: mongoose.Model<unknown>): Promise<void> {
  const named = new Set(
    model.schema.indexes().map(([key, options]) => deadline(key, options.expireAfterSeconds ?? options.expires)),
  );
  for (const { name, key, expireAfterSeconds } of await model.collection.indexes())
    if (expireAfterSeconds !== undefined && name && !named.has(deadline(key, expireAfterSeconds)))
      await model.collection.dropIndex(name).catch(ignoreMissing);
}
const deadline = (key: unknown, seconds: unknown): string => `${JSON.stringify(key)} ${Number(seconds)}`;

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && /not found/i.test(error.message))) throw error;
}

/** Two processes may start at once; the one that comes second finds the collection made. */
function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && /exists/i.test(error.message))) throw error;
}

/** What broadcasting deeds are given. */
export const broadcastDeps = (core: Core) => ({
  clock: core.clock,
  stopRule: { count: core.settings.STOP_AFTER_FAILED, share: core.settings.STOP_AFTER_SHARE },
  mostLateHours: core.settings.SCHEDULE_LATE_HOURS,
  terms: core.terms,
  enqueueFreeze: core.enqueue.freeze,
  enqueueLane: core.enqueue.lane,
  enqueueArticle: core.enqueue.article,
  enqueueCancel: core.enqueue.cancel,
});

/** What reports and the sealing of drafts are given. */
export const reportDeps = (core: Core) => ({
  clock: core.clock,
  comments: core.comments,
  publicUrl: core.settings.PUBLIC_URL,
  enqueueReport: core.enqueue.report,
  async pack(wish: PackWish): Promise<AsyncIterable<Buffer>> {
    const { MONGODB_URI, SECRETS_KEY, PUBLIC_URL } = core.settings;
    return core.packReport({ MONGODB_URI, SECRETS_KEY, PUBLIC_URL, wish } satisfies ReportOrder);
  },
});

/**
 * Takes one from an allowance of so many an hour, counted in Redis. The count is named by a mark under the random key of
 * the day that says neither who nor for what, and all counts of an hour end at the same moment: an end of its own would
 * tell when somebody began.
 */
const takeTurn =
  ({ clock, dayMark, prefix, visits }: Core) =>
  async (key: string, perHour: number): Promise<boolean> => {
    const hour = hourOf(clock.now()).getTime();
    const name = `${prefix}:allowance:${await dayMark(`allowance ${hour} ${key}`)}`;
    // the end is set with the first count and not after it: a cut in between would leave a count without an end
    const done = await visits.multi().set(name, 0, "PXAT", endOf(hour), "NX").incr(name).exec();
    return Number(done?.[1]?.[1] ?? 0) <= perHour;
  };
/** Never in the past, whatever a clock says, or the count would be one without an end; its name holds the hour anyway. */
const endOf = (hour: number): number => Math.max(hour, hourOf(new Date()).getTime()) + hours(2);

/** What taking a comment in is given. */
export const acceptDeps = (core: Core) => ({
  clock: core.clock,
  box: core.box,
  comments: core.comments,
  takeTurn: takeTurn(core),
});

/**
 * The next place in a line that MongoDB is the truth of: Redis only counts on from what was last stored there. After a
 * flush the line begins anew behind the newest stored place; a place that was taken meanwhile is refused by its index.
 */
const nextInLine = (core: Core) => {
  const { redis, prefix } = core;
  redis.defineCommand("nextKnown", {
    numberOfKeys: 1,
    lua: "if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end return redis.call('INCR', KEYS[1])",
  });
  const next = (redis as unknown as { nextKnown(key: string): Promise<number> }).nextKnown.bind(redis);
  return async (line: string, newest: () => Promise<number>): Promise<number> => {
    const name = `${prefix}:line:${line}`;
    for (;;) {
      const place = await next(name);
      if (place > 0) return place;
      await redis.set(name, await newest(), "NX");
    }
  };
};

/** What playing and counting contests is given. */
export const playDeps = (core: Core) => ({
  clock: core.clock,
  quiz: core.quiz,
  nextInLine: nextInLine(core),
  recent: {
    get: (key: string) => core.redis.get(`${core.prefix}:recent:${key}`),
    set: async (key: string, value: string, seconds: number) =>
      void (await core.redis.set(`${core.prefix}:recent:${key}`, value, "EX", seconds)),
  },
});

/** What framing a photo sent to the OA is given. */
export const photoDeps = (core: Core) => ({
  clock: core.clock,
  outside: core.outside,
  box: core.box,
  pictureHosts: core.settings.ZALO_PICTURE_HOSTS,
  uploadPicture: (oaId: string, picture: Buffer) => core.zalo.uploadImage(oaId, picture, "image/jpeg"),
  async sendPicture(oaId: string, userId: string, imageAttachmentId: string, text: string): Promise<boolean> {
    return (await core.zalo.sendMessage(oaId, userId, { text, imageAttachmentId })).kind === "accepted";
  },
  async sendText(oaId: string, userId: string, text: string): Promise<boolean> {
    return (await core.zalo.sendMessage(oaId, userId, { text })).kind === "accepted";
  },
});

/** What taking and answering reports is given. */
export const requestDeps = (core: Core) => ({
  clock: core.clock,
  requests: core.requests,
  takeTurn: takeTurn(core),
  tell: async (oaId: string, userId: string, text: string): Promise<boolean> =>
    (await tellToday(core, oaId, userId, text)).kind === "accepted",
});

/** What telling authors is given: what was not sent at all is an error, so that its job tries again. */
export const tellDeps = (core: Core) => ({
  comments: core.comments,
  async tell(oaId: string, userId: string, text: string): Promise<boolean> {
    const sent = await tellToday(core, oaId, userId, text);
    if (sent.kind === "retry") throw new Error(`telling an author waits: ${sent.reason}`);
    return sent.kind === "accepted";
  },
});

/** What was signed under a former id is answered where the person is today. */
async function tellToday(core: Core, oaId: string, userId: string, text: string): Promise<SendOutcome> {
  const today = (await findByAddress(oaId, userId)) ?? { oaId, userId };
  return core.zalo.sendMessage(today.oaId, today.userId, { text });
}
