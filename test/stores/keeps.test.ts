import mongoose from "mongoose";
import { rotateKeys } from "../../src/cli/rotate-keys.ts";
import { composeCore, connectMongo, ensureIndexes } from "../../src/compose.ts";
import { FrameModel, FrameWishModel } from "../../src/frames/frame.model.ts";
import { createSecretBox } from "../../src/kernel/crypto.ts";
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
