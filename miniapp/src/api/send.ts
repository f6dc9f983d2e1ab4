import { beginSession, get, hasSession, post } from "./client.ts";

/** The machine's little work, done only by who writes without Zalo; its code is loaded only then. */
async function proof(): Promise<unknown> {
  const [{ solveChallenge }, { deriveKey }, challenge] = await Promise.all([
    import("altcha-lib"),
    import("altcha-lib/algorithms/web/sha"),
    get<Parameters<typeof import("altcha-lib")["solveChallenge"]>[0]["challenge"]>("/challenge"),
  ]);
  return { challenge, solution: await solveChallenge({ challenge, deriveKey }) };
}

/** Sends something people wrote, with Zalo's word for them or with the machine's work. */
export async function send<T>(path: string, body: Record<string, unknown>): Promise<T> {
  await beginSession();
  return post<T>(path, hasSession() ? body : { ...body, proof: await proof() });
}
