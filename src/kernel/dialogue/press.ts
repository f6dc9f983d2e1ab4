import { fold } from "../vietnamese.ts";
import type { Choice } from "./dialogue.ts";

/** Shorter beginnings of a title may mean anything. */
const LEAST_LETTERS = 5;

/**
 * The button that typed words press: its number, its title, or a beginning of it that no other has.
 * @param numbers a number is an answer of its own here
 */
export function pressed(text: string, shown: readonly Choice[], numbers = false): Choice | undefined {
  const typed = fold(text);
  if (typed === "") return undefined;
  const place = /^(?:so |nut |muc )?([1-9])$/.exec(typed)?.[1];
  if (place && !numbers) return shown[Number(place) - 1];
  const same = shown.find(({ title }) => fold(title) === typed || withoutMark(title) === typed);
  if (same) return same;
  if (typed.replaceAll(" ", "").length < LEAST_LETTERS) return undefined;
  const begun = shown.filter(({ title }) => `${fold(title)} `.startsWith(`${typed} `));
  return begun.length === 1 ? begun[0] : undefined;
}

/** "A. Năm năm một lần" is pressed by its words as well. */
const withoutMark = (title: string): string => fold(title.replace(/^[A-Z0-9][.)] /, ""));
