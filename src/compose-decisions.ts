import { eachAlone } from "./kernel/each-alone.ts";
import { broadcastApproval } from "./broadcasts/broadcast.decision.ts";
import { replyApproval } from "./chatbot/reply.decision.ts";
import { positionAnswer } from "./comments/answer.decision.ts";
import { appealDecision, commentHiding } from "./comments/hiding.decision.ts";
import { type Core, playDeps, reportDeps } from "./compose.ts";
import { itemApproval } from "./content/item.decision.ts";
import { finishDue } from "./decisions/decide.ts";
import { closingMoved, draftPublication } from "./drafts/draft.decision.ts";
import { placeApproval } from "./gate/place.decision.ts";
import { frameApproval } from "./frames/frame.decision.ts";
import { contestApproval } from "./quizzes/contest.decision.ts";
import { exclusion, winnersPublication } from "./quizzes/result.decision.ts";
import { sealing } from "./reports/seal.decision.ts";
import { townHallPublication } from "./townhalls/townhall.decision.ts";
import { unitsImport } from "./units/import.decision.ts";

/** Every decision the house knows. One that is missing here, or in the walk of test/stores, fails the check. */
export const DECISIONS = {
  item: itemApproval,
  broadcast: broadcastApproval,
  contest: contestApproval,
  frame: frameApproval,
  draft: draftPublication,
  closing: closingMoved,
  townhall: townHallPublication,
  seal: sealing,
  hiding: commentHiding,
  appeal: appealDecision,
  answer: positionAnswer,
  reply: replyApproval,
  place: placeApproval,
  exclusion,
  winners: winnersPublication,
  units: unitsImport,
} as const;
export type DecisionName = keyof typeof DECISIONS;

/** What follows decisions, by the name of each: how many were found unfinished and are finished now. */
export async function finishDecisions(core: Core): Promise<Record<string, number>> {
  const { clock, box } = core;
  const kinds: Record<string, () => Promise<number>> = {
    broadcast: () => finishDue(broadcastApproval, { clock, box }),
    contest: () => finishDue(contestApproval, { clock }),
    units: () => finishDue(unitsImport, { clock }),
    results: () => finishDue(exclusion, playDeps(core)),
    comment: () => finishDue(commentHiding, { clock }),
    answer: () => finishDue(positionAnswer, { clock, enqueueTell: core.enqueue.tellAuthors }),
    // the sweep finishes and never decides: no digits are right for it
    seal: () => finishDue(sealing, { ...reportDeps(core), acceptCode: async () => false }),
  };
  const found: Record<string, number> = {};
  await eachAlone(Object.entries(kinds), async ([name, finish]) => {
    found[name] = await finish();
  });
  return found;
}
