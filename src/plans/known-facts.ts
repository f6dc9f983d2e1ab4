import { KNOWN_EVENTS } from "./known-events.ts";

/** What the house knows beside the text. */
export interface CheckFacts {
  /** the unit's own official names, with wrong forms one meets */
  names: readonly { name: string; wrong: readonly string[] }[];
  /** days of meetings, by the name `eventOf` gives them */
  events: readonly { event: string; from: string; to: string; source: string }[];
}
export const NO_FACTS: CheckFacts = { names: [], events: KNOWN_EVENTS };
