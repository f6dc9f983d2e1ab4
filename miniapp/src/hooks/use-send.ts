import { useEffect, useRef, useState } from "react";
import type { NewItem } from "../outbox/item.ts";
import { dropReceipt, isOnPageOnly, newKey, type Outcome, submit } from "../outbox/outbox.ts";
import { useOutcome } from "./use-outcome.ts";

export interface Sending {
  busy: boolean;
  outcome: Outcome | undefined;
  /** it has not gone, and nothing but this page holds it */
  onPageOnly: boolean;
  send(given: Omit<NewItem, "key">, from?: { key: string; name: string }): Promise<Outcome>;
  /** for another text in the same form */
  again(): void;
}

/**
 * Sends what a form holds. The same words pressed again are the same text under the same key; other words are another
 * text, and take the place of one that was refused or never left the form. A text that waits tells here when it has gone.
 */
export function useSend(): Sending {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useOutcome<Outcome | undefined>(undefined);
  const last = useRef<{ key: string; words: string }>(undefined);
  const waiting = outcome?.is === "waiting" ? outcome.item : undefined;
  const send: Sending["send"] = async (given, from = { key: newKey(), name: "" }) => {
    setBusy(true);
    const words = JSON.stringify(given.body);
    const before = last.current;
    // a turn is its own key, with the answers it has when it is handed in
    const same = !before || before.words === words || given.kind === "turn";
    const key = same ? (before?.key ?? from.key) : newKey();
    last.current = { key, words };
    try {
      const done = await submit({ ...given, key }, { instead: before?.key, draft: from.name });
      setOutcome(done);
      // without a code there is nothing to come back to, and its owner looks on
      if (done.is === "sent" && done.receipt.code === "") await dropReceipt(key);
      return done;
    } finally {
      setBusy(false);
    }
  };
  const again = (): void => {
    last.current = undefined;
    setOutcome(undefined);
  };
  return { busy, outcome, onPageOnly: waiting !== undefined && isOnPageOnly(waiting.key), send, again };
}

/** What has gone, at once or later, or is kept to go, is no draft any more: the next text of the form is another one. */
export function useHandedOver({ outcome, onPageOnly }: Sending, clear: () => void): void {
  useEffect(() => {
    if (outcome && outcome.is !== "refused" && !onPageOnly) clear();
  }, [outcome, onPageOnly]);
}
