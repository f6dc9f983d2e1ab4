import { randomBytes } from "node:crypto";
import { writeFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newestBlock } from "../../src/quizzes/round-log.store.ts";
import { playDeps } from "../../src/compose.ts";
import { tendRounds } from "../../src/quizzes/close-round.ts";
import { type Contest, ContestModel } from "../../src/quizzes/contest.model.ts";
import { findResult } from "../../src/quizzes/result.store.ts";
import { PlayerModel, type Turn, TurnModel } from "../../src/quizzes/turn.model.ts";
import { createResidentSessions } from "../../src/web/resident-sessions.ts";
import { QUIZ_QUESTIONS } from "../fixtures/quiz-questions.ts";
import { bankOf, choose, LEADER, openContest, roundOf } from "../support/quiz.ts";
import { recomputeWinners } from "../support/recompute-winners.ts";
import { eventually, OA, userNumber, World } from "../support/world.ts";
import { publishWinners } from "../support/at-once.ts";

let world: World;
let contest = "";
const HOUR = 3_600_000;

beforeAll(async () => {
  world = await World.start({ residents: 12, settings: { API_LIMITS: "off" } });
  const bank = await bankOf(world.core, "sao-mai", 6);
  const now = Date.now();
  contest = await openContest(world.core, "sao-mai", [roundOf(bank, new Date(now - 1000), new Date(now + HOUR))]);
});
afterAll(() => world.stop());

async function call(method: "GET" | "POST", path: string, body?: unknown, session = "") {
  const answer = await fetch(`${world.webUrl}/api/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(session === "" ? {} : { "X-Session": session }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, data: (await answer.json()) as Record<string, unknown> };
}
/** A session as Zalo's own token gives one. */
async function sessionOf(user: string): Promise<string> {
  const { token } = (await world.sim("mini-token", { oa: OA, user })) as { token: string };
  const answer = await fetch(`${world.webUrl}/api/v1/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: "{}",
  });
  return ((await answer.json()) as { session: string }).session;
}
const rounds = (): string => `/quizzes/${contest}/rounds/1`;
type View = Parameters<typeof choose>[0] & { id: string; chosen: number[][] };
async function begin(session: string): Promise<View> {
  const { status, data } = await call("POST", `${rounds()}/turns`, { prize: true }, session);
  if (status !== 200) throw new Error(`no turn: ${status} ${JSON.stringify(data)}`);
  return data as unknown as View;
}

test("a round over the API: nothing right is sent before; why and source after; own turns, board and own data after", async () => {
  const session = await sessionOf(userNumber(1));
  const list = await call("GET", "/units/sao-mai/quizzes");
  expect(list.data["quizzes"]).toMatchObject([{ id: contest, rounds: [{ phase: "open", people: "dưới 5 người" }] }]);
  const page = await call("GET", `/quizzes/${contest}`);
  expect((page.data["rules"] as unknown[]).length).toBe(13);
  const started = await call("POST", `${rounds()}/turns`, { prize: true }, session);
  for (const { why, sources } of QUIZ_QUESTIONS)
    for (const secret of [why, ...sources.map((one) => one.title)])
      expect(JSON.stringify([list.data, page.data, started.data])).not.toContain(secret);
  const turn = started.data as unknown as View;
  const chosen = choose(turn, 6);
  expect((await call("POST", `/quiz-turns/${turn.id}/answers`, { chosen, guess: null }, session)).status).toBe(200);
  expect((await call("GET", `/quiz-turns/${turn.id}/result`, undefined, session)).status).toBe(409);
  expect((await call("POST", `/quiz-turns/${turn.id}/answers`, { chosen: [[9]], guess: null }, session)).status).toBe(
    422,
  );
  const done = await call("POST", `/quiz-turns/${turn.id}/submit`, { chosen, guess: 3 }, session);
  expect(done).toMatchObject({ status: 200, data: { right: 6, of: 6, counts: true } });
  const mine = await call("GET", `${rounds()}/mine`, undefined, session);
  expect(mine.data).toMatchObject({ today: 1, open: "", results: [{ right: 6 }] });
  const me = await call("GET", "/me", undefined, session);
  expect(me.data["contests"]).toMatchObject([{ right: 6, of: 6, code: mine.data["code"] }]);
});

test("lesson 16: 1,000 scripted entries with forged sessions and turns win nothing and leave nothing", async () => {
  const real = await sessionOf(userNumber(2));
  const turn = await begin(real);
  const before = await TurnModel.countDocuments();
  const statuses = new Map<number, number>();
  const forge = async (n: number): Promise<void> => {
    const session = randomBytes(32).toString("base64url");
    const answers = { chosen: choose(turn, 6), guess: n };
    const tries = [
      () => call("POST", `${rounds()}/turns`, { prize: true }, session),
      () => call("POST", `/quiz-turns/${turn.id}/submit`, answers, session),
      () => call("POST", `/quiz-turns/${randomBytes(16).toString("base64url")}/submit`, answers, real),
      () => call("POST", `${rounds()}/turns`, { prize: true, appUserId: `forged-${n}`, player: "x" }),
      () => call("POST", `/quiz-turns/${turn.id}/answers`, { ...answers, right: 6, seq: 1 }, `x${session}`),
    ];
    const forged = tries[n % tries.length];
    if (!forged) throw new Error("no try");
    const { status } = await forged();
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  for (let n = 0; n < 1000; n += 50) await Promise.all(Array.from({ length: 50 }, (_, k) => forge(n + k)));
  expect([...statuses].toSorted(([a], [b]) => a - b)).toEqual([
    [401, 800],
    [404, 200],
  ]);
  expect(await TurnModel.countDocuments()).toBe(before);
  expect(await TurnModel.findById(turn.id).lean()).toMatchObject({ state: "open", seq: 0 });
  // one account that truly exists cannot enter for another: a session of hers does not open his turn
  const other = await sessionOf(userNumber(3));
  expect(
    (await call("POST", `/quiz-turns/${turn.id}/submit`, { chosen: choose(turn, 6), guess: 1 }, other)).status,
  ).toBe(404);
  expect(
    (await call("POST", `/quiz-turns/${turn.id}/submit`, { chosen: choose(turn, 2), guess: 1 }, real)).status,
  ).toBe(200);
});

/** The last thing the OA said to somebody, once it differs from before. */
async function answerTo(user: string, text: string, hidden = true) {
  const before = (await world.fromOa(user)).length;
  await world.say(user, text, hidden ? { hidden: true } : {});
  const all = await eventually(
    `an answer to ${text}`,
    () => world.fromOa(user),
    (list) => list.length > before,
  );
  const last = all.at(-1);
  if (!last) throw new Error("no answer");
  return last;
}
const rightIn = (text: string): string => {
  const question = QUIZ_QUESTIONS.find((one) => text.includes(one.text));
  if (!question) throw new Error(`no question in ${text}`);
  const lines = text.split("\n");
  return question.right
    .map((one) => lines.find((line) => line.slice(3) === question.options[one])?.[0] ?? "")
    .join(" ");
};

test("a round in chat: buttons and letters, “đúng” is an answer, “dừng” is asked about, a pause, the guess, why and code", async () => {
  const user = userNumber(4);
  const intro = await answerTo(user, "thi", false);
  expect(intro.text).toContain("mỗi ngày tính 3 lượt");
  expect(intro.buttons?.map((one) => one.payload)).toContain("#thi bat-dau giai");
  let asked = await answerTo(user, "#thi bat-dau giai");
  expect(asked.text).toContain("Câu 1 / 6");
  for (let n = 1; n <= 6; n += 1) {
    const { text } = asked;
    expect(text).toContain(`Câu ${n} / 6`);
    if (text.includes("Đúng hay sai?")) {
      asked = await answerTo(user, "dung", false);
      continue;
    }
    if (n === 2) {
      const meant = await answerTo(user, "dừng", false);
      expect(meant.text).toContain("Ông/Bà muốn làm gì?");
      expect(meant.buttons?.map((one) => one.payload)).toEqual(["#thi lam-tiep", "#thi tam-dung", "#dung"]);
      expect((await answerTo(user, "#thi tam-dung")).text).toContain("dừng đồng hồ");
      await answerTo(user, "thi", false);
      asked = await answerTo(user, "#thi bat-dau giai");
      expect(asked.text).toContain("Làm tiếp lượt đang dở");
    }
    asked = await answerTo(user, rightIn(asked.text).toLowerCase(), false);
  }
  expect(asked.text).toContain("dự đoán");
  const look = await answerTo(user, "khoảng mấy người", false);
  expect(look.text).toContain("một con số");
  const sum = await answerTo(user, "2", false);
  expect(sum.text).toContain("6 / 6 câu; dự đoán: 2");
  const done = await answerTo(user, "#thi nop");
  expect(done.text).toMatch(/Trả lời đúng 6 \/ 6 câu\. Mã người thi: TS-/);
  const [row] = await TurnModel.find({ channel: "chat" }).lean<Turn[]>();
  expect(row).toMatchObject({ guess: 2, prize: true, state: "done" });
  // the person still receives: "dung" stopped nothing
  expect((await answerTo(user, "dữ liệu của tôi", false)).text).toContain("nhận tin: có");
});

test("one person is one player, in chat and in the mini-app; asked to be forgotten, nickname and tie go, the log stays", async () => {
  const session = await sessionOf(userNumber(4));
  const mine = await call("GET", `${rounds()}/mine`, undefined, session);
  expect(mine.data).toMatchObject({ today: 1, results: [{ right: 6 }] });
  expect((await call("POST", `/quizzes/${contest}/name`, { shown: "nick", nickname: "Hoa Sen" }, session)).status).toBe(
    200,
  );
  // the round ends now
  const deps = playDeps(world.core);
  const versions = await import("../../src/quizzes/contest.store.ts");
  await eventually(
    "all handed in are in the log",
    () => newestBlock(contest, 1),
    (block) => block?.totals.turns === 3 && block.finished,
  );
  const later = { ...deps, clock: { now: () => new Date(Date.now() + 2 * HOUR) } };
  await tendRounds(later);
  versions.forgetVersions(contest);
  expect(await findResult(contest, 1)).toMatchObject({ people: 3, allRight: 2, state: "counted" });
  const codes = (await findResult(contest, 1))?.winners.map((one) => one.code);
  // before publication the log is nobody's
  expect((await fetch(`${world.webUrl}/cong-khai/thi/${contest}/vong/1/so-bai-thi`)).status).toBe(404);
  await publishWinners(later, contest, 1, LEADER);
  const log = await fetch(`${world.webUrl}/cong-khai/thi/${contest}/vong/1/so-bai-thi`);
  const text = await log.text();
  expect(recomputeWinners(text)).toMatchObject({ chainHolds: true, people: 3, allRight: 2 });
  expect(text).not.toMatch(/246845883529|forged|"player"/);
  const page = await fetch(`${world.webUrl}/cong-khai/thi/${contest}/vong/1/tinh-lai`, { method: "POST" });
  expect(await page.text()).toContain("Tính lại: khớp");
  const file = join(mkdtempSync(join(tmpdir(), "loa-quiz-")), "log.ndjson");
  writeFileSync(file, text);
  for (const args of [
    ["quiz", "verify", file],
    ["quiz", "verify", contest, "1"],
  ]) {
    const told = await world.loa([...args, "--json"]);
    expect([told.code, JSON.parse(told.out)]).toMatchObject([0, { people: 3, allRight: 2, holds: true }]);
    expect(told.out).toContain(codes?.[0] ?? "none");
  }
  writeFileSync(file, text.replace('"guess":3', '"guess":2'));
  expect(await world.loa(["quiz", "verify", file])).toMatchObject({ code: 1 });
  expect(await PlayerModel.countDocuments({ shownName: "Hoa Sen" })).toBe(1);
  await call("POST", "/units/sao-mai/me/data-requests", { kind: "delete" }, session);
  expect(await PlayerModel.countDocuments({ shownName: "Hoa Sen" })).toBe(0);
  expect((await call("GET", "/me", undefined, session)).data["contests"]).toEqual([]);
  expect(await (await fetch(`${world.webUrl}/cong-khai/thi/${contest}/vong/1/so-bai-thi`)).text()).toBe(text);
});

test("safeguard 7: no address tells who took part, of a person or of a unit", async () => {
  const openapi = JSON.stringify((await call("GET", "/openapi.json")).data);
  expect(openapi).not.toMatch(/players|participants|ranking|units\/\{unit\}\/board/);
  const session = await createResidentSessions(world.core.redis, world.core.prefix).begin({ appUserId: "1", name: "" });
  for (const path of [
    `${rounds()}/players`,
    `${rounds()}/turns`,
    `/quizzes/${contest}/players/1`,
    `/quizzes/${contest}/units`,
  ])
    expect((await call("GET", path, undefined, session)).status).toBe(404);
  const stored = await ContestModel.findById(contest).lean<Contest>();
  expect(stored).not.toBeNull();
});
