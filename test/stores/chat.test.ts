import mongoose from "mongoose";
import { ConversationModel, MessageModel } from "../../src/chatbot/conversation.model.ts";
import { DialogueModel, saveDialogue } from "../../src/chatbot/dialogue.model.ts";
import { handleMessage } from "../../src/chatbot/handle-message.ts";
import type { ChatDeps, Inbound } from "../../src/chatbot/inbound.ts";
import { saveVersion } from "../../src/chatbot/reply.store.ts";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { readSendFacts } from "../../src/citizens/citizen.store.ts";
import { wayTo } from "../../src/citizens/rules.ts";
import { acceptDeps, composeCore, connectMongo, ensureIndexes, playDeps, requestDeps } from "../../src/compose.ts";
import { eraseDeps } from "../../src/rooms.ts";
import { DEFAULT_TOPICS } from "../../src/units/unit.model.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import { testSettings } from "../support/settings.ts";

const settings = testSettings();
const core = composeCore(settings, "test");
const OA = "388613280878808645";
let told: { user: string; text: string }[] = [];
let queued: string[] = [];
/** the run is cut off at this question of the time; 0 = never */
let cutAt = 0;
let asked = 0;
const clock = {
  now(): Date {
    asked += 1;
    if (asked === cutAt) throw new Error("killed here");
    return new Date();
  },
};
const deps = (): ChatDeps => ({
  ...playDeps(core),
  ...acceptDeps(core),
  ...requestDeps(core),
  clock,
  ...eraseDeps(core),
  publicUrl: "https://xa.example",
  enqueuePhoto: () => Promise.resolve(),
  enqueueName: () => Promise.resolve(),
  enqueueDelivery: (id) => Promise.resolve(void queued.push(id)),
  zalo: {
    sendMessage: (_oa, user, { text }) => {
      told.push({ user, text: text ?? "" });
      return Promise.resolve({ kind: "accepted", messageId: `m${told.length}` });
    },
    deleteUserInfo: () => Promise.resolve(undefined as never),
  },
});

beforeAll(async () => {
  await connectMongo(settings);
  await ensureIndexes();
  await saveUnits([
    {
      _id: "sao-mai",
      name: "Xã Sao Mai",
      office: "UBND xã Sao Mai",
      kind: "commune",
      province: "",
      parents: [],
      from: new Date(0),
      to: null,
      population: 1,
      households: 1,
      hamlets: 1,
      topics: DEFAULT_TOPICS,
      contact: { address: "", hours: "", phone: "", dutyPhone: "0900 000 001" },
    },
  ]);
});
afterAll(async () => {
  await core.producer.close();
  core.redis.disconnect();
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
});
beforeEach(() => {
  [told, queued, cutAt, asked] = [[], [], 0, 0];
});

let people = 0;
const newPerson = (): string => String(2_468_458_835_300_000_000n + BigInt((people += 1)));
const said = (userId: string, text: string, more: Partial<Inbound> = {}): Inbound => ({
  eventKey: `e-${userId}-${text}`,
  oaId: OA,
  unitCode: "sao-mai",
  userId,
  userIdByApp: "",
  at: new Date(),
  text,
  image: "",
  kind: "",
  ...more,
});
const repliesTo = (userId: string) => MessageModel.find({ userId, author: "bot" }).lean();

test.each([
  "gặp cán bộ",
  "cháy nhà rồi cứu với",
  "Dừng nhận tin. Cho hỏi giờ làm việc",
  "qwrt zxcv",
  "hủy",
  "giờ làm việc",
])(
  "cut off at any question of the time and run again, “%s” ends in the same state and is answered once",
  async (text) => {
    const read = async (userId: string) => {
      const conversation = await ConversationModel.findOne({ userId }).lean();
      const citizen = await CitizenModel.findOne({ userId }).lean();
      return {
        replies: (await repliesTo(userId)).map((reply) => reply.text),
        queued: new Set(queued).size,
        state: conversation?.state,
        urgent: conversation?.urgentSince !== null,
        misunderstood: conversation?.misunderstood,
        receiving: citizen?.receiving,
        asked: citizen?.stopAskedAt !== null,
      };
    };
    const whole = newPerson();
    await handleMessage(deps(), said(whole, text));
    const wanted = await read(whole);
    expect(wanted.queued).toBe(wanted.replies.length);
    const questions = asked;
    for (let at = 1; at <= questions; at += 1) {
      const person = newPerson();
      [queued, asked, cutAt] = [[], 0, at];
      const inbound = said(person, text);
      await expect(handleMessage(deps(), inbound)).rejects.toThrow("killed here");
      cutAt = 0;
      await handleMessage(deps(), inbound);
      await handleMessage(deps(), inbound);
      expect([at, await read(person)]).toEqual([at, wanted]);
    }
  },
);

test("an opinion told to an open draft, and what breaks a dialogue off, leave none of their words behind", async () => {
  const person = newPerson();
  await saveDialogue(OA, person, {
    kind: "gop-y",
    step: "noi-dung",
    said: core.box.seal("{}"),
    key: "k",
    lastEvent: "",
    at: new Date(),
  });
  await handleMessage(deps(), said(person, "Xã lấy đất của dân là sai. Dừng nhận tin cho tôi"));
  const stored = await MessageModel.find({ userId: person, author: "resident" }).lean();
  expect(stored.map((one) => one.text)).toEqual(["dừng nhận tin"]);
  expect(await DialogueModel.countDocuments({ _id: `${OA}:${person}` })).toBe(0);
});

test("asked whether to stop: held for everything but an emergency, until DUNG or NHAN is said, in whatever order events come", async () => {
  const person = newPerson();
  const at = (second: number): Date => new Date(Date.now() - 100_000 + second * 1000);
  const facts = async () => (await readSendFacts(OA, [person])).get(person);
  const way = async (urgent: boolean) => {
    const one = await facts();
    return wayTo(one && { ...one, isFollower: true }, new Date(), { urgent, template: false });
  };
  await handleMessage(deps(), said(person, "hủy", { at: at(1) }));
  expect(await way(false)).toEqual({ not: "asked" });
  expect(await way(true)).toEqual({ way: "consultation" });
  await handleMessage(deps(), said(person, "giờ làm việc", { at: at(2) }));
  expect(await way(false)).toEqual({ not: "asked" });
  await handleMessage(deps(), said(person, "#nhan", { at: at(5) }));
  expect(await way(false)).toEqual({ way: "consultation" });
  // an older question that comes late changes nothing, a later one asks again
  await handleMessage(deps(), said(person, "thôi", { at: at(3) }));
  expect(await way(false)).toEqual({ way: "consultation" });
  await handleMessage(deps(), said(person, "bỏ qua", { at: at(7) }));
  expect(await way(false)).toEqual({ not: "asked" });
  await handleMessage(deps(), said(person, "#dung", { at: at(8) }));
  expect(await way(false)).toEqual({ not: "stopped" });
});

test("words and examples of a unit lead where its officers said, from the next message on", async () => {
  const version = {
    unitCode: "sao-mai",
    text: "Chợ phiên họp sáng thứ bảy.",
    buttons: [],
    by: "Cán bộ A",
    at: new Date(),
  };
  const intentOf = async (text: string): Promise<unknown> => {
    const person = newPerson();
    await handleMessage(deps(), said(person, text));
    return (await MessageModel.findOne({ userId: person, author: "resident" }).lean())?.intent;
  };
  expect(await intentOf("lò sấy nhãn mở máy chưa ta")).not.toBe("tin");
  await saveVersion({
    ...version,
    name: "tin",
    version: 1,
    keywords: ["lò sấy nhãn"],
    examples: ["ngoải ghe hàng bông tới chưa"],
  });
  expect(await intentOf("lo say nhan mo may chua ta")).toBe("tin");
  expect(await intentOf("ngoải ghe hàng bông tới chưa vậy")).toBe("tin");
});
