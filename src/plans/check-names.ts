import { rowsBy } from "../kernel/rows-by.ts";
import { fold, nfc } from "../kernel/vietnamese.ts";
import type { CheckFacts } from "./known-facts.ts";
import { MISTYPED, OFFICIAL_NAMES } from "./official-names.ts";
import type { Finding, Place } from "./reading.ts";

interface Word {
  text: string;
  folded: string;
  line: number;
  /** what stands between it and the next word */
  after: string;
}

/** The words of the whole text with what parts them; a line's end is a blank. */
function wordsOf(lines: readonly string[]): Word[] {
  const found: Word[] = [];
  for (const [n, line] of lines.entries()) {
    let last: Word | undefined;
    for (const match of nfc(line).matchAll(/([\p{L}\p{M}\d]+)([^\p{L}\p{M}\d]*)/gu)) {
      last = { text: match[1] ?? "", folded: fold(match[1] ?? ""), line: n + 1, after: match[2] ?? "" };
      found.push(last);
    }
    if (last && !last.after.endsWith(" ")) last.after += " ";
    // "Văn hóa" / "- Thông tin": a dash at the front of a line belongs between the words
    const front = /^\s*([-–])\s/.exec(line)?.[1];
    const before = front && found.length > 0 ? found.findLast((one) => one.line < n + 1) : undefined;
    if (before && front && lines.slice(before.line, n).every((one) => one.trim() === ""))
      before.after = `${before.after.trim()}${front}`;
  }
  return found;
}

/** Same letters and marks, wherever the mark of tone stands: hòa, hoà. */
const letters = (word: string): string => [...word.normalize("NFD").toLowerCase()].toSorted().join("");
const sameWord = (a: string, b: string): boolean => letters(a) === letters(b);
const parting = (after: string): string => {
  const sign = after.replace(/[\s\u00a0]+/g, "").replace(/[–—]/g, "-");
  return sign;
};

/** Letters to change, at most `most + 1`. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length] ?? 0;
}

interface Name {
  name: string;
  words: Word[];
}
type Fault = "signs" | "word" | "cut";

/** How far a row of words is from a name: the same in all but its signs, all but one word, or broken off. */
function faultAt(words: readonly Word[], at: number, name: Name, exact: ReadonlySet<number>): Fault | undefined {
  const n = name.words.length;
  const row = words.slice(at, at + n);
  const same = row.map((word, k) => sameWord(word.text, name.words[k]?.text ?? ""));
  const right = same.filter(Boolean).length;
  if (row.length === n && right === n) return sameSigns(row, name) ? undefined : "signs";
  if (n < 4) return undefined;
  const wrong = same.indexOf(false);
  if (row.length === n && right === n - 1 && wrong > 0 && !exact.has(at) && sameSigns(row, name))
    if (isSlip(row[wrong], name.words[wrong])) return "word";
  return n >= 5 && !same.at(n - 1) && isCut(words.slice(at, at + n - 1), name) ? "cut" : undefined;
}

const sameSigns = (row: readonly Word[], name: Name): boolean =>
  row.slice(0, -1).every((word, k) => parting(word.after) === parting(name.words[k]?.after ?? ""));

/** One word for another by a letter or two: "dân dân" for "nhân dân", and no other word that fits ("nhân sự"). */
function isSlip(is: Word | undefined, should: Word | undefined): boolean {
  if (!is || !should || /\d/.test(is.text)) return false;
  const far = distance(is.folded, should.folded);
  return far <= 1 || (far <= 2 && is.folded.length >= 3);
}

/** All words but the last, and then the sentence ends. */
const isCut = (row: readonly Word[], { words }: Name): boolean =>
  row.length === words.length - 1 &&
  row.every((word, k) => sameWord(word.text, words[k]?.text ?? "")) &&
  /^[)\].;]/.test(row.at(-1)?.after.trim() ?? "");

const SAYS: Readonly<Record<Fault, string>> = {
  signs: "viết khác dấu so với tên chính thức",
  word: "viết khác một chữ so với tên chính thức",
  cut: "viết chưa hết tên chính thức",
};

/** Names of organs that are not written as the organ writes them; and words known to be mistyped. */
export function checkNames(lines: readonly string[], { names }: CheckFacts): Finding[] {
  const words = wordsOf(lines);
  const known: Name[] = [...new Set([...OFFICIAL_NAMES, ...names.map((one) => one.name)])].map((name) => ({
    name,
    words: wordsOf([name]),
  }));
  const exact = new Set<number>();
  const starts = rowsBy(known, (name) => name.words[0]?.folded ?? "");
  const rightAt = (at: number): Name[] =>
    (starts.get(words[at]?.folded ?? "") ?? []).filter((name) =>
      name.words.every((word, k) => sameWord(words[at + k]?.text ?? "", word.text)),
    );
  for (let at = 0; at < words.length; at += 1) if (rightAt(at).length > 0) exact.add(at);
  const found: Finding[] = [];
  for (let at = 0; at < words.length; at += 1)
    for (const name of starts.get(words[at]?.folded ?? "") ?? []) {
      const fault = faultAt(words, at, name, exact);
      if (!fault) continue;
      const shown = words.slice(at, at + name.words.length - Number(fault === "cut"));
      const line = words[at]?.line ?? 0;
      const is = shown
        .map((word, k) => word.text + (k < shown.length - 1 ? word.after : ""))
        .join("")
        .replace(/\s+/g, " ");
      found.push(nameFinding(name.name, is, [line, shown.at(-1)?.line ?? line], SAYS[fault]));
    }
  return [...distinctBy(found), ...mistyped(lines, names)];
}

const nameFinding = (right: string, is: string, lines: number[], says: string): Finding => ({
  id: `names:${right}:${is}:${lines[0] ?? 0}`,
  kind: "names",
  lines: [...new Set(lines)],
  says: `“${is}” ${says} “${right}”.`,
  choices: [`Sửa thành “${right}” khi ban hành`, `Giữ “${is}”`],
});
const distinctBy = (found: readonly Finding[]): Finding[] => [
  ...new Map(found.map((one) => [`${one.lines[0]}:${one.says}`, one])).values(),
];

function mistyped(lines: readonly string[], names: CheckFacts["names"]): Finding[] {
  const table = [...MISTYPED, ...names.flatMap(({ name, wrong }) => wrong.map((one) => ({ wrong: one, right: name })))];
  const text = lines.map((line) => nfc(line).toLowerCase());
  return table.flatMap(({ wrong, right }) =>
    text.flatMap((line, n) =>
      line.includes(nfc(wrong).toLowerCase()) ? [nameFinding(right, wrong, [n + 1], "khác cách viết đúng")] : [],
    ),
  );
}

/** Words of grammar nobody says twice; Vietnamese doubles others on purpose (luôn luôn, từng từng). */
const SINGLE = new Set([
  "đến",
  "của",
  "và",
  "các",
  "cho",
  "về",
  "là",
  "trong",
  "với",
  "được",
  "tại",
  "những",
  "từ",
  "theo",
  "số",
]);

/** The same words twice in a row: "điện tử điện tử", "đại hội Đại hội", "đến đến". */
export function checkRepeated(places: readonly Place[]): Finding[] {
  return places.flatMap(({ words, line, lineTo, code }) => {
    const row = [...words.matchAll(/([\p{L}\p{M}]+)([^\p{L}\p{M}]*)/gu)];
    const at = (n: number): string => (row[n]?.[1] ?? "").toLowerCase();
    const joined = (n: number): boolean => /^\s+$/.test(row[n]?.[2] ?? "");
    let past = 0;
    return row.flatMap((_, n): Finding[] => {
      if (n < past) return [];
      const two =
        at(n) !== at(n + 1) &&
        at(n) === at(n + 2) &&
        at(n + 1) === at(n + 3) &&
        at(n + 3) !== "" &&
        [n, n + 1, n + 2].every(joined);
      const one = at(n) === at(n + 1) && SINGLE.has(at(n)) && joined(n);
      if (!two && !one) return [];
      past = n + (two ? 4 : 2);
      const shown = row
        .slice(n, n + (two ? 4 : 2))
        .map((word) => word[1])
        .join(" ");
      return [
        {
          id: `repeated:${code}:${shown}`,
          kind: "repeated",
          lines: [...new Set([line, lineTo])],
          says: `Lặp chữ: “${shown}”.`,
          choices: ["Bỏ chữ lặp khi ban hành", "Giữ như đã viết"],
        },
      ];
    });
  });
}
