import { DelayedError, type Job, UnrecoverableError, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { ZodError } from "zod";
import { machineMs } from "../../src/kernel/clock.ts";
import { messageOf } from "../../src/kernel/errors.ts";
import { type BroughtJob, gentle, type QueueName } from "../../src/kernel/job.ts";
import type { Log } from "../../src/kernel/logger.ts";
import { isOutage } from "../outage.ts";

export interface WorkerDeps {
  connection: Redis;
  prefix: string;
  lockMs: number;
  /** of all rooms */
  jobs: readonly BroughtJob[];
  log: Log;
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
  // each runs a synthesizer and ffmpeg, at the lowest turn of the processor
  voices: 2,
  upkeep: 2,
};
/** Tries before a job that fails for its own fault, and not for MongoDB's or Redis's, is put aside. */
const OWN_FAULT_TRIES = 6;

/** Back to the queue without counting as a failure; the place is free for others meanwhile. */
async function putBack(job: Job, ms: number): Promise<never> {
  await job.moveToDelayed(machineMs() + ms, job.token);
  throw new DelayedError();
}

/** What becomes of a job that failed: put aside for its own fault, else tried again. */
function fault(log: Log, job: Job, jobId: string | undefined, error: unknown): unknown {
  const reason = messageOf(error);
  const attempt = job.attemptsMade + 1;
  if (error instanceof ZodError || (!isOutage(error) && attempt >= OWN_FAULT_TRIES)) {
    log.error({ action: "job-failed", job: job.name, jobId, reason }, "job put aside");
    return new UnrecoverableError(reason);
  }
  log.warn({ action: "job-retry", job: job.name, jobId, attempt, reason }, "job will be tried again");
  return error;
}

/**
 * Every job of the rooms is run here, by the queue it waits in. What they do is loaded before: a deed that cannot be
 * loaded stops the start, and nobody's first message waits for it.
 */
export async function startWorkers(deps: WorkerDeps): Promise<{ close(): Promise<void> }> {
  const { log } = deps;
  await Promise.all(deps.jobs.map((job) => job.load()));
  const jobs = new Map(deps.jobs.map((job) => [job.kind.name, job]));
  const idInLog = (job: Job): string | undefined => (jobs.get(job.name)?.kind.secretId ? undefined : job.id);
  const process = (queue: QueueName) => async (job: Job) => {
    const brought = jobs.get(job.name);
    if (!brought) throw new UnrecoverableError(`no worker for ${job.name}`);
    try {
      const wait = await brought.run(job.data);
      if (wait) await putBack(job, wait.waitMs);
      await deps.noteMoved(queue);
    } catch (error) {
      if (error instanceof DelayedError) throw error;
      throw fault(log, job, idInLog(job), error);
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
    worker.on(
      "completed",
      (job) =>
        void jobs
          .get(job.name)
          ?.lookAgain(job.data)
          .catch(() => undefined),
    );
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
