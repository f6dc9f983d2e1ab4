import { diffWords } from "diff";

export interface WordPart {
  text: string;
  kind: "same" | "added" | "removed";
}

/** From so many words put in and taken out on it is another text, and nobody reads the difference word by word. */
const MOST_EDITS = 800;

/**
 * Compares texts word by word within a budget of milliseconds for all of them together: what differs too much, and
 * what comes after the budget is spent, is shown as taken out whole and put in whole.
 */
export function wordDiff(budgetMs: number): (before: string, after: string) => WordPart[] {
  const until = performance.now() + budgetMs;
  return (before, after) => {
    const left = until - performance.now();
    const parts = left > 0 ? diffWords(before, after, { maxEditLength: MOST_EDITS, timeout: left }) : undefined;
    if (!parts)
      return [
        { text: before, kind: "removed" },
        { text: after, kind: "added" },
      ];
    return parts.map(({ value, added, removed }) => ({
      text: value,
      kind: added ? "added" : removed ? "removed" : "same",
    }));
  };
}
