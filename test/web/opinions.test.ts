import { acceptComment } from "../../src/comments/accept-comment.ts";
import { flushLog } from "../../src/comments/append-log.ts";
import { CommentModel, STANCE_NAMES, type Stance } from "../../src/comments/comment.model.ts";
import { LogBlockModel } from "../../src/comments/log.model.ts";
import { editComment, findByCode } from "../../src/comments/steer-comment.ts";
import { acceptDeps } from "../../src/compose.ts";
import { findVersion } from "../../src/drafts/draft.store.ts";
import { drafts } from "../routes/homes-open.ts";
import { solve } from "../support/proof.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";

/** What residents read of each other while a draft is open. */
let house: House;
let clerk: Visitor;
let id = "";
let place = "";
beforeAll(async () => {
  house = await House.open();
  const made = await drafts(house.core, "sao-mai", "đọc");
  [id, place] = [made.draftOpen, made.place];
  await CommentModel.deleteMany({ draftId: id });
  clerk = await house.as("commune_officer");
});
afterAll(() => house.close());

const say = (text: string, stance: Stance = "gop-y", reason = "") =>
  acceptComment(acceptDeps(house.core), {
    draftId: id,
    position: place,
    stance,
    text,
    reason,
    channel: "web",
    once: `doc-${text}-0123456789`,
    rateBy: "",
  });
interface Shown {
  opinions: { text: string; stance: string; alike: number }[];
  waiting: string;
}
const read = async (): Promise<Shown> =>
  (await house.visitor().get(`/api/v1/drafts/${id}/opinions?place=${place}`)).body as Shown;
const looked = async (...texts: string[]) => {
  const rows = await CommentModel.find({ draftId: id, body: { $gt: "" } }).lean();
  return rows
    .filter(({ body }) => texts.includes(house.core.comments.openWords(body).text))
    .map(({ likeness }) => likeness);
};
const show = async (...texts: string[]) =>
  clerk.agent
    .post(`/console/du-thao/${id}/gop-y/${place}/hien`)
    .type("form")
    .send({ _csrf: clerk.csrf, looked: await looked(...texts) })
    .redirects(0)
    .ok(() => true);

const LINK = "Xem https://la.example.xyz/a?b=1 nhé, gọi 0912345678";

test("nothing is read before a clerk looked and the log holds it; links stay plain text, personal data is covered", async () => {
  const codes = new Map<string, string>();
  for (const [text, stance] of [
    ["Làm đường thôn 5", "khong-tan-thanh"],
    ["Thêm cây xanh", "tan-thanh"],
    [LINK, "gop-y"],
    ["Bớt giấy tờ", "mot-phan"],
    ["Xây cầu", "khong-tan-thanh"],
  ] as const)
    codes.set(text, (await say(text, stance)).code);
  expect(await read()).toMatchObject({ opinions: [], waiting: "5 ý kiến" });
  const page = textOf(await clerk.get(`/console/du-thao/${id}/gop-y/${place}`));
  expect(page).toContain("[đã che số điện thoại]");
  expect((await show(...codes.keys())).status).toBe(303);
  // looked at, and not yet in the public log: an entry that came alone would name its hour
  expect(await read()).toMatchObject({ opinions: [], waiting: "5 ý kiến" });
  await flushLog(house.core, id);
  const { opinions, waiting } = await read();
  expect(waiting).toBe("");
  expect(opinions.map(({ text }) => text).toSorted()).toEqual(
    [
      "Làm đường thôn 5",
      "Thêm cây xanh",
      "Bớt giấy tờ",
      "Xây cầu",
      LINK.replace("0912345678", "[đã che số điện thoại]"),
    ].toSorted(),
  );
  // in the log's own order, whatever the stance
  const rows = await CommentModel.find({ draftId: id, body: { $gt: "" } }).lean();
  const stances = new Map(rows.map((row) => [String(row._id), STANCE_NAMES[row.stance]]));
  const log = (await LogBlockModel.find({ draftId: id }).sort({ n: 1 }).lean()).flatMap(({ entries }) => entries);
  const inLog = log.flatMap(({ what, ref }) => (what === "received" ? [stances.get(ref)] : []).filter(Boolean));
  expect(opinions.map(({ stance }) => stance)).toEqual(inLog);
  const other = { stance: "tan-thanh" as const, text: "Xây cầu treo", reason: "" };
  await editComment(house.core, codes.get("Xây cầu") ?? "", other);
  expect((await read()).opinions.map(({ text }) => text)).not.toContain("Xây cầu treo");
  expect(await findByCode(codes.get("Xây cầu") ?? "")).toMatchObject({ shown: false });
});

test("what a page did not show is not let through; what waits too long is told on the first page", async () => {
  const before = await CommentModel.countDocuments({ shown: true });
  for (const [at, body] of [
    [`/console/du-thao/${id}/gop-y/${place}/hien`, {}],
    [`/console/du-thao/${id}/gop-y/${place}/hien`, { looked: "constructor" }],
    [`/console/du-thao/${id}/gop-y/D99/hien`, { looked: "x" }],
    [`/console/du-thao/6a0000000000000000000000/gop-y/${place}/hien`, { looked: "x" }],
  ] as [string, Record<string, string>][]) {
    const { status } = await clerk.post(at, body);
    expect([at, status >= 400 && status < 500]).toEqual([at, true]);
  }
  expect(await CommentModel.countDocuments({ shown: true })).toBe(before);
  await CommentModel.updateMany(
    { draftId: id, shown: { $ne: true } },
    { $set: { at: new Date("2026-01-05T00:00:00+07:00") } },
  );
  expect(textOf(await clerk.get("/console"))).toContain("1 ý kiến chờ xem căn cứ trước khi hiện");
  expect(textOf(await clerk.get(`/console/du-thao/${id}/gop-y`))).toContain("1 đã quá 2 ngày làm việc");
});

test("a paragraph written anew: sent once, read by its code, shown as a difference, kept when the words are edited", async () => {
  const text = (await findVersion(id, 1))?.positions.find((one) => one.id === place)?.text ?? "";
  const visitor = house.visitor().agent;
  const send = async (amendment: string) => {
    const challenge = (await visitor.get("/api/v1/challenge")).body as Parameters<typeof solve>[0];
    const form = { position: place, stance: "gop-y", text: "", key: "sua-doan-0123456789", consent: true, amendment };
    return visitor.post(`/api/v1/drafts/${id}/comments`).send({ ...form, proof: await solve(challenge) });
  };
  // as it stands it amends nothing, and nothing else was said
  expect((await send(text)).status).toBe(422);
  const wanted = `${text} và xong trước <b>30/6</b>`;
  const codes = [(await send(wanted)).body, (await send(wanted)).body].map(({ code }) => String(code));
  expect(codes[0]).toBe(codes[1]);
  expect((await send(`${wanted}.`)).status).toBe(409);
  const read = async () => (await visitor.post("/api/v1/receipts/read").send({ code: codes[0] })).body as unknown;
  expect(await read()).toMatchObject({ amendment: wanted, text: "" });
  const page = (await clerk.get(`/console/du-thao/${id}/gop-y/${place}`)).text;
  expect(page).toMatch(/<ins>[^<]*và xong trước &lt;b&gt;30\/6&lt;\/b&gt;<\/ins>/);
  await editComment(house.core, codes[0] ?? "", { stance: "mot-phan", text: "Thêm hạn", reason: "" });
  expect(await read()).toMatchObject({ amendment: wanted, text: "Thêm hạn" });
  const whole = { stance: "gop-y" as const, text: "", reason: "", amendment: "Cả bản", channel: "web" as const };
  const given = { ...whole, draftId: id, position: "", once: "toan-van-0123456789", rateBy: "" };
  await expect(acceptComment(acceptDeps(house.core), given)).rejects.toMatchObject({ status: 422 });
});

test("the department compares counts, answers and days of its communes, never what people think", async () => {
  const text = textOf(await (await house.as("dept_coordinator", "so")).get("/console/so-sanh-gop-y"));
  expect(text).toContain("Xã Sao Mai Dự thảo đọc");
  for (const stance of Object.values(STANCE_NAMES)) expect(text).not.toContain(stance);
});

test("texts are grouped by hand and taken apart again; every one stays counted", async () => {
  const at = `/console/du-thao/${id}/gop-y/${place}`;
  const groupsNow = async () =>
    (await CommentModel.find({ draftId: id, body: { $gt: "" } }).lean()).map(({ group, likeness }) => [
      group,
      likeness,
    ]);
  const before = await groupsNow();
  const [one, two, three] = before.map(([group]) => group ?? "");
  const post = (path: string, form: Record<string, string | string[]>) =>
    clerk.agent
      .post(path)
      .type("form")
      .send({ _csrf: clerk.csrf, ...form })
      .redirects(0)
      .ok(() => true);
  expect((await post(`${at}/gop`, { chosen: [one ?? ""] })).status).toBe(422);
  expect((await post(`${at}/gop`, { chosen: [one ?? "", two ?? "", three ?? ""] })).status).toBe(303);
  expect(new Set((await groupsNow()).map(([group]) => group)).size).toBe(before.length - 2);
  // also where they point different ways, and stand in rows of their own
  expect((await clerk.get(at)).text).toContain(`name="group" value="${one ?? ""}"><button>Tách lại`);
  expect((await post(`${at}/tach`, { group: "constructor" })).status).toBe(409);
  expect(
    (await post(`/console/du-thao/6a0000000000000000000000/gop-y/${place}/tach`, { group: one ?? "" })).status,
  ).toBe(404);
  expect((await post(`${at}/tach`, { group: one ?? "" })).status).toBe(303);
  expect(await groupsNow()).toEqual(before);
  expect((await post(`${at}/tach`, { group: one ?? "" })).status).toBe(409);
  // the working list shows what is left to do
  const list = await clerk.get(`/console/du-thao/${id}/gop-y?loc=cau-hoi`);
  expect([list.status, textOf(list)]).toEqual([200, expect.stringContaining("Có câu hỏi (0)")]);
});

test("words that differ in their marks alone are looked at one by one; a press lets only its own through", async () => {
  const [fair, rude] = ["Má nói với bà con", "Ma nói với bà con"];
  for (const text of [fair, rude]) await say(text);
  const page = (await clerk.get(`/console/du-thao/${id}/gop-y/${place}`)).text;
  const looks = [...page.matchAll(/name="looked" value="([^"]+)" checked> <span class="words">“([^”]+)”/g)];
  const look = looks.find(([, , words]) => words === fair)?.[1] ?? "";
  expect(looks.map(([, , words]) => words)).toEqual(expect.arrayContaining([fair, rude]));
  expect((await clerk.post(`/console/du-thao/${id}/gop-y/${place}/hien`, { looked: look })).status).toBeLessThan(400);
  await flushLog(house.core, id);
  const texts = (await read()).opinions.map(({ text }) => text);
  expect(texts).toContain(fair);
  expect(texts).not.toContain(rude);
});
