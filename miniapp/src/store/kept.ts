import { createStore, del, entries, get, set } from "idb-keyval";

/** What the phone keeps of its own: read texts, receipts a person chose to keep, writing that waits for a net. */
const database = createStore("loa-so", "kept");

export interface Kept<T> {
  value: T;
  at: number;
}

/** Some web views have no database; then nothing is kept and everything else works. */
const quietly = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch {
    return undefined;
  }
};

export const keep = (key: string, value: unknown): Promise<void | undefined> =>
  quietly(() => set(key, { value, at: Date.now() }, database));
export const readKept = <T>(key: string): Promise<Kept<T> | undefined> =>
  quietly(async () => (await get<Kept<T>>(key, database)) ?? undefined).then((found) => found);
export const drop = (key: string): Promise<void | undefined> => quietly(() => del(key, database));

/** Everything kept under a prefix, oldest first. */
export async function listKept<T>(prefix: string): Promise<{ key: string; value: T; at: number }[]> {
  const all = (await quietly(() => entries<string, Kept<T>>(database))) ?? [];
  return all
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, kept]) => ({ key, ...kept }))
    .sort((a, b) => a.at - b.at);
}
