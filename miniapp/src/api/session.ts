import { hostBridge } from "../host/bridge.ts";
import { ask } from "./ask.ts";

/** An hour of ours, begun with Zalo's word for the person. */
export interface Session {
  token: string;
  /** a mark of the person: what one wrote is never sent as another, on a phone two people share */
  who: string;
}

/** Who said no, or has no Zalo, is not asked at every step. */
const NO_FOR_MS = 60_000;

let current: Session | undefined;
let beginning: Promise<boolean> | undefined;
let noUntil = 0;

const listeners = new Set<() => void>();
/** Told when a session begins or is over. */
export const onSession = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const set = (next: Session | undefined): void => {
  current = next;
  for (const listener of listeners) listener();
};

export const session = (): Session | undefined => current;
export const hasSession = (): boolean => current !== undefined;

/**
 * Begins a session when Zalo vouches for the person; false in a plain browser, or when the person said no. However many
 * ask at once, Zalo is asked once. @param again asked by the person, who may have changed his or her mind
 */
export function beginSession(again = false): Promise<boolean> {
  if (current) return Promise.resolve(true);
  if (!again && Date.now() < noUntil) return Promise.resolve(false);
  beginning ??= begin().finally(() => {
    beginning = undefined;
  });
  return beginning;
}

async function begin(): Promise<boolean> {
  const token = await (await hostBridge()).identityToken();
  if (!token) {
    noUntil = Date.now() + NO_FOR_MS;
    return false;
  }
  const answer = await ask({ method: "POST", path: "/session", body: {}, bearer: token });
  if (answer.kind !== "ok") {
    if (answer.kind === "no" && answer.status === 401) noUntil = Date.now() + NO_FOR_MS;
    return false;
  }
  const { session: given, who } = answer.value as { session?: unknown; who?: unknown };
  if (typeof given !== "string") return false;
  set({ token: given, who: typeof who === "string" ? who : "" });
  return true;
}

/** The session named was refused: another is begun, once, for everybody who hears the same refusal. */
export function renewSession(refused: string): Promise<boolean> {
  if (current?.token === refused) {
    set(undefined);
    noUntil = 0;
  }
  return beginSession();
}
