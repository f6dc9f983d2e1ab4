import { eachAlone } from "../../src/kernel/each-alone.ts";
import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { recountDirty } from "../../src/broadcasts/count-progress.ts";
import type { Broadcast } from "../../src/broadcasts/broadcast.model.ts";
import { type ArticleDeps, askViews } from "../../src/broadcasts/send-articles.ts";
import { type BroadcastDeps, startDue } from "../../src/broadcasts/start-broadcast.ts";
import { sweepBroadcasts } from "../../src/broadcasts/steer-broadcast.ts";
import { findUnsent, markStaleMessagesUnknown } from "../../src/chatbot/conversation.store.ts";
import { type SayAgainDeps, sayAgainWhatIsSilent } from "../../src/chatbot/say-again.ts";
import { findForgottenLines, putAway } from "../../src/citizens/inbound-event.store.ts";
import { logReceived } from "../../src/comments/append-log.ts";
import { purgeComments } from "../../src/comments/keep-and-purge.ts";
import { listDirtyCounts, recount, touchNew } from "../../src/comments/position-count.store.ts";
import type { CommentBox } from "../../src/comments/seal-box.ts";
import { listTelling } from "../../src/drafts/draft.store.ts";
import type { SecretBox } from "../../src/kernel/crypto.ts";
import { messageOf } from "../../src/kernel/errors.ts";
import type { Log } from "../../src/kernel/logger.ts";
import { takeOpenCounts } from "../../src/reports/open-counts.ts";
import { purgeAudit } from "../../src/officials/audit-log.store.ts";
import { purgeRequests } from "../../src/requests/keep-and-purge.ts";
import { purgeOrphanPictures } from "../../src/requests/orphan-pictures.ts";
import { purgeQuizContacts, tendRounds } from "../../src/quizzes/close-round.ts";
import type { PlayDeps } from "../../src/quizzes/start-turn.ts";
import { forgetMakers } from "../../src/frames/count-maker.ts";
import { listWaitingWishes } from "../../src/frames/frame.store.ts";
import type { RequestBox } from "../../src/requests/take-request.ts";
import { listWriting } from "../../src/reports/report.store.ts";
import { findExpiring, listOas } from "../../src/zalo/oa.store.ts";
import type { Tokens } from "../../src/zalo/tokens.ts";
import { deliverMessageJob } from "../jobs/deliver-message.job.ts";
import { writeReportJob } from "../jobs/report.job.ts";
import { framePhotoJob } from "../jobs/frame-photo.job.ts";
import { tellChangedJob } from "../jobs/tell-changed.job.ts";
import { handleLine } from "../jobs/handle-line.job.ts";
import type { Producer } from "../producer.ts";
import { REWRITE_MS, rewriteFiles } from "./rewrite-files.ts";

export interface SweepDeps extends BroadcastDeps {
  redis: Redis;
  /** where sessions and counts are; the same one unless it has an address of its own */
  visits: Redis;
  prefix: string;
  producer: Producer;
  tokens: Tokens;
  log: Log;
  staleMs: number;
  everyMs: number;
  articles: ArticleDeps;
  sayAgain: SayAgainDeps;
  comments: CommentBox;
  requests: RequestBox;
  box: SecretBox;
  play: PlayDeps;
  isQueued(broadcast: Broadcast): Promise<boolean>;
  /** finishes what follows decisions, by their names */
  finishDecisions(): Promise<Record<string, number>>;
  /** counts a finding for /metrics and writes it down for the status page */
  noteFinding(kind: string, n: number, at: Date): Promise<void>;
}

const FORGOTTEN_MS = 20_000;
const UNSENT_MS = 10_000;
/** Access tokens live 25 hours; they are renewed when less than two remain. */
const RENEW_BEFORE_MS = 2 * 3_600_000;

/**
 * Puts right what a crash or a flushed Redis left behind, from what MongoDB knows. One worker at a time; every finding
 * is counted. Lives in the process and not in Redis, so that it survives a flush.
 */
async function sweep(deps: SweepDeps): Promise<void> {
  const now = deps.clock.now().getTime();
  const note = async (kind: string, n: number): Promise<void> => {
    if (n === 0) return;
    await deps.noteFinding(kind, n, deps.clock.now());
    deps.log.info({ action: "sweep", kind, n }, "sweep found work");
  };
  await allOf(
    async () => {
      const { unknown, lostJobs, withoutReceipt } = await sweepBroadcasts(deps, deps.staleMs);
      await note("doubtful-sends", unknown);
      await note("lost-jobs", lostJobs);
      await note("missing-receipts", withoutReceipt);
    },
    async () => note("doubtful-replies", await markStaleMessagesUnknown(new Date(now - deps.staleMs))),
    async () => {
      const forgotten = await findForgottenLines(new Date(now - FORGOTTEN_MS));
      await deps.producer.addMany(
        handleLine,
        forgotten.map((line) => ({ v: 1 as const, line })),
      );
      await note("forgotten-events", forgotten.length);
    },
    async () => note("replies-said-again", await sayAgainWhatIsSilent(deps.sayAgain, await listOas())),
    async () => {
      const unsent = await findUnsent(new Date(now - UNSENT_MS));
      await deps.producer.addMany(
        deliverMessageJob,
        unsent.map((message) => ({ v: 1 as const, messageId: String(message._id) })),
      );
      await note("unsent-replies", unsent.length);
    },
    async () => {
      const photos = await listWaitingWishes(new Date(now - FORGOTTEN_MS));
      await deps.producer.addMany(
        framePhotoJob,
        photos.map((wishId) => ({ v: 1 as const, wishId })),
      );
      await note("forgotten-photos", photos.length);
    },
    async () => {
      const expiring = await findExpiring(new Date(now + RENEW_BEFORE_MS));
      await note("renewed-tokens", await eachAlone(expiring, (oa) => deps.tokens.renew(oa._id, oa.generation)));
    },
  );
}

/** Runs `work` every so often in one process of all; a failing turn is logged and the next comes. */
function every(deps: SweepDeps, name: string, ms: number, work: () => Promise<unknown>): { stop(): Promise<void> } {
  const me = randomUUID();
  let busy: Promise<void> | undefined;
  const turn = async (): Promise<void> => {
    try {
      if ((await deps.redis.set(`${deps.prefix}:turn:${name}`, me, "PX", ms, "NX")) === "OK") await work();
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

/** Each part has its turn, whatever became of the one before it. */
const allOf = (...parts: (() => Promise<unknown>)[]): Promise<number> => eachAlone(parts, (part) => part());

/** Brings new comments into the log and their counts up to date; puts back the job of a report that was cut off. */
async function tendComments(deps: SweepDeps): Promise<void> {
  await allOf(
    async () => {
      while ((await touchNew()) === 1000);
    },
    () => logReceived(deps),
    async () => eachAlone(await listDirtyCounts(), recount),
    async () =>
      eachAlone(await listTelling(), (draft) =>
        deps.producer.add(tellChangedJob, { v: 1, draftId: String(draft._id) }),
      ),
    async () => eachAlone(await listWriting(), ({ draftId }) => deps.producer.add(writeReportJob, { v: 1, draftId })),
  );
}

/** A decision is one write; what follows it and was cut off is done here. */
async function tendDecisions(deps: SweepDeps): Promise<void> {
  for (const [name, n] of Object.entries(await deps.finishDecisions())) {
    if (n === 0) continue;
    await deps.noteFinding("unfinished-decisions", n, deps.clock.now());
    deps.log.info({ action: "decisions", name, n }, "what follows a decision is done now");
  }
}

/** What was kept long enough goes (domain.md §5-11); counted like every other finding. */
async function purgeOld(deps: SweepDeps): Promise<void> {
  const now = deps.clock.now();
  const note = async (kind: string, n: number): Promise<void> => {
    if (n > 0) await deps.noteFinding(kind, n, now);
  };
  await allOf(
    async () => {
      const { links, words } = await purgeComments(deps);
      await note("purged-links", links);
      await note("purged-words", words);
    },
    async () => note("purged-requests", await purgeRequests(deps)),
    async () => note("purged-orphan-pictures", await purgeOrphanPictures(deps)),
    async () => note("purged-frame-marks", await forgetMakers({ clock: deps.clock, box: deps.box })),
    async () => note("purged-quiz-contacts", await purgeQuizContacts(deps.play)),
    async () => note("purged-audit", await purgeAudit(now)),
  );
}

export function startSweeps(deps: SweepDeps): { stop(): Promise<void> } {
  const parts = [
    every(deps, "sweep", deps.everyMs, () => sweep(deps)),
    every(deps, "recount", 1000, () => recountDirty(deps)),
    every(deps, "retention", 3_600_000, () => purgeOld(deps)),
    every(deps, "put-away", 600_000, () => putAway(deps.clock.now())),
    every(deps, "rewrite", REWRITE_MS, () => rewriteFiles(deps)),
    every(deps, "comments", 1000, () => tendComments(deps)),
    every(deps, "decisions", 1000, () => tendDecisions(deps)),
    every(deps, "quizzes", 2000, () => tendRounds(deps.play)),
    every(deps, "open-counts", deps.everyMs, () => takeOpenCounts(deps)),
    every(deps, "views", deps.everyMs, () => askViews(deps.articles)),
    every(deps, "schedule", 1000, () => startDue(deps)),
  ];
  return {
    async stop() {
      await Promise.all(parts.map((part) => part.stop()));
    },
  };
}
