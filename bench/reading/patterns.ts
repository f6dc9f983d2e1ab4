import { readFileSync } from "node:fs";
import type { Line } from "./labelled.ts";

/**
 * Lines for training made from patterns.txt: every entry of a list once in a frame. They bring many names of things; how
 * people really write comes from the labelled lines.
 */
export function patternLines(roll: () => number): Line[] {
  const rows = readFileSync("bench/reading/patterns.txt", "utf8")
    .split("\n")
    .filter((row) => row !== "" && !row.startsWith("#"))
    .map((row): [string, string[]] => {
      const [name = "", entries = ""] = row.split(/: (.*)/s);
      return [name, entries.split(" | ").map((one) => one.trim())];
    });
  const lists = new Map(rows.filter(([name]) => name.startsWith("{")));
  const pick = (from: readonly string[]): string => from[Math.floor(roll() * from.length)] ?? "";
  return rows
    .filter(([name]) => !name.startsWith("{"))
    .flatMap(([label, frames]) => {
      const named = new Set(frames.flatMap((frame) => frame.match(/\{[a-z]+\}/g) ?? []));
      return [...named].flatMap((list) =>
        (lists.get(list) ?? []).map((entry) => ({
          text: pick(frames)
            .replace(list, entry)
            .replace(/\{[a-z]+\}/g, (other) => pick(lists.get(other) ?? [])),
          labels: [label],
          kind: "pattern",
        })),
      );
    });
}
