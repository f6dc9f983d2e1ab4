import type { Lexicon } from "../phrases.ts";
import { DISASTER } from "./danger-disaster.ts";
import { PERSON } from "./danger-person.ts";
import { DEED } from "./danger-deed.ts";

/** Life and limb: what happens, to whom, by whom. What only sounds like it stands in fixed.ts. */
export const DANGER: Lexicon = { ...DISASTER, ...PERSON, ...DEED };
