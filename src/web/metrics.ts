import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What Prometheus reads at /metrics (names in the runbook). Counts only; no person and no text. */
export function createMetrics(role: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ role });
  collectDefaultMetrics({ register: registry, prefix: "loa_" });
  const door = new Histogram({
    name: "loa_door_seconds",
    help: "time to answer Zalo, by outcome",
    labelNames: ["outcome"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2],
    registers: [registry],
  });
  const events = new Counter({
    name: "loa_events_total",
    help: "inbound events by name and outcome",
    labelNames: ["name", "outcome"],
    registers: [registry],
  });
  const sends = new Counter({
    name: "loa_sends_total",
    help: "messages to residents by outcome",
    labelNames: ["outcome"],
    registers: [registry],
  });
  const findings = new Counter({
    name: "loa_sweep_findings_total",
    help: "what sweeps put right",
    labelNames: ["kind"],
    registers: [registry],
  });
  const depth = new Gauge({
    name: "loa_queue_waiting",
    help: "jobs or events waiting",
    labelNames: ["queue"],
    registers: [registry],
  });
  const oldest = new Gauge({
    name: "loa_queue_oldest_seconds",
    help: "age of the oldest one waiting",
    labelNames: ["queue"],
    registers: [registry],
  });
  const limits = new Gauge({
    name: "loa_zalo_limit_per_minute",
    help: "requests a minute in force per OA",
    labelNames: ["oa"],
    registers: [registry],
  });
  const heldBack = new Gauge({
    name: "loa_zalo_held_back_seconds",
    help: "time an OA is still held back after Zalo named the limit",
    labelNames: ["oa"],
    registers: [registry],
  });
  return { registry, door, events, sends, findings, depth, oldest, limits, heldBack };
}
export type Metrics = ReturnType<typeof createMetrics>;
