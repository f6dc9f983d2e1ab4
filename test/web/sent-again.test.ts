import { randomUUID } from "node:crypto";
import type { Response } from "supertest";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { DraftModel } from "../../src/drafts/draft.model.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { DataRequestModel } from "../../src/own-data/data-request.model.ts";
import { RequestModel } from "../../src/requests/request.model.ts";
import { planTownHall } from "../../src/townhalls/steer-townhall.ts";
import { QuestionModel } from "../../src/townhalls/townhall.model.ts";
import { townHallPublication } from "../../src/townhalls/townhall.decision.ts";
import { lookAndDecide } from "../../src/decisions/decide.ts";
import { acceptDeps } from "../../src/compose.ts";
import { createResidentSessions } from "../../src/web/resident-sessions.ts";
import { House } from "../support/agent.ts";
import { solve } from "../support/proof.ts";
import { eventually } from "../support/world.ts";
import { publishDraft } from "../support/publish.ts";

/** A phone whose answers get lost sends the same key again: known by its key it is answered, and costs nothing. */
let house: House;
let draftId = "";
let hallId = "";
const BY = { id: "1", name: "A" };

beforeAll(async () => {
  house = await House.open({ TRUST_PROXY: "127.0.0.1" });
  const upload = { name: "a.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" };
  const fields = { title: DEMO_DRAFT.title, about: "", campaignId: "", skin: "state" as const, questions: [] };
  draftId = await startDraft(house.core, "sao-mai", fields, upload, BY);
  const now = Date.now();
  const period = { openAt: new Date(now - 1000), closeAt: new Date(now + 86_400_000) };
  await publishDraft(house.core, "sao-mai", draftId, period);
  const soon = new Date(now + 86_400_000);
  const hall = { title: "Đối thoại", about: "", place: "Hội trường", heldAt: soon, closesAt: soon };
  hallId = await planTownHall(acceptDeps(house.core), "sao-mai", hall, BY);
  const by = { id: "other", name: "Lãnh đạo mẫu" };
  await lookAndDecide(townHallPublication, house.core, { unitCode: "sao-mai", id: hallId, by, wish: undefined });
});
afterAll(() => house.close());

let people = 0;
const begin = (appUserId = `90000${String((people += 1)).padStart(6, "0")}`): Promise<string> =>
  createResidentSessions(house.core.visits, house.core.prefix).begin({ appUserId, name: "Người dân mẫu" });
const post = async (
  path: string,
  body: object,
  session = "",
  headers: Record<string, string> = {},
): Promise<Response> =>
  house
    .visitor()
    .agent.post(`/api/v1${path}`)
    .set({ ...(session ? { "x-session": session } : {}), ...headers })
    .send(body)
    .ok(() => true);
const get = (path: string, session = ""): Promise<Response> =>
  house.visitor().get(`/api/v1${path}`, session ? { "x-session": session } : {});

interface Kind {
  name: string;
  path(): string;
  body(words: string): Record<string, unknown>;
  perHour: number;
  stored(): Promise<number>;
}
/** Rows that wait for somebody's words are nobody's. */
const REAL = { blank: { $ne: true } };
const KINDS: Kind[] = [
  {
    name: "comment",
    path: () => `/drafts/${draftId}/comments`,
    body: (text) => ({ position: "", stance: "gop-y", text, consent: true }),
    perHour: 20,
    stored: () => CommentModel.collection.countDocuments(REAL),
  },
  {
    name: "report",
    path: () => "/units/sao-mai/requests",
    body: (what) => ({ what }),
    perHour: 10,
    stored: () => RequestModel.countDocuments(),
  },
  {
    name: "question",
    path: () => `/townhalls/${hallId}/questions`,
    body: (text) => ({ text }),
    perHour: 10,
    stored: () => QuestionModel.collection.countDocuments(REAL),
  },
];

test.each(KINDS)(
  "$name: one key sent 12 times at once and 22 times after is one, and costs one of the hour",
  async (kind) => {
    const session = await begin();
    const before = await kind.stored();
    const one = { ...kind.body("Đèn đường thôn 2 hỏng"), key: randomUUID() };
    const send = (body: object) => post(kind.path(), body, session);
    const together = await Promise.all(Array.from({ length: 12 }, () => send(one)));
    const after: Response[] = [];
    for (let n = 0; n < 22; n += 1) after.push(await send(one));
    const codes = new Set(
      [...together, ...after].map((answer) => `${answer.status} ${answer.body.code} ${answer.body.key}`),
    );
    expect([...codes]).toEqual([expect.stringMatching(new RegExp(`^200 [A-Z]{2}-\\w{4}-\\w{4}-\\w{4} ${one.key}$`))]);
    expect(await kind.stored()).toBe(before + 1);
    // the rest of the hour is still there, to the last one
    const others: number[] = [];
    for (let n = 1; n < kind.perHour; n += 1)
      others.push((await send({ ...kind.body(`Việc thứ ${n} ở thôn 2`), key: randomUUID() })).status);
    expect(new Set(others)).toEqual(new Set([200]));
    const refused = await send({ ...kind.body("Một việc nữa"), key: randomUUID() });
    expect([refused.status, Number(refused.headers["retry-after"]) > 0]).toEqual([429, true]);
    // and when it is used up, what is known is still told
    expect((await send(one)).body.key).toBe(one.key);
  },
);

test.each(KINDS)(
  "$name: known by its key without session or proof, and after everything closed; other words are no repeat",
  async (kind) => {
    const one = { ...kind.body("Nên trồng cây ở sân trường"), key: randomUUID() };
    const first = await post(kind.path(), one, await begin());
    expect(first.status).toBe(200);
    expect((await post(kind.path(), one)).body).toEqual(first.body);
    expect((await post(kind.path(), one, "x".repeat(43))).body).toEqual(first.body);
    const other = await post(kind.path(), { ...one, ...kind.body("Không nên trồng cây") });
    expect([other.status, other.body.error.message]).toEqual([409, expect.stringContaining(first.body.code)]);
  },
);

test("own data: a request sent again is one request, one answer; a deletion again is the same deletion", async () => {
  const session = await begin();
  for (const [n, kind] of (["correct", "withdraw", "delete"] as const).entries()) {
    const body = { kind, words: "Tên tôi bị sai", key: randomUUID() };
    const all = await Promise.all([1, 2, 3].map(() => post("/units/sao-mai/me/data-requests", body, session)));
    all.push(await post("/units/sao-mai/me/data-requests", body, session));
    expect(new Set(all.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect([all[0]?.status, all[0]?.body.key]).toEqual([200, body.key]);
    expect(await DataRequestModel.countDocuments()).toBe(n + 1);
  }
});

test("a session that is over is told from no session: writing hears 401, reading goes on; a missing proof says it is the proof", async () => {
  const session = await begin();
  await createResidentSessions(house.core.visits, house.core.prefix).end(session);
  for (const kind of KINDS) {
    const answer = await post(kind.path(), { ...kind.body("Phiên đã hết khi đang viết"), key: randomUUID() }, session);
    expect([kind.name, answer.status, answer.body.error.code]).toEqual([kind.name, 401, "session"]);
    const none = await post(kind.path(), { ...kind.body("Không có phiên"), key: randomUUID() });
    expect([kind.name, none.status, none.body.error.code]).toEqual([kind.name, 403, "proof"]);
  }
  expect((await get(`/drafts/${draftId}`, session)).status).toBe(200);
  expect((await get("/me", session)).status).toBe(401);
  const { body: challenge } = await get("/challenge");
  const solved = { ...KINDS[0]?.body("Bằng việc của máy"), key: randomUUID(), proof: await solve(challenge) };
  expect((await post(`/drafts/${draftId}/comments`, solved)).status).toBe(200);
});

test("Zalo's host may read how long to wait", async () => {
  const answer = await post("/receipts/read", { code: "x" }, "", { origin: "https://h5.zdn.vn" });
  expect(answer.headers["access-control-expose-headers"]).toBe("Retry-After");
});

test("a comment's key is answered after the report was sealed, when new ones are refused", async () => {
  const one = { ...KINDS[0]?.body("Trước khi niêm"), key: randomUUID() };
  const session = await begin();
  const first = await post(`/drafts/${draftId}/comments`, one, session);
  await DraftModel.updateOne({ _id: draftId }, { $set: { state: "sealed" } });
  await eventually(
    "new ones refused",
    async () => (await post(`/drafts/${draftId}/comments`, { ...one, key: randomUUID() }, await begin())).status,
    (status) => status === 409,
  );
  expect((await post(`/drafts/${draftId}/comments`, one, session)).body).toEqual(first.body);
});
