import { createStore } from "idb-keyval";
import { letGo } from "./last-words.ts";

/** What the phone keeps of its own: read texts, receipts, writing that is under way or waits. */
const database = createStore("loa-so", "kept");

export interface Kept<T> {
  value: T;
  at: number;
}

/** Whether something is safe on the phone. `full`: no room. `none`: this browser keeps nothing (private, blocked). */
export type Room = "kept" | "full" | "none";

/** What found no room lives as long as the page does. */
const inMemory = new Map<string, Kept<unknown>>();
/** A database that does not answer is as good as none (some web views never do). */
const PATIENCE_MS = 5000;
/** Copies of what can be read again; they make room for what cannot be written again. */
const COPIES = ["read:", "frame:/"];

const patiently = <T>(work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error("no answer")), PATIENCE_MS)),
  ]);

/** Comes when it is on the phone; the reason of a failure stands with the transaction. */
const ended = (whole: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    whole.addEventListener("complete", () => resolve());
    whole.addEventListener("abort", () => reject(whole.error ?? new Error("aborted")));
  });

const transaction = async (work: (store: IDBObjectStore) => void): Promise<void> =>
  patiently(
    database("readwrite", (store) => {
      const done = ended(store.transaction);
      work(store);
      return done;
    }),
  );

// async, so that a browser without any database, which throws at once, is one that failed like any other
const reading = async <T>(ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
  patiently(
    database("readonly", async (store) => {
      const request = ask(store);
      await ended(store.transaction);
      return request.result;
    }),
  );

const under = (prefix: string): IDBKeyRange => IDBKeyRange.bound(prefix, `${prefix}\uffff`);
const keysUnder = async (prefix: string): Promise<string[]> =>
  (await reading((store) => store.getAllKeys(under(prefix)))).map(String);

/** Keys and values of one moment. */
const rowsUnder = async (prefix: string): Promise<[string, Kept<unknown>][]> =>
  patiently(
    database("readonly", async (store) => {
      const [keys, values] = [store.getAllKeys(under(prefix)), store.getAll(under(prefix))];
      await ended(store.transaction);
      return keys.result.map((key, n): [string, Kept<unknown>] => [String(key), values.result[n] as Kept<unknown>]);
    }),
  );

const isFull = (error: unknown): boolean =>
  error instanceof DOMException && /quota/i.test(`${error.name} ${error.message}`);

const putAndDrop = (puts: [string, Kept<unknown>][], drops: string[]) => (store: IDBObjectStore) => {
  for (const key of drops) store.delete(key);
  for (const [key, kept] of puts) store.put(kept, key);
};

/**
 * Puts and drops, all or nothing. Where there is no room, copies go first; then the page itself holds it, and what it
 * should have replaced stays where it is: an older copy on the phone is better than none.
 * @param anyway what is dropped is of no use any more, whether or not the rest finds room
 */
export async function write(puts: Record<string, unknown>, drops: string[] = [], anyway = false): Promise<Room> {
  const rows = Object.entries(puts).map(([key, value]): [string, Kept<unknown>] => [key, { value, at: Date.now() }]);
  const work = putAndDrop(rows, drops);
  const room = await transaction(work).then(
    (): Room => "kept",
    async (error: unknown): Promise<Room> => {
      if (!isFull(error)) return "none";
      return transaction(putAndDrop([], await copies()))
        .then(() => transaction(work))
        .then(
          (): Room => "kept",
          (): Room => "full",
        );
    },
  );
  for (const key of drops) {
    inMemory.delete(key);
    letGo(key);
  }
  for (const [key, kept] of rows) {
    if (room === "kept") {
      inMemory.delete(key);
      letGo(key, kept.at);
    } else inMemory.set(key, kept);
  }
  if (room === "full" && drops.length > 0 && (anyway || rows.length === 0))
    await transaction(putAndDrop([], drops)).catch(() => undefined);
  return room;
}

const copies = async (): Promise<string[]> =>
  (await Promise.all(COPIES.map((prefix) => keysUnder(prefix).catch(() => [])))).flat();

export const keep = (key: string, value: unknown): Promise<Room> => write({ [key]: value });
export const drop = (...keys: string[]): Promise<Room> => write({}, keys);

export async function readKept<T>(key: string): Promise<Kept<T> | undefined> {
  const found = inMemory.get(key) ?? (await reading((store) => store.get(key)).catch(() => undefined));
  return found as Kept<T> | undefined;
}

/** Everything kept under a prefix, oldest first. */
export async function listKept<T>(prefix: string): Promise<{ key: string; value: T; at: number }[]> {
  const held = [...inMemory].filter(([key]) => key.startsWith(prefix));
  const rows = new Map([...(await rowsUnder(prefix).catch(() => [])), ...held]);
  return [...rows]
    .map(([key, kept]) => ({ key, value: valueIn(kept) as T, at: kept?.at ?? 0 }))
    .sort((a, b) => a.at - b.at);
}

/** An entry that is none of ours is shown as it is, so that whoever finds it can keep it. */
const valueIn = (kept: unknown): unknown =>
  typeof kept === "object" && kept !== null && "value" in kept ? kept.value : kept;

/** Whether something lives only as long as this page: nothing on the phone has it. */
export const isOnlyHere = (key: string): boolean => inMemory.has(key);

/**
 * Reads and writes one thing with nobody in between, in whichever tab. @param next what it becomes; undefined leaves it
 * as it is. Returns what it became.
 */
export async function change<T>(key: string, next: (old: T | undefined) => T | undefined): Promise<T | undefined> {
  const held = inMemory.get(key) as Kept<T> | undefined;
  if (held) {
    const value = next(held.value);
    if (value !== undefined) inMemory.set(key, { value, at: held.at });
    return value;
  }
  let became: T | undefined;
  return transaction((store) => {
    const request = store.get(key);
    request.addEventListener("success", () => {
      const old = request.result as Kept<T> | undefined;
      became = next(old?.value);
      if (became !== undefined) store.put({ value: became, at: old?.at ?? Date.now() }, key);
    });
  }).then(
    () => became,
    () => undefined,
  );
}
