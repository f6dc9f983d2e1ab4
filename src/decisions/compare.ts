import { sha256Hex } from "../kernel/crypto.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Parts } from "./decision.ts";

/** JSON with sorted keys, dates as they are told and text in one form: the same content gives the same bytes. */
export function canonical(value: unknown): string {
  const tidy = (one: unknown): unknown => {
    if (typeof one === "string") return nfc(one);
    if (one instanceof Date) return one.toISOString();
    if (Array.isArray(one)) return one.map(tidy);
    if (one !== null && typeof one === "object")
      return Object.fromEntries(
        Object.entries(one)
          .filter(([, part]) => part !== undefined)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, part]) => [name, tidy(part)]),
      );
    return one;
  };
  return JSON.stringify(tidy(value)) ?? "null";
}

export const fingerprintOf = (name: string, parts: Parts): string => sha256Hex(canonical([name, parts]));

export interface Difference {
  part: string;
  before: string;
  now: string;
}

/** Parts that are not as they were, in the order in which the page names them. */
export function differencesOf(before: Parts, now: Parts): Difference[] {
  const names = [...new Set([...Object.keys(now), ...Object.keys(before)])];
  return names.flatMap((part) => {
    const [was, is] = [nfc(before[part] ?? ""), nfc(now[part] ?? "")];
    return was === is ? [] : [{ part, before: was, now: is }];
  });
}

const MOST_NAMED = 5;
const MOST_WORDS = 120;
/** Around the first place where two texts part, so that a change late in a long text is seen. */
function around(text: string, from: number): string {
  if (text === "") return "(trống)";
  const start = Math.max(0, from - 40);
  const cut = text.slice(start, start + MOST_WORDS).replace(/\s+/g, " ");
  return `“${start > 0 ? "…" : ""}${cut}${start + MOST_WORDS < text.length ? "…" : ""}”`;
}
const partingOf = (a: string, b: string): number => {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n += 1;
  return n;
};

/** The differences for the person who pressed: what it was on the screen, and what it is. */
export function inWords(differences: readonly Difference[]): string {
  const named = differences.slice(0, MOST_NAMED).map(({ part, before, now }) => {
    const at = partingOf(before, now);
    return `${part}: trước ${around(before, at)}, nay ${around(now, at)}`;
  });
  const more = differences.length - named.length;
  return `${named.join("; ")}${more > 0 ? `; và ${more} chỗ khác` : ""}`;
}
