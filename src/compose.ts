import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { connectPatient } from "../queues/connection.ts";
import { createProducer, type Producer } from "../queues/producer.ts";
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
import { coverReceipts } from "./comments/cover-receipts.ts";
import { tellAuthorsJob } from "./comments/tell.jobs.ts";
import { framePhotoJob } from "./frames/frame-photo.job.ts";
import { fetchAttachmentJob } from "./inbox/fetch-attachment.job.ts";
import { writeReportJob } from "./reports/write-report.job.ts";
import { createMessageGate, nameOwnAddresses } from "./gate/pass-gate.ts";
import { createRefusals } from "./citizens/refusals.ts";
import { createCommentBox } from "./comments/seal-box.ts";
import type { Settings } from "./config/settings.ts";
import { AheadClock, type Clock, minutes, systemClock } from "./kernel/clock.ts";
import { createMarker, createSecretBox } from "./kernel/crypto.ts";
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
import { createZaloClient } from "./zalo/client.ts";
import type { SendOutcome } from "./zalo/send-outcome.ts";
import { createGraph } from "./zalo/graph.ts";
import { createLimits } from "./zalo/limits.ts";
import { learnedLimits } from "./zalo/oa.store.ts";
import { createOAuth } from "./zalo/oauth.ts";
import { createTokens } from "./zalo/tokens.ts";
import { readTerms } from "./zalo/terms.ts";
import { createTransport } from "./zalo/transport.ts";
import { takeAllowance } from "./hourly-allowance.ts";
import { nextInLine } from "./next-in-line.ts";

export { connectMongo } from "./connect-mongo.ts";
export { ensureIndexes } from "./ensure-indexes.ts";

/** Where such a process begins. Run from the sources, as tests are, it is the built one beside them. */
function builtScript(name: string): string {
  const built = fileURLToPath(new URL(`./${name}`, import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL(`../dist/src/${name}`, import.meta.url));
}

/** Every job that a deed asks for, by what it is for. */
const enqueueBy = (producer: Producer) => ({
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
  attachment: (attachmentId: string) => producer.add(fetchAttachmentJob, { v: 1, attachmentId }),
  cancel: (broadcastId: string) => producer.add(cancelJob, { v: 1, broadcastId }),
});

const clockOf = ({ PRACTICE }: Settings): Clock => (PRACTICE === "on" ? new AheadClock() : systemClock);

/** The parts that every role needs, tied together once. Deeds get from here what reaches outside. */
export function composeCore(settings: Settings, role: string, clock: Clock = clockOf(settings)) {
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
  const enqueue = enqueueBy(producer);
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

/** What taking a comment in is given. */
export const acceptDeps = (core: Core) => ({
  clock: core.clock,
  box: core.box,
  comments: core.comments,
  takeTurn: takeAllowance(core),
});

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
  cover: coverReceipts,
  takeTurn: takeAllowance(core),
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
