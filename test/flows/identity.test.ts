import { randomUUID } from "node:crypto";
import axios, { type AxiosResponse } from "axios";
import mongoose from "mongoose";
import { addConsent, addFollowers } from "../../src/citizens/citizen.store.ts";
import { type Citizen, CitizenModel } from "../../src/citizens/citizen.model.ts";
import { ConsentModel } from "../../src/citizens/consent.model.ts";
import { acceptComment } from "../../src/comments/accept-comment.ts";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { tellAuthors } from "../../src/comments/tell-authors.ts";
import { acceptDeps, requestDeps } from "../../src/compose.ts";
import { openDraft } from "../support/mini-phone.ts";
import { knowFollowers } from "../support/send.ts";
import { OA, userNumber, World } from "../support/world.ts";
import { answerPosition } from "../support/at-once.ts";

/** Followers known from Zalo's list alone, and people with two rows, become one person at the first session. */
let world: World;
let draftId = "";
beforeAll(async () => {
  world = await World.start({ residents: 30, workers: 0 });
  await knowFollowers(0, 20);
  draftId = await openDraft(world);
});
afterAll(() => world.stop());

const call = (
  method: "get" | "post",
  path: string,
  data?: unknown,
  headers: Record<string, string> = {},
): Promise<AxiosResponse> =>
  axios.request({ method, url: `${world.webUrl}/api/v1${path}`, data, headers, validateStatus: () => true });
const mini = async (n: number): Promise<{ token: string; byApp: string }> =>
  (await world.sim("mini-token", { oa: OA, user: userNumber(n) })) as { token: string; byApp: string };
async function session(n: number): Promise<Record<string, string>> {
  const { token } = await mini(n);
  const answer = await call("post", "/session", {}, { authorization: `Bearer ${token}` });
  expect(answer.status).toBe(200);
  return { "x-session": (answer.data as { session: string }).session };
}
const comment = (text: string, more: object = {}) => ({
  position: "",
  stance: "gop-y",
  text,
  key: randomUUID(),
  consent: true,
  ...more,
});
const row = (n: number): Promise<Citizen | null> =>
  CitizenModel.findOne({ oaId: OA, userId: userNumber(n) })
    .lean<Citizen>()
    .exec();
const placesOf = async (who: Record<string, string>) =>
  (await call("get", "/me", undefined, who)).data as {
    places: { receiving: boolean; topics: string[]; consents: { given: boolean; purpose: string }[] }[];
    signedComments: { text: string }[];
  };

test("known from the list alone: signs, sees the data, is answered, chooses, and is erased", async () => {
  expect(await row(1)).toMatchObject({ userIdByApp: "" });
  const who = await session(1);
  expect((await row(1))?.userIdByApp).toBe((await mini(1)).byApp);
  expect(await CitizenModel.countDocuments({ oaId: OA })).toBe(20);
  const signed = await call("post", `/drafts/${draftId}/comments`, comment("Tôi ký tên", { signed: true }), who);
  expect([signed.status, signed.data.error]).toEqual([200, undefined]);
  expect((await call("post", "/units/sao-mai/me/choices", { topic: "gop-y", on: true }, who)).status).toBe(200);
  const mine = await placesOf(who);
  expect(mine).toMatchObject({ places: [{ topics: ["gop-y"] }], signedComments: [{ text: "Tôi ký tên" }] });
  const by = { id: "clerk", name: "Cán bộ A" };
  await answerPosition(world.core, draftId, "", "tiep-thu", "Xã tiếp thu", by);
  const telling = { comments: world.core.comments, tell: requestDeps(world.core).tell };
  expect(await tellAuthors(telling, draftId, "")).toBe(1);
  expect((await world.fromOa(userNumber(1))).at(-1)?.text).toContain("Xã tiếp thu");
  expect((await call("post", "/units/sao-mai/me/data-requests", { kind: "delete" }, who)).data.done).toBe(true);
  for (const { name } of await mongoose.connection.listCollections()) {
    const rows = await mongoose.connection.collection(name).find().toArray();
    expect([name, JSON.stringify(rows).includes(userNumber(1))]).toEqual([name, false]);
  }
});

test("twenty first sessions at once are one person; who follows nothing has a session and no row", async () => {
  await Promise.all(Array.from({ length: 20 }, () => session(2)));
  expect(await CitizenModel.countDocuments({ userIdByApp: (await mini(2)).byApp })).toBe(1);
  const before = await CitizenModel.countDocuments();
  await session(25);
  expect(await CitizenModel.countDocuments()).toBe(before);
});

test("the bridge is believed only with the OA's own word where it could mean another: a row tied to somebody else stays theirs", async () => {
  await CitizenModel.updateOne({ oaId: OA, userId: userNumber(3) }, { $set: { userIdByApp: "111111" } });
  const who = await session(3);
  expect((await row(3))?.userIdByApp).toBe("111111");
  expect((await placesOf(who)).places).toEqual([]);
});

test("two rows of one person become one: a refusal wins, consents, comments and erasure reach both, in whatever order sessions come", async () => {
  const { byApp } = await mini(4);
  const former = "2468458835290999001";
  const at = (day: number): Date => new Date(Date.UTC(2026, 10, day));
  await CitizenModel.updateOne(
    { oaId: OA, userId: userNumber(4) },
    { $set: { topics: ["gop-y", "suc-khoe"], receivingChangedAt: at(3) } },
  );
  await CitizenModel.create({
    oaId: OA,
    userId: former,
    userIdByApp: byApp,
    unitCode: "sao-mai",
    displayName: "Nguyễn Văn Mẫu",
    isFollower: true,
    followChangedAt: at(1),
    followedAt: at(1),
    lastInteractionAt: at(2),
    receiving: false,
    receivingChangedAt: at(2),
    topics: ["le-hoi"],
    createdAt: at(1),
  });
  const consent = { oaId: OA, textVersion: "x", method: "chat" as const };
  await addConsent({ ...consent, userId: former, purpose: "receive", given: false, eventKey: "e1", at: at(2) });
  await addConsent({ ...consent, userId: former, purpose: "topic:suc-khoe", given: false, eventKey: "e2", at: at(2) });
  await addConsent({
    ...consent,
    userId: userNumber(4),
    purpose: "topic:gop-y",
    given: true,
    eventKey: "e3",
    at: at(3),
  });
  const said = { draftId, position: "P4", stance: "gop-y" as const, reason: "", channel: "chat" as const, rateBy: "" };
  const signed = { oaId: OA, userId: former, name: "Nguyễn Văn Mẫu" };
  await acceptComment(acceptDeps(world.core), { ...said, text: "Ký từ trước", once: "former-comment-0001", signed });

  const sessions = await Promise.all(Array.from({ length: 12 }, () => session(4)));
  expect(await CitizenModel.countDocuments({ userIdByApp: byApp })).toBe(1);
  expect(await row(4)).toMatchObject({
    receiving: false,
    displayName: "Nguyễn Văn Mẫu",
    formerIds: [{ oaId: OA, userId: former }],
  });
  const who = sessions[0] ?? {};
  const mine = await placesOf(who);
  expect(mine.places).toHaveLength(1);
  expect(mine.places[0]).toMatchObject({ receiving: false });
  // chosen here and refused there: refused
  expect(mine.places[0]?.topics.toSorted()).toEqual(["gop-y", "le-hoi"]);
  expect(mine.places[0]?.consents.map((one) => [one.purpose, one.given])).toEqual([
    ["receive", false],
    ["topic:suc-khoe", false],
    ["topic:gop-y", true],
  ]);
  expect(mine.signedComments).toMatchObject([{ text: "Ký từ trước" }]);
  expect(await ConsentModel.countDocuments({ userId: { $in: [former, userNumber(4)] } })).toBe(3);
  // Zalo's list may still name the former id: it is nobody new
  await addFollowers(OA, "sao-mai", [former, userNumber(4)], null, new Date());
  expect(await CitizenModel.countDocuments({ userId: former })).toBe(0);
  await answeredToday();
  expect((await call("post", "/units/sao-mai/me/data-requests", { kind: "delete" }, who)).data.done).toBe(true);
  expect(await CommentModel.countDocuments({ draftId, owner: { $ne: "" } })).toBe(0);
  for (const { name } of await mongoose.connection.listCollections()) {
    const rows = JSON.stringify(await mongoose.connection.collection(name).find().toArray());
    expect([name, rows.includes(former) || rows.includes(userNumber(4))]).toEqual([name, false]);
  }
});

/** What was signed under the former id is answered where the person is today. */
async function answeredToday(): Promise<void> {
  const place = (await CommentModel.findOne({ draftId, owner: { $ne: "" } }).lean())?.position ?? "";
  const by = { id: "clerk", name: "Cán bộ A" };
  await answerPosition(world.core, draftId, place, "khong", "Chưa làm được năm nay", by);
  await tellAuthors({ comments: world.core.comments, tell: requestDeps(world.core).tell }, draftId, place);
  expect((await world.fromOa(userNumber(4))).at(-1)?.text).toContain("Chưa làm được năm nay");
}

test.each(["off", "refused"])(
  "Zalo tells no bridge (%s): the session stands, and a message to the OA links as before",
  async (bridge) => {
    await world.sim("settings", { SIM_USER_ID_BY_OA: bridge });
    const n = bridge === "off" ? 5 : 6;
    const who = await session(n);
    expect((await row(n))?.userIdByApp).toBe("");
    const signed = await call("post", `/drafts/${draftId}/comments`, comment("Ký tên", { signed: true }), who);
    expect([signed.status, signed.data.error.fields.signed]).toEqual([422, expect.stringContaining("nhắn")]);
    await world.sim("settings", { SIM_USER_ID_BY_OA: "on" });
    expect((await call("post", "/session", {}, { authorization: "Bearer rubbish" })).status).toBe(401);
  },
);
