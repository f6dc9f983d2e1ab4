import { type Answer, readAnswer } from "./answer.ts";

/** On Zalo's host the server stands elsewhere; in a browser the page comes from it. */
export const SERVER: string = (import.meta.env["VITE_API_URL"] as string | undefined) ?? "";

/** A village's net is slow; a request that takes longer is tried again under the same key. */
const PATIENCE_MS = 20_000;
const PATIENCE_WITH_FILE_MS = 90_000;

export interface Question {
  method: "GET" | "POST";
  path: string;
  body?: unknown;
  /** sent as it is, instead of a body */
  file?: Blob;
  session?: string;
  bearer?: string;
}

/** One request, one answer; never throws. */
export async function ask({ method, path, body, file, session = "", bearer = "" }: Question): Promise<Answer> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), file ? PATIENCE_WITH_FILE_MS : PATIENCE_MS);
  try {
    const response = await fetch(`${SERVER}/api/v1${path}`, {
      method,
      signal: stop.signal,
      headers: {
        ...(file ? { "Content-Type": file.type } : body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(session === "" ? {} : { "X-Session": session }),
        ...(bearer === "" ? {} : { Authorization: `Bearer ${bearer}` }),
      },
      ...(file ? { body: file } : body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const { status, headers } = response;
    return readAnswer({ status, body: parse(text), retryAfter: headers.get("retry-after") }, Date.now());
  } catch {
    return { kind: "unreached", why: stop.signal.aborted ? "slow" : "offline", retryAfterMs: undefined };
  } finally {
    clearTimeout(timer);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
