import {
  answerScenario,
  appealScenario,
  closingScenario,
  draftScenario,
  hidingScenario,
  sealScenario,
  townHallScenario,
} from "./consulting.ts";
import { contestScenario, exclusionScenario, frameScenario, winnersScenario } from "./open-to-all.ts";
import type { Cast, Scenarios } from "./scenario.ts";
import { broadcastScenario, itemScenario } from "./sending.ts";
import { placeScenario, replyScenario, unitsScenario } from "./talking.ts";

/** A decision that is missing here does not compile. */
export const scenariosOf = (cast: Cast): Scenarios => ({
  item: itemScenario(cast),
  broadcast: broadcastScenario(cast),
  contest: contestScenario(cast),
  frame: frameScenario(cast),
  draft: draftScenario(cast),
  closing: closingScenario(cast),
  townhall: townHallScenario(cast),
  seal: sealScenario(cast),
  hiding: hidingScenario(cast),
  appeal: appealScenario(cast),
  answer: answerScenario(cast),
  reply: replyScenario(cast),
  place: placeScenario(cast),
  exclusion: exclusionScenario(cast),
  winners: winnersScenario(cast),
  units: unitsScenario(cast),
});
