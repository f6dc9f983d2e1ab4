import type { Person } from "../content/item.model.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { appendBlock, newestBlock, streamLog } from "./append-block.ts";
import { listAllPublished } from "./contest.store.ts";
import { type PlayedRound, playedRounds } from "./find-round.ts";
import { chainStart, type LogLine } from "./log-line.ts";
import { addResult, changeCounted, findResult, hasPublished, resultId } from "./result.store.ts";
import type { RoundResult, Winner } from "./round-log.model.ts";
import { type Outcome, recount } from "./recount.ts";
import { GRACE_MS, prizeList, roundPhase } from "./rules.ts";
import { handInKept } from "./submit-turn.ts";
import type { PlayDeps } from "./start-turn.ts";
import {
  changePlayer,
  dropBests,
  findPlayer,
  findPlayerByCode,
  findPlayerOfTurn,
  listExcluded,
  listOverdue,
  purgeClaims,
  roundsOnBoard,
} from "./turn.store.ts";
import { verifyRound } from "./verify-round.ts";

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
  for (let late = await listOverdue(edge, BATCH); late.length > 0; late = await listOverdue(edge, BATCH))
    for (const turn of late) await handInKept(deps, turn);
  for (const { id, version } of underWay) {
    let open = 0;
    for (const played of await playedRounds(id)) open += (await tendRound(deps, id, played)) ? 0 : 1;
    if (open === 0) settled.set(id, version);
  }
}

async function excludedCodes(contestId: string): Promise<Set<string>> {
  return new Set((await listExcluded(contestId)).map((player) => player.code));
}

/** Recomputes a round from its log. */
export async function outcomeOf(contestId: string, { round }: PlayedRound): Promise<Outcome> {
  const lines = async function* (): AsyncGenerator<LogLine> {
    for await (const { line } of streamLog(contestId, round)) yield line;
  };
  return recount(round, lines, await excludedCodes(contestId), prizeList(round.prizes).length);
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
  const [outcome, head] = [await outcomeOf(contestId, played), await newestBlock(contestId, played.round.n)];
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
    state: "counted",
    countedAt: deps.clock.now(),
    publishedBy: null,
    publishedAt: null,
  };
  await addResult(result);
}

/** Counts again after somebody was left out; a published result stays as it is. */
async function countAgain(deps: PlayDeps, contestId: string): Promise<void> {
  for (const played of await playedRounds(contestId)) {
    const result = await findResult(contestId, played.round.n);
    if (result?.state !== "counted") continue;
    const outcome = await outcomeOf(contestId, played);
    const { people, allRight } = outcome;
    const change = { people, allRight, winners: winnersOf(outcome, played), countedAt: deps.clock.now() };
    await changeCounted(result._id, change);
  }
}

/**
 * Leaves a player out of boards and prizes, with a reason that is published beside the winners. The turns stay in the log.
 * @throws AppError 422 without a reason, 404 for an unknown code, 409 once winners of this contest are published
 */
export async function excludePlayer(
  deps: PlayDeps,
  contestId: string,
  code: string,
  why: string,
  by: Person,
): Promise<void> {
  if (why.trim().length < 10) throw invalid({ why: "Cần nêu lý do (ít nhất 10 ký tự); lý do được công khai" });
  if (await hasPublished(contestId)) throw conflict("Kết quả đã công bố. Khiếu nại giải quyết theo thể lệ.");
  const player = (await playerOfCode(contestId, code)) ?? "";
  if (player === "") throw notFound("mã người thi này");
  await leaveOut(deps, contestId, { player, code }, { why: why.trim(), organiser: false, by });
}

/** From this write on the player is in no count and on no board; what was counted before is noted, and taken off. */
async function leaveOut(
  deps: PlayDeps,
  contestId: string,
  { player, code }: { player: string; code: string },
  what: { why: string; organiser: boolean; by: Person | null },
): Promise<void> {
  const before = (await findPlayer(contestId, player))?.excluded?.counted ?? [];
  const counted = [...new Set([...before, ...(await roundsOnBoard(contestId, player))])];
  await changePlayer(contestId, player, code, { excluded: { ...what, at: deps.clock.now(), counted } });
  await dropBests(contestId, player);
  await countAgain(deps, contestId);
}

/** An organiser registers with the contest's code and is left out from then on. */
export async function registerOrganiser(deps: PlayDeps, contestId: string, appUserId: string): Promise<string> {
  const player = await deps.quiz.player(contestId, appUserId);
  const code = await deps.quiz.code(contestId, player);
  const why = "Thành viên ban tổ chức tự đăng ký";
  await leaveOut(deps, contestId, { player, code }, { why, organiser: true, by: null });
  return code;
}

async function playerOfCode(contestId: string, code: string): Promise<string | undefined> {
  const known = await findPlayerByCode(contestId, code);
  if (known) return known.player;
  for (const { round } of await playedRounds(contestId)) {
    const player = await findPlayerOfTurn(contestId, round.n, code);
    if (player) return player;
  }
  return undefined;
}

/**
 * Publishes the winners of a counted round. The log is read once more: what does not agree stops it.
 * @throws AppError 409 before it is counted, when it is published, or when the log does not give the same winners
 */
export async function publishWinners(deps: PlayDeps, contestId: string, n: number, by: Person): Promise<void> {
  const result = await findResult(contestId, n);
  if (!result) throw conflict("Vòng thi chưa đóng hoặc đang được đếm.");
  const { holds, winners } = await verifyRound(contestId, n);
  const same = winners.map((one) => one.code).join() === result.winners.map((one) => one.code).join();
  if (!holds || !same)
    throw conflict("Tính lại từ sổ không ra cùng kết quả. Chưa công bố; vui lòng báo quản trị hệ thống.");
  const change = { state: "published" as const, publishedBy: by, publishedAt: deps.clock.now() };
  if (!(await changeCounted(result._id, change))) throw conflict("Kết quả vòng này đã công bố.");
}

/** Contacts of who claimed a prize go 60 days after. */
export const purgeQuizContacts = (deps: PlayDeps): Promise<number> =>
  purgeClaims(new Date(deps.clock.now().getTime() - CLAIM_DAYS_MS));
