import { shownAt } from "../units/scope-of.ts";
import { listPublished } from "./contest.store.ts";
import { playedRounds } from "./find-round.ts";
import { roundPhase } from "./rules.ts";

export interface OpenRound {
  contestId: string;
  title: string;
  round: number;
  name: string;
  count: number;
  minutes: number;
  turnsPerDay: number;
  closesAt: Date;
}

/** Rounds that residents of a unit can play now: its own and the department's. */
export async function openRounds(unitCode: string, now: Date): Promise<OpenRound[]> {
  const contests = await listPublished(await shownAt(unitCode, now));
  const rounds = await Promise.all(
    contests.map(async (contest) =>
      (await playedRounds(String(contest._id))).flatMap(({ version, round }) =>
        roundPhase(round, now) === "open"
          ? [
              {
                contestId: String(contest._id),
                title: version.frozen.title,
                round: round.n,
                name: round.name || `Vòng ${round.n}`,
                count: round.count,
                minutes: round.minutes,
                turnsPerDay: round.turnsPerDay,
                closesAt: new Date(round.closesAt),
              },
            ]
          : [],
      ),
    ),
  );
  return rounds.flat();
}
