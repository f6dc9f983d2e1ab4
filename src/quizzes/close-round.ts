import { eachAlone } from "../kernel/each-alone.ts";
import { appendBlock, streamLog } from "./append-block.ts";
import { newestBlock } from "./round-log.store.ts";
import { listAllPublished } from "./contest.store.ts";
import { type PlayedRound, playedRounds } from "./find-round.ts";
import { chainStart, type LogLine } from "./log-line.ts";
import { listLeftOut } from "./list-left-out.ts";
import { addResult, changeCounted, findResult, resultId } from "./result.store.ts";
import type { LeftOut, RoundResult, Winner } from "./round-log.model.ts";
import { type Outcome, recount } from "./recount.ts";
import { GRACE_MS, prizeList, roundPhase } from "./rules.ts";
import { handInKept } from "./submit-turn.ts";
import type { PlayDeps } from "./start-turn.ts";
import { findPlayerByCode, findPlayerOfTurn, listOverdue, purgeClaims } from "./turn.store.ts";

const BATCH = 200;
/** Names and contacts of who claimed a prize are kept so long (domain.md §5-11). */
const CLAIM_DAYS_MS = 60 * 86_400_000;

/** Brings one round's log up to date, and counts it when it is over. True when nothing is left to do for it. */
async function tendRound(deps: PlayDeps, contestId: string, played: PlayedRound): Promise<boolean> {
  const { n, closesAt } = played.round;
  const now = deps.clock.now();
  if (roundPhase(played.round, now) === "coming") return false;
  if (await findResult(contestId, n)) return true;
  while ((await appendBlock(contestId, played, now)) > 0);
  // every open turn ended with the round at the latest, and was handed in before this is reached
  if (new Date(closesAt).getTime() + GRACE_MS >= now.getTime()) return false;
  await countRound(deps, contestId, played);
  return true;
}

/** Contests whose every round is counted, by the version that was so: nothing is looked at again before the next one. */
const settled = new Map<string, number>();

/**
 * All rounds that run or wait to be counted. Called every two seconds by one worker; without a contest under way it is
 * one small query.
 */
export async function tendRounds(deps: PlayDeps): Promise<void> {
  const underWay: { id: string; version: number }[] = [];
  for await (const contest of listAllPublished()) {
    const id = String(contest._id);
    if (settled.get(id) !== contest.version) underWay.push({ id, version: contest.version });
  }
  if (underWay.length === 0) return;
  const edge = new Date(deps.clock.now().getTime() - GRACE_MS);
  const { stuck, failure } = await handInOverdue(deps, edge);
  const whole = underWay.filter(({ id }) => !stuck.has(id));
  await eachAlone(whole, async ({ id, version }) => {
    let open = 0;
    for (const played of await playedRounds(id, version)) open += (await tendRound(deps, id, played)) ? 0 : 1;
    if (open === 0) settled.set(id, version);
  });
  if (failure !== undefined) throw failure;
}

/**
 * Hands in what is overdue until nothing more can be. A round is counted over turns that were all handed in: contests
 * with one that cannot be are named, and not counted meanwhile.
 */
async function handInOverdue(deps: PlayDeps, edge: Date): Promise<{ stuck: ReadonlySet<string>; failure: unknown }> {
  for (;;) {
    const late = await listOverdue(edge, BATCH);
    const stuck = new Set<string>();
    const failures: unknown[] = [];
    for (const turn of late)
      await handInKept(deps, turn).catch((error: unknown) => {
        stuck.add(turn.contestId);
        failures.push(error);
      });
    if (failures.length < late.length) continue;
    // behind a whole batch of them nobody knows what stands
    if (late.length === BATCH) throw failures[0];
    return { stuck, failure: failures[0] };
  }
}

/** Recomputes a round from its log. */
async function outcomeOf(contestId: string, { round }: PlayedRound, excluded: readonly LeftOut[]): Promise<Outcome> {
  const lines = async function* (): AsyncGenerator<LogLine> {
    for await (const { line } of streamLog(contestId, round)) yield line;
  };
  return recount(round, lines, new Set(excluded.map(({ code }) => code)), prizeList(round.prizes).length);
}

function winnersOf(outcome: Outcome, played: PlayedRound): Winner[] {
  const prizes = prizeList(played.round.prizes);
  return outcome.standings.slice(0, prizes.length).map((standing, n) => ({
    place: n + 1,
    prize: prizes[n] ?? "",
    code: standing.code,
    right: standing.right,
    guess: standing.guess,
    away: standing.away,
    submittedAt: standing.submittedAt,
    seq: standing.seq,
  }));
}

/** Counts a round that is over. The fingerprint of its log is public from now on; names wait for an approver. */
async function countRound(deps: PlayDeps, contestId: string, played: PlayedRound): Promise<void> {
  const excluded = await listLeftOut(contestId);
  const [outcome, head] = [await outcomeOf(contestId, played, excluded), await newestBlock(contestId, played.round.n)];
  const result: RoundResult = {
    _id: resultId(contestId, played.round.n),
    contestId,
    round: played.round.n,
    version: played.version.n,
    fingerprint: head?.hash ?? chainStart(played.version.fingerprint, played.round.n),
    turns: outcome.turns,
    people: outcome.people,
    allRight: outcome.allRight,
    winners: winnersOf(outcome, played),
    excluded,
    state: "counted",
    countedAt: deps.clock.now(),
    publishedBy: null,
    publishedAt: null,
  };
  await addResult(result);
  // somebody was left out while it was counted
  if ((await listLeftOut(contestId)).length !== excluded.length) await countAgain(deps, contestId);
}

/** Counts again after somebody was left out; a published result stays as it is. */
export async function countAgain(deps: PlayDeps, contestId: string): Promise<void> {
  for (const played of await playedRounds(contestId)) {
    const result = await findResult(contestId, played.round.n);
    if (result?.state !== "counted") continue;
    const excluded = await listLeftOut(contestId);
    const outcome = await outcomeOf(contestId, played, excluded);
    const { people, allRight } = outcome;
    const change = { people, allRight, excluded, winners: winnersOf(outcome, played), countedAt: deps.clock.now() };
    await changeCounted(result._id, change);
  }
}

export async function playerOfCode(contestId: string, code: string): Promise<string | undefined> {
  const known = await findPlayerByCode(contestId, code);
  if (known) return known.player;
  for (const { round } of await playedRounds(contestId)) {
    const player = await findPlayerOfTurn(contestId, round.n, code);
    if (player) return player;
  }
  return undefined;
}

/** Contacts of who claimed a prize go 60 days after. */
export const purgeQuizContacts = (deps: PlayDeps): Promise<number> =>
  purgeClaims(new Date(deps.clock.now().getTime() - CLAIM_DAYS_MS));
