import { readFileSync } from "node:fs";
import type { ReadDocument } from "../../src/drafts/read-document.ts";
import { toPositions } from "../../src/drafts/structure.ts";

export const GOLDEN = "test/fixtures/corpus-golden.txt";

/** A place a line: its page, its label, a tab, its text; then what could not be read for sure. */
export const linesOf = ({ paragraphs, doubts }: ReadDocument): string[] => [
  ...toPositions(paragraphs).map(
    ({ page, estimated, label = "", text }) => `${estimated ? "~" : ""}${page} «${label}»\t${text}`,
  ),
  ...doubts.map(({ what, text }) => `? ${what}: ${text}`),
];

/** The golden lines of every file of the corpus. */
export function readGolden(): ReadonlyMap<string, string[]> {
  const files = new Map<string, string[]>();
  let open: string[] = [];
  for (const line of readFileSync(GOLDEN, "utf8").split("\n")) {
    if (line.startsWith("== ")) {
      open = [];
      files.set(line.slice(3), open);
    } else if (line !== "") open.push(line);
  }
  return files;
}
