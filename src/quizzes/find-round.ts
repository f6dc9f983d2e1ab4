import { notFound } from "../kernel/errors.ts";
import type { FrozenRound } from "./contest.model.ts";
import { type FrozenVersion, frozenVersions } from "./contest.store.ts";
import { versionFor } from "./rules.ts";

export interface PlayedRound {
  version: FrozenVersion;
  round: FrozenRound;
}

/**
 * Every round of a contest as it is played: each by the version that held when it opened.
 * @param newest as for {@link frozenVersions}
 */
export async function playedRounds(contestId: string, newest = 0): Promise<PlayedRound[]> {
  const versions = await frozenVersions(contestId, newest);
  const numbers = new Set(versions.flatMap((version) => version.frozen.rounds.map((round) => round.n)));
  return [...numbers]
    .toSorted((a, b) => a - b)
    .flatMap((n) => {
      const holding = versions.filter((version) => version.frozen.rounds.some((round) => round.n === n));
      const newest = holding.at(-1)?.frozen.rounds.find((round) => round.n === n);
      if (!newest) return [];
      const version = versionFor(holding, new Date(newest.opensAt));
      const round = version?.frozen.rounds.find((one) => one.n === n);
      return version && round ? [{ version, round }] : [];
    });
}

/** @throws AppError 404 when the contest has no such round in public */
export async function findRound(contestId: string, n: number): Promise<PlayedRound> {
  const found = (await playedRounds(contestId)).find((one) => one.round.n === n);
  if (!found) throw notFound("vòng thi này");
  return found;
}

/** The round of a certain version: what a turn was begun under, whatever came later. */
export async function roundOfVersion(contestId: string, version: number, n: number): Promise<PlayedRound> {
  const found = (await frozenVersions(contestId, version)).find((one) => one.n === version);
  const round = found?.frozen.rounds.find((one) => one.n === n);
  if (!found || !round) throw notFound("vòng thi này");
  return { version: found, round };
}
