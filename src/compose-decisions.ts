import { broadcastApproval } from "./broadcasts/broadcast.decision.ts";
import type { Core } from "./compose.ts";
import { itemApproval } from "./content/item.decision.ts";
import { finishDue } from "./decisions/decide.ts";
import { frameApproval } from "./frames/frame.decision.ts";
import { contestApproval } from "./quizzes/contest.decision.ts";

/** Every decision the house knows. One that is missing here, or in the walk of test/stores, fails the check. */
export const DECISIONS = {
  item: itemApproval,
  broadcast: broadcastApproval,
  contest: contestApproval,
  frame: frameApproval,
} as const;
export type DecisionName = keyof typeof DECISIONS;

/** What follows decisions, by the name of each: how many were found unfinished and are finished now. */
export async function finishDecisions(core: Core): Promise<Record<string, number>> {
  const { clock, box } = core;
  return {
    broadcast: await finishDue(broadcastApproval, { clock, box }),
    contest: await finishDue(contestApproval, { clock }),
  };
}
