import { type WordPart, wordDiff } from "../kernel/word-diff.ts";
import type { Position } from "./position.ts";
import { bareText } from "./part-labels.ts";

export interface Change {
  kind: "same" | "changed" | "added" | "removed";
  code: string;
  /** where it stood before, when its number is another now, and what it was cut from or joined of; "" = nothing to say */
  note: string;
  words: WordPart[];
}

/** Two long documents that share little take no longer than this; what is left is shown whole. */
const COMPARE_MS = 2500;

/** Whether two places say the same, whatever number they carry. */
export const saysTheSame = (a: Pick<Position, "text" | "label">, b: Pick<Position, "text" | "label">): boolean =>
  a.text === b.text || bareText(a.text, a.label) === bareText(b.text, b.label);

/** What differs between two versions, place by place, word by word. A new number alone changes nothing. */
export function compareVersions(before: readonly Position[], after: readonly Position[]): Change[] {
  const old = new Map(before.map((position) => [position.id, position]));
  const kept = new Set(after.map((position) => position.id));
  const heirs = new Map<string, number>();
  for (const position of after) for (const id of position.from ?? []) heirs.set(id, (heirs.get(id) ?? 0) + 1);
  const wordsOf = wordDiff(COMPARE_MS);
  const changes: Change[] = after.map((position) => {
    const { code, text } = position;
    const was = old.get(position.id);
    const note = noteOf(position, was, old, (one) => kept.has(one) || (heirs.get(one) ?? 0) > 1);
    if (!was) return { kind: "added", code, note, words: [{ text, kind: "added" }] };
    if (saysTheSame(was, position)) return { kind: "same", code, note, words: [{ text, kind: "same" }] };
    return { kind: "changed", code, note, words: wordsOf(was.text, text) };
  });
  for (const { id, code, text } of before)
    if (!kept.has(id)) {
      const note = heirs.has(id) ? "đã tách hoặc gộp vào đoạn khác" : "";
      changes.push({ kind: "removed", code, note, words: [{ text, kind: "removed" }] });
    }
  return changes;
}

function noteOf(
  position: Position,
  was: Position | undefined,
  old: ReadonlyMap<string, Position>,
  goesOn: (id: string) => boolean,
): string {
  const from = position.from ?? [];
  const codes = from.map((id) => old.get(id)?.code ?? "").filter(Boolean);
  const cut = from.length === 1 && goesOn(from[0] ?? "");
  const origin = codes.length === 0 ? "" : `${cut ? "tách từ" : was ? "gộp thêm" : "gộp từ"} ${codes.join(", ")}`;
  return [was && was.code !== position.code ? `trước là ${was.code}` : "", origin].filter(Boolean).join("; ");
}
