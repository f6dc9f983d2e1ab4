import type { FrozenRound } from "./contest.model.ts";
import type { PlayedRound } from "./find-round.ts";
import { blockHash, chainStart, type LogLine, lineOf, lineText } from "./log-line.ts";
import type { LogBlock, LogTotals } from "./round-log.model.ts";
import { insertBlock, newestBlock, noteFinished, streamBlocks } from "./round-log.store.ts";
import { answersOf, isRight, marksOf, rightOf } from "./rules.ts";
import type { Turn } from "./turn.model.ts";
import { knownPlayers, listAtPlaces, listPlaces, listPlayers, listTurns, markTurns, raiseBests } from "./turn.store.ts";

const MOST_IN_BLOCK = 1000;
/** A place in the order that nobody came to within this time is one whose holder was cut off: it stays empty. */
const GAP_MS = 120_000;

const noTotals = (): LogTotals => ({ turns: 0, people: 0, items: {} });

function addUp(before: LogTotals, turns: readonly Turn[], round: FrozenRound, newPeople: number): LogTotals {
  const items = structuredClone(before.items);
  for (const turn of turns) {
    const answers = answersOf(turn);
    for (const [i, n] of turn.questions.entries()) {
      const question = round.questions[n];
      if (!question) continue;
      const item = (items[`${question.id}@${question.version}`] ??= {
        asked: 0,
        right: 0,
        chosen: question.options.map(() => 0),
      });
      const chosen = answers[i] ?? [];
      item.asked += 1;
      item.right += isRight(question, chosen) ? 1 : 0;
      for (const one of chosen) item.chosen[one] = (item.chosen[one] ?? 0) + 1;
    }
  }
  return { turns: before.turns + turns.length, people: before.people + newPeople, items };
}

const counted = (turn: Turn, round: FrozenRound): boolean => turn.k <= round.turnsPerDay;

/** Raises the boards by a block's turns and writes down what looks odd; the same again changes nothing. */
async function finishBlock(block: LogBlock, turns: readonly Turn[], round: FrozenRound): Promise<void> {
  const rows = turns.filter((turn) => counted(turn, round));
  const left = await listPlayers(block.contestId, [...new Set(rows.map((turn) => turn.player))]);
  await raiseBests(
    block.contestId,
    block.round,
    rows
      .filter((turn) => !left.get(turn.player)?.excluded)
      .map((turn) => ({
        contestId: turn.contestId,
        round: turn.round,
        player: turn.player,
        right: rightOf(turn, round),
        second: Math.floor((turn.submittedAt ?? turn.startedAt).getTime() / 1000),
        seq: turn.seq,
      })),
  );
  await markTurns(
    turns.flatMap((turn) => {
      const marks = marksOf(turn);
      return marks.length === 0 ? [] : [{ _id: turn._id, line: turn.line, seq: turn.seq, marks }];
    }),
  );
  await noteFinished(block._id);
}

/** Places between two in the order that nobody has come to yet. */
const missing = (from: number, upTo: number, turns: readonly Turn[]): number[] => {
  const there = new Set(turns.map((turn) => turn.seq));
  return Array.from({ length: upTo - from }, (_, n) => from + n + 1).filter((place) => !there.has(place));
};

/**
 * Takes what was handed in since the last block into the round's log, with the sums and boards that follow from it. One
 * worker at a time; the block's number is unique, so that a second one at the same time changes nothing. Reads only the
 * places after the last block, and those before it that were still empty.
 * @returns number of turns taken in
 */
export async function appendBlock(contestId: string, { version, round }: PlayedRound, now: Date): Promise<number> {
  const last = await newestBlock(contestId, round.n);
  if (last && !last.finished) await finishBlock(last, await listTurns(last.turns), round);
  const from = last?.upTo ?? 0;
  const gaps = last?.gaps ?? [];
  const late = await listAtPlaces(
    contestId,
    round.n,
    gaps.map((gap) => gap.place),
  );
  const fresh = await listPlaces(contestId, round.n, from, from + MOST_IN_BLOCK);
  const turns = [...late, ...fresh];
  if (turns.length === 0) return 0;
  const players = [...new Set(turns.filter((turn) => counted(turn, round)).map((turn) => turn.player))];
  const known = await knownPlayers(contestId, round.n, players);
  const left = await listPlayers(contestId, players);
  const people = players.filter((player) => !known.has(player) && !left.get(player)?.excluded).length;
  const previous = last?.hash ?? chainStart(version.fingerprint, round.n);
  const n = (last?.n ?? 0) + 1;
  const upTo = fresh.at(-1)?.seq ?? from;
  const came = new Set(late.map((turn) => turn.seq));
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
    upTo,
    gaps: [
      ...gaps.filter((gap) => !came.has(gap.place) && now.getTime() - gap.since.getTime() < GAP_MS),
      ...missing(from, upTo, fresh).map((place) => ({ place, since: now })),
    ],
    finished: false,
    at: now,
  };
  if (!(await insertBlock(block))) return 0;
  await finishBlock(block, turns, round);
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
