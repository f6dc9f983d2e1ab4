import { KNOWN } from "./weights.ts";

const known = new Set(KNOWN.split(" "));
/** Words without marks that stand in the labelled set. */
export const isKnownPlain = (plain: string): boolean => known.has(plain);
