import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../src/kernel/clock.ts";
import { messageOf } from "../src/kernel/errors.ts";
import type { Log } from "../src/kernel/logger.ts";
import { readRawBody } from "./read-raw-body.ts";
import { type DoorSettings, judgeMiniAppEvent, judgeOaEvent, type Line, type Verdict } from "./receive-event.ts";
import { rowOf } from "../src/kernel/table.ts";

export interface DoorDeps {
  clock: Clock;
  settings: DoorSettings;
  /** resolves once the event is held durably */
  put(line: Line, body: Buffer, receivedAt: number): Promise<void>;
  log: Log;
  /** seconds from the first byte to the answer, and what the answer was */
  observe(outcome: string, seconds: number): void;
}

const PATHS: Readonly<Record<string, "oa" | "mini-app">> = {
  "/webhooks/zalo": "oa",
  "/webhooks/zalo-miniapp": "mini-app",
};

/**
 * The door stands in front of Express on the same port: on Node 20 and 22 Express costs two thirds of the requests it
 * could take. Returns false for whatever is not its business.
 */
export function createDoor(deps: DoorDeps): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const path = (request.url ?? "").split("?", 1)[0] ?? "";
    const kind = rowOf(PATHS, path);
    if (!kind) return false;
    void receive(deps, kind, request, response).catch((error: unknown) => {
      deps.log.error({ action: "door-failed", reason: messageOf(error) }, "door failed");
      deps.observe("failed", 0);
      if (!response.headersSent) answer(response, 503, "try again");
    });
    return true;
  };
}

/** The body of an answer is never read by Zalo; it is for operators, in English. */
function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Content-Length": text.length });
  response.end(text);
}

async function receive(
  deps: DoorDeps,
  kind: "oa" | "mini-app",
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const started = process.hrtime.bigint();
  const receivedAt = deps.clock.now().getTime();
  const finish = (status: number, text: string, outcome: string): void => {
    deps.observe(outcome, Number(process.hrtime.bigint() - started) / 1e9);
    answer(response, status, text);
  };
  if (request.method === "GET" || request.method === "HEAD") return finish(200, "ok", "probe");
  if (request.method !== "POST") return finish(405, "POST only", "method");
  const body = await readRawBody(request);
  if (body === "broken") return deps.observe("broken", 0);
  if (body === "too-large") {
    response.setHeader("Connection", "close");
    return finish(413, "larger than 1 MB", "too-large");
  }
  const verdict = judge(deps.settings, kind, body, request);
  if (verdict.kind === "probe") return finish(200, "ok", "probe");
  if (verdict.kind === "refused") {
    deps.log.warn(
      {
        action: "webhook-refused",
        door: kind,
        reason: verdict.reason,
        bytes: body.length,
        retry: request.headers["num_retry"] ?? 0,
      },
      "event refused",
    );
    return finish(401, verdict.reason, verdict.reason);
  }
  try {
    await deps.put(verdict.line, body, receivedAt);
  } catch (error) {
    deps.log.error(
      { action: "webhook-not-held", reason: messageOf(error) },
      "Redis cannot hold the event; Zalo will try again",
    );
    return finish(503, "not held, try again", "not-held");
  }
  finish(200, "ok", "accepted");
}

function judge(settings: DoorSettings, kind: "oa" | "mini-app", body: Buffer, request: IncomingMessage): Verdict {
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const signature = header("x-zevent-signature");
  return kind === "oa"
    ? judgeOaEvent(settings, body, signature, header("x-zevent-timestamp"))
    : judgeMiniAppEvent(settings, body, signature);
}
