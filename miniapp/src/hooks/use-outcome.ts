import { useEffect, useState } from "react";
import { lookAfter, onChange, type Outcome } from "../outbox/outbox.ts";

/** What became of a text, for as long as somebody looks: one that waits may go, or be refused, meanwhile. */
export function useOutcome<T extends Outcome | undefined>(first: T): [T | Outcome, (now: T | Outcome) => void] {
  const [outcome, setOutcome] = useState<T | Outcome>(first);
  const waiting = outcome?.is === "waiting" ? outcome.item : undefined;
  useEffect(() => {
    if (!waiting) return;
    return onChange(() => void lookAfter(waiting).then((now) => now && setOutcome(now)));
  }, [waiting]);
  return [outcome, setOutcome];
}
