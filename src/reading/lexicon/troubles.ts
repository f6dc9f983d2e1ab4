import type { Lexicon } from "../phrases.ts";
import { THING } from "./troubles-thing.ts";
import { PEOPLE } from "./troubles-people.ts";

/** What people complain about: things that stand in public, and what is wrong with them. */
export const TROUBLES: Lexicon = { ...THING, ...PEOPLE };
