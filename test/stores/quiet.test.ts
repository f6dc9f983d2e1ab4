import mongoose from "mongoose";
import { dropDialogue, findDialogue } from "../../src/chatbot/dialogue.model.ts";
import { handleMessage } from "../../src/chatbot/handle-message.ts";
import type { ChatDeps, Inbound } from "../../src/chatbot/inbound.ts";
import { MessageModel } from "../../src/chatbot/conversation.model.ts";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { findCitizen, noteInteraction } from "../../src/citizens/citizen.store.ts";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { COVERED } from "../../src/comments/cover-receipts.ts";
import { acceptDeps, composeCore, connectMongo, ensureIndexes, playDeps, requestDeps } from "../../src/compose.ts";
import { eraseDeps } from "../../src/rooms.ts";
import { acceptComment } from "../../src/comments/accept-comment.ts";
import { DraftModel } from "../../src/drafts/draft.model.ts";
import { findByCode as findRequest, findTaken, openWords, takeRequest } from "../../src/requests/take-request.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { days } from "../../src/kernel/clock.ts";
import { startOfDay } from "../../src/kernel/dates.ts";
import { here } from "../../src/outside/perform.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { insertUnit } from "../../src/units/unit.store.ts";
import { testSettings } from "../support/settings.ts";
import { publishDraft } from "../support/publish.ts";

const settings = testSettings();
const core = composeCore(settings, "test");
const OA = "388613280878808645";
const told: { text: string; buttons: { title: string; payload: unknown }[] }[] = [];
const names: string[] = [];
const deps: ChatDeps = {
  ...playDeps(core),
  ...acceptDeps(core),
  ...requestDeps(core),
  box: core.box,
  ...eraseDeps(core),
  publicUrl: "https://xa.example",
  enqueuePhoto: () => Promise.resolve(),
  enqueueName: (id) => Promise.resolve(void names.push(id)),
  enqueueDelivery: () => Promise.resolve(),
  zalo: {
    sendMessage: (_oa, _user, { text, buttons }) => {
      told.push({ text: text ?? "", buttons: buttons ?? [] });
      return Promise.resolve({ kind: "accepted", messageId: `m${told.length}` });
    },
    deleteUserInfo: () => Promise.resolve(undefined as never),
  },
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
  const upload = { name: "a.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" };
  const fields = { title: DEMO_DRAFT.title, about: "", campaignId: "", skin: "state" as const, questions: [] };
  const by = { id: "1", name: "A" };
  const id = await startDraft({ ...core, outside: here }, "sao-mai", fields, upload, by);
  await publishDraft(core, "sao-mai", id, {
    openAt: new Date(Date.now() - 1000),
    closeAt: new Date(Date.now() + days(1)),
  });
});
afterAll(async () => {
  await core.producer.close();
  core.redis.disconnect();
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
});

let n = 0;
const newPerson = () => ({ oaId: OA, userId: String((n += 1)).padStart(19, "2468458835"), unitCode: "sao-mai" });
async function say(person: ReturnType<typeof newPerson>, text: string, more: Partial<Inbound> = {}): Promise<string> {
  const event = { eventKey: `event-${(n += 1)}`, userIdByApp: "", at: new Date(), image: "", kind: "" };
  await handleMessage(deps, { ...person, ...event, text, ...more });
  return told.at(-1)?.text ?? "";
}
const press = (person: ReturnType<typeof newPerson>, title: string): Promise<string> =>
  say(person, String(told.at(-1)?.buttons.find((one) => one.title === title)?.payload));
/** Collections in which something of a person stands. */
async function whereIs(userId: string): Promise<string[]> {
  const found: string[] = [];
  for (const { name } of await mongoose.connection.listCollections())
    if (JSON.stringify(await mongoose.connection.collection(name).find().toArray()).includes(userId)) found.push(name);
  return found;
}

test.each(["góp ý", "#gop-y", "Tôi không đồng ý với điều 7 của dự thảo"])(
  "“%s” from somebody unknown leaves nothing but the dialogue, and that goes with the yes",
  async (opening) => {
    const person = newPerson();
    await say(person, opening);
    expect(await whereIs(person.userId)).toEqual(["dialogues"]);
    await say(person, "toàn văn");
    await press(person, "Chỉ góp ý");
    await say(person, "Nên mở rộng đường thôn.");
    expect(await press(person, "Đồng ý và gửi")).toContain("Mã tra cứu");
    expect(await whereIs(person.userId)).toEqual([]);
    expect(names).toEqual([]);
  },
);

test("who is known moves to a day of the last six, never to the hour; left half-way as well", async () => {
  const seen = new Set<number>();
  for (let k = 0; k < 40; k += 1) {
    const person = newPerson();
    await noteInteraction({ ...person, userIdByApp: "" }, new Date(Date.now() - days(60)));
    await say(person, "góp ý");
    await say(person, "THÔI");
    const at = (await findCitizen(OA, person.userId))?.lastInteractionAt ?? new Date(0);
    expect(startOfDay(at)).toEqual(at);
    expect(Date.now() - at.getTime()).toBeLessThan(days(7));
    seen.add(at.getTime());
    expect(await whereIs(person.userId)).toEqual(["citizens"]);
  }
  expect(seen.size).toBeGreaterThan(2);
});

test("with a wish to stop, the wish is kept and the words are not", async () => {
  const person = newPerson();
  await say(person, "Dừng nhận tin. Tôi muốn góp ý dự thảo");
  expect((await findCitizen(OA, person.userId))?.receiving).toBe(false);
  expect(await MessageModel.countDocuments({ userId: person.userId, text: /góp ý/ })).toBe(0);
});

test("a receipt code written into the chat is not kept beside the name; another code is", async () => {
  const person = newPerson();
  await say(person, "góp ý");
  await say(person, "toàn văn");
  await press(person, "Chỉ góp ý");
  await say(person, "Nên trồng thêm cây.");
  const code = /SM(?:-\w{4}){3}/.exec(await press(person, "Đồng ý và gửi"))?.[0] ?? "";
  await dropDialogue(OA, person.userId);
  await say(person, `Cho hỏi mã ${code.toLowerCase().replace(/-/g, " ")} và PA-ABCD-EFGH-JKLM xử lý đến đâu`);
  const [first] = await MessageModel.find({ userId: person.userId, author: "resident" }).lean();
  expect(first?.text).toBe(`Cho hỏi mã ${COVERED} và PA-ABCD-EFGH-JKLM xử lý đến đâu`);
  expect(await CitizenModel.countDocuments({ userId: person.userId })).toBe(1);
  expect(await UnitModel.countDocuments()).toBe(1);
  // told by itself it is answered and begins nothing; said to a dialogue it is covered as well
  for (const words of [`mã tra cứu của tôi là ${code}`, code, `Góp ý ${code} của tôi đến đâu rồi?`]) {
    await say(person, words);
    const answer = await MessageModel.findOne({ userId: person.userId, author: "bot" }).sort({ _id: -1 }).lean();
    expect(answer?.text).toContain("kênh chat không tra mã");
    expect(await findDialogue(OA, person.userId)).toBeNull();
  }
  await say(person, "phản ánh");
  await say(person, `Đèn đường thôn 3 hỏng, mã góp ý ${code}`);
  const dialogue = await findDialogue(OA, person.userId);
  const sealed = [dialogue?.said ?? "", dialogue?.course ?? ""].map((part) => core.box.open(part)).join("\n");
  expect(sealed).toContain(`mã góp ý ${COVERED}`);
  expect(sealed).not.toContain(code);
  // nor in a report from a page, nor in an opinion that is signed
  const report = {
    unitCode: "sao-mai",
    channel: "mini-app" as const,
    once: "quiet",
    rateBy: "",
    where: "",
    fresh: true,
  };
  const words = { what: `Đường hỏng, mã ${code}`, contact: `0900 000 000 ${code}` };
  const taken = await takeRequest(requestDeps(core), { ...report, ...words });
  const kept = openWords(core.requests, await findRequest(taken.code));
  expect([kept.what, kept.contact]).toEqual([`Đường hỏng, mã ${COVERED}`, `0900 000 000 ${COVERED}`]);
  expect((await findTaken(requestDeps(core), { ...report, ...words }))?.code).toBe(taken.code);
  const [draft] = await DraftModel.find({ unitCode: "sao-mai" }).lean();
  const signed = { oaId: OA, userId: person.userId, name: "Người mẫu" };
  const opinion = {
    draftId: String(draft?._id),
    position: "",
    stance: "gop-y" as const,
    text: `Thêm cho ${code}`,
    reason: "",
  };
  await expect(
    acceptComment(acceptDeps(core), { ...opinion, channel: "mini-app", once: "signed-one", rateBy: "", signed }),
  ).rejects.toMatchObject({ status: 422, fields: { text: expect.stringContaining("mã tra cứu") } });
});
