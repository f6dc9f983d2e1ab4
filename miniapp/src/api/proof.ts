import { type Answer } from "./answer.ts";
import { ask } from "./ask.ts";

type Challenge = Parameters<typeof import("altcha-lib")["solveChallenge"]>[0]["challenge"];

/**
 * The machine's little work, done only by who writes without Zalo; its code is loaded only then.
 * Undefined with the answer that stood in its way.
 */
export async function prove(): Promise<{ proof: unknown } | { stopped: Answer }> {
  const answer = await ask({ method: "GET", path: "/challenge" });
  if (answer.kind !== "ok") return { stopped: answer };
  try {
    const [{ solveChallenge }, { deriveKey }] = await Promise.all([
      import("altcha-lib"),
      import("altcha-lib/algorithms/web/sha"),
    ]);
    const challenge = answer.value as Challenge;
    return { proof: { challenge, solution: await solveChallenge({ challenge, deriveKey }) } };
  } catch {
    // the code of it could not be fetched: as good as no net
    return { stopped: { kind: "unreached", why: "offline", retryAfterMs: undefined } };
  }
}
