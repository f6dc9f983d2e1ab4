import type { Lexicon } from "../phrases.ts";
import { PAPER } from "./services-paper.ts";
import { EVENT } from "./services-event.ts";
import { OFFICE } from "./services-office.ts";

/** What an office has to do with: papers, allowances, news, hours, people. */
export const SERVICES: Lexicon = { ...PAPER, ...EVENT, ...OFFICE };
