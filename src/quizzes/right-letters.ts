import { fold, sameWords } from "../kernel/vietnamese.ts";

export const LETTERS = "ABCDEF";

const same = (a: string, b: string): boolean => sameWords(a.toLowerCase(), b.toLowerCase());

/**
 * Which answers a cell names: by letters ("A", "a, c", "AC", "Đáp án A"), by numbers as they are counted (1, "1; 3"), or by
 * an answer's own words. A text tells why it names none.
 */
export function rightOf(cell: string, options: readonly string[]): number[] | string {
  const bySelf = options.findIndex((option) => option !== "" && same(option, cell));
  const byCount = counted(cell, options.length);
  if (bySelf >= 0 && typeof byCount !== "string" && !(byCount.length === 1 && byCount[0] === bySelf))
    return `“Đáp án đúng” ghi “${cell}”, vừa là thứ tự vừa là lời của đáp án ${LETTERS[bySelf]}; ghi bằng chữ A đến F, như “Đáp án ${LETTERS[bySelf]}”`;
  return bySelf >= 0 ? [bySelf] : byCount;
}

function counted(cell: string, many: number): number[] | string {
  const words = fold(cell.replace(/[.;,:/|+&–-]/g, " "))
    .replace(/\b(?:cac|dap an|phuong an|lua chon|cau|dung|la|va)\b/g, " ")
    .split(" ")
    .filter(Boolean);
  const named = words.map((word) =>
    /^[1-6]$/.test(word)
      ? [Number(word) - 1]
      : /^[a-f]+$/.test(word)
        ? [...word].map((one) => "abcdef".indexOf(one))
        : [-1],
  );
  const right = [...new Set(named.flat())].toSorted((a, b) => a - b);
  if (right.length === 0) return "chưa ghi “Đáp án đúng”";
  if (right.some((one) => one < 0 || one >= many))
    return `“Đáp án đúng” ghi “${cell.slice(0, 40)}”; phải là chữ của một đáp án có trong dòng`;
  return right;
}
