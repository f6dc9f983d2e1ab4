import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fold } from "../../src/kernel/vietnamese.ts";
import { pack } from "../../src/reading/model.ts";
import { readLines } from "./labelled.ts";
import { allExamples, train } from "./train.ts";

/** Trains the reader on all labelled lines and writes src/reading/weights.ts. */
const FILE = "utterances.tsv";
const lines = readLines(FILE);
const known = new Set(lines.filter((line) => line.kind !== "typos").flatMap((line) => fold(line.text).split(" ")));
const packed = pack(train(allExamples(lines)));
const madeFrom = createHash("sha256")
  .update(readFileSync(`test/fixtures/${FILE}`))
  .digest("hex")
  .slice(0, 16);
writeFileSync(
  "src/reading/weights.ts",
  `/** Made by \`make reader\` from test/fixtures/${FILE}; never edited by hand. */
export const MADE_FROM = ${JSON.stringify(madeFrom)};
export const KNOWN =
  ${JSON.stringify(
    [...known]
      .filter((word) => /^[a-z]{2,8}$/.test(word))
      .toSorted()
      .join(" "),
  )};
export const WEIGHTS =
  ${JSON.stringify(packed)};
`,
);
process.stdout.write(`${lines.length} lines, ${packed.split("\n").length} features, ${packed.length} bytes\n`);
