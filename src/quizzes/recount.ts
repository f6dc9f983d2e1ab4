import type { FrozenRound } from "./contest.model.ts";
import type { LogLine } from "./log-line.ts";
import { compareRanked, type Ranked, scoreOf } from "./rules.ts";

export interface Standing extends Ranked {
  code: string;
  guess: number | null;
}

export interface Outcome {
  turns: number;
  /** with at least one counted turn, the excluded not among them */
  people: number;
  allRight: number;
  /** the first `most` players by their best counted turn that is up for a prize */
  standings: Standing[];
  /** what does not agree with the rules or with itself */
  problems: string[];
}

/**
 * Recomputes a round from its log alone: scores from answers, people with all right, the best turn of each. Reads the
 * log twice; holds one short code per player, and the standings asked for.
 * @param most how many standings are wanted: the number of prizes
 */
export async function recount(
  round: Pick<FrozenRound, "questions" | "turnsPerDay" | "count">,
  lines: () => AsyncIterable<LogLine>,
  excluded: ReadonlySet<string>,
  most: number,
): Promise<Outcome> {
  const byId = new Map(round.questions.map((question) => [`${question.id}@${question.version}`, question]));
  const counts = (line: LogLine): boolean => line.k <= round.turnsPerDay && !excluded.has(line.code);
  const [people, allRight, slots, seqs] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<number>()];
  const problems: string[] = [];
  let turns = 0;
  for await (const line of lines()) {
    turns += 1;
    const asked = line.questions.map((one) => byId.get(one));
    if (asked.some((one) => one === undefined)) problems.push(`seq ${line.seq}: a question is not in the rules`);
    const right = scoreOf(asked, line.answers);
    if (right !== line.right) problems.push(`seq ${line.seq}: ${line.right} right, recomputed ${right}`);
    if (seqs.has(line.seq)) problems.push(`seq ${line.seq}: twice`);
    seqs.add(line.seq);
    const slot = `${line.code} ${line.day} ${line.k}`;
    if (slots.has(slot)) problems.push(`seq ${line.seq}: turn ${line.k} of ${line.day} twice`);
    slots.add(slot);
    if (!counts(line)) continue;
    people.add(line.code);
    if (right === round.count) allRight.add(line.code);
  }
  const standings: Standing[] = [];
  for await (const line of lines()) {
    if (!counts(line) || !line.prize) continue;
    const standing: Standing = {
      code: line.code,
      right: line.right,
      guess: line.guess,
      away: line.guess === null ? null : Math.abs(line.guess - allRight.size),
      submittedAt: new Date(line.submittedAt),
      seq: line.seq,
    };
    const own = standings.findIndex((one) => one.code === line.code);
    const other = standings[own];
    if (other) {
      if (compareRanked(standing, other) >= 0) continue;
      standings.splice(own, 1);
    }
    const at = standings.findIndex((one) => compareRanked(standing, one) < 0);
    standings.splice(at < 0 ? standings.length : at, 0, standing);
    if (standings.length > most) standings.pop();
  }
  return { turns, people: people.size, allRight: allRight.size, standings, problems };
}
