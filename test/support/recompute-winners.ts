import { createHash } from "node:crypto";

/**
 * Winners of a round recomputed from the published log and nothing else. Shares no code with the product: written after
 * the rules a reader of the public page is told.
 */
interface Header {
  round: number;
  rulesFingerprint: string;
  frozen: string;
  logFingerprint: string;
  excluded: { code: string }[];
}
interface Entry {
  block: number;
  hash: string;
  line: {
    seq: number;
    code: string;
    day: string;
    k: number;
    questions: string[];
    answers: number[][];
    guess: number | null;
    prize: boolean;
    submittedAt: string;
  };
}
const inOrder = (chosen: number[]): string => chosen.toSorted((a, b) => a - b).join();
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export function recomputeWinners(ndjson: string) {
  const [first = "", ...rest] = ndjson.split("\n").filter(Boolean);
  const header = JSON.parse(first) as Header;
  const entries = rest.map((text) => JSON.parse(text) as Entry);
  const rules = JSON.parse(header.frozen) as {
    rounds: {
      n: number;
      count: number;
      turnsPerDay: number;
      prizes: { name: string; count: number }[];
      questions: { id: string; version: number; right: number[] }[];
    }[];
  };
  const round = rules.rounds.find((one) => one.n === header.round);
  if (!round) throw new Error("no such round");
  // the chain of blocks
  let hash = sha256(`${header.rulesFingerprint}\n${header.round}`);
  let chainHolds = sha256(header.frozen) === header.rulesFingerprint;
  for (let at = 0; at < entries.length; ) {
    const block = entries[at]?.block;
    const lines = entries.slice(at).filter((entry) => entry.block === block);
    hash = sha256([hash, ...lines.map((entry) => JSON.stringify(entry.line))].join("\n"));
    chainHolds &&= lines.at(-1)?.hash === hash;
    at += lines.length;
  }
  chainHolds &&= hash === header.logFingerprint;
  // scores
  const key = new Map(round.questions.map((one) => [`${one.id}@${one.version}`, inOrder(one.right)]));
  const out = new Set(header.excluded.map((one) => one.code));
  const counted = entries
    .map(({ line }) => ({
      ...line,
      right: line.questions.filter((id, n) => key.get(id) === inOrder(line.answers[n] ?? [])).length,
      second: Math.floor(Date.parse(line.submittedAt) / 1000),
    }))
    .filter((line) => line.k <= round.turnsPerDay && !out.has(line.code));
  const allRight = new Set(counted.filter((line) => line.right === round.count).map((line) => line.code)).size;
  const away = (guess: number | null): number => (guess === null ? Infinity : Math.abs(guess - allRight));
  const best = new Map<string, (typeof counted)[number]>();
  const ordered = counted
    .filter((line) => line.prize)
    .toSorted((a, b) => b.right - a.right || away(a.guess) - away(b.guess) || a.second - b.second || a.seq - b.seq);
  for (const line of ordered) if (!best.has(line.code)) best.set(line.code, line);
  const prizes = round.prizes.flatMap((prize) => Array<string>(prize.count).fill(prize.name));
  const winners = [...best.values()].slice(0, prizes.length).map((line, n) => `${prizes[n]}: ${line.code}`);
  const people = new Set(counted.map((line) => line.code)).size;
  return { chainHolds, turns: entries.length, people, allRight, winners };
}
