import type { Keep } from "../kernel/keep.ts";

export const planKeeps: readonly Keep[] = [{ model: "Plan", until: "official paper: kept with the unit's records" }];
