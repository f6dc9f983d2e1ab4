import { createServer, type Server } from "node:http";
import { isReady, type Part } from "./health.ts";
import type { Metrics } from "./metrics.ts";
import { rowOf } from "../kernel/table.ts";

export interface InternalDeps {
  /** every part this role needs, and what is wrong with it */
  readiness(): Promise<Readonly<Record<string, Part>>>;
  metrics: Metrics;
  /** fills gauges that are read, not counted */
  refreshGauges(): Promise<void>;
}

/**
 * What an operator's own network may ask of every role: numbers, and what is wrong with which part. It listens on a port
 * of its own, so that no proxy has to hide anything.
 */
export function createInternalServer(deps: InternalDeps): Server {
  const answers: Readonly<Record<string, () => Promise<{ status: number; type: string; body: string }>>> = {
    "/healthz": async () => ({ status: 200, type: "application/json", body: '{"ok":true}' }),
    "/readyz": async () => {
      const readiness = await deps.readiness();
      return { status: isReady(readiness) ? 200 : 503, type: "application/json", body: JSON.stringify(readiness) };
    },
    "/metrics": async () => {
      await deps.refreshGauges();
      return { status: 200, type: deps.metrics.registry.contentType, body: await deps.metrics.registry.metrics() };
    },
  };
  return createServer((request, response) => {
    const answer = request.method === "GET" ? rowOf(answers, (request.url ?? "").split("?")[0] ?? "") : undefined;
    if (!answer) return void response.writeHead(404).end();
    answer()
      .then(({ status, type, body }) => response.writeHead(status, { "Content-Type": type }).end(body))
      .catch(() => response.writeHead(500).end());
  });
}
