import autocannon from "autocannon";
import { playDeps } from "../src/compose.ts";
import { tendRounds } from "../src/quizzes/close-round.ts";
import { newestBlock } from "../src/quizzes/round-log.store.ts";
import { TurnModel } from "../src/quizzes/turn.model.ts";
import { createResidentSessions } from "../src/web/resident-sessions.ts";
import { bankOf, openContest, roundOf } from "../test/support/quiz.ts";
import { World } from "../test/support/world.ts";
import { say } from "./support.ts";

const SECONDS = 10;
const PLAYERS = 16_000;

interface Shot {
  path: string;
  session: string;
  body: string;
}
interface Fired {
  perSecond: number;
  p50: number;
  p99: number;
  failed: number;
  answers: string[];
}

/** Fires prepared requests, each once, for ten seconds or until they are used up. */
async function fire(world: World, shots: readonly Shot[], keep = true): Promise<Fired> {
  let next = 0;
  const answers: string[] = [];
  const started = performance.now();
  const result = await autocannon({
    url: world.webUrl,
    connections: 50,
    amount: shots.length,
    requests: [
      {
        method: "POST",
        setupRequest: (request) => {
          const shot = shots[next++ % shots.length];
          return {
            ...request,
            path: `/api/v1${shot?.path}`,
            headers: { "content-type": "application/json", "x-session": shot?.session ?? "" },
            body: shot?.body ?? "{}",
          };
        },
        onResponse: (status, body) => {
          if (status === 200) answers.push(keep ? body : "");
        },
      },
    ],
  });
  const seconds = (performance.now() - started) / 1000;
  return {
    perSecond: Math.round(result["2xx"] / seconds),
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
    answers,
  };
}

/** The same rows without door, session or draw: 50 in flight. */
async function bareInserts(row: Record<string, unknown>): Promise<number> {
  const rows = TurnModel.db.collection("bare_turns");
  const until = Date.now() + 4000;
  let done = 0;
  await Promise.all(
    Array.from({ length: 50 }, async () => {
      while (Date.now() < until) {
        const { _id: _, ...rest } = row;
        await rows.insertOne({ ...rest, n: done });
        done += 1;
      }
    }),
  );
  await rows.drop();
  return Math.round(done / 4);
}

/** A common start: everybody begins, then everybody hands in; then whether every one is in the log. */
export async function benchQuiz(): Promise<void> {
  const world = await World.start({ residents: 1, workers: 0, settings: { API_LIMITS: "off" } });
  const bank = await bankOf(world.core, "sao-mai", 5);
  const now = Date.now();
  const contest = await openContest(world.core, "sao-mai", [
    roundOf(bank, new Date(now - 1000), new Date(now + 3_600_000)),
  ]);
  const { redis, prefix } = world.core;
  const sessions = createResidentSessions(redis, prefix);
  const shots: Shot[] = [];
  for (let n = 0; n < PLAYERS; n += 500)
    shots.push(
      ...(await Promise.all(
        Array.from({ length: 500 }, async (_, k) => ({
          path: `/quizzes/${contest}/rounds/1/turns`,
          session: await sessions.begin({ appUserId: String(10n ** 17n + BigInt(n + k)), name: "" }),
          body: '{"prize":true}',
        })),
      )),
    );
  await fire(world, shots.slice(0, 500)); // warm
  const fresh = shots.slice(500, 500 + Math.min(PLAYERS - 500, SECONDS * 1500));
  const starts = await fire(world, fresh);
  const [row] = await TurnModel.find().limit(1).lean();
  const floor = await bareInserts(row as unknown as Record<string, unknown>);
  say("starts/s at the API", `${starts.perSecond} of ${floor} bare inserts`, ">= 1,000");
  say("starts p50 / p99", `${starts.p50} / ${starts.p99} ms`, "p99 <= 1,000");
  say("starts refused or failed", String(starts.failed), "0");
  const sessionOf = new Map(shots.map((shot) => [shot.session, shot]));
  const turns = starts.answers.map((body) => JSON.parse(body) as { id: string; questions: unknown[] });
  // whose turn is whose: the answers come in another order than the requests went out
  const owner = new Map<string, string>();
  const marks = await Promise.all(
    [...sessionOf.keys()].map(async (session) => {
      const resident = await sessions.find(session);
      return [await world.core.quiz.player(contest, resident?.appUserId ?? ""), session] as const;
    }),
  );
  const byPlayer = new Map(marks);
  for await (const turn of TurnModel.find({}, { player: 1 }).lean().cursor())
    owner.set(turn._id, byPlayer.get(turn.player) ?? "");
  const submits = await fire(
    world,
    turns.map((turn) => ({
      path: `/quiz-turns/${turn.id}/submit`,
      session: owner.get(turn.id) ?? "",
      body: JSON.stringify({ chosen: turn.questions.map(() => [0]), guess: 100 }),
    })),
    false,
  );
  say("submits/s at the API", `${submits.perSecond} of ${floor} bare inserts`, ">= 1,000");
  say("submits p50 / p99", `${submits.p50} / ${submits.p99} ms`, "p99 <= 1,000");
  say("submits refused or failed", String(submits.failed), "0");
  const began = performance.now();
  await tendRounds(playDeps(world.core));
  const took = performance.now() - began;
  const logged = (await newestBlock(contest, 1))?.totals.turns ?? 0;
  const seqs = (await TurnModel.distinct("seq", { seq: { $gt: 0 } })).length;
  say("handed in; with a place of their own; in the log", `${submits.answers.length}; ${seqs}; ${logged}`, "none lost");
  say("all of them into the log", `${(took / 1000).toFixed(1)} s`);
  await world.stop();
  if (logged < submits.answers.length || seqs !== logged)
    throw new Error("a turn that was handed in is not in the log");
}
