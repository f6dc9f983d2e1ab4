import type { AcceptDeps } from "../comments/accept-comment.ts";
import type { Clock } from "../kernel/clock.ts";
import type { SignedIn } from "../kernel/console-route.ts";
import type { Attempt } from "./attempt.model.ts";
import type { Phone } from "./phone.ts";

export interface WorkDeps extends AcceptDeps {
  clock: Clock;
  phone: Phone;
}
export type Me = Pick<SignedIn, "id" | "name" | "scope">;

/** One thing a task asks for, with what is said of it. */
export interface Check {
  name: string;
  ok: boolean;
}

/** What a task puts in place when it is begun, and how what was done is judged by the rooms' own records. */
export interface Work {
  /** @returns what the judge has to find again. @throws AppError 409 when it cannot begin yet */
  begin(deps: WorkDeps, me: Me): Promise<Record<string, string>>;
  judge(deps: WorkDeps, me: Me, attempt: Attempt): Promise<Check[]>;
}
export const nothing = async (): Promise<Record<string, string>> => ({});
