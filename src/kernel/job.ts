import type { JobsOptions } from "bullmq";
import type { ZodType } from "zod";

/** Queues by what waits in them, so that an emergency and an answer to a person never stand behind a campaign. */
export const QUEUES = [
  "events",
  "urgent",
  "answers",
  "receipts",
  "broadcasts",
  "pictures",
  "voices",
  "upkeep",
] as const;
export type QueueName = (typeof QUEUES)[number];

/** A kind of job: where it waits, what it carries (ids and a version, no personal data), how it is tried again. */
export interface JobKind<Payload extends { v: 1 }> {
  queue: QueueName;
  name: string;
  payload: ZodType<Payload>;
  /** the same work waiting twice is one job; may not hold ":" nor be all digits */
  idOf(payload: Payload): string;
  options: JobsOptions;
  /** its id says whose it is: beside the moment it would say who wrote when, so it stands in no log */
  secretId?: boolean;
}

/** Not yet: it goes back to the queue for so long, without counting as a failure; its place is free meanwhile. */
export interface Wait {
  waitMs: number;
}
/** What a deed that may have to wait says, as a queue understands it. */
export const orWait = (result: { kind: string } | { kind: "wait"; ms: number }): Wait | undefined =>
  "ms" in result ? { waitMs: result.ms } : undefined;

/** A kind of job whole: what waits and what is done cannot drift apart. */
export interface Job<Payload extends { v: 1 }, Deps, Deeds> extends JobKind<Payload> {
  /** what its run calls: a worker loads it before the first job comes, producers do not need it */
  load(): Promise<Deeds>;
  run(deeds: Deeds, deps: Deps, payload: Payload): Promise<Wait | undefined | void>;
  /** whether something came while it was just ending, when asking for the job found it still there */
  again?(deps: Deps, payload: Payload): Promise<boolean>;
}

export const defineJob = <P extends { v: 1 }, D, M>(job: Job<P, D, M>): Job<P, D, M> => job;

/** Gives work to the queues. */
export interface Jobs {
  add<P extends { v: 1 }>(kind: JobKind<P>, payload: P): Promise<void>;
  addMany<P extends { v: 1 }>(kind: JobKind<P>, payloads: P[]): Promise<void>;
  /** jobs that were put back to wait are due now; those that failed keep their pause */
  hurry<P extends { v: 1 }>(kind: JobKind<P>, payloads: P[]): Promise<void>;
  /** whether such a job waits or runs */
  has<P extends { v: 1 }>(kind: JobKind<P>, payload: P): Promise<boolean>;
}

/** A kind of job as its room brings it to the house, with what its deed is given. */
export interface BroughtJob {
  kind: Pick<JobKind<{ v: 1 }>, "queue" | "name" | "secretId">;
  load(): Promise<unknown>;
  run(data: unknown): Promise<Wait | undefined | void>;
  /** looks once more after it was done */
  lookAgain(data: unknown): Promise<void>;
}

export const bringJob = <P extends { v: 1 }, D, M>(job: Job<P, D, M>, deps: D & { producer: Jobs }): BroughtJob => ({
  kind: job,
  load: job.load,
  run: async (data) => job.run(await job.load(), deps, job.payload.parse(data)),
  async lookAgain(data) {
    const payload = job.payload.parse(data);
    if (await job.again?.(deps, payload)) await deps.producer.add(job, payload);
  },
});

/** Retry in words. `untilDone` is for work that MongoDB's or Redis's absence must not lose: ten seconds apart at most. */
export const untilDone: JobsOptions = {
  attempts: 100_000,
  backoff: { type: "gentle" },
  removeOnComplete: true,
  removeOnFail: { age: 7 * 86_400, count: 10_000 },
};
export const fewTimes: JobsOptions = {
  attempts: 5,
  backoff: { type: "gentle" },
  removeOnComplete: true,
  removeOnFail: { age: 86_400, count: 1000 },
};

/** 1, 2, 4, 8, then 10 seconds. */
export const gentle = (attemptsMade: number): number => Math.min(1000 * 2 ** Math.max(0, attemptsMade - 1), 10_000);
