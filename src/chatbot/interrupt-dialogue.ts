import type { Shape, Waits } from "../kernel/dialogue/dialogue.ts";
import type { Intent } from "../reading/intents.ts";
import type { Reading } from "../reading/read-message.ts";
import type { Dialogue, DialogueKind } from "./dialogue.model.ts";
import type { Facts } from "./facts.ts";

/**
 * `leaves`: the dialogue is left and nothing else; `other`: something else is meant and is obeyed; an intent: a question
 * is known, answered, and the dialogue goes on.
 */
export type Interruption = "leaves" | "other" | { asks: Aside };
/** Questions that can be answered in between, because the answer says nothing of who asks and changes nothing. */
const ASIDES = ["gio", "thu-tuc", "tin", "nghe"] as const satisfies readonly Intent[];
export type Aside = (typeof ASIDES)[number];
const isAside = (intent: Intent): intent is Aside => (ASIDES as readonly Intent[]).includes(intent);

/** What a step waits for; nothing in particular where nobody knows it. */
export const waitsOf = (
  dialogues: readonly Shape[],
  { kind, step }: { kind: DialogueKind; step: Dialogue["step"] },
): Waits => dialogues.find((one) => one.kind === kind)?.waits[step] ?? {};

/** Among free words a wish for a person is one only when it is all that is said. */
const MOST_WORDS_OF_A_WISH = 8;
const CLEAR = 0.5;
const MOST_WORDS_OF_A_QUESTION = 4;

/**
 * Whether words end the dialogue under way. Danger and stopping always do. What a step asks for is never taken for
 * something else: an opinion may well hold the words of a request.
 */
export function interruptionOf(
  facts: Pick<Facts, "reading" | "command" | "wordless">,
  waits: Waits,
  others: Others = NO_OTHERS,
): Interruption | undefined {
  const { reading, command, wordless } = facts;
  if (command) return "other";
  if (wordless !== "") return undefined;
  if (reading.bareNumber && waits.services) return undefined;
  if (reading.emergency && !(waits.services && isHardlyACry(reading))) return "other";
  if (waits.right && mayMeanRight(reading)) return undefined;
  if (reading.stop === "yes" || reading.start === "yes") return "other";
  if (reading.short === "leave") return "leaves";
  const takesWords = waits.words === true;
  if (asksForPerson(reading, takesWords)) return "other";
  if (namesAnother(reading, others)) return "other";
  if (takesWords) return waits.asides ? questionIn(reading) : undefined;
  if (reading.stop === "unclear" || asksForMenu(reading) || wishesAnother(reading, others)) return "other";
  return questionIn(reading);
}

/**
 * "giao thông" where a place is asked for is the heading of one. Every cry of two words is read as danger with 0.9 and
 * more; between that and this nothing was found.
 */
const CRY = 0.8;
const isHardlyACry = ({ text, scores }: Reading): boolean =>
  text.words.length <= 2 && (scores[0]?.share ?? 1) < CRY && text.words.every(({ plain }) => !/\d/.test(plain));

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

/** The dialogues that are not under way, and whether the one that is keeps whatever is typed. */
export interface Others {
  kinds: readonly DialogueKind[];
  keepsWords: boolean;
}
const NO_OTHERS: Others = { kinds: [], keepsWords: true };
export const othersThan = (dialogues: readonly Shape[], kind: DialogueKind): Others => ({
  kinds: dialogues.filter((one) => one.kind !== kind).map((one) => one.kind),
  keepsWords: dialogues.find((one) => one.kind === kind)?.keepsWords === true,
});
export const MOST_WORDS_OF_A_BARE_WISH = 4;
const LEAST_WORDS_OF_A_MATTER = 5;
const SURE = 0.7;
const plainOf = ({ text }: Reading): string => text.words.map(({ plain }) => plain).join(" ");
const nameOf = (kind: DialogueKind): string => kind.replaceAll("-", " ");

/** Nothing but the name of another dialogue: "phản ánh". */
const namesAnother = (reading: Reading, { kinds }: Others): boolean =>
  kinds.some((kind) => nameOf(kind) === plainOf(reading));

/** "tôi muốn phản ánh" changes the dialogue; a whole complaint does where what is typed would go nowhere. */
function wishesAnother(reading: Reading, { kinds, keepsWords }: Others): boolean {
  const { intents, text, short } = reading;
  const [first] = intents;
  if (!first || !kinds.includes(first.intent) || first.share < SURE || short) return false;
  if (text.words.length <= MOST_WORDS_OF_A_BARE_WISH)
    return ` ${plainOf(reading)} `.includes(` ${nameOf(first.intent)} `);
  return !keepsWords && text.words.length >= LEAST_WORDS_OF_A_MATTER;
}

/** A question the chat knows: a few words, or words that ask. An opinion may hold the same words and asks nothing. */
function questionIn({ intents, text }: Reading): Interruption | undefined {
  const [first] = intents;
  if (!first || first.share < CLEAR || !isAside(first.intent)) return undefined;
  return text.asks || text.words.length <= MOST_WORDS_OF_A_QUESTION ? { asks: first.intent } : undefined;
}
