import { messageOf } from "../kernel/errors.ts";
import type { Log } from "../kernel/logger.ts";
import type { SendOutcome } from "./send-outcome.ts";

/** judges the words of everything that leaves for a resident; "" lets them pass, else says why not */
export type Gate = (oaId: string, texts: readonly string[], quoted: readonly string[]) => Promise<string>;

/** Asks the gate about everything that is going to leave, before it does. */
export function createJudge(gate: Gate, log: Log) {
  /** judged once for each OA that says it: a broadcast gives the same object for everybody */
  const judged = new WeakMap<object, Map<string, Promise<string>>>();
  const refusal = (oaId: string, said: object, texts: string[], quoted: string[] = []): Promise<string> => {
    const known = judged.get(said) ?? new Map<string, Promise<string>>();
    judged.set(said, known);
    const verdict = known.get(oaId) ?? gate(oaId, texts, quoted);
    known.set(oaId, verdict);
    // a gate that could not read its data is asked again the next time
    verdict.catch(() => known.delete(oaId));
    return verdict;
  };
  /** What the gate makes of a send, undefined when it lets it pass. A gate that cannot read its data sends nothing. */
  async function keptIn(
    oaId: string,
    said: object,
    texts: string[],
    quoted?: string[],
  ): Promise<SendOutcome | undefined> {
    try {
      const phrase = await refusal(oaId, said, texts, quoted);
      if (phrase === "") return undefined;
      log.warn({ action: "words-refused", oaId }, "the gate keeps a message in");
      return { kind: "failed", reason: "words-refused", phrase, stopsOa: false };
    } catch (error) {
      log.warn({ action: "gate-unreadable", oaId, reason: messageOf(error) }, "the gate could not be asked");
      return { kind: "retry", reason: "unreachable", afterMs: 5000 };
    }
  }

  return { refusal, keptIn };
}

export type Judge = ReturnType<typeof createJudge>;
