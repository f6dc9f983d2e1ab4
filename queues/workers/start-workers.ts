import { DelayedError, type Job, UnrecoverableError, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { ZodError } from "zod";
import { type SendDeps, sendChunk } from "../../src/broadcasts/send-chunk.ts";
import { type BroadcastDeps, freezeAudience } from "../../src/broadcasts/start-broadcast.ts";
import { type DeliverDeps, deliverMessage } from "../../src/chatbot/deliver-message.ts";
import { readName } from "../../src/citizens/read-name.ts";
import { syncFollowers } from "../../src/citizens/sync-followers.ts";
import { messageOf } from "../../src/kernel/errors.ts";
import type { ZaloClient } from "../../src/zalo/client.ts";
import { gentle, type JobKind, type QueueName } from "../job-kind.ts";
import { applyReceiptsLater } from "../jobs/apply-receipts.job.ts";
import { freezeAudienceJob, sendChunkJob } from "../jobs/broadcast.jobs.ts";
import { deliverMessageJob } from "../jobs/deliver-message.job.ts";
import { handleEvent } from "../jobs/handle-event.job.ts";
import { readNameJob, syncFollowersJob } from "../jobs/upkeep.jobs.ts";
import type { Producer } from "../producer.ts";
import { type EventDeps, runHandleEvent } from "./handle-event.worker.ts";
import { settleReceipts } from "./ingest.ts";

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
  noteMoved(name: string): Promise<void>;
}

/** How many jobs of a queue one process works on at a time. */
const CONCURRENCY: Readonly<Record<QueueName, number>> = { events: 16, answers: 16, broadcasts: 4, upkeep: 2 };
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

/** Every job's runner: parse the payload, call one deed. */
export function jobRunners(deps: WorkerDeps): ReadonlyMap<string, Runner> {
  return new Map<string, Runner>([
    run(handleEvent, ({ eventKey }) => runHandleEvent(deps.events, eventKey)),
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
    run(freezeAudienceJob, ({ broadcastId }) => freezeAudience(deps.broadcasts, broadcastId)),
    run(sendChunkJob, async ({ broadcastId, chunk }, job) => {
      const result = await sendChunk(deps.sending, broadcastId, chunk);
      if (result.kind === "wait") await wait(job, result.ms);
    }),
    run(syncFollowersJob, async ({ oaId }) => {
      await syncFollowers({ clock: deps.broadcasts.clock, zalo: deps.zalo }, oaId);
    }),
    run(readNameJob, ({ citizenId }) => readName({ zalo: deps.zalo }, citizenId)),
  ]);
}

const isOutage = (error: unknown): boolean =>
  error instanceof Error &&
  /Mongo(Network|ServerSelection|NotConnected|Pool|Server)|buffering|ECONN|Connection is closed|Command timed out|topology|not connected|EPIPE/i.test(
    `${error.name} ${error.message}`,
  );

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
        log.error({ action: "job-failed", job: job.name, jobId: job.id, reason: messageOf(error) }, "job put aside");
        throw new UnrecoverableError(messageOf(error));
      }
      log.warn(
        { action: "job-retry", job: job.name, jobId: job.id, attempt: job.attemptsMade + 1, reason: messageOf(error) },
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
