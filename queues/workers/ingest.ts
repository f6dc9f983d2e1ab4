import type { Redis } from "ioredis";
import { messageOf } from "../../src/kernel/errors.ts";
import type { Log } from "../../src/kernel/logger.ts";
import {
  holdLine,
  type InboxEntry,
  letGoOfLine,
  type Line,
  LINES,
  openInbox,
  readInbox,
  removeFromInbox,
} from "../inbox.ts";
import { isOutage } from "../outage.ts";
import { setAside, takeIn, type TakeInDeps } from "./take-in.ts";

export interface IngestDeps extends TakeInDeps {
  /** a connection of its own for each line: reading waits */
  connect(): Redis;
  prefix: string;
  /** this process, among those that may read */
  reader: string;
  log: Log;
  noteMoved(name: string): Promise<void>;
}

/** Entries a batch; receipts are applied in bulk, the more at once the fewer questions. */
const BATCH: Readonly<Record<Line, number>> = { residents: 200, receipts: 1000, "mini-app": 200 };
const BLOCK_MS = 500;
const ASK_AGAIN_MS = 300;

/**
 * Moves events from the inbox into MongoDB, each line by itself and in its order. While MongoDB is away nothing leaves
 * the inbox.
 */
export function startIngest(deps: IngestDeps): { stop(): Promise<void> } {
  const lines = LINES.map((line) => startLine(deps, line));
  return {
    async stop() {
      await Promise.all(lines.map((one) => one.stop()));
    },
  };
}

function startLine(deps: IngestDeps, line: Line): { stop(): Promise<void> } {
  const redis = deps.connect();
  let running = true;
  let left = true;
  const turn = async (): Promise<void> => {
    await openInbox(redis, deps.prefix, line);
    const held = await holdLine(redis, deps.prefix, line, deps.reader);
    if (held === "no") return pause(ASK_AGAIN_MS);
    if (held === "new") left = true;
    const entries = await readInbox(redis, deps.prefix, line, left ? "left" : "fresh", BATCH[line], BLOCK_MS);
    if (entries.length > 0) await move(deps, redis, line, entries);
    else left = false;
  };
  const loop = (async () => {
    while (running) {
      try {
        await turn();
      } catch (error) {
        if (!running) break;
        // what failed was given out and not removed: it comes first again
        left = true;
        deps.log.warn({ action: "ingest-waits", line, reason: messageOf(error) }, "inbox could not be emptied yet");
        await pause(1000);
      }
    }
    await letGoOfLine(redis, deps.prefix, line, deps.reader).catch(() => undefined);
    redis.disconnect();
  })();
  return {
    async stop() {
      running = false;
      await loop;
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function move(deps: IngestDeps, redis: Redis, line: Line, entries: InboxEntry[]): Promise<void> {
  try {
    await takeIn(deps, line, entries);
  } catch (error) {
    if (isOutage(error)) throw error;
    deps.log.error({ action: "ingest-batch", line, reason: messageOf(error) }, "a batch failed; each event by itself");
    for (const entry of entries) await takeAlone(deps, line, entry);
  }
  await removeFromInbox(
    redis,
    deps.prefix,
    line,
    entries.map((entry) => entry.id),
  );
  await deps.noteMoved(`inbox-${line}`);
}

/** One event that nothing can be made of shall not stand before all others: it waits for a person. */
async function takeAlone(deps: IngestDeps, line: Line, entry: InboxEntry): Promise<void> {
  try {
    await takeIn(deps, line, [entry]);
  } catch (error) {
    if (isOutage(error)) throw error;
    await setAside(entry);
    deps.countEvent("unreadable", "failed");
  }
}
