import { isSyllable, splitTone } from "../../kernel/syllable.ts";
import { ABBREVIATIONS } from "./abbreviations.ts";
import { FOREIGN } from "./foreign.ts";

/** What our own tables say is sayable, whatever language it came from. */
const SAID = new Set(
  [...Object.values(FOREIGN), ...Object.values(ABBREVIATIONS)].flatMap((spoken) =>
    spoken.toLowerCase().split(/[\s,]+/),
  ),
);
// names of peoples and places of the country whose spelling is no Vietnamese syllable, said as written
for (const word of "mê kông bru vân kiều tà ôi cơ tu ê đê gia rai ba na xơ đăng mnông xtiêng êban niê rơ măm brâu".split(
  " ",
))
  SAID.add(word);
// names of letters and units
for (const word of "ép ét ích xì gờ rờ sờ lờ mờ nờ kép dét oát cờ oóc goóc oép".split(" ")) SAID.add(word);

export function isSayable(word: string): boolean {
  const lower = word.toLowerCase();
  const { letters, tone } = splitTone(lower);
  return SAID.has(lower) || isSyllable(letters, tone);
}
