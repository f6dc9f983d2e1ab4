import type { JobsOptions } from "bullmq";
import type { ZodType } from "zod";

/** Queues by what waits in them, so that an emergency and an answer to a person never stand behind a campaign. */
export const QUEUES = ["events", "urgent", "answers", "receipts", "broadcasts", "pictures", "upkeep"] as const;
export type QueueName = (typeof QUEUES)[number];

/** A kind of job: where it waits, what it carries (ids and a version, no personal data), how it is tried again. */
export interface JobKind<Payload extends { v: 1 }> {
  queue: QueueName;
  name: string;
  payload: ZodType<Payload>;
  /** the same work waiting twice is one job; may not hold ":" nor be all digits */
  idOf(payload: Payload): string;
  options: JobsOptions;
}

export const defineJob = <P extends { v: 1 }>(kind: JobKind<P>): JobKind<P> => kind;

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
