/** The invented residents' side: the simulator's own handles. A house that is not for practice never holds one of these. */
export interface Phone {
  /** a resident writes to the OA */
  say(oaId: string, userId: string, text: string): Promise<void>;
  /** its clock runs as much before the machine's as ours */
  setAhead(aheadMs: number): Promise<void>;
  /** @throws Error when what stands there is no simulator */
  prove(): Promise<void>;
}

const PATIENCE_MS = 5000;

export function createPhone(simulatorUrl: string): Phone {
  async function ask(path: string, body?: Record<string, unknown>): Promise<unknown> {
    const answer = await fetch(`${simulatorUrl}/sim/${path}`, {
      ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!answer.ok) throw new Error(`the simulator answered ${answer.status} to ${path}`);
    return answer.json();
  }
  return {
    say: async (oa, user, text) => void (await ask("say", { oa, user, text })),
    setAhead: async (skewMs) => void (await ask("clock", { skewMs })),
    async prove() {
      const state: unknown = await ask("state").catch(() => undefined);
      if (typeof state !== "object" || state === null || !("oas" in state))
        throw new Error("PRACTICE=on needs the simulator at ZALO_OPENAPI_URL; nothing of the kind answers there");
    },
  };
}
