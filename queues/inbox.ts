import type { Redis } from "ioredis";

/**
 * The inbox: a Redis stream between the door's 200 and MongoDB. With `appendfsync always` an entry is on disk before
 * XADD answers. An entry leaves only after MongoDB holds its event.
 */
export interface InboxEntry {
  id: string;
  kind: "oa" | "mini-app";
  body: string;
  receivedAt: number;
}

const GROUP = "ingest";
const key = (prefix: string): string => `${prefix}:inbox`;

/** Puts one event in. Rejects when Redis cannot hold it; the door then answers 503. */
export async function putIntoInbox(
  redis: Redis,
  prefix: string,
  kind: InboxEntry["kind"],
  body: Buffer,
  receivedAt: number,
): Promise<void> {
  await redis.xadd(key(prefix), "*", "k", kind, "t", receivedAt, "b", body);
}

export async function openInbox(redis: Redis, prefix: string): Promise<void> {
  try {
    await redis.xgroup("CREATE", key(prefix), GROUP, "0", "MKSTREAM");
  } catch (error) {
    if (!String(error).includes("BUSYGROUP")) throw error;
  }
}

/** Up to `count` entries: first those a dead reader left behind, then new ones (waits `blockMs` for them). */
export async function readInbox(
  redis: Redis,
  prefix: string,
  reader: string,
  count: number,
  blockMs: number,
): Promise<InboxEntry[]> {
  const left = (await redis.xautoclaim(key(prefix), GROUP, reader, 15_000, "0", "COUNT", count)) as [
    string,
    [string, string[] | null][],
  ];
  const old = toEntries(left[1] ?? []);
  if (old.length > 0) return old;
  const fresh = (await redis.xreadgroup(
    "GROUP",
    GROUP,
    reader,
    "COUNT",
    count,
    "BLOCK",
    blockMs,
    "STREAMS",
    key(prefix),
    ">",
  )) as [string, [string, string[]][]][] | null;
  return toEntries(fresh?.[0]?.[1] ?? []);
}

/** Entries this reader was given before and has not removed. */
export async function readOwn(redis: Redis, prefix: string, reader: string, count: number): Promise<InboxEntry[]> {
  const rows = (await redis.xreadgroup("GROUP", GROUP, reader, "COUNT", count, "STREAMS", key(prefix), "0")) as
    | [string, [string, string[]][]][]
    | null;
  return toEntries(rows?.[0]?.[1] ?? []);
}

export async function removeFromInbox(redis: Redis, prefix: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await redis
    .multi()
    .xack(key(prefix), GROUP, ...ids)
    .xdel(key(prefix), ...ids)
    .exec();
}

export async function describeInbox(redis: Redis, prefix: string): Promise<{ waiting: number; oldestMs: number }> {
  const [waiting, first] = await Promise.all([
    redis.xlen(key(prefix)),
    redis.xrange(key(prefix), "-", "+", "COUNT", 1),
  ]);
  const id = first[0]?.[0];
  return { waiting, oldestMs: id ? Math.max(0, Date.now() - Number(id.split("-")[0])) : 0 };
}

function toEntries(rows: [string, string[] | null][]): InboxEntry[] {
  return rows.flatMap(([id, fields]) => {
    if (!fields) return [];
    const value = (name: string): string => fields[fields.indexOf(name) + 1] ?? "";
    return [
      {
        id,
        kind: value("k") === "mini-app" ? ("mini-app" as const) : ("oa" as const),
        receivedAt: Number(value("t")),
        body: value("b"),
      },
    ];
  });
}
