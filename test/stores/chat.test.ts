import mongoose from "mongoose";
import { ConversationModel, MessageModel } from "../../src/chatbot/conversation.model.ts";
import { courseOf } from "../../src/chatbot/course.ts";
import { DialogueModel, saveDialogue } from "../../src/chatbot/dialogue.model.ts";
import { handleMessage } from "../../src/chatbot/handle-message.ts";
import type { ChatDeps, Inbound } from "../../src/chatbot/inbound.ts";
import { saveVersion } from "../../src/chatbot/reply.store.ts";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { sayAgainInDialogues, settleDialogues } from "../../src/chatbot/settle-dialogues.ts";
import { readSendFacts } from "../../src/citizens/citizen.store.ts";
import { wayTo } from "../../src/citizens/rules.ts";
import { acceptDeps, composeCore, connectMongo, ensureIndexes, playDeps, requestDeps } from "../../src/compose.ts";
import { eraseDeps } from "../../src/rooms.ts";
import { hours } from "../../src/kernel/clock.ts";
import { DEFAULT_TOPICS } from "../../src/units/unit.model.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import { OaModel } from "../../src/zalo/oa.model.ts";
import type { Outgoing } from "../../src/zalo/messages.ts";
import { withButtonsInWords } from "../../src/zalo/visitor.ts";
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
  const at = new Date();
  const tokens = { accessToken: "x", refreshToken: "x", accessExpiresAt: at, refreshExpiresAt: at, generation: 1 };
  await OaModel.create({
    ...tokens,
    _id: OA,
    unitCode: "sao-mai",
    name: "Xã Sao Mai",
    state: "connected",
    stateAt: at,
    connectedAt: at,
    lastEchoAt: new Date(at.getTime() + hours(10)),
  });
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

test("while an officer holds the conversation its buttons work, and what a dialogue is told is seen as well", async () => {
  const userId = newPerson();
  await handleMessage(deps(), said(userId, "gặp cán bộ"));
  await ConversationModel.updateOne({ userId }, { $set: { state: "officer", waitingSince: null } });
  for (const text of ["#phan-anh", "Đèn đường thôn Đông hỏng cả tuần"]) await handleMessage(deps(), said(userId, text));
  const seen = await MessageModel.find({ userId, author: "resident" }).sort({ at: 1 }).lean();
  expect(seen.map(({ text }) => text)).toEqual(["gặp cán bộ", "#phan-anh", "Đèn đường thôn Đông hỏng cả tuần"]);
  expect(await DialogueModel.countDocuments({ _id: new RegExp(userId) })).toBe(1);
  const talk = await ConversationModel.findOne({ userId }).lean();
  expect([talk?.waitingSince, talk?.residentAt]).toEqual([null, expect.any(Date)]);
});

test("two emoji in a row call nobody", async () => {
  const userId = newPerson();
  for (const text of ["👍", "❤️❤️"]) await handleMessage(deps(), said(userId, text));
  expect((await ConversationModel.findOne({ userId }).lean())?.state).toBe("bot");
});

/** A house whose calls of Zalo lose their answers, unless something happens during them. */
function losing(during: (user: string, n: number) => Promise<unknown> = () => Promise.resolve(), ahead = 0) {
  let n = 0;
  return {
    ...deps(),
    clock: { now: () => new Date(Date.now() + ahead) },
    patienceMs: 1000,
    doorGoodSince: () => Promise.resolve(new Date(Date.now() - hours(1))),
    zalo: {
      ...deps().zalo,
      async sendMessage(_oa: string, user: string, { text, buttons = [] }: Outgoing) {
        told.push({ user, text: withButtonsInWords(text, buttons) });
        n += 1;
        return (await during(user, n)) ? { kind: "accepted" as const, messageId: "m" } : lost;
      },
    },
  };
}
const lost = { kind: "unknown" as const, reason: "lost-answer" };
const MATTER = "Đèn đường thôn Đông hỏng cả tuần";

test("an echo that comes while the next question is asked takes its own doubt away, and nothing is asked twice", async () => {
  const userId = newPerson();
  const house = losing(async (user, n) => {
    if (n < 2) return false;
    await settleDialogues(core.box, OA, [{ userId: user, text: told[0]?.text ?? "" }]);
    return true;
  });
  for (const text of ["#phan-anh", MATTER]) await handleMessage(house, said(userId, text));
  expect(told).toHaveLength(2);
  const row = await DialogueModel.findById(`${OA}:${userId}`).lean();
  expect([row?.step, row?.due, row?.doubtAt]).toEqual(["noi", undefined, undefined]);
});

test("what stays silent is said once more and no third time", async () => {
  const userId = newPerson();
  await handleMessage(losing(), said(userId, "#phan-anh"));
  const turns: number[] = [];
  for (const ahead of [1, 2, 3]) turns.push(await sayAgainInDialogues(losing(undefined, hours(ahead))));
  expect([turns, told.length]).toEqual([[1, 0, 0], 2]);
});

test("a visitor's echo holds the buttons in words, and settles as any other", async () => {
  const userId = "web~a1~c1";
  for (const text of ["#phan-anh", MATTER]) await handleMessage(losing(), said(userId, text));
  expect(told.at(-1)?.text).toContain("1. Không ghi nơi");
  await settleDialogues(
    core.box,
    OA,
    told.map(({ user, text }) => ({ userId: user, text })),
  );
  expect((await DialogueModel.findById(`${OA}:${userId}`).lean())?.doubtAt).toBeUndefined();
});

test("one whose call fails keeps nobody else from being told", async () => {
  const people = [newPerson(), newPerson()];
  for (const userId of people) await handleMessage(losing(), said(userId, "#phan-anh"));
  const [first] = people;
  const house = losing(
    (user) => (user === first ? Promise.reject(new Error("no access")) : Promise.resolve(true)),
    hours(4),
  );
  await expect(sayAgainInDialogues(house)).rejects.toThrow("no access");
  expect(await DialogueModel.countDocuments({ _id: `${OA}:${people[1]}`, due: true })).toBe(0);
  expect(told.filter(({ user }) => user === people[1])).toHaveLength(2);
});

test("what waits is called back by its own command with what was written in it, however many wait", async () => {
  const userId = newPerson();
  const seal = (what: unknown): string => core.box.seal(JSON.stringify(what));
  const parked = (kind: string, said: object) => ({
    kind,
    step: "noi-dung",
    key: kind,
    said,
    asked: { words: `Hỏi ${kind}` },
  });
  const report = { ...parked("phan-anh", { what: "Đèn hỏng" }), step: "noi" };
  const course = { misses: 0, messages: [], parked: { ...parked("gop-y", { text: "Mở đường" }), parked: report } };
  await saveDialogue(OA, userId, {
    kind: "khung",
    step: "anh",
    key: "k",
    lastEvent: "",
    at: new Date(),
    said: seal({}),
    course: seal(course),
  });
  const stands = async (): Promise<string[]> => {
    const row = await DialogueModel.findById(`${OA}:${userId}`).lean();
    const all: string[] = [row?.kind ?? ""];
    const { parked: first } = courseOf(core.box, row ?? {});
    for (let one = first; one; one = one.parked) all.push(one.kind);
    return all;
  };
  await handleMessage(deps(), said(userId, "#gop-y"));
  expect([told.at(-1)?.text.split("\n")[0], await stands()]).toEqual(["Hỏi gop-y", ["gop-y", "khung", "phan-anh"]]);
  await handleMessage(deps(), said(userId, "phản ánh"));
  expect([told.at(-1)?.text.split("\n")[0], await stands()]).toEqual(["Hỏi phan-anh", ["phan-anh", "gop-y", "khung"]]);
  await handleMessage(deps(), said(userId, "#phan-anh huy"));
  expect(await stands()).toEqual(["gop-y", "khung"]);
});

test("somebody who goes on sending photos fills no row", async () => {
  const userId = newPerson();
  for (let n = 0; n < 13; n += 1)
    await handleMessage(
      deps(),
      said(userId, "", { eventKey: `p-${n}`, kind: "ảnh", image: `https://photo.zadn.vn/${n}.jpg` }),
    );
  const row = await DialogueModel.findById(`${OA}:${userId}`).lean();
  expect(core.box.open(row?.said ?? "").match(/zadn/g)).toHaveLength(10);
});
