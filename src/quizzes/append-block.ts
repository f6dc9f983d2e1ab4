import type { FrozenRound } from "./contest.model.ts";
import type { PlayedRound } from "./find-round.ts";
import { blockHash, chainStart, type LogLine, lineOf, lineText } from "./log-line.ts";
import { type LogBlock, type LogTotals, QuizBlockModel } from "./round-log.model.ts";
import type { Turn } from "./turn.model.ts";
import { findPlayer, knownPlayers, listPlayers, listTurns, listUnlogged, raiseBests, setBlock } from "./turn.store.ts";

const MOST_IN_BLOCK = 1000;
/** A turn may be written this many places after a later one; who comes later still is found when the round is counted. */
const LOOK_BACK = 5000;

export const newestBlock = (contestId: string, round: number): Promise<LogBlock | null> =>
  QuizBlockModel.findOne({ contestId, round }).sort({ n: -1 }).lean<LogBlock>().exec();
const streamBlocks = (contestId: string, round: number): AsyncIterable<LogBlock> =>
  QuizBlockModel.find({ contestId, round }).sort({ n: 1 }).lean<LogBlock>().cursor({ batchSize: 20 });

export const noTotals = (): LogTotals => ({ turns: 0, people: 0, items: {} });

function addUp(before: LogTotals, turns: readonly Turn[], round: FrozenRound, newPeople: number): LogTotals {
  const items = structuredClone(before.items);
  for (const turn of turns)
    for (const [i, n] of turn.questions.entries()) {
      const question = round.questions[n];
      if (!question) continue;
      const item = (items[`${question.id}@${question.version}`] ??= {
        asked: 0,
        right: 0,
        chosen: question.options.map(() => 0),
      });
      const chosen = turn.answers[i] ?? [];
      item.asked += 1;
      item.right +=
        chosen.length === question.right.length && question.right.every((one) => chosen.includes(one)) ? 1 : 0;
      for (const one of chosen) item.chosen[one] = (item.chosen[one] ?? 0) + 1;
    }
  return { turns: before.turns + turns.length, people: before.people + newPeople, items };
}

const counted = (turn: Turn, round: FrozenRound): boolean => turn.k <= round.turnsPerDay;

/** Ties a block's turns to it and raises the boards; the same again changes nothing, so a cut is made good. */
async function finishBlock(block: LogBlock, round: FrozenRound): Promise<void> {
  const turns = await listTurns(block.turns);
  const rows = turns.filter((turn) => counted(turn, round));
  const left = await listPlayers(block.contestId, [...new Set(rows.map((turn) => turn.player))]);
  await raiseBests(
    rows
      .filter((turn) => !left.get(turn.player)?.excluded)
      .map((turn) => ({
        contestId: turn.contestId,
        round: turn.round,
        player: turn.player,
        right: turn.right,
        second: Math.floor((turn.submittedAt ?? turn.startedAt).getTime() / 1000),
        seq: turn.seq,
      })),
  );
  await setBlock(block.turns, block.n);
}

/**
 * Takes what was handed in since the last block into the round's log, with the sums and boards that follow from it. One
 * worker at a time; the block's number is unique, so that a second one at the same time changes nothing.
 * @param whole looks at the round from its first turn on, as is done once before it is counted
 * @returns number of turns taken in
 */
export async function appendBlock(
  contestId: string,
  { version, round }: PlayedRound,
  now: Date,
  whole = false,
): Promise<number> {
  const last = await newestBlock(contestId, round.n);
  if (last) {
    const [open] = await listTurns(last.turns.slice(-1));
    if (open?.block === 0) await finishBlock(last, round);
  }
  const turns = await listUnlogged(contestId, round.n, whole ? 0 : (last?.upTo ?? 0) - LOOK_BACK, MOST_IN_BLOCK);
  if (turns.length === 0) return 0;
  const players = [...new Set(turns.filter((turn) => counted(turn, round)).map((turn) => turn.player))];
  const known = await knownPlayers(contestId, round.n, players);
  const left = await listPlayers(contestId, players);
  const people = players.filter((player) => !known.has(player) && !left.get(player)?.excluded).length;
  const previous = last?.hash ?? chainStart(version.fingerprint, round.n);
  const n = (last?.n ?? 0) + 1;
  const block: LogBlock = {
    _id: `${contestId}:${round.n}:${n}`,
    contestId,
    round: round.n,
    n,
    previous,
    hash: blockHash(
      previous,
      turns.map((turn) => lineText(lineOf(turn, round))),
    ),
    turns: turns.map((turn) => turn._id),
    totals: addUp(last?.totals ?? noTotals(), turns, round, people),
    upTo: Math.max(last?.upTo ?? 0, turns.at(-1)?.seq ?? 0),
    at: now,
  };
  const done = await QuizBlockModel.updateOne({ _id: block._id }, { $setOnInsert: block }, { upsert: true });
  if (done.upsertedCount === 0) return 0;
  await finishBlock(block, round);
  return turns.length;
}

export interface LoggedLine {
  block: number;
  /** the hash the block has in the database; "" but for its last line */
  hash: string;
  line: LogLine;
}

/** The log of a round in its order, block by block. */
export async function* streamLog(contestId: string, round: FrozenRound): AsyncGenerator<LoggedLine> {
  for await (const block of streamBlocks(contestId, round.n)) {
    const turns = await listTurns(block.turns);
    for (const [i, turn] of turns.entries())
      yield { block: block.n, hash: i === turns.length - 1 ? block.hash : "", line: lineOf(turn, round) };
  }
}

/** Whether a player is left out of boards and prizes. */
export const isExcluded = async (contestId: string, player: string): Promise<boolean> =>
  Boolean((await findPlayer(contestId, player))?.excluded);
