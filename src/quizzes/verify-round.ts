import { sha256Hex } from "../kernel/crypto.ts";
import { notFound } from "../kernel/errors.ts";
import { type LoggedLine, streamLog } from "./append-block.ts";
import { streamBlocks } from "./round-log.store.ts";
import { findResult } from "./result.store.ts";
import type { Frozen, FrozenRound } from "./contest.model.ts";
import { listVersions } from "./contest.store.ts";
import { type PlayedRound, roundOfVersion } from "./find-round.ts";
import { leftOutOf, listLeftOut } from "./list-left-out.ts";
import { blockHash, chainStart, lineText } from "./log-line.ts";
import { recount, type Standing } from "./recount.ts";
import type { LogBlock, RoundResult, Winner } from "./round-log.model.ts";
import { isRight, prizeList } from "./rules.ts";

/** First line of a published log: the rules as they were bound, what was counted, who was left out and why. */
export interface LogHeader {
  contest: string;
  round: number;
  version: number;
  /** SHA-256 of `frozen`, public since the rules were approved */
  rulesFingerprint: string;
  /** the bound rules, byte by byte */
  frozen: string;
  /** hash of the last block, public since the round closed */
  logFingerprint: string;
  turns: number;
  people: number;
  allRight: number;
  excluded: { code: string; why: string }[];
  winners: { place: number; prize: string; code: string }[];
  /** false until an approver published them; then `winners` is empty */
  published: boolean;
}

/** @throws AppError 404 before a round is counted */
export async function logHeader(contestId: string, n: number): Promise<{ header: LogHeader; played: PlayedRound }> {
  const result = await findResult(contestId, n);
  if (!result) throw notFound("kết quả vòng thi này");
  const played = await roundOfVersion(contestId, result.version, n);
  const version = (await listVersions(contestId)).find((one) => one.n === result.version);
  const published = result.state === "published";
  return {
    played,
    header: {
      contest: contestId,
      round: n,
      version: result.version,
      rulesFingerprint: version?.fingerprint ?? "",
      frozen: version?.frozen ?? "",
      logFingerprint: result.fingerprint,
      turns: result.turns,
      people: result.people,
      allRight: result.allRight,
      excluded: await leftOutOf(result),
      winners: published ? result.winners.map(({ place, prize, code }) => ({ place, prize, code })) : [],
      published,
    },
  };
}

/** The published log of a counted round: one JSON line for the header, then one for each turn. */
export async function* exportLog(contestId: string, n: number): AsyncGenerator<string> {
  const { header, played } = await logHeader(contestId, n);
  yield `${JSON.stringify(header)}\n`;
  for await (const logged of streamLog(contestId, played.round)) yield `${JSON.stringify(logged)}\n`;
}

export interface Verdict {
  holds: boolean;
  problems: string[];
  turns: number;
  people: number;
  allRight: number;
  winners: { place: number; prize: string; code: string }[];
  /** the winners with what ranked them */
  standings: Standing[];
}

/**
 * Checks a published log against itself: rules and their fingerprint, every block's hash up to the published one,
 * every score, the people, the winners. Needs nothing but the log.
 */
export async function verifyLog(header: LogHeader, lines: () => AsyncIterable<LoggedLine>): Promise<Verdict> {
  const problems: string[] = [];
  if (sha256Hex(header.frozen) !== header.rulesFingerprint) problems.push("the rules do not give their fingerprint");
  const frozen = JSON.parse(header.frozen) as Frozen;
  const round = frozen.rounds.find((one) => one.n === header.round);
  if (!round) throw new Error(`no round ${header.round} in the rules`);
  let previous = chainStart(header.rulesFingerprint, header.round);
  let block: string[] = [];
  let n = 0;
  for await (const logged of lines()) {
    block.push(lineText(logged.line));
    if (logged.hash === "") continue;
    n += 1;
    previous = blockHash(previous, block);
    if (previous !== logged.hash || logged.block !== n) problems.push(`block ${n} does not give its hash`);
    block = [];
  }
  if (block.length > 0) problems.push("the last block has no hash");
  if (previous !== header.logFingerprint) problems.push("the log does not give the published fingerprint");
  const prizes = prizeList(round.prizes);
  const outcome = await recount(
    round,
    async function* () {
      for await (const { line } of lines()) yield line;
    },
    new Set(header.excluded.map((one) => one.code)),
    prizes.length,
  );
  problems.push(...outcome.problems.slice(0, 20));
  for (const what of ["turns", "people", "allRight"] as const)
    if (outcome[what] !== header[what])
      problems.push(`${what}: ${header[what]} published, ${outcome[what]} recomputed`);
  const winners = outcome.standings.map(({ code }, i) => ({ place: i + 1, prize: prizes[i] ?? "", code }));
  if (header.published && JSON.stringify(winners) !== JSON.stringify(header.winners))
    problems.push("the winners are not those the log gives");
  const { turns, people, allRight } = outcome;
  return { holds: problems.length === 0, problems, turns, people, allRight, winners, standings: outcome.standings };
}

/**
 * The same from the database, with what the log as it is published does not hold: the blocks' own ties and sums, and the
 * winners that wait for an approver.
 */
export async function verifyRound(contestId: string, n: number): Promise<Verdict> {
  const { header, played } = await logHeader(contestId, n);
  const verdict = await verifyLog(header, () => streamLog(contestId, played.round));
  const result = await findResult(contestId, n);
  const problems = [
    ...verdict.problems,
    ...(await compareBlocks(contestId, n, played, verdict.turns)),
    ...compareWinners(verdict.standings, result?.winners ?? [], prizeList(played.round.prizes)),
    ...(result ? await compareLeftOut(result) : []),
  ];
  return { ...verdict, problems, holds: problems.length === 0 };
}

async function compareBlocks(contestId: string, n: number, played: PlayedRound, turns: number): Promise<string[]> {
  const problems: string[] = [];
  let previous = chainStart(played.version.fingerprint, n);
  let last: LogBlock | undefined;
  for await (const block of streamBlocks(contestId, n)) {
    if (block.previous !== previous) problems.push(`block ${block.n} does not follow from the one before it`);
    if (block.n !== (last?.n ?? 0) + 1) problems.push(`block ${(last?.n ?? 0) + 1} is missing`);
    previous = block.hash;
    last = block;
  }
  if ((last?.totals.turns ?? 0) !== turns)
    problems.push(`turns: ${last?.totals.turns ?? 0} in the sums of the log, ${turns} in its lines`);
  const items = last?.totals.items ?? {};
  const again = await countItems(contestId, played.round);
  for (const name of new Set([...Object.keys(items), ...again.keys()])) {
    const [kept, counted] = [items[name], again.get(name)];
    if (kept?.asked !== counted?.asked || kept?.right !== counted?.right)
      problems.push(
        `question ${name}: ${kept?.asked ?? 0} asked and ${kept?.right ?? 0} right in the sums, ${counted?.asked ?? 0} and ${counted?.right ?? 0} recomputed`,
      );
  }
  return problems;
}

async function countItems(
  contestId: string,
  round: FrozenRound,
): Promise<Map<string, { asked: number; right: number }>> {
  const byId = new Map(round.questions.map((question) => [`${question.id}@${question.version}`, question]));
  const items = new Map<string, { asked: number; right: number }>();
  for await (const { line } of streamLog(contestId, round))
    for (const [i, name] of line.questions.entries()) {
      const question = byId.get(name);
      if (!question) continue;
      const item = items.get(name) ?? { asked: 0, right: 0 };
      const right = isRight(question, line.answers[i] ?? []) ? 1 : 0;
      items.set(name, { asked: item.asked + 1, right: item.right + right });
    }
  return items;
}

/** Nobody who was left out when the round was counted may be in again, nor for another reason. */
async function compareLeftOut(result: RoundResult): Promise<string[]> {
  const now = new Map((await listLeftOut(result.contestId)).map(({ code, why }) => [code, why]));
  return (result.excluded ?? []).flatMap(({ code, why }) => {
    if (!now.has(code)) return [`${code} was left out when the round was counted and is not any more`];
    return now.get(code) === why ? [] : [`${code} was left out for another reason when the round was counted`];
  });
}

/** Everything that is kept of a winner: what was won, and what ranked the turn. */
function compareWinners(standings: readonly Standing[], kept: readonly Winner[], prizes: readonly string[]): string[] {
  const problems: string[] = [];
  if (standings.length !== kept.length) problems.push(`winners: ${kept.length} kept, ${standings.length} recomputed`);
  for (const [i, standing] of standings.entries()) {
    const winner = kept[i];
    if (!winner) continue;
    const counted: Winner = { place: i + 1, prize: prizes[i] ?? "", ...standing };
    if (winner.code !== counted.code) problems.push(`winner ${i + 1}: ${winner.code} kept, ${counted.code} recomputed`);
    const odd = RANKED_BY.filter((name) => asText(winner[name]) !== asText(counted[name]));
    for (const name of odd)
      problems.push(`winner ${i + 1}: ${name} ${asText(winner[name])} kept, ${asText(counted[name])} recomputed`);
  }
  return problems;
}

const RANKED_BY = ["place", "prize", "right", "guess", "away", "submittedAt", "seq"] as const;
const asText = (value: Winner[keyof Winner]): string => (value instanceof Date ? value.toISOString() : String(value));
