import { passGate, refusalOf, type Writer } from "../gate/pass-gate.ts";
import { conflict } from "../kernel/errors.ts";
import type { Contest } from "./contest.model.ts";
import type { Material } from "./freeze-contest.ts";
import { wordsOfQuestion } from "./question-faults.ts";

/** Everything of a contest that players and residents read, but its questions. */
const wordsOfContest = ({ title, about, rules, rounds }: Contest): Record<string, string> => ({
  title,
  about,
  rules: Object.values(rules).join("\n"),
  rounds: rounds
    .map(({ name, prizes }) => [name, ...prizes.map((prize) => `${prize.name} ${prize.value}`)].join("\n"))
    .join("\n"),
});

/** The writer is told what to mend, and asked about what is doubtful. @throws AppError 422 */
export const passContest = (writer: Writer, contest: Contest): Promise<void> =>
  passGate(writer, wordsOfContest(contest));

/**
 * Questions are judged when they are saved; since then a place may have been withdrawn, or they came by a file.
 * @throws AppError 409 for what may not be published, whoever presses
 */
export async function refuseContest({ contest, questions, at }: Material): Promise<void> {
  const { unitCode } = contest;
  const words = [...questions.values()].map(wordsOfQuestion);
  const said = words.flatMap((one) => Object.values(one.said));
  const shown = words.flatMap((one) => Object.values(one.shown));
  const refusal = [
    await refusalOf(unitCode, [...Object.values(wordsOfContest(contest)), ...said], at),
    await refusalOf(unitCode, shown, at, { linksOnly: true }),
  ].filter(Boolean);
  if (refusal.length > 0) throw conflict(`${refusal.join(". ")}.`);
}
