import type { OutsideTask } from "../outside/task.ts";
import type { CheckFacts } from "./known-facts.ts";
import type { PlanFile } from "./write-plan.ts";
import type { PlanReading } from "./reading.ts";

export interface PlanWords {
  /** a file somebody brought, or the words as they were typed */
  given: { bytes: Buffer } | { text: string };
  facts: CheckFacts;
}
export interface ReadWords {
  lines: string[];
  reading: PlanReading;
}

/** A plan's words and what they say. */
export const readPlanTask: OutsideTask<PlanWords, ReadWords> = {
  name: "read-plan",
  field: "file",
  askedBy: "officials",
  seconds: 4,
  mostSeconds: 20,
  load: async () => {
    const [{ linesOfFile, linesOfText }, { readPlan }] = await Promise.all([
      import("./plan-text.ts"),
      import("./read-plan.ts"),
    ]);
    return async ({ given, facts }, grant) => {
      const lines = "bytes" in given ? await linesOfFile(Buffer.from(given.bytes), grant) : linesOfText(given.text);
      return { lines, reading: readPlan(lines, facts) };
    };
  },
};

/** The plan as a DOCX under NĐ 30/2020. */
export const writePlanTask: OutsideTask<PlanFile, Buffer> = {
  name: "write-plan",
  field: "",
  askedBy: "officials",
  seconds: 10,
  load: async () => (await import("./write-plan.ts")).writePlan,
};
