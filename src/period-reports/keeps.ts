import type { Keep } from "../kernel/keep.ts";

export const reportKeeps: readonly Keep[] = [
  { model: "ReportPeriod", until: "official paper: kept with the department's records; names officials, no resident" },
  { model: "ReportForm", until: "as long as reports made with it" },
  {
    model: "UnitReport",
    until: "official paper: kept with the unit's records; figures alone, and officials who signed",
  },
];
