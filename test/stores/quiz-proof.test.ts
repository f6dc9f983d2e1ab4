import mongoose from "mongoose";
import { type Core, composeCore, connectMongo, ensureIndexes, playDeps } from "../../src/compose.ts";
import { here } from "../../src/outside/perform.ts";
import type { Outside } from "../../src/outside/task.ts";
import { tendRounds } from "../../src/quizzes/close-round.ts";
import { registerOrganiser } from "../../src/quizzes/leave-out.ts";
import { ContestVersionModel } from "../../src/quizzes/contest.model.ts";
import { livePeople } from "../../src/quizzes/live-people.ts";
import { QuizBlockModel, ResultModel } from "../../src/quizzes/round-log.model.ts";
import { forgetPlayer } from "../../src/quizzes/forget-player.ts";
import { forgetVersions, listResultsDue } from "../../src/quizzes/contest.store.ts";
import { pauseTurn } from "../../src/quizzes/save-answers.ts";
import { type PlayDeps, startTurn } from "../../src/quizzes/start-turn.ts";
import { readResult, submitTurn } from "../../src/quizzes/submit-turn.ts";
import { PlayerModel, TurnModel } from "../../src/quizzes/turn.model.ts";
import { listExcluded } from "../../src/quizzes/turn.store.ts";
import { logHeader, verifyRound } from "../../src/quizzes/verify-round.ts";
import { bankOf, choose, openContest, roundOf } from "../support/quiz.ts";
import { testSettings } from "../support/settings.ts";
import { change, remove, swap, walk } from "../support/tamper.ts";
import { publishWinners } from "../support/at-once.ts";

const WEEK = 7 * 86_400_000;
const clock = { at: new Date("2026-11-16T08:00:00+07:00"), now: () => new Date(clock.at) };
const later = (ms: number): void => void (clock.at = new Date(clock.at.getTime() + ms));
let core: Core;
let deps: PlayDeps & { outside: Outside };
let bank: string[] = [];
beforeAll(async () => {
  const settings = testSettings();
  await connectMongo(settings);
  await ensureIndexes();
  core = composeCore(settings, "test");
  deps = { ...playDeps(core), clock, outside: here };
  bank = await bankOf(deps, "sao-mai");
});
afterAll(async () => {
  await core.producer.close();
  core.redis.disconnect();
  core.visits.disconnect();
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
});

const open = (holdAnswers = false): Promise<string> =>
  openContest(deps, "sao-mai", [roundOf(bank, clock.at, new Date(clock.at.getTime() + WEEK))], holdAnswers);
const start = (contestId: string, who: string) =>
  startTurn(deps, { contestId, round: 1, appUserId: who, channel: "mini-app", prize: true });
async function play(contestId: string, who: string, right: number): Promise<void> {
  const turn = await start(contestId, who);
  await submitTurn(deps, turn.id, who, { chosen: choose(turn, right), guess: 2 });
  later(2000);
}

test("a counted round: every tampering is named", async () => {
  const id = await open();
  for (const n of [5, 5, 4, 3, 2]) await play(id, `p${n}${clock.at.getTime()}`, n);
  await tendRounds(deps);
  for (const n of [5, 1]) await play(id, `q${n}`, n);
  later(WEEK + 60_000);
  await tendRounds(deps);
  const verify = async (): Promise<string[]> => {
    forgetVersions(id);
    return (await verifyRound(id, 1)).problems;
  };
  const block = (n: number) => ({ contestId: id, round: 1, n });
  const [first] = (await QuizBlockModel.findOne(block(1)).lean())?.turns ?? [];
  const turn = { _id: first };
  const result = { contestId: id, round: 1 };
  await registerOrganiser(deps, id, "q1");
  const excluded = { contestId: id, excluded: { $ne: null } };
  await walk(
    [
      [
        "answers",
        change(TurnModel, turn, { $set: { chosen: [[0], [0], [0], [0], [0]] } }),
        /block 1 does not give its hash/,
      ],
      ["a guess", change(TurnModel, turn, { $set: { guess: 1 } }), /block 1 does not give its hash/],
      ["the time", change(TurnModel, turn, { $set: { submittedAt: new Date(0) } }), /block 1 does not give its hash/],
      ["whose turn", change(TurnModel, turn, { $set: { code: "XX-YYYY" } }), /block 1 does not give its hash/],
      ["a turn removed", remove(TurnModel, turn), /block 1 does not give its hash/],
      ["a block removed", remove(QuizBlockModel, block(1)), /block 1 is missing/],
      ["the last block removed", remove(QuizBlockModel, block(2)), /the log does not give the published fingerprint/],
      [
        "blocks reordered",
        swap(QuizBlockModel, block(1), block(2), ["turns", "hash", "previous"]),
        /does not give its hash|does not follow/,
      ],
      ["a tie", change(QuizBlockModel, block(2), { $set: { previous: "0" } }), /block 2 does not follow/],
      ["sums", change(QuizBlockModel, block(2), { $set: { "totals.turns": 9 } }), /turns: 9 in the sums/],
      [
        "a winner who waits for approval",
        change(ResultModel, result, { $set: { "winners.0.code": "XX" } }),
        /winner 1: XX kept/,
      ],
      [
        "what ranked a winner",
        change(ResultModel, result, { $set: { "winners.1.away": 0, "winners.1.seq": 1 } }),
        /winner 2/,
      ],
      [
        "what a winner won",
        change(ResultModel, result, { $set: { "winners.0.prize": "Xe" } }),
        /winner 1: prize Xe kept/,
      ],
      [
        "a winner's place",
        change(ResultModel, result, { $set: { "winners.1.place": 1 } }),
        /winner 2: place 1 kept, 2/,
      ],
      [
        "when a winner handed in",
        change(ResultModel, result, { $set: { "winners.0.submittedAt": new Date(0) } }),
        /winner 1: submittedAt 1970/,
      ],
      ["a count", change(ResultModel, result, { $set: { people: 70 } }), /people: 70 published, 6 recomputed/],
      ["the fingerprint", change(ResultModel, result, { $set: { fingerprint: "0" } }), /published fingerprint/],
      [
        "who was left out",
        change(ResultModel, result, { $set: { excluded: [] } }),
        /people: 6 published, 7 recomputed/,
      ],
      ["an exclusion", change(PlayerModel, excluded, { $set: { excluded: null } }), /is not any more/],
      ["why", change(PlayerModel, excluded, { $set: { "excluded.why": "Lý do khác" } }), /for another reason/],
      [
        "the rules",
        change(ContestVersionModel, { contestId: id }, { $set: { fingerprint: "0" } }),
        /the rules do not give their fingerprint/,
      ],
    ],
    verify,
  );
  await publishWinners(deps, id, 1, { id: "leader", name: "Lãnh đạo" });
  expect(await verify()).toEqual([]);
});

test("an organiser who registers is out of the running counts at once, and once", async () => {
  const id = await open();
  for (const who of ["a", "b", "c", "d", "e", "organiser"]) await play(id, who, 3);
  await tendRounds(deps);
  expect(await livePeople(id, 1)).toBe(6);
  await registerOrganiser(deps, id, "organiser");
  expect(await livePeople(id, 1)).toBe(5);
  await registerOrganiser(deps, id, "organiser");
  await registerOrganiser(deps, id, "somebody who never played");
  await play(id, "organiser", 5);
  await tendRounds(deps);
  expect(await livePeople(id, 1)).toBe(5);
  later(WEEK + 60_000);
  await tendRounds(deps);
  expect((await verifyRound(id, 1)).people).toBe(5);
});

test("somebody left out who erases his data stays out; one left out after publication changes nothing published", async () => {
  const id = await open();
  for (const [n, who] of ["a", "b", "c", "organiser", "late"].entries()) await play(id, `${who}.${id}`, 5 - (n % 3));
  await registerOrganiser(deps, id, `organiser.${id}`);
  later(WEEK + 60_000);
  await tendRounds(deps);
  await forgetPlayer(deps, `organiser.${id}`);
  await forgetPlayer(deps, `a.${id}`);
  expect(await verifyRound(id, 1)).toMatchObject({ holds: true, people: 4 });
  await publishWinners(deps, id, 1, { id: "leader", name: "Lãnh đạo" });
  const before = (await logHeader(id, 1)).header;
  expect(before.published).toBe(true);

  const code = await registerOrganiser(deps, id, `late.${id}`);
  expect(await listExcluded(id)).toHaveLength(2);
  expect((await logHeader(id, 1)).header).toEqual(before);
  expect((await verifyRound(id, 1)).problems).toEqual([]);
  // a second time keeps the first word
  const [first] = await PlayerModel.find({ contestId: id, code }).lean();
  later(60_000);
  await registerOrganiser(deps, id, `late.${id}`);
  expect(await PlayerModel.find({ contestId: id, code }).lean()).toEqual([first]);
});

test("a contest from before winners were decided here is settled once and for all", async () => {
  const id = await open();
  const _id = new mongoose.Types.ObjectId(id);
  await mongoose.connection
    .collection("quiz_contests")
    .updateOne({ _id }, { $unset: { winnersOf: 1, exclusions: 1, excluding: 1 } });
  await registerOrganiser(deps, id, "organiser");
  expect(await listResultsDue(new Date())).not.toContain(id);
});

test("answers held back: told when the round is over; a pause keeps what was chosen and the clock goes on", async () => {
  const id = await open(true);
  const turn = await start(id, "p1");
  expect(turn.pausable).toBe(false);
  const result = await submitTurn(deps, turn.id, "p1", { chosen: choose(turn, 4), guess: null });
  expect(result).toMatchObject({ right: 4, questions: [] });
  expect(result.answersAt).not.toBe("");
  expect((await readResult(deps, turn.id, "p1")).questions).toEqual([]);

  const second = await start(id, "p2");
  await pauseTurn(deps, second.id, "p2", { chosen: choose(second, 3), guess: null });
  later(11 * 60_000);
  await tendRounds(deps);
  expect(await TurnModel.findById(second.id).lean()).toMatchObject({ state: "done", byItself: true });
  later(WEEK + 60_000);
  expect((await readResult(deps, turn.id, "p1")).questions).toHaveLength(5);

  // where nothing is held back a pause stops the clock, as before
  const other = await open();
  const third = await start(other, "p3");
  await pauseTurn(deps, third.id, "p3", { chosen: choose(third, 3), guess: null });
  later(11 * 60_000);
  await tendRounds(deps);
  expect(await TurnModel.findById(third.id).lean()).toMatchObject({ state: "open" });
});
