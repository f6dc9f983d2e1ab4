import { composeDoor } from "./compose-door.ts";
import { z } from "zod";
import { acceptDeps, broadcastDeps, type Core, eraseDeps, playDeps, reportDeps, requestDeps } from "./compose.ts";
import { listByAppUser } from "./citizens/citizen.store.ts";
import { listCounts } from "./comments/position-count.store.ts";
import { keptWordsRoutes } from "./console/kept-words.console.ts";
import { commentsRoutes } from "./comments/comments.console.ts";
import { intakeRoutes } from "./comments/intake.console.ts";
import { commentsApi } from "./comments/comments.api.ts";
import { newsApi } from "./content/news.api.ts";
import { campaignsFor } from "./content/campaigns-of-unit.ts";
import { draftsRoutes } from "./drafts/drafts.console.ts";
import { draftsApi } from "./drafts/drafts.api.ts";
import { type ApiRoute, apiRoute, type Resident } from "./kernel/api-route.ts";
import { sixDigits } from "./officials/six-digits.ts";
import { ownDataRoutes } from "./own-data/own-data.console.ts";
import { ownDataApi } from "./own-data/own-data.api.ts";
import { contestsRoutes } from "./quizzes/contests.console.ts";
import { framePages, framesApi } from "./frames/frames.api.ts";
import { framesRoutes } from "./frames/frames.console.ts";
import { quizPages } from "./quizzes/public-quiz.ts";
import { questionsRoutes } from "./quizzes/questions.console.ts";
import { quizzesApi } from "./quizzes/quizzes.api.ts";
import { resultsRoutes } from "./quizzes/results.console.ts";
import { reportRoutes } from "./reports/report.console.ts";
import { publicPages } from "./reports/public.ts";
import { requestsRoutes } from "./requests/requests.console.ts";
import { requestsApi } from "./requests/requests.api.ts";
import { townHallPages, townHallsApi } from "./townhalls/townhalls.api.ts";
import { townHallsRoutes } from "./townhalls/townhalls.console.ts";
import { createProofOfWork, proofSchema } from "./web/proof-of-work.ts";
import { createResidentSessions, RESIDENT_SESSION_SECONDS, type ResidentSessions } from "./web/resident-sessions.ts";
import { fileURLToPath } from "node:url";
import { describeQueues, stalledQueues } from "../queues/describe-queues.ts";
import { calendarRoutes } from "./calendar/calendar.console.ts";
import { approvalRoutes } from "./broadcasts/approval.console.ts";
import { broadcastsRoutes } from "./broadcasts/broadcasts.console.ts";
import { planRoutes } from "./broadcasts/plan.console.ts";
import { recognisePages } from "./broadcasts/recognise-message.ts";
import { resultRoutes } from "./broadcasts/result.console.ts";
import { demandRoutes } from "./chatbot/demand.console.ts";
import { inboxRoutes } from "./chatbot/inbox.console.ts";
import { replyApprovalRoutes } from "./chatbot/reply-approval.console.ts";
import { repliesRoutes } from "./chatbot/replies.console.ts";
import { campaignsRoutes } from "./content/campaigns.console.ts";
import { contentRoutes } from "./content/content.console.ts";
import type { ConsoleRoute } from "./kernel/console-route.ts";
import { byVietnamese } from "./kernel/vietnamese.ts";
import { accountRoutes } from "./officials/account.console.ts";
import { confirmRoutes } from "./officials/confirm.console.ts";
import { createThrottle } from "./officials/throttle.ts";
import { auditLogRoutes } from "./officials/audit-log.console.ts";
import { officialsRoutes } from "./officials/officials.console.ts";
import { addUnitRoutes } from "./units/add-unit.console.ts";
import { importUnitsRoutes } from "./units/import-units.console.ts";
import { oaConnectionRoutes } from "./units/oa-connection.console.ts";
import { findUnits, visibleUnitCodes } from "./units/unit.store.ts";
import { unitsRoutes } from "./units/units.console.ts";
import { createApp } from "./web/app.ts";
import { createUploadQuota } from "./web/upload-quota.ts";
import { checkReadiness, isReady } from "./web/health.ts";
import { createLimiters } from "./web/limits.ts";
import { stalledOf } from "./compose-internal.ts";
import { problemsAtGate } from "./gate/pass-gate.ts";
import { placesRoutes } from "./gate/places.console.ts";
import { homeRoutes } from "./web/home.console.ts";
import { statusRoutes } from "./web/status.console.ts";

const unitsOf = (core: Core) => async (unitCode: string) => {
  const codes = await visibleUnitCodes(unitCode, core.clock.now());
  return (await findUnits(codes))
    .map(({ _id, name, kind }) => ({ code: _id, name, kind }))
    .toSorted((a, b) => byVietnamese(a.name, b.name));
};

const campaignsOf = async (unitCode: string, now: Date) =>
  (await campaignsFor(unitCode, now)).map((one) => ({ id: String(one._id), name: one.name }));

/** Every page of the console with what it needs. */
export function consoleRoutes(core: Core): ConsoleRoute[] {
  const { settings, clock, box, redis, prefix, outside } = core;
  const facts = () => describeQueues(core.producer, redis, prefix);
  const stalled = async () => stalledQueues(redis, prefix, await facts());
  return [
    ...keptWordsRoutes({ box }),
    ...homeRoutes({ waitingAlertMinutes: settings.WAITING_ALERT_MINUTES, queueFacts: facts }),
    ...inboxRoutes({
      clock,
      enqueueDelivery: core.enqueue.delivery,
      waitingAlertMinutes: settings.WAITING_ALERT_MINUTES,
      priceVnd: core.terms.consultationPrice.value,
    }),
    ...contentRoutes({ clock, box, outside }),
    ...campaignsRoutes({ clock }),
    ...calendarRoutes({ terms: core.terms }),
    ...planRoutes({ clock, terms: core.terms, limits: core.limits, zalo: core.zalo }),
    ...approvalRoutes({ clock, box, outside, zalo: core.zalo }),
    ...resultRoutes({ outside, leaveAlarm: settings.LEAVE_ALARM_PER_THOUSAND }),
    ...broadcastsRoutes({
      ...broadcastDeps(core),
      outside,
      limits: core.limits,
      leaveAlarm: settings.LEAVE_ALARM_PER_THOUSAND,
    }),
    ...draftsRoutes({ clock, box, outside, campaignsOf }),
    ...intakeRoutes(acceptDeps(core)),
    ...commentsRoutes({ clock, comments: core.comments, enqueueTell: core.enqueue.tellAuthors }),
    ...reportRoutes({
      ...reportDeps(core),
      acceptCode: (officialId, code) => sixDigits(core, officialId, code),
    }),
    ...townHallsRoutes(acceptDeps(core)),
    ...questionsRoutes({ clock, outside }),
    ...resultsRoutes({ ...playDeps(core), unitsOf: unitsOf(core) }),
    ...contestsRoutes({ clock }),
    ...framesRoutes({ clock, box, outside }),
    ...requestsRoutes(requestDeps(core)),
    ...ownDataRoutes({ clock, requests: core.requests }),
    ...demandRoutes(),
    ...addUnitRoutes({ clock }),
    ...importUnitsRoutes({ clock, outside }),
    ...unitsRoutes({ clock, problemsAtGate }),
    ...placesRoutes({ clock, box, unitsOf: unitsOf(core) }),
    ...oaConnectionRoutes({
      clock,
      oauth: core.oauth,
      tokens: core.tokens,
      zalo: core.zalo,
      limits: core.limits,
      callbackUrl: `${settings.PUBLIC_URL}/console/ket-noi-oa/tro-lai`,
      consents: {
        save: async (state, value) => void (await core.visits.set(`${prefix}:consent:${state}`, value, "EX", 600)),
        take: (state) => core.visits.getdel(`${prefix}:consent:${state}`),
      },
      enqueueSync: core.enqueue.sync,
    }),
    ...repliesRoutes({ clock }),
    ...replyApprovalRoutes({ clock }),
    ...officialsRoutes({ clock, publicUrl: settings.PUBLIC_URL, unitsOf: unitsOf(core) }),
    ...confirmRoutes({ clock, unitsOf: unitsOf(core) }),
    ...auditLogRoutes({ clock, unitsOf: unitsOf(core) }),
    ...accountRoutes({ clock, box }),
    ...statusRoutes({
      securityLevel: settings.SECURITY_LEVEL,
      queues: facts,
      readiness: () => checkReadiness({ redis, sessions: core.visits, stalled }),
    }),
  ];
}

/** Where somebody Zalo vouched for can be written to by this unit's OA; undefined when they are not known there. */
const placeOf = async (resident: Resident, unitCode: string) => {
  const citizen = (await listByAppUser(resident.appUserId)).find((one) => one.unitCode === unitCode);
  return citizen ? { oaId: citizen.oaId, userId: citizen.userId } : undefined;
};

/** Every route of the JSON API with what it needs. */
function apiRoutes(core: Core, sessions: ResidentSessions): ApiRoute[] {
  const { clock, settings, visits, prefix } = core;
  const proofs = createProofOfWork(visits, prefix, settings.SECRETS_KEY, settings.POW_PREFIX);
  const acceptProof = async (given: unknown): Promise<boolean> => {
    const proof = proofSchema.safeParse(given);
    return proof.success && proofs.accept(proof.data);
  };
  const countsOf = async (draftId: string) =>
    new Map(
      (await listCounts(draftId)).map(({ position, opinions, byVersion = {} }) => [position, { opinions, byVersion }]),
    );
  const accept = acceptDeps(core);
  return [
    // the two that many send in the same second are looked for first
    ...quizzesApi({ ...playDeps(core), outside: core.outside, publicUrl: settings.PUBLIC_URL }),
    ...commentsApi({ ...accept, acceptProof, placeOf }),
    ...newsApi(),
    ...draftsApi({ clock, outside: core.outside, countsOf }),
    ...townHallsApi({ ...accept, acceptProof }),
    ...framesApi({ clock, box: core.box }),
    ...requestsApi({ ...requestDeps(core), outside: core.outside, acceptProof, placeOf }),
    ...ownDataApi({
      log: core.log,
      zalo: core.zalo,
      comments: core.comments,
      requests: core.requests,
      ...eraseDeps(core),
      ...playDeps(core),
      graph: core.graph,
      sessions,
      sessionSeconds: RESIDENT_SESSION_SECONDS,
    }),
    apiRoute({
      method: "get",
      path: "/challenge",
      auth: "anyone",
      summary: "A little work for the sender's machine; its answer is asked of who writes without Zalo.",
      answer: z.unknown(),
      perMinute: 60,
      handle: () => proofs.challenge(),
    }),
  ];
}

/** Against the simulator: accounts of the demo may log in. Zalo's own hosts make it a real house, seeded or not. */
const isTrial = (settings: Core["settings"]): boolean =>
  !/(^|\.)(zalo\.me|zaloapp\.com)$/.test(new URL(settings.ZALO_OPENAPI_URL).hostname);

/** Web role: the door in front, Express behind it, on one port. */
export function composeWeb(core: Core) {
  const { settings } = core;
  const { door, close } = composeDoor(core);
  const residentSessions = createResidentSessions(core.visits, core.prefix);
  const app = createApp({
    residentSessions,
    apiRoutes: apiRoutes(core, residentSessions),
    publicPages: [
      ...publicPages({ comments: core.comments, publicUrl: settings.PUBLIC_URL }),
      ...recognisePages(),
      ...townHallPages(core),
      ...quizPages(playDeps(core)),
      ...framePages(core),
    ],
    miniAppOrigin: settings.MINIAPP_ORIGIN,
    miniAppFolder: fileURLToPath(new URL("../miniapp/www", import.meta.url)),
    clock: core.clock,
    log: core.log,
    sessions: core.visits,
    prefix: core.prefix,
    trustProxy: settings.TRUST_PROXY,
    limiters: createLimiters({
      redis: core.visits,
      prefix: core.prefix,
      mark: core.dayMark,
      clock: core.clock,
      log: core.log,
      on: settings.API_LIMITS === "on",
    }),
    throttle: createThrottle(core.visits, async (key) => `${core.prefix}:tries:${await core.dayMark(key)}`),
    quota: createUploadQuota({ redis: core.visits, prefix: core.prefix, clock: core.clock }),
    isReady: async () =>
      isReady(await checkReadiness({ redis: core.redis, sessions: core.visits, stalled: stalledOf(core) })),
    trial: isTrial(settings),
    box: core.box,
    sessionSecret: settings.SESSION_SECRET,
    publicUrl: settings.PUBLIC_URL,
    oauthOrigin: new URL(settings.ZALO_OAUTH_URL).origin,
    sourceRoot: fileURLToPath(new URL(".", import.meta.url)),
    routes: consoleRoutes(core),
  });
  return { door, app, close };
}
