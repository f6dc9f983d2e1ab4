import { change, drop } from "../store/kept.ts";

/** This page, for as long as it lives. */
export const TAB = crypto.randomUUID();
/** Longer than the longest request: whoever held a lease that long is gone. */
const LEASE_MS = 150_000;
const LOOK_AGAIN_MS = 400;
const inThisTab = new Set<string>();

interface Lease {
  by: string;
  until: number;
}

/**
 * Does something about one key in one tab at a time. @param wait for whoever is at it; else undefined when somebody is.
 * A browser without locks gets a lease in the common store, which ends by itself when its page was closed.
 */
export async function whileAlone<T>(key: string, wait: boolean, work: () => Promise<T>): Promise<T | undefined> {
  const locks = (navigator as { locks?: LockManager }).locks;
  if (locks) return locks.request(`loa-so:${key}`, { ifAvailable: !wait }, (lock) => (lock ? work() : undefined));
  while (!(await takeLease(key))) {
    if (!wait) return undefined;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  try {
    return await work();
  } finally {
    inThisTab.delete(key);
    await drop(`lease:${key}`);
  }
}

async function takeLease(key: string): Promise<boolean> {
  if (inThisTab.has(key)) return false;
  inThisTab.add(key);
  const now = Date.now();
  let seen = false;
  const lease = await change<Lease>(`lease:${key}`, (old) => {
    seen = true;
    const free = !old || old.until <= now || old.until > now + LEASE_MS;
    return free ? { by: TAB, until: now + LEASE_MS } : undefined;
  });
  // without a store there is nothing two tabs could share
  const mine = lease?.by === TAB || !seen;
  if (!mine) inThisTab.delete(key);
  return mine;
}
