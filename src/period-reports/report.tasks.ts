import type { OutsideTask } from "../outside/task.ts";
import type { Order } from "./report-file.ts";

/** A period report or a roll-up as DOCX, PDF or XLSX. */
export const writePeriodReportTask: OutsideTask<Order, Buffer> = {
  name: "write-period-report",
  field: "",
  askedBy: "officials",
  seconds: 20,
  load: async () => (await import("./write-report.ts")).writePeriodReport,
};
