import { Redis } from "ioredis";

/**
 * Two kinds of connection. A producer fails at once when Redis is away (the door then answers 503); a worker waits
 * for it to come back.
 */
export function connectProducer(url: string): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 1500,
    connectTimeout: 1500,
    retryStrategy: (times) => Math.min(times * 100, 1000),
  });
  redis.on("error", () => undefined);
  return redis;
}

export function connectWorker(url: string): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: (times) => Math.min(times * 100, 1000) });
  redis.on("error", () => undefined);
  return redis;
}

/** For requests of pages: waits a moment, then says no. */
export function connectPatient(url: string): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 2,
    commandTimeout: 5000,
    retryStrategy: (times) => Math.min(times * 100, 1000),
  });
  redis.on("error", () => undefined);
  return redis;
}
