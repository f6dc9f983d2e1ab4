import { change, drop, isOnlyHere, listKept, readKept, type Room, write } from "../store/kept.ts";
import { deliver } from "./deliver.ts";
import { fromFirstFormat, type Item, type NewItem, newItem, readItem } from "./item.ts";
import { isDue, settle, type Settled } from "./judge.ts";
import { whileAlone } from "./lock.ts";
import { type Receipt, readReceipt } from "./receipt.ts";

/** Names in the phone's store. */
const OUT = "out:";
const RECEIPT = "receipt:";
const ASIDE = "aside:";
/** of the app before this one */
const FIRST_FORMAT = "waiting:";

const listeners = new Set<() => void>();
/** Other open pages of ours, where the browser lets pages talk. */
const otherTabs = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("loa-so");
const hear = (): void => {
  for (const listener of listeners) listener();
};
otherTabs?.addEventListener("message", hear);
const changed = (): void => {
  hear();
  // a channel of our own origin has no target to name
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  otherTabs?.postMessage("changed");
};
export const onChange = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const newKey = (): string => crypto.randomUUID();

/** What became of a text just now. */
export type Outcome =
  | { is: "sent"; receipt: Receipt; value: unknown }
  | { is: "waiting"; item: Item }
  | { is: "refused"; item: Item };

/**
 * Keeps what was written, then sends it; only its receipt takes it off the phone. In the same write go the draft it was
 * and the text whose words these replace, when that was refused or never left its form; one that is kept and waits has
 * been promised to go, and goes beside them.
 */
export async function submit(
  given: NewItem,
  gone: { instead?: string | undefined; draft?: string } = {},
): Promise<Outcome> {
  const item = newItem(given, Date.now());
  const { instead = "", draft = "" } = gone;
  const replaced = instead !== "" && !(await isPromised(instead)) ? [instead] : [];
  const old = [...replaced, ...(await olderOf(item))].filter((key) => key !== item.key);
  await write({ [OUT + item.key]: item }, [...old.map((key) => OUT + key), ...(draft === "" ? [] : [draft])]);
  changed();
  return sendOne(item, true);
}

const isPromised = async (key: string): Promise<boolean> =>
  !isOnPageOnly(key) && readItem((await readKept(OUT + key))?.value)?.state === "waiting";

/** The last words somebody put to a comment count: what waits from before must not come after them. */
const olderOf = async (item: Item): Promise<string[]> =>
  item.kind === "edit" ? (await listItems()).filter((one) => lineOf(one) === lineOf(item)).map((one) => one.key) : [];
/** What goes one after the other. */
const lineOf = (item: Item): string => (item.kind === "edit" ? `edit ${String(item.body["code"])}` : item.key);

/** Sends one, unless another tab is at it; then what stands is told. @param wait for the other tab */
async function sendOne(item: Item, wait: boolean): Promise<Outcome> {
  const { key } = item;
  const done = await whileAlone(lineOf(item), wait, async (): Promise<Outcome | undefined> => {
    const now = readItem((await readKept(OUT + key))?.value);
    const receipt = now ? undefined : await findReceipt(key);
    if (receipt) return { is: "sent", receipt, value: undefined };
    if (!now) return undefined;
    if (now.state === "refused") return { is: "refused", item: now };
    const { verdict, learned } = await deliver(now);
    return conclude(now, verdict, learned);
  });
  return done ?? { is: "waiting", item: readItem((await readKept(OUT + key))?.value) ?? item };
}

async function conclude(item: Item, verdict: Settled, learned: Partial<Item>): Promise<Outcome> {
  const { key } = item;
  const next = settle(item, verdict, Date.now());
  if (verdict.is === "sent") await write({ [RECEIPT + key]: verdict.receipt }, [OUT + key], true);
  else await note(key, verdict, learned);
  changed();
  if (verdict.is === "sent") return verdict;
  return { is: verdict.is, item: next === undefined || next === "gone" ? item : next };
}

/** Notes how a try ended, over the item as it stands by now; without room the page remembers, or it would try at once again. */
async function note(key: string, verdict: Settled, learned: Partial<Item>): Promise<void> {
  let wanted: Item | undefined;
  const noted = await change<Item>(OUT + key, (old) => {
    const now = settle(readItem(old), verdict, Date.now());
    wanted = now === "gone" || now === undefined ? undefined : { ...now, ...learned };
    return wanted;
  });
  if (wanted && !noted) await write({ [OUT + key]: wanted });
}

/** What is on its way or was refused, oldest first. What cannot be read is put aside and never thrown away. */
export async function listItems(): Promise<Item[]> {
  const rows = await listKept<unknown>(OUT);
  const items = rows.map((row) => ({ ...row, item: readItem(row.value) }));
  for (const { key, value, item } of items) if (!item) await putAside(key, value);
  return items.flatMap(({ item }) => (item ? [item] : []));
}
const putAside = (key: string, value: unknown): Promise<Room> => write({ [ASIDE + key]: value }, [key]);

/** Texts of the app before this one; sent under their own keys, they are one with what that app may have sent. */
async function bringOver(unit: string): Promise<void> {
  for (const { key, value, at } of await listKept<unknown>(FIRST_FORMAT)) {
    const item = fromFirstFormat(value, unit, at);
    if (item) await write({ [OUT + item.key]: item }, [key]);
    else await putAside(key, value);
  }
}

export const listAside = async (): Promise<{ key: string; text: string }[]> =>
  (await listKept<unknown>(ASIDE)).map(({ key, value }) => ({ key, text: readable(value) }));
export async function dropAside(key: string): Promise<void> {
  await drop(key);
  changed();
}
/** What can be made out of a broken entry, for its owner to copy. */
function readable(value: unknown): string {
  try {
    return typeof value === "string" ? value : JSON.stringify(value, null, 1);
  } catch {
    return String(value);
  }
}

export async function dropItem(key: string): Promise<void> {
  await drop(OUT + key);
  changed();
}
/** Whether a text is on this page alone, because the phone has no room or keeps nothing. */
export const isOnPageOnly = (key: string): boolean => isOnlyHere(OUT + key);

/** Its owner wants it sent under no name of Zalo's. */
export async function sendAsAnybody(item: Item): Promise<Outcome> {
  await change<Item>(OUT + item.key, (old) => (old ? { ...old, as: "", nextAt: 0 } : undefined));
  return sendNow(item);
}
export const sendNow = (item: Item): Promise<Outcome> => sendOne(item, true);

/** How a text stands now, without sending it; undefined when its owner dropped it. */
export async function lookAfter({ key }: Pick<Item, "key">): Promise<Outcome | undefined> {
  const item = readItem((await readKept(OUT + key))?.value);
  if (item) return { is: item.state, item };
  const receipt = await findReceipt(key);
  return receipt && { is: "sent", receipt, value: undefined };
}

async function findReceipt(key: string): Promise<Receipt | undefined> {
  return readReceipt((await readKept(RECEIPT + key))?.value);
}
/** Newest first. */
export const listReceipts = async (): Promise<Receipt[]> =>
  (await listKept<unknown>(RECEIPT)).flatMap(({ value }) => readReceipt(value) ?? []).reverse();
/** @param key its own; receipts of the app before this one have their code as key */
export async function dropReceipt(key: string): Promise<void> {
  await drop(RECEIPT + key);
  changed();
}

let timer: ReturnType<typeof setTimeout> | undefined;
let passing = false;

/**
 * Sends what is due; called when the app opens, when the net comes back, and by its own clock. One that meets no net or
 * no server ends the pass; one that is told to wait does not hold up the others.
 */
export async function sendWaiting(netCameBack = false): Promise<void> {
  if (passing) return;
  passing = true;
  try {
    for (const item of await listItems()) {
      // room may have come back since
      if (isOnPageOnly(item.key)) await write({ [OUT + item.key]: item });
      if (!isDue(item, Date.now(), netCameBack)) continue;
      const outcome = await sendOne(item, false);
      if (outcome.is === "waiting" && /^(offline|server)$/.test(outcome.item.why)) break;
    }
  } finally {
    passing = false;
    await plan();
  }
}

/** Starts the outbox of this page. Returns what stops it. */
export function startOutbox(unit: string): () => void {
  const stop = onChange(() => void plan());
  void bringOver(unit).then(() => sendWaiting());
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** Wakes up when the next pause ends. */
async function plan(): Promise<void> {
  const waiting = (await listItems()).filter((item) => item.state === "waiting");
  clearTimeout(timer);
  if (waiting.length === 0) return;
  const next = Math.min(...waiting.map((item) => item.nextAt)) - Date.now();
  timer = setTimeout(() => void sendWaiting(), Math.min(Math.max(next, SOONEST_MS), LATEST_MS));
}
const SOONEST_MS = 2000;
const LATEST_MS = 15 * 60_000;
