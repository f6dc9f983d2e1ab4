import { contestScenario, frameScenario } from "./open-to-all.ts";
import type { Cast, Scenarios } from "./scenario.ts";
import { broadcastScenario, itemScenario } from "./sending.ts";

/** A decision that is missing here does not compile. */
export const scenariosOf = (cast: Cast): Scenarios => ({
  item: itemScenario(cast),
  broadcast: broadcastScenario(cast),
  contest: contestScenario(cast),
  frame: frameScenario(cast),
});
