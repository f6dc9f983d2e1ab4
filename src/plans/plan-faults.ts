import type { Plan, Settled } from "./plan.model.ts";
import type { Finding } from "./reading.ts";

export interface Shown extends Finding {
  settled: Settled | null;
}

/** Findings with what a person said of each; a word on a finding that is gone is kept and not shown. */
export const findingsOf = ({ reading, settled }: Pick<Plan, "reading" | "settled">): Shown[] =>
  reading.findings.map((one) => ({ ...one, settled: settled.find((known) => known.finding === one.id) ?? null }));

export const openFindings = (plan: Pick<Plan, "reading" | "settled">): Shown[] =>
  findingsOf(plan).filter((one) => !one.settled);
