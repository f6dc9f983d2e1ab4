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
import { classScenario } from "./teaching.ts";
import { issueScenario, reviewScenario, signingScenario } from "./planning.ts";
import { packageScenario } from "./handing-down.ts";
import type { Cast, Scenarios } from "./scenario.ts";
import { reportScenario, rollupScenario } from "./reporting.ts";
import { broadcastScenario, itemScenario } from "./sending.ts";
import { placeScenario, replyScenario, unitsScenario } from "./talking.ts";
import { unitChangeScenario } from "./units.ts";
import { kitScenario } from "./carrying.ts";
import { voiceScenario } from "./voice.ts";

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
  "unit-change": unitChangeScenario(cast),
  "plan-review": reviewScenario(cast),
  "plan-signing": signingScenario(cast),
  "plan-issue": issueScenario(cast),
  class: classScenario(cast),
  voice: voiceScenario(cast),
  kit: kitScenario(cast),
  package: packageScenario(cast),
  "period-report": reportScenario(cast),
  "report-rollup": rollupScenario(cast),
});
