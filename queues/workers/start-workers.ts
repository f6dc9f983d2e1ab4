import { DelayedError, type Job, UnrecoverableError, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { ZodError } from "zod";
import { listOfLane } from "../../src/broadcasts/broadcast.store.ts";
import { runLane } from "../../src/broadcasts/run-lane.ts";
import { type ArticleDeps, sendArticles } from "../../src/broadcasts/send-articles.ts";
import type { ChunkResult, SendDeps } from "../../src/broadcasts/send-chunk.ts";
import { listAudience } from "../../src/broadcasts/list-audience.ts";
import type { BroadcastDeps } from "../../src/broadcasts/start-broadcast.ts";
import { skipRest } from "../../src/broadcasts/steer-broadcast.ts";
import { type DeliverDeps, deliverMessage } from "../../src/chatbot/deliver-message.ts";
import { findOldest } from "../../src/citizens/inbound-event.store.ts";
import { readName } from "../../src/citizens/read-name.ts";
import { syncFollowers } from "../../src/citizens/sync-followers.ts";
import { type TellDeps, tellAuthors } from "../../src/comments/tell-authors.ts";
import { tellChanged } from "../../src/comments/tell-changed.ts";
import { messageOf } from "../../src/kernel/errors.ts";
import { type ReportDeps, writeReport } from "../../src/reports/seal-report.ts";
import { type FramePhotoDeps, framePhoto } from "../../src/frames/frame-photo.ts";
import type { ZaloClient } from "../../src/zalo/client.ts";
import { gentle, type JobKind, type QueueName } from "../job-kind.ts";
import { applyReceiptsLater } from "../jobs/apply-receipts.job.ts";
import { articleJob, cancelJob, freezeJob, freezeUrgentJob, laneJob, urgentLaneJob } from "../jobs/broadcast.jobs.ts";
import { deliverMessageJob } from "../jobs/deliver-message.job.ts";
import { framePhotoJob } from "../jobs/frame-photo.job.ts";
import { handleLine } from "../jobs/handle-line.job.ts";
import { writeReportJob } from "../jobs/report.job.ts";
import { tellAuthorsJob } from "../jobs/tell-authors.job.ts";
import { tellChangedJob } from "../jobs/tell-changed.job.ts";
import { readNameJob, syncFollowersJob } from "../jobs/upkeep.jobs.ts";
import type { Producer } from "../producer.ts";
import { isOutage } from "../outage.ts";
import { type EventDeps, runLine } from "./handle-line.worker.ts";
import { settleReceipts } from "./settle.ts";

export interface WorkerDeps {
  connection: Redis;
  prefix: string;
  lockMs: number;
  producer: Producer;
  zalo: ZaloClient;
  events: EventDeps;
  answers: DeliverDeps;
  broadcasts: BroadcastDeps;
  sending: SendDeps;
  articles: ArticleDeps;
  reports: ReportDeps;
  telling: TellDeps;
  photos: FramePhotoDeps;
  noteMoved(name: string): Promise<void>;
}

/** How many jobs of a queue one process works on at a time. */
const CONCURRENCY: Readonly<Record<QueueName, number>> = {
  events: 16,
  receipts: 2,
  urgent: 16,
  answers: 16,
  // a lane mostly waits for its turns; the more stand here, the fairer they share
  broadcasts: 64,
  // each holds a photo of up to 50 megapixels in memory
  pictures: 2,
  upkeep: 2,
};
/** Tries before a job that fails for its own fault, and not for MongoDB's or Redis's, is put aside. */
const OWN_FAULT_TRIES = 6;

type Runner = (data: unknown, job: Job) => Promise<void>;
const run = <P extends { v: 1 }>(kind: JobKind<P>, work: (payload: P, job: Job) => Promise<void>): [string, Runner] => [
  kind.name,
  (data, job) => work(kind.payload.parse(data), job),
];

/** Back to the queue without counting as a failure; the place is free for others meanwhile. */
async function wait(job: Job, ms: number): Promise<never> {
  await job.moveToDelayed(Date.now() + ms, job.token);
  throw new DelayedError();
}

async function orWait(job: Job, result: ChunkResult): Promise<void> {
  if (result.kind === "wait") await wait(job, result.ms);
}

/** Every job's runner: parse the payload, call one deed. */
export function jobRunners(deps: WorkerDeps): ReadonlyMap<string, Runner> {
  return new Map<string, Runner>([
    run(handleLine, ({ line }) => runLine(deps.events, line)),
    run(applyReceiptsLater, ({ receipts, tries }) =>
      settleReceipts(
        deps.producer,
        receipts.map((receipt) => ({ ...receipt, at: new Date(receipt.at) })),
        tries,
      ),
    ),
    run(deliverMessageJob, async ({ messageId }, job) => {
      const result = await deliverMessage(deps.answers, messageId);
      if (result.kind === "wait") await wait(job, result.ms);
    }),
    run(freezeJob, ({ broadcastId }) => listAudience(deps.broadcasts, broadcastId)),
    run(freezeUrgentJob, ({ broadcastId }) => listAudience(deps.broadcasts, broadcastId)),
    run(laneJob, async ({ oaId }, job) => orWait(job, await runLane(deps.sending, oaId, false))),
    run(urgentLaneJob, async ({ oaId }, job) => orWait(job, await runLane(deps.sending, oaId, true))),
    run(articleJob, async ({ broadcastId }, job) => orWait(job, await sendArticles(deps.articles, broadcastId))),
    run(cancelJob, ({ broadcastId }) => skipRest(deps.broadcasts, broadcastId)),
    run(syncFollowersJob, async ({ oaId }) => {
      await syncFollowers({ clock: deps.broadcasts.clock, zalo: deps.zalo, refusals: deps.events.refusals }, oaId);
    }),
    run(framePhotoJob, ({ wishId }) => framePhoto(deps.photos, wishId)),
    run(writeReportJob, ({ draftId }) => writeReport(deps.reports, draftId)),
    run(tellAuthorsJob, async ({ draftId, position }) => {
      await tellAuthors(deps.telling, draftId, position);
    }),
    run(tellChangedJob, async ({ draftId }) => {
      await tellChanged(deps.telling, draftId);
    }),
    run(readNameJob, ({ citizenId }) => readName({ zalo: deps.zalo }, citizenId)),
  ]);
}

/** What came while its lane or line was just ending asked for a job that was still there; it gets one now. */
async function lookAgain(deps: WorkerDeps, job: Job): Promise<void> {
  if (job.name === handleLine.name) {
    const { line } = handleLine.payload.parse(job.data);
    if (await findOldest(line)) await deps.producer.add(handleLine, { v: 1, line });
    return;
  }
  const urgent = job.name === urgentLaneJob.name;
  if (!urgent && job.name !== laneJob.name) return;
  const { oaId } = laneJob.payload.parse(job.data);
  const open = (await listOfLane(oaId, urgent)).some((broadcast) => broadcast.cursor < broadcast.chunks);
  if (open) await deps.broadcasts.enqueueLane(oaId, urgent);
}

/** The id of a line is a mark of the resident: beside the moment it would say who wrote when. */
const idInLog = (job: Job): string | undefined => (job.name === handleLine.name ? undefined : job.id);

export function startWorkers(deps: WorkerDeps): { close(): Promise<void> } {
  const runners = jobRunners(deps);
  const log = deps.sending.log;
  const process = (queue: QueueName) => async (job: Job) => {
    const runner = runners.get(job.name);
    if (!runner) throw new UnrecoverableError(`no worker for ${job.name}`);
    try {
      await runner(job.data, job);
      await deps.noteMoved(queue);
    } catch (error) {
      if (error instanceof DelayedError) throw error;
      if (error instanceof ZodError || (!isOutage(error) && job.attemptsMade + 1 >= OWN_FAULT_TRIES)) {
        log.error(
          { action: "job-failed", job: job.name, jobId: idInLog(job), reason: messageOf(error) },
          "job put aside",
        );
        throw new UnrecoverableError(messageOf(error));
      }
      log.warn(
        {
          action: "job-retry",
          job: job.name,
          jobId: idInLog(job),
          attempt: job.attemptsMade + 1,
          reason: messageOf(error),
        },
        "job will be tried again",
      );
      throw error;
    }
  };
  const workers = (Object.keys(CONCURRENCY) as QueueName[]).map((queue) => {
    const worker = new Worker(queue, process(queue), {
      connection: deps.connection,
      prefix: deps.prefix,
      concurrency: CONCURRENCY[queue],
      lockDuration: deps.lockMs,
      stalledInterval: Math.max(1000, Math.floor(deps.lockMs / 2)),
      maxStalledCount: 1000,
      settings: { backoffStrategy: gentle },
    });
    worker.on("completed", (job) => void lookAgain(deps, job).catch(() => undefined));
    worker.on("error", (error) =>
      log.warn({ action: "worker-error", queue, reason: messageOf(error) }, "worker lost Redis"),
    );
    return worker;
  });
  return {
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}
