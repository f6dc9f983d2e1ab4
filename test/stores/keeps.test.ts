import mongoose from "mongoose";
import { rotateKeys } from "../../src/cli/rotate-keys.ts";
import { composeCore, connectMongo, ensureIndexes } from "../../src/compose.ts";
import { InboundEventModel } from "../../src/citizens/inbound-event.model.ts";
import { forgetEvents } from "../../src/citizens/inbound-event.store.ts";
import { FrameModel, FrameWishModel } from "../../src/frames/frame.model.ts";
import { findDialogue, saveDialogue } from "../../src/chatbot/dialogue.model.ts";
import { keepWords, listKept } from "../../src/console/kept-words.store.ts";
import { createMarker, createSecretBox } from "../../src/kernel/crypto.ts";
import { OfficialModel } from "../../src/officials/official.model.ts";
import { DataRequestModel } from "../../src/own-data/data-request.model.ts";
import { testSettings } from "../support/settings.ts";

const OLD = Buffer.alloc(32, 3).toString("base64");
const settings = testSettings();
const core = composeCore(settings, "test");

beforeAll(async () => {
  await connectMongo(settings);
  await ensureIndexes();
});
afterAll(async () => {
  await core.producer.close();
  core.redis.disconnect();
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
});

test("after a change of the key, makers of open frames are counted and photos that wait are found", async () => {
  const old = createSecretBox(OLD);
  await FrameModel.collection.insertOne({ title: "Khung", countKey: old.seal("key of marks"), unitCode: "sao-mai" });
  const wish = { _id: "wish", url: old.seal("https://zalo/photo"), state: "waiting", at: new Date() };
  await FrameWishModel.collection.insertOne(wish as never);
  expect(await rotateKeys(core, OLD)).toBe(2);
  const frame = await FrameModel.findOne().lean().exec();
  expect(core.box.open(frame?.countKey ?? "")).toBe("key of marks");
  const photo = await FrameWishModel.findOne().lean().exec();
  expect(core.box.open(photo?.url ?? "")).toBe("https://zalo/photo");
  // run again after a cut: what the new key holds stays as it is
  await rotateKeys(core, OLD);
  expect((await FrameModel.findOne().lean().exec())?.countKey).toBe(frame?.countKey);
});

const OA = "388613280878808645";
const written = (userId: string): string =>
  JSON.stringify({
    event_name: "user_send_text",
    sender: { id: userId },
    recipient: { id: OA },
    message: { text: "a" },
  });

test("after a change of the key, whom a waiting event is from is still known by its mark, and is forgotten", async () => {
  const [old, mark] = [createSecretBox(OLD), createMarker(OLD)];
  const event = {
    name: "user_send_text",
    oaId: OA,
    seq: "1",
    tries: 0,
    receivedAt: new Date(),
    handledAt: null,
    why: "",
  };
  const row = (_id: string, body: string, line: string, state: string) =>
    ({ ...event, _id, body: old.seal(body), line, state }) as never;
  await InboundEventModel.collection.insertMany([
    row("kept", written("1"), mark(`line:${OA}:1`), "kept"),
    row("recorded", written("1"), mark(`line:${OA}:1`), "recorded"),
    row("odd", "{", mark("line:odd"), "waiting"),
    row("aside", "{", "aside", "waiting"),
  ]);
  const lines = async () => (await InboundEventModel.find().sort({ _id: 1 }).lean().exec()).map(({ line }) => line);
  const fresh = ["aside", core.mark(`line:${OA}:1`), core.mark("line:odd"), core.mark(`line:${OA}:1`)];
  await rotateKeys(core, OLD);
  expect(await lines()).toEqual(fresh);
  await rotateKeys(core, OLD);
  expect(await lines()).toEqual(fresh);
  await forgetEvents(core.mark(`line:${OA}:1`), new Date());
  expect(await InboundEventModel.findById("kept").lean().exec()).not.toHaveProperty("body");
});

test("after a change of the key, what was half said, half typed or just shown goes on", async () => {
  const old = createSecretBox(OLD);
  const at = new Date();
  const said = { kind: "gop-y" as const, step: "text", said: old.seal("{}"), key: "k", lastEvent: "e", at };
  await saveDialogue(OA, "1", said);
  const form = { officialId: "o", page: "/console/x", action: "/console/x", why: "typing" as const };
  await keepWords({ ...form, sealed: old.seal("chữ"), at, until: new Date(at.getTime() + 60_000) });
  const first = { totpSeed: "", newSeed: { sealed: old.seal("seed"), at, sessionId: "s" } };
  await OfficialModel.collection.insertOne({ email: "a@b.vn", active: true, ...first });
  await rotateKeys(core, OLD);
  expect(core.box.open((await findDialogue(OA, "1"))?.said ?? "")).toBe("{}");
  expect(core.box.open((await listKept("o", "/console/x", at))[0]?.sealed ?? "")).toBe("chữ");
  // a seed that was just shown is shown anew
  expect((await OfficialModel.findOne().lean().exec())?.newSeed).toBeNull();
});

test("a wrong old key stops the change, says what to do, and nothing is lost", async () => {
  await FrameModel.collection.updateOne({}, { $set: { countKey: createSecretBox(OLD).seal("key of marks") } });
  await DataRequestModel.collection.insertOne({ owner: "a mark", words: "", once: "" });
  await expect(rotateKeys(core, Buffer.alloc(32, 5).toString("base64"))).rejects.toThrow("SECRETS_KEY of before");
  expect((await DataRequestModel.findOne().lean().exec())?.owner).toBe("a mark");
  await rotateKeys(core, OLD);
  expect((await DataRequestModel.findOne().lean().exec())?.owner).toBe("");
});
