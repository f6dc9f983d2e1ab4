import type { Position } from "../../src/drafts/position.ts";
import { bareText, partLabel } from "../../src/drafts/part-labels.ts";
import { toPositions } from "../../src/drafts/structure.ts";

/** A paragraph that knows which one it was: what a person says about two versions, for the machine to be held against. */
export interface Line {
  text: string;
  /** names of the paragraphs of the first version that this one is, or holds a piece of; [] = it is new */
  was: string[];
}

/** One change of an editor's. Paragraphs are named by the first words behind their label. */
export type Edit =
  | ["edit", string, string]
  | ["del", string]
  | ["cut", string]
  | ["add", string, string]
  | ["move", string, string]
  | ["swap", string, string]
  | ["split", string, string]
  | ["join", string];

export const linesOf = (text: string): Line[] =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, n) => ({ text: line, was: [`p${n}`] }));

export function positionsOf(lines: readonly Line[]): Position[] {
  return toPositions(lines.map(({ text }, n) => ({ text, page: 1, line: n + 1, lineTo: n + 1, key: `k${n}` })));
}

const printed = (text: string): string => partLabel(text)?.printed ?? "";
const withLabel = (label: string, words: string): string => (label === "" ? words : `${label} ${words}`);

/** The paragraph and all that stands within it. */
function blockAt(lines: readonly Line[], at: number): number {
  const positions = positionsOf(lines);
  const depth = positions[at]?.depth ?? 0;
  if (positions[at]?.kind === "doan") return 1;
  let end = at + 1;
  while (end < lines.length && (positions[end]?.depth ?? 0) > depth) end += 1;
  return end - at;
}

function find(lines: readonly Line[], start: string): number {
  const at = lines.findIndex(({ text }) => bareText(text).startsWith(start) || text.startsWith(start));
  if (at < 0) throw new Error(`no paragraph begins with “${start}”`);
  return at;
}

function move(lines: Line[], from: number, count: number, after: string): void {
  const block = lines.splice(from, count);
  const at = find(lines, after);
  lines.splice(at + blockAt(lines, at), 0, ...block);
}

/** Applies changes in turn; nothing is numbered anew. */
export function edit(before: readonly Line[], edits: readonly Edit[]): Line[] {
  const lines = before.map((line) => ({ ...line }));
  for (const [what, start, more = ""] of edits) {
    const at = find(lines, start);
    const line = lines[at];
    if (!line) continue;
    const [label, words] = [printed(line.text), bareText(line.text)];
    if (what === "edit") line.text = withLabel(label, more);
    else if (what === "del") lines.splice(at, 1);
    else if (what === "cut") lines.splice(at, blockAt(lines, at));
    else if (what === "add") lines.splice(at + blockAt(lines, at), 0, { text: more, was: [] });
    else if (what === "move") move(lines, at, blockAt(lines, at), more);
    else if (what === "split") {
      const cut = words.indexOf(more) + more.length;
      line.text = withLabel(label, words.slice(0, cut).trim());
      lines.splice(at + 1, 0, { text: withLabel(label, words.slice(cut).trim()), was: [...line.was] });
    } else if (what === "join") {
      const [next] = lines.splice(at + 1, 1);
      line.text = `${line.text} ${bareText(next?.text ?? "")}`;
      line.was = [...line.was, ...(next?.was ?? [])];
    } else {
      const other = find(lines, more);
      const [first, second] = at < other ? [at, other] : [other, at];
      const [a, b] = [
        lines.slice(first, first + blockAt(lines, first)),
        lines.slice(second, second + blockAt(lines, second)),
      ];
      lines.splice(second, b.length, ...a);
      lines.splice(first, a.length, ...b);
    }
  }
  return renumber(lines);
}

const LETTERS = "abcdđeghiklmnopqrstuvxy";

/** Numbers every row of articles, clauses, points and Roman parts anew, as an editor does after a change. */
export function renumber(lines: readonly Line[]): Line[] {
  const counts = new Map<string, number>();
  const open: { rank: number; number: string; key: string }[] = [];
  return lines.map((line, n) => {
    const label = partLabel(line.text);
    if (!label || label.kind === "doan") return line;
    while (open.length > 0 && (open.at(-1)?.rank ?? 0) >= label.rank) open.pop();
    const parent = open.at(-1);
    const row = label.kind === "dieu" ? "dieu" : `${parent?.key ?? ""}|${label.kind}|${label.rank}`;
    const count = (counts.get(row) ?? 0) + 1;
    counts.set(row, count);
    const number = numberOf(label.kind, label.number, count, parent?.number ?? "");
    open.push({ rank: label.rank, number, key: `${n}` });
    const dressed = label.printed.replace(/[\dIVX.a-zđ]*\d+|[IVX]+(?=[.-])|^[a-zđ](?=\))/u, number);
    return ["phan", "chuong", "phu-luc", "chi-tieu"].includes(label.kind)
      ? line
      : { ...line, text: withLabel(dressed, bareText(line.text)) };
  });
}

const ROMANS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
function numberOf(kind: string, was: string, count: number, parent: string): string {
  if (kind === "diem") return LETTERS.charAt(count - 1);
  if (kind === "muc") return ROMANS[count - 1] ?? String(count);
  return was.includes(".") ? `${parent}.${count}` : String(count);
}
