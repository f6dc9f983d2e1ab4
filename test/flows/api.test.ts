import { randomUUID } from "node:crypto";
import axios, { type AxiosResponse } from "axios";
import mongoose from "mongoose";
import sharp from "sharp";
import { RequestPictureModel } from "../../src/requests/request-picture.ts";
import { CommentModel, STANCES } from "../../src/comments/comment.model.ts";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { DraftModel } from "../../src/drafts/draft.model.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { countFigures } from "../../src/reports/gather-report.ts";
import { newestOpenCount, OpenCountModel } from "../../src/reports/open-counts.ts";
import { answerRequest, findByCode } from "../../src/requests/take-request.ts";
import { findDraft } from "../../src/drafts/draft.store.ts";
import { requestDeps } from "../../src/compose.ts";
import { ended, knowFollowers, send } from "../support/send.ts";
import { solve } from "../support/proof.ts";
import { eventually, OA, userNumber, World } from "../support/world.ts";
import { publishDraft } from "../support/publish.ts";
import { answerPosition, hideComment } from "../support/at-once.ts";

let world: World;
let draftId = "";
const CLERK = { id: "clerk", name: "Cán bộ A", role: "commune_officer" };
const USER = userNumber(7);

beforeAll(async () => {
  world = await World.start({ residents: 20 });
  const fields = { title: DEMO_DRAFT.title, about: "", campaignId: "", skin: "state" as const, questions: [] };
  const upload = { name: "a.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" };
  await knowFollowers(0, 3);
  draftId = await startDraft(world.core, "sao-mai", fields, upload, CLERK);
  const now = Date.now();
  await publishDraft(world.core, "sao-mai", draftId, {
    openAt: new Date(now - 1000),
    closeAt: new Date(now + 86_400_000),
  });
  await world.say(USER, "xin chào");
  await eventually(
    "the person known",
    () => mongoose.connection.collection("citizens").countDocuments({ userId: USER }),
    (n) => n === 1,
  );
});
afterAll(() => world.stop());

const call = (
  method: "get" | "post",
  path: string,
  data?: unknown,
  headers: Record<string, string> = {},
): Promise<AxiosResponse> =>
  axios.request({ method, url: `${world.webUrl}/api/v1${path}`, data, headers, validateStatus: () => true });
const proof = async (): Promise<unknown> => solve((await call("get", "/challenge")).data);
const said = (text: string, more: Record<string, unknown> = {}) => ({
  position: "",
  stance: "gop-y",
  text,
  key: randomUUID(),
  consent: true,
  ...more,
});
async function session(): Promise<Record<string, string>> {
  const { token } = (await world.sim("mini-token", { oa: OA, user: USER })) as { token: string };
  const answer = await call("post", "/session", {}, { authorization: `Bearer ${token}` });
  expect(answer.status).toBe(200);
  return { "x-session": (answer.data as { session: string }).session };
}

test("a draft is read without log-in; its places carry counts in words and never by stance", async () => {
  const list = await call("get", "/units/sao-mai/drafts");
  expect(list.data.drafts).toMatchObject([{ id: draftId, phase: "open", phaseName: "Đang lấy ý kiến" }]);
  const { data } = await call("get", `/drafts/${draftId}`);
  expect(data.positions.length).toBeGreaterThan(60);
  expect(Object.keys(data.positions[0]).toSorted()).toEqual([
    "code",
    "depth",
    "earlier",
    "id",
    "kind",
    "opinions",
    "page",
    "text",
    "where",
  ]);
  expect(data.whole).toBe("chưa có ý kiến");
  expect((await call("get", "/drafts/nope")).status).toBe(404);
});

test("an anonymous comment from a browser: its proof of work once, its receipt for ever; nobody counted below five", async () => {
  const one = said("Nên có thêm sân chơi.", { position: "P3.4" });
  expect((await call("post", `/drafts/${draftId}/comments`, one)).status).toBe(403);
  expect((await call("post", `/drafts/${draftId}/comments`, { ...one, consent: false })).status).toBe(422);
  const solved = await proof();
  const first = await call("post", `/drafts/${draftId}/comments`, { ...one, proof: solved });
  expect(first.status).toBe(200);
  expect((await call("post", `/drafts/${draftId}/comments`, { ...said("Khác"), proof: solved })).status).toBe(403);
  const again = await call("post", `/drafts/${draftId}/comments`, { ...one, proof: await proof() });
  expect(again.data.code).toBe(first.data.code);
  const read = await call("post", "/receipts/read", { code: first.data.code });
  expect(read.data).toMatchObject({ place: "P3.4", state: "collecting", text: "Nên có thêm sân chơi.", open: true });
  const words = await eventually(
    "the count",
    async () =>
      (await call("get", `/drafts/${draftId}`)).data.positions.find((one: { code: string }) => one.code === "P3.4")
        .opinions,
    (text) => text !== "chưa có ý kiến",
  );
  expect(words).toBe("dưới 5 ý kiến");
});

test("safeguard 7: a signed comment is its author's own: listed in own data, told to nobody else; anonymous ones are not there", async () => {
  const who = await session();
  const signed = await call("post", `/drafts/${draftId}/comments`, said("Tôi ký tên", { signed: true }), who);
  const unsigned = await call("post", `/drafts/${draftId}/comments`, said("Tôi ẩn danh"), who);
  expect([signed.status, unsigned.status]).toEqual([200, 200]);
  const me = await call("get", "/me", undefined, who);
  expect(me.data.signedComments).toMatchObject([{ text: "Tôi ký tên" }]);
  expect(me.data.places).toMatchObject([{ unitCode: "sao-mai" }]);
  expect((await call("get", "/me")).status).toBe(401);
  expect((await call("get", "/me", undefined, { "x-session": "x".repeat(43) })).status).toBe(401);
  expect((await call("post", "/session", {}, { authorization: "Bearer rubbish" })).status).toBe(401);
  // safeguard 7: no address answers who commented
  for (const path of [`/drafts/${draftId}/comments`, `/drafts/${draftId}/people`, `/residents/${USER}`, "/comments"])
    expect([path, (await call("get", path)).status]).toEqual([path, 404]);
});

test("safeguard 12: choices, correction with a due date, then deletion: no row of the person is left, the comments stay counted", async () => {
  const who = await session();
  expect((await call("post", "/units/sao-mai/me/choices", { topic: "gop-y", on: true }, who)).status).toBe(200);
  const correct = await call(
    "post",
    "/units/sao-mai/me/data-requests",
    { kind: "correct", words: "Tên tôi bị sai" },
    who,
  );
  const due = (new Date(correct.data.dueAt).getTime() - Date.now()) / 86_400_000;
  expect([correct.data.done, Math.round(due)]).toEqual([false, 10]);
  expect((await call("post", "/units/sao-mai/me/data-requests", { kind: "withdraw" }, who)).data.done).toBe(true);
  const me = (await call("get", "/me", undefined, who)).data;
  expect(me.places[0]).toMatchObject({ topics: ["gop-y"], receiving: false });
  expect(me.dataRequests.map((one: { kind: string }) => one.kind)).toEqual(["Rút đồng ý", "Sửa dữ liệu"]);
  const before = await CommentModel.countDocuments({ draftId });
  expect((await call("post", "/units/sao-mai/me/data-requests", { kind: "delete" }, who)).data.done).toBe(true);
  expect(await CommentModel.countDocuments({ draftId })).toBe(before);
  expect(await CommentModel.countDocuments({ draftId, owner: { $ne: "" } })).toBe(0);
  for (const { name } of await mongoose.connection.listCollections()) {
    const rows = await mongoose.connection.collection(name).find().toArray();
    expect([name, JSON.stringify(rows).includes(USER)]).toEqual([name, false]);
  }
  expect((await call("get", "/me", undefined, who)).data).toMatchObject({
    places: [],
    signedComments: [],
    requests: [],
  });
});

test("hidden, edited and shown again; answered; withdrawn; each seen by the code", async () => {
  const { data } = await call("post", `/drafts/${draftId}/comments`, {
    ...said("Vay tiền nhanh"),
    proof: await proof(),
  });
  const read = async () => (await call("post", "/receipts/read", { code: data.code })).data;
  const { comments, clock } = world.core;
  const row = await CommentModel.findOne({ draftId }).sort({ _id: 1 }).lean();
  expect(row).not.toBeNull();
  const mine = (await CommentModel.find({ draftId }).lean()).find(
    (one) => comments.openWords(one.body).text === "Vay tiền nhanh",
  );
  await hideComment(
    { clock, comments },
    draftId,
    String(mine?._id),
    { ground: "quang-cao", article: "NĐ 91", note: "mời vay" },
    CLERK,
  );
  expect(await read()).toMatchObject({ state: "hidden", hiding: { ground: "Quảng cáo, thư rác", appeal: "" } });
  expect((await call("post", "/receipts/appeal", { code: data.code, words: "Không phải quảng cáo" })).status).toBe(200);
  expect((await read()).hiding.appeal).toMatch(/Đang chờ/);
  expect(
    (
      await call("post", "/receipts/edit", {
        code: data.code,
        stance: "mot-phan",
        text: "Nên vay vốn làm đường",
        reason: "",
      })
    ).status,
  ).toBe(200);
  await answerPosition({ clock }, draftId, "", "khong", "Ngoài khả năng của xã", CLERK);
  expect(await read()).toMatchObject({
    state: "answered",
    stateName: "Không tiếp thu",
    answer: { words: "Ngoài khả năng của xã" },
  });
  expect((await call("post", "/receipts/withdraw", { code: data.code })).status).toBe(200);
  expect(await read()).toMatchObject({ state: "withdrawn", text: "", answer: null, open: false });
});

test("phản ánh: tracked by its code, answered in chat; an accusation is shown its own way and goes no further", async () => {
  const who = await session().catch(() => ({}));
  await world.say(userNumber(8), "xin chào");
  const { token } = (await world.sim("mini-token", { oa: OA, user: userNumber(8) })) as { token: string };
  await eventually(
    "known",
    () => mongoose.connection.collection("citizens").countDocuments({ userId: userNumber(8) }),
    (n) => n === 1,
  );
  const begun = await call("post", "/session", {}, { authorization: `Bearer ${token}` });
  const mine = { "x-session": begun.data.session };
  const sent = await call(
    "post",
    "/units/sao-mai/requests",
    { what: "Đèn đường thôn 2 hỏng", where: "Ngã ba thôn 2", contact: "0900 000 002", key: randomUUID() },
    mine,
  );
  expect(sent.data).toMatchObject({ code: expect.stringMatching(/^PA-/), way: "" });
  const request = await findByCode(sent.data.code);
  expect(JSON.stringify(request)).not.toMatch(/Đèn đường|0900/);
  expect(
    await answerRequest(requestDeps(world.core), "sao-mai", String(request._id), "Đã thay bóng đèn sáng nay.", CLERK),
  ).toBe(true);
  expect((await world.fromOa(userNumber(8))).at(-1)?.text).toContain("Đã thay bóng đèn");
  expect((await call("post", "/requests/read", { code: sent.data.code })).data).toMatchObject({
    stateName: "Đã trả lời",
  });
  const accusing = await call(
    "post",
    "/units/sao-mai/requests",
    { what: "Tôi tố cáo ông A lấy tiền quỹ", key: randomUUID() },
    mine,
  );
  expect(accusing.data.way).toContain("bộ phận tiếp công dân");
  const page = await axios.get(`${world.webUrl}/cong-khai/phan-anh/sao-mai`);
  expect(page.data.replace(/<[^>]+>/g, " ")).toMatch(/Đã nhận\s+2\s.*Đã trả lời\s+1\s.*đúng hạn\s+1\s/s);
  expect(who).toBeDefined();
});

test("safeguard 15: the weekly page equals the counts at the cut; excerpts of every stance equally, by a published seed", async () => {
  for (const [n, stance] of STANCES.entries())
    for (let k = 0; k < 4; k += 1)
      expect(
        (
          await call("post", `/drafts/${draftId}/comments`, {
            ...said(`Ý ${n}-${k}`, { stance, position: "P4" }),
            proof: await proof(),
          })
        ).status,
      ).toBe(200);
  await OpenCountModel.deleteMany({ draftId });
  const count = await eventually(
    "the cut",
    () => newestOpenCount(draftId),
    (one) => one !== null,
  );
  const draft = await findDraft(draftId);
  expect(draft && (await countFigures(draft))).toEqual(count?.figures);
  const per = STANCES.map((stance) => count?.excerpts.filter((one) => one.stance === stance).length);
  expect(per).toEqual([2, 2, 2, 2]);
  const page = await axios.get(`${world.webUrl}/cong-khai/du-thao/${draftId}/so-lieu`);
  expect(page.data).toContain(count?.seed);
  expect(page.headers["set-cookie"]).toBeUndefined();
  for (const one of count?.excerpts ?? []) expect(page.data).toContain(one.words);
});

test("public pages: drafts, check, campaign widget; no cookie anywhere, only the widget may be framed", async () => {
  for (const path of ["/don-vi/sao-mai", `/du-thao/${draftId}`, "/kiem-tra", "/nhung/sao-mai"]) {
    const page = await axios.get(`${world.webUrl}/cong-khai${path}`);
    expect([path, page.headers["set-cookie"]]).toEqual([path, undefined]);
    const framing = /frame-ancestors ([^;]+)/.exec(String(page.headers["content-security-policy"]))?.[1];
    expect([path, framing]).toEqual([path, path.startsWith("/nhung") ? "*" : "'none'"]);
  }
  const missing = await axios.get(`${world.webUrl}/cong-khai/du-thao/nope`, {
    validateStatus: () => true,
    headers: { accept: "text/html" },
  });
  expect([missing.status, missing.data]).toEqual([404, expect.stringContaining("Không tìm thấy dự thảo này")]);
});

test("safeguard 23: a message is recognised word for word or warned of; an answer with a foreign link is refused", async () => {
  const done = await ended(await send(world, undefined, "Lịch cắt điện thôn 2"));
  const sent = done.contents[0]?.message ?? "";
  const check = async (text: string): Promise<string> =>
    (await axios.post<string>(`${world.webUrl}/cong-khai/tin-that/sao-mai`, new URLSearchParams({ text }))).data;
  expect(await check(sent)).toContain("Đúng là tin");
  expect(await check("Bấm vào đây để nhận tiền hỗ trợ của xã ngay hôm nay")).toContain("Không thấy tin này");
  expect(await check("xin chào")).toContain("quá ngắn");
  const { clock } = world.core;
  const answer = answerPosition({ clock }, draftId, "", "khong", "Xem tại https://evil.example/x", CLERK);
  await expect(answer).rejects.toMatchObject({ status: 422 });
});

test("safeguard 24: nothing asks for an age, a school or a child", async () => {
  const doc = JSON.stringify((await call("get", "/openapi.json")).data);
  expect(doc).not.toMatch(/"(age|birth\w*|school|class|guardian|gender|sex)"/i);
});

test("the door: CORS for Zalo's host alone, sizes and shapes, every route in the OpenAPI document", async () => {
  const from = (origin: string) => call("get", "/units/sao-mai/drafts", undefined, { origin });
  expect((await from("https://h5.zdn.vn")).headers["access-control-allow-origin"]).toBe("https://h5.zdn.vn");
  expect((await from("https://evil.example")).headers["access-control-allow-origin"]).toBeUndefined();
  expect((await call("post", `/drafts/${draftId}/comments`, said("x".repeat(70_000)))).status).toBe(413);
  expect(
    (await call("post", `/drafts/${draftId}/comments`, "{bad", { "content-type": "application/json" })).status,
  ).toBe(400);
  expect(
    (await call("post", `/drafts/${draftId}/comments`, said("a", { stance: "đồng ý" }))).data.error.fields,
  ).toHaveProperty("stance");
  const doc = (await call("get", "/openapi.json")).data;
  expect(doc.openapi).toBe("3.1.0");
  expect(Object.keys(doc.paths)).toEqual(
    expect.arrayContaining(["/drafts/{id}/comments", "/receipts/read", "/me", "/session"]),
  );
  expect(JSON.stringify(doc.paths["/drafts/{id}/comments"])).not.toMatch(/phone|cccd|religion|ethnic|job/i);
  await DraftModel.updateOne({ _id: draftId }, { $set: { state: "editing" } });
  expect((await call("get", `/drafts/${draftId}`)).status).toBe(404);
});

test("a report that is refused leaves its picture to go after a day", async () => {
  const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#336" } })
    .png()
    .toBuffer();
  const kept = await call("post", "/requests/pictures", photo, { "content-type": "image/png" });
  const { picture } = kept.data as { picture: string };
  const report = { what: "", where: "", contact: "", picture, key: randomUUID(), proof: await proof() };
  expect((await call("post", "/units/sao-mai/requests", report)).status).toBe(422);
  expect(await RequestPictureModel.findById(picture).lean()).toMatchObject({ used: false });
  const again = { ...report, what: "Đèn đường hỏng ở thôn 3", proof: await proof() };
  expect((await call("post", "/units/sao-mai/requests", again)).status).toBe(200);
  expect(await RequestPictureModel.findById(picture).lean()).toMatchObject({ used: true });
});
