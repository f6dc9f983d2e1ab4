import type { Reading } from "../reading/read-message.ts";
import type { Dialogue, DialogueKind } from "./dialogue.model.ts";
import type { Facts } from "./facts.ts";

/** `leaves`: the dialogue is left and nothing else; `other`: something else is meant and is obeyed. */
export type Interruption = "leaves" | "other";

/** Steps that take free words; at all others a choice, a number or a button is waited for. */
const TAKES_WORDS: Readonly<Record<DialogueKind, ReadonlySet<Dialogue["step"]>>> = {
  "gop-y": new Set(["noi-dung"]),
  "phan-anh": new Set(["viec", "noi"]),
  thi: new Set(),
  khung: new Set(),
};
/** Steps at which "113" by itself is an option, a guess, a clause or a house. */
const TAKES_NUMBERS: Readonly<Record<DialogueKind, ReadonlySet<Dialogue["step"]>>> = {
  "gop-y": new Set(["vi-tri"]),
  "phan-anh": new Set(["noi"]),
  thi: new Set(["tra-loi", "doan"]),
  khung: new Set(),
};
/** Among free words a wish for a person is one only when it is all that is said. */
const MOST_WORDS_OF_A_WISH = 8;
const CLEAR = 0.5;

/**
 * Whether words end the dialogue under way. Danger and stopping always do. What a step asks for is never taken for
 * something else: an opinion may well hold the words of a request.
 */
export function interruptionOf(
  facts: Pick<Facts, "reading" | "command" | "wordless">,
  { kind, step }: { kind: DialogueKind; step: string },
): Interruption | undefined {
  const { reading, command, wordless } = facts;
  if (command) return "other";
  if (wordless !== "") return undefined;
  if (reading.bareNumber && TAKES_NUMBERS[kind].has(step)) return undefined;
  if (reading.emergency) return "other";
  if (kind === "thi" && step === "tra-loi" && mayMeanRight(reading)) return undefined;
  if (reading.stop === "yes" || reading.start === "yes") return "other";
  if (reading.short === "leave") return "leaves";
  const takesWords = TAKES_WORDS[kind].has(step);
  if (asksForPerson(reading, takesWords)) return "other";
  if (takesWords) return undefined;
  return reading.stop === "unclear" || asksForMenu(reading) ? "other" : undefined;
}

/**
 * Where a question waits, "dừng" alone may also mean đúng or a pause: the contest itself asks what was meant, and one of
 * its buttons stops receiving (domain.md §4.6).
 */
const mayMeanRight = ({ text }: Reading): boolean =>
  text.words[0]?.plain === "dung" && text.words.slice(1).every(({ plain }) => plain === "lai");

function asksForPerson({ intents, text }: Reading, takesWords: boolean): boolean {
  const [first, ...others] = intents;
  if (first?.intent !== "can-bo" || first.share < CLEAR) return false;
  return !takesWords || (others.length === 0 && text.words.length <= MOST_WORDS_OF_A_WISH);
}

const asksForMenu = ({ intents, text }: Reading): boolean =>
  intents[0]?.intent === "menu" && intents[0].share >= CLEAR && text.words.length <= 3;
