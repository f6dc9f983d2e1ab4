import { maskPii } from "../kernel/pii.ts";
import type { Meaning } from "../reading/intents.ts";
import { meaningsOf } from "../reading/meaning.ts";
import type { OwnLexicon } from "../reading/own-words.ts";
import { readMessage } from "../reading/read-message.ts";
import { commandOf, INTENT_NAMES } from "./commands.ts";

/** What a message is read as, for people who look at it: names, the words that decided, the nearest other meanings. */
export interface ShownReading {
  text: string;
  meaning: string;
  because: string;
  nearest: { name: string; percent: number }[];
}

const namesOf = (meanings: readonly Meaning[]): string => meanings.map((one) => INTENT_NAMES[one]).join(" + ");

export function showReading(text: string, own: OwnLexicon): ShownReading {
  const reading = readMessage(text, own);
  return {
    text,
    meaning: namesOf(meaningsOf(reading)),
    because: reading.because.join(", "),
    nearest: reading.scores
      .slice(0, 3)
      .map(({ label, share }) => ({ name: INTENT_NAMES[label], percent: Math.round(share * 100) })),
  };
}

export interface ChangedReading {
  text: string;
  before: string;
  after: string;
}

/** A message says what it wants early; the rest of a letter is not read twice for a preview. */
const MOST_LETTERS = 300;

/** Which of the messages would be read otherwise with other words; personal data in them is covered. */
export function changedReadings(texts: readonly string[], before: OwnLexicon, after: OwnLexicon): ChangedReading[] {
  return [...new Set(texts.map((text) => text.slice(0, MOST_LETTERS)))]
    .filter((text) => !commandOf(text))
    .map((text) => ({
      text: maskPii(text),
      before: namesOf(meaningsOf(readMessage(text, before))),
      after: namesOf(meaningsOf(readMessage(text, after))),
    }))
    .filter((one) => one.before !== one.after);
}
