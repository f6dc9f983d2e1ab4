import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Line {
  text: string;
  labels: string[];
  kind: string;
}

/** Lines `text<TAB>label|label<TAB>kind`. */
export const readLines = (file: string): Line[] =>
  readFileSync(join(process.cwd(), "test/fixtures", file), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [text = "", labels = "", kind = ""] = line.split("\t");
      return { text, labels: labels.split("|"), kind };
    });
