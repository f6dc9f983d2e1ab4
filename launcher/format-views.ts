import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bytesOf, breakAtBorders, MOST_BYTES, wrap } from "./view-lines.ts";
import { shownBy } from "./view-meaning.ts";

/**
 * The views' long lines, broken where nobody who reads the page can see it: at the borders of blocks, then between the
 * attributes of a tag, at blanks and within {{…}}. Lines that are short enough stay as they are. Made anew it changes
 * nothing, so that after a merge it can simply be run again: node_modules/.bin/tsx launcher/format-views.ts
 */
export const formatView = (text: string): string => breakLong(breakLong(text, breakAtBorders), wrap);

type Way = (line: string, isSeen: (parts: readonly string[]) => boolean) => readonly string[];

function breakLong(text: string, way: Way): string {
  const shown = shownBy(text);
  const lines = text.split("\n");
  let open = "";
  for (const [n, line] of lines.entries()) {
    const before = open;
    open = openAfter(open, line);
    // inside these every blank is seen
    if (bytesOf(line) <= MOST_BYTES || before !== "") continue;
    const isSeen = (parts: readonly string[]): boolean => shownBy(lines.with(n, parts.join("\n")).join("\n")) !== shown;
    lines[n] = way(line, isSeen).join("\n");
  }
  return lines.join("\n");
}

/** The element with its own blanks that a line ends in; "" for none. */
function openAfter(before: string, line: string): string {
  let open = before;
  for (const [, slash = "", name = ""] of line.matchAll(/<(\/?)(textarea|pre|script|style)\b/g))
    open = slash === "" ? open || name : open === name ? "" : open;
  return open;
}

export const findViews = (): string[] =>
  readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".hbs"))
    .map((path) => join("src", path))
    .toSorted();

if (process.argv[1]?.endsWith("format-views.ts")) {
  for (const file of findViews()) {
    const text = readFileSync(file, "utf8");
    const formatted = formatView(text);
    if (formatted !== text) writeFileSync(file, formatted);
    for (const [n, line] of formatted.split("\n").entries())
      if (bytesOf(line) > MOST_BYTES)
        process.stderr.write(`${file}:${n + 1} has ${bytesOf(line)} bytes; break it by hand\n`);
  }
}
