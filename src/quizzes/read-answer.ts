import { fold } from "../kernel/vietnamese.ts";
import { normalise } from "../reading/normalise.ts";
import type { Word } from "../reading/words.ts";

export const LETTERS = "ABCDEF";

/**
 * Letters ("A", "a c", "AC"), numbers ("1", "1 3") or the words of an option. Marks that were typed are kept: "dừng" is
 * no "Đúng". Without them "dung" is an option that says Đúng, and elsewhere the person is asked (domain.md §4.6).
 */
export function readAnswer(text: string, options: readonly string[]): number[] | "stop-or-right" {
  const { words } = normalise(text);
  const named = options.findIndex((option) => saysSame(words, normalise(option).words));
  if (named >= 0) return [named];
  const plain = words.map((word) => word.plain).join(" ");
  if (plain === "dung" || plain === "dung lai") return "stop-or-right";
  const chosen = fold(text).replace(/^(dap an|chon|cau) /, "");
  if (/^[a-f](?: ?[a-f])*$/.test(chosen))
    return [...new Set([...chosen.replaceAll(" ", "")].map((letter) => LETTERS.toLowerCase().indexOf(letter)))];
  if (/^[1-6](?: [1-6])*$/.test(chosen)) return [...new Set(chosen.split(" ").map((digit) => Number(digit) - 1))];
  return [];
}

const saysSame = (typed: readonly Word[], option: readonly Word[]): boolean =>
  typed.length > 0 &&
  typed.length === option.length &&
  typed.every((word, n) => (word.marked ? word.key === option[n]?.key : word.plain === option[n]?.plain));
