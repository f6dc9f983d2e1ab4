import { sha256Hex } from "../kernel/crypto.ts";
import type { FrozenRound } from "./contest.model.ts";
import { activeMs, answersOf, marksOf, rightOf } from "./rules.ts";
import type { Turn } from "./turn.model.ts";

/** One turn as everybody may read it when the round is over: a code in place of the person. */
export interface LogLine {
  seq: number;
  code: string;
  day: string;
  k: number;
  version: number;
  /** `id@version`, in the order asked */
  questions: string[];
  /** per question, indexes into its options as the rules list them */
  answers: number[][];
  guess: number | null;
  prize: boolean;
  startedAt: string;
  submittedAt: string;
  usedMs: number;
  right: number;
  marks: string[];
}

/** Keys always in this order: the bytes of a line are what is hashed. */
export function lineOf(turn: Turn, round: Pick<FrozenRound, "questions">): LogLine {
  const at = turn.submittedAt ?? turn.startedAt;
  return {
    seq: turn.seq,
    code: turn.code,
    day: turn.day,
    k: turn.k,
    version: turn.version,
    questions: turn.questions.map((n) => {
      const question = round.questions[n];
      return question ? `${question.id}@${question.version}` : "";
    }),
    answers: answersOf(turn),
    guess: turn.guess,
    prize: turn.prize,
    startedAt: turn.startedAt.toISOString(),
    submittedAt: at.toISOString(),
    usedMs: activeMs(turn, at),
    right: rightOf(turn, round),
    marks: marksOf(turn),
  };
}

export const lineText = (line: LogLine): string => JSON.stringify(line);

/** What the chain of a round begins with: the rules it is played by. */
export const chainStart = (fingerprint: string, round: number): string => sha256Hex(`${fingerprint}\n${round}`);

/** Hash of a block: the one before it, then its lines. */
export const blockHash = (previous: string, lines: readonly string[]): string =>
  sha256Hex([previous, ...lines].join("\n"));
