import type { Person } from "../content/item.model.ts";
import { decide } from "../decisions/decide.ts";
import { decideExclusion, findContest } from "./contest.store.ts";
import { exclusion, settleResults, winnersPublication } from "./result.decision.ts";
import type { PlayDeps } from "./start-turn.ts";
import { findPlayer } from "./turn.store.ts";

const unitOf = async (contestId: string): Promise<string> => (await findContest(contestId))?.unitCode ?? "";

/** Leaves a player out as the results were seen, {@link exclusion}. */
export async function excludePlayer(
  deps: PlayDeps,
  contestId: string,
  code: string,
  why: string,
  by: Person,
  seen: string,
): Promise<void> {
  const at = { unitCode: await unitOf(contestId), id: contestId };
  await decide(exclusion, deps, { ...at, seen, by, wish: { code, why } });
}

/** Names the winners of a round as they were seen, {@link winnersPublication}. */
export async function publishWinners(
  deps: PlayDeps,
  contestId: string,
  n: number,
  by: Person,
  seen: string,
): Promise<void> {
  const at = { unitCode: await unitOf(contestId), id: `${contestId}:${n}` };
  await decide(winnersPublication, deps, { ...at, seen, by, wish: undefined });
}

/**
 * An organiser registers with the contest's code and is left out from then on. Whoever is left out already stays so, for
 * the reason that was published.
 */
export async function registerOrganiser(deps: PlayDeps, contestId: string, appUserId: string): Promise<string> {
  const player = await deps.quiz.player(contestId, appUserId);
  const code = await deps.quiz.code(contestId, player);
  const contest = await findContest(contestId);
  const pending = contest?.excluding?.some((one) => one.player === player) ?? false;
  if (pending || (await findPlayer(contestId, player))?.excluded) return code;
  const why = "Thành viên ban tổ chức tự đăng ký";
  if (contest) await decideExclusion(contest, { player, code, why, organiser: true, by: null, at: deps.clock.now() });
  await settleResults(deps, contestId);
  return code;
}
