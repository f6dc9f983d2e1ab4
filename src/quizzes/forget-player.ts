import { randomBytes } from "node:crypto";
import { listAllPublished } from "./contest.store.ts";
import { playedRounds } from "./find-round.ts";
import { findResult } from "./result.store.ts";
import { rightOf } from "./rules.ts";
import type { PlayDeps } from "./start-turn.ts";
import { dropPlayer, listTurnsOf, unlinkTurns } from "./turn.store.ts";

/**
 * Forgets a person in every contest: nickname, claim, and the tie between the person and the turns of rounds that are
 * counted. The log keeps its lines under their codes, so that it can still be recomputed; a round that runs keeps the
 * tie until it is counted, or the day's allowance could be had twice. Returns the number of turns cut loose.
 */
export async function forgetPlayer(deps: PlayDeps, appUserId: string): Promise<number> {
  if (appUserId === "") return 0;
  let cut = 0;
  for await (const contest of listAllPublished()) {
    const id = String(contest._id);
    const player = await deps.quiz.player(id, appUserId);
    await dropPlayer(id, player);
    for (const { round } of await playedRounds(id, contest.version))
      if (await findResult(id, round.n))
        cut += await unlinkTurns(id, round.n, player, `forgotten:${randomBytes(12).toString("hex")}`);
  }
  return cut;
}

/** What contests know of a person, for the person alone. */
export async function gatherPlayed(deps: PlayDeps, appUserId: string) {
  const played: {
    contest: string;
    round: string;
    code: string;
    day: string;
    right: number;
    of: number;
    state: string;
  }[] = [];
  for await (const contest of listAllPublished()) {
    const id = String(contest._id);
    const player = await deps.quiz.player(id, appUserId);
    for (const { version, round } of await playedRounds(id, contest.version))
      for (const turn of await listTurnsOf(id, round.n, player))
        played.push({
          contest: version.frozen.title,
          round: round.name || `Vòng ${round.n}`,
          code: turn.code,
          day: turn.day,
          right: turn.state === "done" ? rightOf(turn, round) : 0,
          of: turn.questions.length,
          state: turn.state === "done" ? "đã nộp" : "đang làm",
        });
  }
  return played;
}
