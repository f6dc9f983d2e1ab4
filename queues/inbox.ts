import { machineMs } from "../src/kernel/clock.ts";
import type { Redis } from "ioredis";

/**
 * The inbox: Redis streams between the door's 200 and MongoDB, one a line. With `appendfsync always` an entry is on disk
 * before XADD answers; its body is sealed before Redis sees it. An entry leaves only after MongoDB holds its event.
 */
export const LINES = ["residents", "receipts", "mini-app"] as const;
export type Line = (typeof LINES)[number];

export interface InboxEntry {
  /** `<ms>-<n>`, rising: the order in which the door took them */
  id: string;
  sealed: string;
  receivedAt: number;
}

/** One group and one reader's name: whoever holds the line goes on with what the last one left. */
const GROUP = "ingest";
const READER = "line";
const key = (prefix: string, line: Line): string => `${prefix}:inbox:${line}`;

/** Puts one event in. Rejects when Redis cannot hold it; the door then answers 503. */
export async function putIntoInbox(
  redis: Redis,
  prefix: string,
  line: Line,
  sealed: string,
  receivedAt: number,
): Promise<void> {
  await redis.xadd(key(prefix, line), "*", "t", receivedAt, "b", sealed);
}

export async function openInbox(redis: Redis, prefix: string, line: Line): Promise<void> {
  try {
    await redis.xgroup("CREATE", key(prefix, line), GROUP, "0", "MKSTREAM");
  } catch (error) {
    if (!String(error).includes("BUSYGROUP")) throw error;
  }
}

/** How long a line stays with a process that does not ask for it again. */
const HOLD_MS = 5000;
const HOLD = `
local held = redis.call('GET', KEYS[1])
if held == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) return 1 end
if held then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 2`;

/**
 * One process at a time reads a line, so that the order in which events came is the order in which they are recorded.
 * @returns "new" when it just fell to this process: then what the last one left comes first
 */
export async function holdLine(redis: Redis, prefix: string, line: Line, me: string): Promise<"no" | "new" | "mine"> {
  const answer = await redis.eval(HOLD, 1, `${prefix}:inbox-held:${line}`, me, HOLD_MS);
  return answer === 0 ? "no" : answer === 2 ? "new" : "mine";
}

export async function letGoOfLine(redis: Redis, prefix: string, line: Line, me: string): Promise<void> {
  const script = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";
  await redis.eval(script, 1, `${prefix}:inbox-held:${line}`, me);
}

/** Up to `count` entries in order: `left` those that were given out and not removed, `fresh` new ones (waits `blockMs` for them). */
export async function readInbox(
  redis: Redis,
  prefix: string,
  line: Line,
  which: "left" | "fresh",
  count: number,
  blockMs: number,
): Promise<InboxEntry[]> {
  const from = which === "left" ? "0" : ">";
  const rows = await redis.xreadgroup(
    "GROUP",
    GROUP,
    READER,
    "COUNT",
    count,
    "BLOCK",
    blockMs,
    "STREAMS",
    key(prefix, line),
    from,
  );
  return toEntries(rows?.[0]?.[1] ?? []);
}

export async function removeFromInbox(redis: Redis, prefix: string, line: Line, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await redis
    .multi()
    .xack(key(prefix, line), GROUP, ...ids)
    .xdel(key(prefix, line), ...ids)
    .exec();
}

/** Seals what still waits anew, in its order; for a change of keys, while no worker runs and the door has the new one. */
export async function resealInbox(redis: Redis, prefix: string, again: (sealed: string) => string): Promise<number> {
  let n = 0;
  for (const line of LINES) {
    const name = key(prefix, line);
    for (;;) {
      const [entry] = toEntries(await redis.xrange(name, "-", "+", "COUNT", 1));
      const fresh = entry ? again(entry.sealed) : "";
      if (!entry || fresh === entry.sealed) break;
      await redis
        .multi()
        .xadd(name, "*", "t", entry.receivedAt, "b", fresh)
        .xack(name, GROUP, entry.id)
        .xdel(name, entry.id)
        .exec();
      n += 1;
    }
  }
  return n;
}

export async function describeInbox(
  redis: Redis,
  prefix: string,
  line: Line,
): Promise<{ waiting: number; oldestMs: number }> {
  const [waiting, first] = await Promise.all([
    redis.xlen(key(prefix, line)),
    redis.xrange(key(prefix, line), "-", "+", "COUNT", 1),
  ]);
  const id = first[0]?.[0];
  return { waiting, oldestMs: id ? Math.max(0, machineMs() - Number(id.split("-")[0])) : 0 };
}

function toEntries(rows: [string, string[] | null][]): InboxEntry[] {
  return rows.flatMap(([id, fields]) => {
    if (!fields) return [];
    const value = (name: string): string => fields[fields.indexOf(name) + 1] ?? "";
    return [{ id, receivedAt: Number(value("t")), sealed: value("b") }];
  });
}

const doorKey = (prefix: string): string => `${prefix}:door-trouble`;

/** The door was not there, or answered something else than 200: what Zalo told meanwhile may come late or never. */
export const noteDoorTrouble = async (redis: Redis, prefix: string, now: Date): Promise<void> =>
  void (await redis.set(doorKey(prefix), now.getTime()));

/** Since when every door has answered nothing but 200; after a flush nobody knows, and it counts from now. */
export async function doorGoodSince(redis: Redis, prefix: string, now: Date): Promise<Date | undefined> {
  const at = await redis.get(doorKey(prefix));
  if (at !== null) return new Date(Number(at));
  await redis.set(doorKey(prefix), now.getTime(), "NX");
  return undefined;
}
