import { ApiError } from "../api/client.ts";
import { send } from "../api/send.ts";
import type { Stance } from "../api/types.ts";
import { drop, keep, listKept } from "./kept.ts";

/** A comment as it was written, under a key of its own: sent twice it gives one receipt. */
export interface Written {
  key: string;
  draftId: string;
  draft: string;
  /** version that was read; what an older app kept has none */
  version?: number;
  place: string;
  position: string;
  stance: Stance;
  text: string;
  reason: string;
  signed: boolean;
}

export interface Sent {
  code: string;
  late: boolean;
}

/** A receipt kept on this phone because its owner wished so, or because it came while nobody looked. */
export interface KeptReceipt extends Sent {
  draftId: string;
  draft: string;
  place: string;
  sentAt: number;
}

const WAITING = "waiting:";
const RECEIPT = "receipt:";
const listeners = new Set<() => void>();
export const onChange = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const changed = (): void => {
  for (const listener of listeners) listener();
};

export const newKey = (): string => crypto.randomUUID();

const deliver = ({ draftId, version, position, stance, text, reason, signed, key }: Written): Promise<Sent> =>
  send<Sent>(`/drafts/${draftId}/comments`, { version, position, stance, text, reason, signed, key, consent: true });

/**
 * Keeps what was written first, then sends it; only a receipt takes it off the phone again. Without a net it waits.
 * @throws ApiError when the server says no; then it no longer waits, and the words go back to the form
 */
export async function submit(written: Written): Promise<Sent | "waiting"> {
  await keep(`${WAITING}${written.key}`, written);
  changed();
  try {
    const sent = await deliver(written);
    await drop(`${WAITING}${written.key}`);
    return sent;
  } catch (error) {
    if (error instanceof ApiError && (error.offline || error.status >= 500)) return "waiting";
    await drop(`${WAITING}${written.key}`);
    throw error;
  } finally {
    changed();
  }
}

export const listWaiting = async (): Promise<{ value: Written; at: number }[]> => listKept<Written>(WAITING);
export async function dropWaiting(key: string): Promise<void> {
  await drop(`${WAITING}${key}`);
  changed();
}

export async function keepReceipt(written: Written, sent: Sent): Promise<void> {
  const { draftId, draft, place } = written;
  const receipt: KeptReceipt = { ...sent, draftId, draft, place, sentAt: Date.now() };
  await keep(`${RECEIPT}${sent.code}`, receipt);
  changed();
}
export const listReceipts = async (): Promise<KeptReceipt[]> =>
  (await listKept<KeptReceipt>(RECEIPT)).map((one) => one.value).reverse();
export async function dropReceipt(code: string): Promise<void> {
  await drop(`${RECEIPT}${code}`);
  changed();
}

let busy = false;
/** Sends what waits; called when the net comes back, when the app opens, and by hand. */
export async function sendWaiting(): Promise<void> {
  if (busy) return;
  busy = true;
  try {
    for (const { value } of await listWaiting()) {
      const result = await submit(value).catch(() => undefined);
      if (result === "waiting") return;
      if (result) await keepReceipt(value, result);
    }
  } finally {
    busy = false;
  }
}
