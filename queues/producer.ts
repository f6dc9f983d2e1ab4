import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { type Jobs, QUEUES, type QueueName } from "../src/kernel/job.ts";

/** Jobs on Redis, with the queues themselves for who describes them. */
export interface Producer extends Jobs {
  queues: Readonly<Record<QueueName, Queue>>;
  close(): Promise<void>;
}

export function createProducer(connection: Redis, prefix: string): Producer {
  const queues = Object.fromEntries(
    QUEUES.map((name) => {
      // the stream of what became of jobs is read by nobody here, and each line of it names a job and a moment
      const queue = new Queue(name, { connection, prefix, streams: { events: { maxLen: 1 } } });
      queue.on("error", () => undefined);
      return [name, queue];
    }),
  ) as Record<QueueName, Queue>;
  return {
    queues,
    async add(kind, payload) {
      await queues[kind.queue].add(kind.name, payload, { ...kind.options, jobId: kind.idOf(payload) });
    },
    async addMany(kind, payloads) {
      if (payloads.length === 0) return;
      await queues[kind.queue].addBulk(
        payloads.map((data) => ({ name: kind.name, data, opts: { ...kind.options, jobId: kind.idOf(data) } })),
      );
    },
    async hurry(kind, payloads) {
      if (payloads.length === 0) return;
      const queue = queues[kind.queue];
      const ids = payloads.map((payload) => kind.idOf(payload));
      // one question for all of them: hardly ever does one of them wait
      const delayed = await connection.zmscore(queue.toKey("delayed"), ...ids);
      for (const [n, id] of ids.entries()) {
        const job = delayed[n] ? await queue.getJob(id) : undefined;
        // gone, or running by now: so much the better
        if (job?.attemptsMade === 0) await job.promote().catch(() => undefined);
      }
    },
    async has(kind, payload) {
      return (await queues[kind.queue].getJob(kind.idOf(payload))) !== undefined;
    },
    async close() {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
}
