import mongoose from "mongoose";
import { eraseByAppUser, erasePerson } from "../../src/citizens/erase-person.ts";
import { handleMessage } from "../../src/chatbot/handle-message.ts";
import type { ChatDeps } from "../../src/chatbot/inbound.ts";
import { stopReceiving } from "../../src/citizens/choose.ts";
import { addFollowers, findCitizen, noteFollow, noteInteraction } from "../../src/citizens/citizen.store.ts";
import { HandledEventModel, type InboundEvent, InboundEventModel } from "../../src/citizens/inbound-event.model.ts";
import { dropIfHandled, markHandled, putAway, recordOnce } from "../../src/citizens/inbound-event.store.ts";
import { createRefusals, RefusalModel } from "../../src/citizens/refusals.ts";
import { acceptDeps, composeCore, connectMongo, ensureIndexes, playDeps, requestDeps } from "../../src/compose.ts";
import { eraseDeps } from "../../src/rooms.ts";
import { addWish } from "../../src/frames/frame.store.ts";
import { askForOwn, gatherOwn, type OwnDataDeps } from "../../src/own-data/own-data.ts";
import { addTester, findUnit, insertUnit } from "../../src/units/unit.store.ts";
import { testSettings } from "../support/settings.ts";

const settings = testSettings();
const core = composeCore(settings, "test");
const OA = "388613280878808645";
const zalo = { deleteUserInfo: () => Promise.resolve(undefined as never) };
const deps: OwnDataDeps = {
  ...playDeps(core),
  ...requestDeps(core),
  ...eraseDeps({ ...core, zalo: { ...core.zalo, ...zalo } }),
  comments: core.comments,
};

beforeAll(async () => {
  await connectMongo(settings);
  await ensureIndexes();
  const unit = { _id: "sao-mai", name: "Xã Sao Mai", office: "UBND xã Sao Mai", kind: "commune" as const };
  const numbers = { population: 1, households: 1, hamlets: 1 };
  const contact = { address: "", hours: "", phone: "", dutyPhone: "" };
  await insertUnit({
    ...unit,
    ...numbers,
    province: "",
    parents: [],
    from: new Date(0),
    to: null,
    topics: [],
    contact,
  });
});
afterAll(async () => {
  await core.producer.close();
  core.redis.disconnect();
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
});

let n = 0;
function newPerson() {
  n += 1;
  return {
    oaId: OA,
    userId: String(n).padStart(19, "2468458837"),
    userIdByApp: String(n).padStart(19, "7777777777"),
    unitCode: "sao-mai",
  };
}
const event = (_id: string, more: Partial<InboundEvent> = {}): InboundEvent => ({
  _id,
  name: "user_send_text",
  oaId: OA,
  body: "v1.sealed",
  state: "recorded",
  why: "",
  line: "a line",
  seq: "1",
  tries: 0,
  receivedAt: new Date(),
  handledAt: null,
  ...more,
});
async function whereIs(...texts: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const { name } of await mongoose.connection.listCollections()) {
    const dump = JSON.stringify(await mongoose.connection.collection(name).find().toArray());
    if (texts.some((text) => dump.includes(text))) found.push(name);
  }
  return found;
}

test("erased, a person is in no store: testers, waiting photos, events for somebody to look at, own requests", async () => {
  const person = newPerson();
  const line = core.mark(`line:${OA}:${person.userId}`);
  await noteInteraction(person, new Date());
  await addTester("sao-mai", { userId: person.userId, name: "Đồng nghiệp A", at: new Date() });
  const wish = { unitCode: "sao-mai", oaId: OA, userId: person.userId, appUserId: person.userIdByApp };
  await addWish({ _id: "wish", campaignId: "c", url: "sealed", state: "waiting", at: new Date(), ...wish });
  await recordOnce([event("failed", { state: "waiting", why: "failed", line }), event("odd", { state: "kept", line })]);
  await askForOwn(deps, { appUserId: person.userIdByApp, name: "" }, "sao-mai", {
    kind: "correct",
    words: "Sửa tên giúp tôi",
    key: "",
  });
  const asked = core.mark(`data:${person.userIdByApp}`);
  expect(await whereIs(person.userId, line, asked)).toHaveLength(5);
  await erasePerson(deps, OA, person.userId);
  expect(await whereIs(person.userId, person.userIdByApp, line, asked)).toEqual([]);
  expect((await findUnit("sao-mai"))?.testers).toEqual([]);
  expect(await InboundEventModel.countDocuments({ _id: { $in: ["failed", "odd"] }, body: { $exists: true } })).toBe(0);
});

test("who takes back the consent to the Mini App is erased, whether or not an OA knows the person", async () => {
  const [known, alone] = [newPerson(), newPerson()];
  await noteInteraction(known, new Date());
  for (const { userIdByApp } of [known, alone]) {
    const wish = { kind: "correct" as const, words: "Sửa tên giúp tôi", key: "" };
    await askForOwn(deps, { appUserId: userIdByApp, name: "" }, "sao-mai", wish);
    const asked = core.mark(`data:${userIdByApp}`);
    expect(await whereIs(asked)).toHaveLength(1);
    await eraseByAppUser(deps, userIdByApp);
    expect(await whereIs(userIdByApp, asked)).toEqual([]);
  }
});

test("a refusal outlives the erasure as a mark, is named in own data, and holds however the person comes back", async () => {
  const [chat, follow, list, glad] = [newPerson(), newPerson(), newPerson(), newPerson()];
  for (const person of [chat, follow, list, glad]) {
    await noteInteraction(person, new Date());
    const who = { ...person, eventKey: `stop-${person.userId}`, at: new Date(), method: "chat" as const };
    if (person !== glad) await stopReceiving(who);
    await erasePerson(deps, OA, person.userId);
    expect(await whereIs(person.userId, person.userIdByApp)).toEqual([]);
  }
  expect(await RefusalModel.countDocuments()).toBe(3);
  const resident = { appUserId: chat.userIdByApp, name: "" };
  expect((await gatherOwn(deps, resident)).refusals).toMatchObject([{ unitCode: "sao-mai" }]);
  const chatDeps: ChatDeps = {
    ...deps,
    ...acceptDeps(core),
    box: core.box,
    publicUrl: "",
    enqueuePhoto: () => Promise.resolve(),
    enqueueName: () => Promise.resolve(),
    enqueueDelivery: () => Promise.resolve(),
    zalo: { ...zalo, sendMessage: () => Promise.resolve({ kind: "accepted", messageId: "m" }) },
  };
  const said = { eventKey: "back", at: new Date(), text: "xin chào", image: "", kind: "" };
  await handleMessage(chatDeps, { ...chat, ...said });
  const refused = async ({ userId }: { userId: string }) => (await core.refusals.among(OA, [userId])).has(userId);
  await noteFollow(follow, true, new Date(), await refused(follow));
  await addFollowers(
    OA,
    "sao-mai",
    [list.userId, glad.userId],
    null,
    new Date(),
    await core.refusals.among(OA, [list.userId, glad.userId]),
  );
  const receives = async ({ userId }: { userId: string }) => (await findCitizen(OA, userId))?.receiving;
  expect(await Promise.all([chat, follow, list, glad].map(receives))).toEqual([false, false, false, true]);
  // known again: own data shows the choice itself
  expect((await gatherOwn(deps, resident)).refusals).toEqual([]);
  // NHẬN, then erased once more: nothing stays
  await handleMessage(chatDeps, { ...chat, ...said, eventKey: "again", text: "NHẬN" });
  await erasePerson(deps, OA, chat.userId);
  expect(await RefusalModel.countDocuments()).toBe(2);
  // the secret is sealed: who has another key makes no mark
  const other = createRefusals({ ...core.box, open: () => Buffer.alloc(32, 1).toString("base64") });
  expect((await other.among(OA, [follow.userId])).size).toBe(0);
});

test("handled events are put away when their hour is over, in another order, and are still known", async () => {
  const keys = Array.from({ length: 60 }, (_, k) => `event-${String(k).padStart(3, "0")}`);
  await recordOnce(keys.map((key) => event(key)));
  const now = new Date();
  for (const _id of keys) await markHandled({ _id, receivedAt: now }, now);
  expect(await putAway(now)).toBe(0);
  const later = new Date(now.getTime() + 3_600_000);
  expect(await putAway(later)).toBeGreaterThanOrEqual(60);
  const order = (await HandledEventModel.collection.find().toArray())
    .map((row) => String(row._id))
    .filter((key) => keys.includes(key));
  expect(order.toSorted()).toEqual(keys);
  expect(order).not.toEqual(keys);
  // Zalo tells it once more
  await recordOnce([event("event-007")]);
  expect(await InboundEventModel.countDocuments({ _id: "event-007" })).toBe(0);
  // recorded in the moment in which it was put away
  await InboundEventModel.collection.insertOne(event("event-008") as never);
  expect([await dropIfHandled("event-008"), await dropIfHandled("event-999")]).toEqual([true, false]);
});
