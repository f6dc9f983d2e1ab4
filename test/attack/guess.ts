import { createHash } from "node:crypto";
import type { Loot, Row } from "./loot.ts";
import { findSuspects, findTraces, type Trace } from "./traces.ts";

/** An anonymous comment as the loot shows it. */
interface Target {
  id: string;
  channel: string;
  receipt: string;
  words: string;
  /** where it stands among the comments, and in the log */
  places: number[];
  /** between which moments it came */
  from: number;
  to: number;
}
/** Who an attacker believes may have written by each way; empty = everybody. */
export type Names = Readonly<Record<string, readonly string[]>>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const isDay = (at: number): boolean => (at + 7 * HOUR) % DAY === 0;

function findTargets(loot: Loot): Target[] {
  const logged = loot.rows
    .filter((row) => row.collection === "comment_log")
    .toSorted((a, b) => Number(a.doc["n"]) - Number(b.doc["n"]))
    .flatMap((row) => (row.doc["entries"] as { ref: string }[]).map((entry) => entry.ref));
  return loot.rows
    .filter((row) => row.collection === "comments" && row.doc["draftId"] !== undefined && row.doc["signed"] === "")
    .map((row) => {
      const id = String(row.doc["_id"]);
      const at = (row.doc["at"] as Date).getTime();
      const fine = isDay(at) ? DAY : at % HOUR === 0 ? HOUR : 1000;
      const inLog = logged.indexOf(id);
      return {
        id,
        channel: String(row.doc["channel"]),
        receipt: String(row.doc["receipt"]),
        words: wordsOf(row),
        places: [row.place, inLog < 0 ? logged.length + row.place : inLog],
        from: at,
        to: at + fine,
      };
    });
}
const wordsOf = (row: Row): string => /"text\\?":\\?"([^"\\]*)/.exec(row.text)?.[1] ?? "";

const CODE = /[A-Z]{2}(?:-[A-Z2-9]{4}){3}/g;
const sha = (text: string): string => createHash("sha256").update(text).digest("hex");
const grams = (text: string): Set<string> => {
  const words = text.toLowerCase().split(/[^\p{L}\d]+/u);
  return new Set(words.slice(2).map((word, n) => `${words[n]} ${words[n + 1]} ${word}`));
};

/** Points for each comment and person from everything that was found; whoever has most is named. */
export function guess(loot: Loot, options: { names?: Names; pepper?: string } = {}): Map<string, string> {
  const targets = findTargets(loot);
  const suspects = findSuspects(loot, options.pepper);
  const traces = findTraces(loot, suspects);
  const points = new Map<string, number>();
  const add = (target: Target, userId: string, n: number): void =>
    void points.set(`${target.id} ${userId}`, (points.get(`${target.id} ${userId}`) ?? 0) + n);

  for (const trace of traces) {
    const receipts = new Set([...trace.text.matchAll(CODE)].map(([code]) => sha(`loa-receipt:${code}`)));
    const said = grams(trace.text);
    for (const target of targets) {
      if (receipts.has(target.receipt) || trace.text.includes(target.id) || trace.text.includes(target.receipt))
        add(target, trace.userId, 1000);
      const own = grams(target.words);
      const same = [...own].filter((gram) => said.has(gram)).length;
      if (own.size > 0 && same / own.size > 0.4) add(target, trace.userId, (200 * same) / own.size);
    }
  }
  byTime(targets, traces, add);
  for (const channel of new Set(targets.map((target) => target.channel))) {
    const own = targets.filter((target) => target.channel === channel);
    const allowed = options.names?.[channel];
    for (const order of ordersOf(loot, traces, channel))
      byOrder(
        own,
        order.filter((userId) => !allowed || allowed.includes(userId)),
        add,
      );
  }
  return assign(
    targets,
    suspects.map(({ userId }) => userId),
    points,
    options.names,
  );
}

/** Somebody left a trace in the moment in which a comment came; the fewer did, the more it says. */
function byTime(targets: Target[], traces: Trace[], add: (target: Target, userId: string, n: number) => void): void {
  for (const target of targets) {
    const there = new Map<string, number>();
    for (const trace of traces)
      for (const time of trace.times)
        if (time >= target.from && time < target.to && time - target.from < DAY)
          there.set(trace.userId, (there.get(trace.userId) ?? 0) + 1);
    for (const userId of there.keys()) add(target, userId, 10 / there.size);
  }
}

/** Orders in which people left traces, by store, by time, and by gaps between events whose author is known. */
function ordersOf(loot: Loot, traces: Trace[], channel: string): string[][] {
  const first = (list: Trace[], by: (trace: Trace) => number): string[] => [
    ...new Set(list.toSorted((a, b) => by(a) - by(b)).map((trace) => trace.userId)),
  ];
  const stores = [...new Set(traces.map((trace) => trace.store))];
  const orders = stores.map((store) =>
    first(
      traces.filter((trace) => trace.store === store),
      (trace) => trace.place,
    ),
  );
  const timed = traces.filter((trace) => trace.store !== "citizens" && trace.times.length > 0);
  orders.push(
    first(timed, (trace) => Math.min(...trace.times)),
    first(timed, (trace) => Math.max(...trace.times)),
  );
  const lastSeen = traces.filter((trace) => trace.store === "citizens");
  orders.push(first(lastSeen, (trace) => Math.max(...trace.times)));
  if (channel === "chat") orders.push(beforeGaps(loot));
  return orders.filter((order) => order.length > 1);
}

/** Who wrote openly right before a run of events that nobody's message belongs to: they may be that person's comment. */
function beforeGaps(loot: Loot): string[] {
  const author = new Map(
    loot.rows
      .filter((row) => row.collection === "messages" && row.doc["author"] === "resident")
      .map((row) => [String(row.doc["key"]), String(row.doc["userId"])]),
  );
  const found: string[] = [];
  let last = "";
  let run = 0;
  for (const row of loot.rows.filter((one) => /^(inbound|handled)-events$/.test(one.collection))) {
    const by = author.get(String(row.doc["_id"]));
    if (by === undefined) run += 1;
    else {
      if (run >= 4 && last !== "") found.push(last);
      [last, run] = [by, 0];
    }
  }
  if (run >= 4 && last !== "") found.push(last);
  return [...new Set(found)];
}

/** The k-th who left a trace wrote the k-th comment, more or less. */
function byOrder(targets: Target[], order: string[], add: (target: Target, userId: string, n: number) => void): void {
  if (order.length < 2) return;
  for (const which of [0, 1]) {
    const sorted = targets.toSorted((a, b) => (a.places[which] ?? 0) - (b.places[which] ?? 0));
    for (const [k, target] of sorted.entries())
      for (const [q, userId] of order.entries()) {
        const apart = (k / Math.max(1, sorted.length - 1) - q / Math.max(1, order.length - 1)) * sorted.length;
        add(target, userId, 3 * Math.exp(-(apart ** 2)));
      }
  }
}

/** Best pair first; nobody is named twice. */
function assign(targets: Target[], people: string[], points: Map<string, number>, names?: Names): Map<string, string> {
  const pairs = targets.flatMap((target) =>
    (names?.[target.channel] ?? people).map((userId) => ({
      id: target.id,
      userId,
      points: points.get(`${target.id} ${userId}`) ?? 0,
      chance: sha(target.id + userId),
    })),
  );
  pairs.sort((a, b) => b.points - a.points || (a.chance < b.chance ? -1 : 1));
  const [guessed, used] = [new Map<string, string>(), new Set<string>()];
  for (const { id, userId } of pairs)
    if (!guessed.has(id) && !used.has(userId)) {
      guessed.set(id, userId);
      used.add(userId);
    }
  return guessed;
}
