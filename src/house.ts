import { describeQueues } from "../queues/describe-queues.ts";
import { doorGoodSince } from "../queues/inbox.ts";
import { listByAppUser } from "./citizens/citizen.store.ts";
import { listCounts } from "./comments/position-count.store.ts";
import { acceptDeps, broadcastDeps, type Core, photoDeps, playDeps, reportDeps } from "./compose.ts";
import { stalledOf } from "./compose-internal.ts";
import { campaignsFor } from "./content/campaigns-of-unit.ts";
import { problemsAtGate } from "./gate/pass-gate.ts";
import { noteAnswered } from "./inbox/response-times.ts";
import { uploadAnswer } from "./inbox/upload-answer.ts";
import type { Resident } from "./kernel/api-route.ts";
import type { Room } from "./kernel/room.ts";
import { byVietnamese } from "./kernel/vietnamese.ts";
import { ownAndBelow, type Scope, type Whose } from "./kernel/scope.ts";
import { sixDigits } from "./officials/six-digits.ts";
import { noteFinding } from "./upkeep/finding.store.ts";
import { findUnits } from "./units/unit.store.ts";
import { checkReadiness } from "./web/health.ts";
import { createProofOfWork, proofSchema } from "./web/proof-of-work.ts";
import { createResidentSessions, RESIDENT_SESSION_SECONDS } from "./web/resident-sessions.ts";

/** The unit of a scope and those that answer to it, for lists people choose from. */
const unitsOf = async (scope: Scope) =>
  (await findUnits(ownAndBelow(scope)))
    .map(({ _id, name, kind }) => ({ code: _id, name, kind }))
    .toSorted((a, b) => byVietnamese(a.name, b.name));

const campaignsOf = async (whose: Whose, now: Date) =>
  (await campaignsFor(whose, now)).map((one) => ({ id: String(one._id), name: one.name }));

/** Where somebody Zalo vouched for can be written to by this unit's OA; undefined when they are not known there. */
const placeOf = async (resident: Resident, unitCode: string) => {
  const citizen = (await listByAppUser(resident.appUserId)).find((one) => one.unitCode === unitCode);
  return citizen ? { oaId: citizen.oaId, userId: citizen.userId } : undefined;
};

const countsOf = async (draftId: string) =>
  new Map(
    (await listCounts(draftId)).map(({ position, opinions, byVersion = {} }) => [position, { opinions, byVersion }]),
  );

/** What asks a resident's machine for a little work, and a moment's keeping of what OA connections begin. */
function visitDeps({ visits, prefix, settings }: Core) {
  const proofs = createProofOfWork(visits, prefix, settings.SECRETS_KEY, settings.POW_PREFIX);
  return {
    proofs,
    acceptProof: async (given: unknown): Promise<boolean> => {
      const proof = proofSchema.safeParse(given);
      return proof.success && proofs.accept(proof.data);
    },
    sessions: createResidentSessions(visits, prefix),
    sessionSeconds: RESIDENT_SESSION_SECONDS,
    consents: {
      save: async (state: string, value: string) =>
        void (await visits.set(`${prefix}:consent:${state}`, value, "EX", 600)),
      take: (state: string) => visits.getdel(`${prefix}:consent:${state}`),
    },
  };
}

/** Where a trial's officers see what a resident's phone shows; "" in a real house. */
const phoneOf =
  ({ settings }: Core) =>
  (oaId: string, userId: string): string =>
    settings.TRIAL_PHONE_URL === ""
      ? ""
      : `${settings.TRIAL_PHONE_URL}?${new URLSearchParams({ oa: oaId, user: userId }).toString()}`;

const queueDeps = (core: Core) => ({
  queueFacts: () => describeQueues(core.producer, core.redis, core.prefix),
  readiness: () => checkReadiness({ redis: core.redis, sessions: core.visits, stalled: stalledOf(core) }),
});

/** What sending and answering are given. */
function sendDeps(core: Core) {
  const { settings, redis, prefix, producer, metrics, terms } = core;
  return {
    concurrency: settings.SEND_CONCURRENCY,
    imageCache: {
      get: (key: string) => redis.get(`${prefix}:${key}`),
      set: async (key: string, value: string, seconds: number) =>
        void (await redis.set(`${prefix}:${key}`, value, "EX", seconds)),
    },
    countSend: (outcome: string, n = 1): void => metrics.sends.inc({ outcome }, n),
    countEvent: (name: string, outcome: string): void => metrics.events.inc({ name, outcome }),
    othersWait: async () => (await producer.queues.broadcasts.getWaitingCount()) > 0,
    noteAnswered,
    upload: (oaId: string, attachment: string) => uploadAnswer(core, oaId, attachment),
    isStopping: () => core.ending.begun,
    zaloHours: { ...terms.broadcastHours.value, quietDays: [] },
    coverUrl: (pictureId: string) =>
      pictureId ? `${settings.PUBLIC_URL}/cong-khai/anh/${pictureId}` : `${settings.PUBLIC_URL}/assets/cover.png`,
  };
}

/** What looking after things every so often is given. */
const sweepDeps = ({ settings, redis, prefix, metrics, clock }: Core) => ({
  sweepMs: settings.SWEEP_MS,
  staleMs: settings.SEND_STALE_MS,
  patienceMs: settings.ECHO_PATIENCE_MS,
  listenMs: settings.CHAT_LISTEN_MS,
  doorGoodSince: () => doorGoodSince(redis, prefix, clock.now()),
  async noteFinding(kind: string, n: number, at: Date): Promise<void> {
    metrics.findings.inc({ kind }, n);
    await noteFinding(kind, n, at);
  },
});

/** Everything a room may ask for: the core, and what one room is given of another that stands above it. */
export function composeHouse(core: Core, rooms: () => readonly Room[]) {
  const { settings, enqueue } = core;
  return {
    ...core,
    ...broadcastDeps(core),
    ...reportDeps(core),
    ...acceptDeps(core),
    ...playDeps(core),
    ...visitDeps(core),
    ...queueDeps(core),
    ...photoDeps(core),
    ...sendDeps(core),
    ...sweepDeps(core),
    enqueueDelivery: enqueue.delivery,
    enqueueAttachment: enqueue.attachment,
    enqueueName: enqueue.name,
    enqueuePhoto: enqueue.photo,
    enqueueSync: enqueue.sync,
    enqueueTell: enqueue.tellAuthors,
    waitingAlertMinutes: settings.WAITING_ALERT_MINUTES,
    priceVnd: core.terms.consultationPrice.value,
    leaveAlarm: settings.LEAVE_ALARM_PER_THOUSAND,
    securityLevel: settings.SECURITY_LEVEL,
    callbackUrl: `${settings.PUBLIC_URL}/console/ket-noi-oa/tro-lai`,
    keeps: () => rooms().flatMap(({ keeps = [] }) => keeps),
    leaves: () => rooms().flatMap(({ leaves = [] }) => leaves),
    facts: () => rooms().flatMap(({ facts = [] }) => facts),
    written: () => rooms().flatMap(({ written = [] }) => written),
    dialogues: () => rooms().flatMap(({ dialogues = [] }) => dialogues),
    campaignsOf,
    countsOf,
    placeOf,
    problemsAtGate,
    unitsOf,
    phoneOf: phoneOf(core),
    acceptCode: (officialId: string, code: string) => sixDigits(core, officialId, code),
  };
}
export type House = ReturnType<typeof composeHouse>;
