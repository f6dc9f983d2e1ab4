import { readFileSync } from "node:fs";
import { findPii } from "../../src/kernel/pii.ts";
import { featuresOf } from "../../src/reading/features.ts";
import { meaningsOf } from "../../src/reading/meaning.ts";
import { scoreAll, type Weights } from "../../src/reading/model.ts";
import { normalise } from "../../src/reading/normalise.ts";
import { NO_OWN_WORDS } from "../../src/reading/own-words.ts";
import { readMessage } from "../../src/reading/read-message.ts";
import { say } from "../support.ts";
import { type Line, readLines } from "./labelled.ts";
import { allExamples, SETTINGS, train } from "./train.ts";

const percent = (part: number, of: number): string => `${((100 * part) / Math.max(1, of)).toFixed(1)} %`;

/** What is looked at, to see what each brings. */
const PARTS: readonly [string, RegExp | undefined][] = [
  ["classes of the lexicon", /^[wbfl]:/],
  ["words and pairs", /^[cd]:/],
  ["both", undefined],
];

/** Kinds of lines one after another left out of the training and then read: what is made of a kind never seen. */
function leaveKindsOut(lines: readonly Line[]): void {
  const kinds = [...new Set(lines.map((line) => line.kind))].filter((kind) => kind !== "short");
  const names = [...PARTS.map(([name]) => name), "the whole reader"];
  const sums = names.map(() => 0);
  let all = 0;
  for (const kind of kinds) {
    const examples = allExamples(lines.filter((line) => line.kind !== kind));
    const left = lines.filter((line) => line.kind === kind);
    const weights = PARTS.map(([, without]) => train(examples, without ? { ...SETTINGS, without } : SETTINGS));
    const right = [...weights.map((one) => countRight(left, one)), countRead(left, weights.at(-1) ?? new Map())];
    right.forEach((n, part) => (sums[part] = (sums[part] ?? 0) + n));
    all += left.length;
    say(
      `  left out: ${kind} (${left.length})`,
      names.map((name, n) => `${name} ${percent(right[n] ?? 0, left.length)}`).join(", "),
    );
  }
  say("  all kinds", names.map((name, n) => `${name} ${percent(sums[n] ?? 0, all)}`).join(", "));
}

/** With the grammar of stopping, denials, English and danger around the model. */
const countRead = (lines: readonly Line[], weights: Weights): number =>
  lines.filter(({ text, labels }) => labels.includes(meaningsOf(readMessage(text, NO_OWN_WORDS, weights))[0] ?? ""))
    .length;

const countRight = (lines: readonly Line[], weights: Weights): number =>
  lines.filter(({ text, labels }) => labels.includes(scoreAll(featuresOf(normalise(text)), weights)[0]?.label ?? ""))
    .length;

/** Lines of people who had read neither words nor rules. */
function readBlind(name: string): void {
  const lines = readLines(name);
  const read = lines.map((line) => ({ ...line, got: meaningsOf(readMessage(line.text))[0] ?? "unknown" }));
  const right = (rows: typeof read): string =>
    percent(rows.filter(({ labels, got }) => labels.includes(got)).length, rows.length);
  say(
    `  ${name} (${lines.length})`,
    `${right(read)}, asked back ${percent(read.filter(({ got }) => got === "ask").length, read.length)}`,
    "92 %, 5 %",
  );
  for (const kind of new Set(lines.map((line) => line.kind)))
    say(`    ${kind}`, right(read.filter((row) => row.kind === kind)), "85 %");
}

function readBlindPairs(): void {
  const stops = readLines("blind/stop.tsv").map(({ text, labels }) => ({
    meant: labels[0] === "dung",
    got: meaningsOf(readMessage(text)).includes("dung"),
  }));
  const cries = readLines("blind/emergency.tsv").map(({ text, labels }) => ({
    meant: labels[0] === "yes",
    got: readMessage(text).emergency,
  }));
  for (const [name, rows] of [
    ["STOP", stops],
    ["emergency", cries],
  ] as const) {
    const [yes, no] = [rows.filter(({ meant }) => meant), rows.filter(({ meant }) => !meant)];
    say(
      `  ${name} written blind`,
      `obeyed ${yes.filter(({ got }) => got).length} of ${yes.length}, look-alikes left alone ${no.filter(({ got }) => !got).length} of ${no.length}`,
    );
  }
}

function findBlindPii(): void {
  let [wanted, met, found, right] = [0, 0, 0, 0];
  for (const row of readFileSync("test/fixtures/blind/pii.jsonl", "utf8").split("\n").filter(Boolean)) {
    const { text, spans } = JSON.parse(row) as { text: string; spans: string[] };
    const got = findPii(text).map(({ from, to }) => text.slice(from, to));
    wanted += spans.length;
    met += spans.filter((span) => got.some((one) => one.includes(span))).length;
    found += got.length;
    right += got.filter((one) => spans.some((span) => one.includes(span) || span.includes(one))).length;
  }
  say(
    "  personal data written blind: recall, precision",
    `${percent(met, wanted)}, ${percent(right, found)}`,
    "95 %, 97 %",
  );
}

/** The quickest of many runs: what it costs when nobody else uses the machine. */
function timeOf(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let n = 0; n < 60; n += 1) {
    const begun = process.hrtime.bigint();
    run();
    best = Math.min(best, Number(process.hrtime.bigint() - begun) / 1e6);
  }
  return best;
}

/** `make bench only=reading`: scores by kind, and what reading costs. */
export async function benchReading(): Promise<void> {
  const lines = readLines("utterances.tsv");
  process.stdout.write(`Reading: ${lines.length} labelled lines\n`);
  const texts = lines.map((line) => line.text);
  const letter = texts
    .filter((_, n) => n % 37 === 0)
    .join(". ")
    .slice(0, 2000);
  say("  a letter of 2,000 letters", `${timeOf(() => readMessage(letter)).toFixed(1)} ms`, "5 ms");
  say(
    "  the same without punctuation",
    `${timeOf(() => readMessage(letter.replace(/[.,?!]/g, ""))).toFixed(1)} ms`,
    "5 ms",
  );
  say("  10,000 letters", `${timeOf(() => readMessage(letter.repeat(5))).toFixed(1)} ms`);
  say("  personal data in 20,000 letters", `${timeOf(() => findPii(letter.repeat(10))).toFixed(1)} ms`);
  say(
    "  the same of “0 09 ”, where a phone might begin",
    `${timeOf(() => findPii("0 09 ".repeat(4000))).toFixed(1)} ms`,
  );
  readBlind("blind/chat.tsv");
  readBlindPairs();
  findBlindPii();
  leaveKindsOut(lines);
  await Promise.resolve();
}
