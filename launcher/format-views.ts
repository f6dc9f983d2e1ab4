import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { breakLine, MOST_LETTERS, wrap } from "./view-lines.ts";
import { shownBy } from "./view-meaning.ts";

/**
 * The views' long lines, broken where nobody who reads the page can see it: at the borders of blocks, then between the
 * attributes of a tag, within {{…}} and at blanks. Lines that are short enough stay as they are. Made anew it changes
 * nothing, so that after a merge it can simply be run again: node_modules/.bin/tsx launcher/format-views.ts
 */
export function formatView(text: string): string {
  const shown = shownBy(text);
  const lines = text.split("\n");
  let open = "";
  return lines
    .map((line, n) => {
      const before = open;
      open = openAfter(open, line);
      // inside these every blank is seen
      if (line.length <= MOST_LETTERS || before !== "") return line;
      const ways = [breakLine(line), wrap(line)].map((parts) => parts.join("\n"));
      const isSeen = (way: string): boolean => shownBy(lines.with(n, way).join("\n")) !== shown;
      return ways.find((way) => !isSeen(way)) ?? line;
    })
    .join("\n");
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
      if (line.length > MOST_LETTERS)
        process.stderr.write(`${file}:${n + 1} has ${line.length} letters; break it by hand\n`);
  }
}
