import { isSyllable } from "../../kernel/syllable.ts";
import { rowOf } from "../../kernel/table.ts";
import { sayLetters, sayNumber } from "./say-number.ts";
import type { Rule } from "./spot.ts";

/** What addresses are made of, as it is said. */
const PARTS: Readonly<Record<string, string>> = {
  www: "vê kép vê kép vê kép",
  gov: "gốp",
  vn: "vê en",
  com: "com",
  net: "nét",
  org: "oóc",
  edu: "ê đu",
  info: "in phô",
  me: "mi",
  zalo: "da lô",
  gmail: "gi meo",
  facebook: "phây búc",
  youtube: "diu túp",
  chinhphu: "chính phủ",
  dichvucong: "dịch vụ công",
  hanoi: "hà nội",
  danang: "đà nẵng",
  ubnd: "u bê en đê",
};
const toneless = (part: string): boolean => isSyllable(part, 0);

/** The one way of fewest syllables to cut letters: "saomai" → "sao mai"; undefined when there are two, or none. */
function cut(letters: string): string | undefined {
  const best: { count: number; ways: number; said: string }[] = [{ count: 0, ways: 1, said: "" }];
  for (let end = 1; end <= letters.length; end += 1) {
    const here = { count: Number.POSITIVE_INFINITY, ways: 0, said: "" };
    for (let from = Math.max(0, end - 6); from < end; from += 1) {
      const [start, part] = [best[from], letters.slice(from, end)];
      if (!start || start.ways === 0 || !toneless(part)) continue;
      if (start.count + 1 < here.count)
        Object.assign(here, { count: start.count + 1, ways: 0, said: `${start.said} ${part}` });
      if (start.count + 1 === here.count) here.ways += start.ways;
    }
    best.push(here);
  }
  const all = best.at(-1);
  return all?.ways === 1 ? all.said.trim() : undefined;
}

function sayPart(part: string): string | undefined {
  const known = rowOf(PARTS, part);
  if (known) return known;
  if (/^\d+$/.test(part)) return sayNumber(part);
  if (/^[bcdfghjklmnpqrstvwxz]{1,4}$/.test(part)) return sayLetters(part);
  return part.length <= 40 && /^[a-z]+$/.test(part) ? cut(part) : undefined;
}

const JOINTS: Readonly<Record<string, string>> = {
  ".": "chấm",
  "@": "a còng",
  "/": "gạch chéo",
  "-": "gạch ngang",
  _: "gạch dưới",
};

function sayAddress(written: string): string | undefined {
  const said = written
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/\/$/, "")
    .split(/([.@/_-])/)
    .filter((part) => part !== "")
    .map((part) => rowOf(JOINTS, part) ?? sayPart(part));
  return said.includes(undefined) ? undefined : said.join(" ");
}

const ADDRESS =
  /(?:https?:\/\/[^\s<>"“”]*[^\s<>"“”.,;:!?)…]|[\p{L}\p{N}._-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+|(?:www\.)?[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*\.(?:vn|com|net|org|info|edu|me|gov|io|app)(?:\/[^\s<>"“”]*[^\s<>"“”.,;:!?)…])?\/?(?![\p{L}\p{N}@]))/uy;

export const LINKS: readonly Rule[] = [
  {
    name: "an address",
    pattern: ADDRESS,
    say: ([whole]) => sayAddress(whole) ?? { ask: "địa chỉ này đọc thế nào" },
  },
];
