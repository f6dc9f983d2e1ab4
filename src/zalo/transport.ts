import type { ClientRequest } from "node:http";
import axios, { type AxiosInstance, type AxiosRequestConfig } from "axios";
import { carefulAgents, wasConnected } from "./idle-sockets.ts";
import { parseJson } from "./json.ts";

/**
 * One call to Zalo and what is known of it afterwards.
 * `not-sent`: no connection stood (refused, not found, timed out before TCP or TLS was done), so nothing happened.
 * `lost`: it may have happened; nobody can ask.
 */
export type Reply =
  | { kind: "ok"; body: Record<string, unknown>; data: Record<string, unknown>; limit: RateHeaders }
  | { kind: "error"; code: number; message: string; limit: RateHeaders }
  | { kind: "not-sent"; message: string }
  | { kind: "lost"; message: string };

export interface RateHeaders {
  limit: number | undefined;
  remain: number | undefined;
}

export interface Transport {
  call(request: AxiosRequestConfig): Promise<Reply>;
}

export function createTransport(timeoutMs: number): Transport {
  const http: AxiosInstance = axios.create({
    timeout: timeoutMs,
    ...carefulAgents(),
    responseType: "text",
    transformResponse: [(text: unknown) => text],
    validateStatus: () => true,
    maxContentLength: 5_000_000,
    maxRedirects: 0,
    proxy: false,
  });
  return {
    async call(request) {
      try {
        const answer = await http.request<string>(request);
        return readAnswer(answer.status, answer.data, {
          limit: headerNumber(answer.headers["x-ratelimit-limit"]),
          remain: headerNumber(answer.headers["x-ratelimit-remain"]),
        });
      } catch (error) {
        const failed = axios.isAxiosError(error) ? error : undefined;
        const socket = (failed?.request as ClientRequest | undefined)?.socket;
        // only what the client itself reports of a call without a connection is known not to have happened
        const notSent = failed !== undefined && !wasConnected(socket);
        return { kind: notSent ? "not-sent" : "lost", message: failed?.code || "network error" };
      }
    },
  };
}

function headerNumber(value: unknown): number | undefined {
  const n = typeof value === "string" ? Number(value) : Number.NaN;
  return Number.isFinite(n) ? n : undefined;
}

/** HTTP 429 is documented nowhere but met by one client: it means the limit (zalo/openapi.md §6.6). */
function readAnswer(status: number, text: string, limit: RateHeaders): Reply {
  if (status === 429) return { kind: "error", code: -32, message: "HTTP 429", limit };
  if (status >= 500) return { kind: "lost", message: `HTTP ${status}` };
  let body: unknown;
  try {
    body = parseJson(text);
  } catch {
    return { kind: "lost", message: text === "" ? "empty answer" : "answer is not JSON" };
  }
  if (typeof body !== "object" || body === null) return { kind: "lost", message: "answer is not an object" };
  const record = body as Record<string, unknown>;
  const code = Number(record["error"] ?? 0);
  if (code !== 0)
    return { kind: "error", code, message: String(record["message"] ?? record["error_name"] ?? ""), limit };
  const data = record["data"];
  return { kind: "ok", body: record, data: isRecord(data) ? data : { list: data }, limit };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
