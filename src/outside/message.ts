import type { FieldErrors } from "../kernel/errors.ts";

/** What goes to such a process, and what comes back. Both ends are ours and of one build. */
export interface Asked {
  name: string;
  input: unknown;
}

export type Told =
  | { kind: "ready"; limited: boolean }
  | { kind: "grant"; seconds: number }
  /** `worn`: it has lived long enough, and is to make room for a fresh one */
  | { kind: "done"; output: unknown; worn: boolean }
  /** `reason` are a library's own words, for the log */
  | { kind: "refused"; status: number; message: string; fields: FieldErrors; reason: string; worn: boolean }
  | { kind: "failed"; reason: string; worn: boolean };
