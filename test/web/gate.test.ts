import { submitItem } from "../../src/content/decide-item.ts";
import { itemApproval } from "../../src/content/item.decision.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { createItem } from "../../src/content/item.store.ts";
import { radioScript, smsText } from "../../src/broadcasts/compose-urgent.ts";
import { copyContents } from "../../src/broadcasts/prepare-broadcast.ts";
import type { Broadcast } from "../../src/broadcasts/broadcast.model.ts";
import { openConversation, setState } from "../../src/chatbot/conversation.store.ts";
import { noteInteraction } from "../../src/citizens/citizen.store.ts";
import { proposePlace } from "../../src/gate/propose-place.ts";
import { PlaceModel } from "../../src/gate/place.model.ts";
import { submitFrame, saveFrame } from "../../src/frames/prepare-frame.ts";
import { saveQuestion } from "../../src/quizzes/save-question.ts";
import { saveContest, startContest, submitContest } from "../../src/quizzes/prepare-contest.ts";
import { takeRequest } from "../../src/requests/take-request.ts";
import { findRequest, listRequests } from "../../src/requests/request.store.ts";
import { acceptDeps, requestDeps } from "../../src/compose.ts";
import { lookAndDecide } from "../../src/decisions/decide.ts";
import { townHallPublication } from "../../src/townhalls/townhall.decision.ts";
import { planTownHall, publishedQuestions, askQuestion } from "../../src/townhalls/steer-townhall.ts";
import { changeQuestion, findTownHall, listQuestions } from "../../src/townhalls/townhall.store.ts";
import { House, textOf } from "../support/agent.ts";
import { currentCode } from "../../src/officials/totp.ts";
import { QUIZ_QUESTIONS } from "../fixtures/quiz-questions.ts";
import { bankOf, fullRules, roundOf } from "../support/quiz.ts";
import { PASSWORD, SEED } from "../support/agent.ts";

let house: House;
const WRITER = { id: "writer", name: "Cán bộ mẫu" };
const now = (): Date => house.core.clock.now();
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

const LINK = "Xem ngay tại nhanqua.top nhé bà con";
const ASK = "Ông/Bà gửi mã OTP cho cán bộ xã";
const itemOf = (change: Record<string, string>) =>
  createItem({
    unitCode: "sao-mai",
    kind: "tin",
    details: { ...NO_DETAILS, privatePeople: "khong" },
    belongings: [],
    title: "Họp thôn",
    text: "Mời bà con dự họp.",
    pictureId: "",
    pictureAlt: "",
    source: "UBND xã Sao Mai",
    sourceClass: "cong-khai",
    state: "draft",
    author: WRITER,
    version: 1,
    updatedAt: now(),
    submittedAt: null,
    approval: null,
    returned: null,
    createdAt: now(),
    ...change,
  });

/** Every door for words: what is written by one is refused there; what got past would be kept in when it leaves. */
const DOORS: Record<string, (words: string) => Promise<unknown>> = {
  "an item's title": async (words) => submitItem(house.core, "sao-mai", await itemOf({ title: words }), WRITER),
  "an item's text": async (words) => submitItem(house.core, "sao-mai", await itemOf({ text: words }), WRITER),
  "an item's source": async (words) => submitItem(house.core, "sao-mai", await itemOf({ source: words }), WRITER),
  "a plan to send": async (words) => copyContents("sao-mai", [await itemOf({ text: words })], false, now()),
  "an item that was stored past the form": async (words) => {
    const id = await itemOf({ text: words, state: "waiting" });
    const subject = await itemApproval.load(house.core, "sao-mai", id);
    if (!subject) throw new Error("no item");
    return itemApproval.check?.(house.core, subject, undefined, { id: "leader", name: "Lãnh đạo" });
  },
  "a town hall": (words) =>
    planTownHall(
      acceptDeps(house.core),
      "sao-mai",
      {
        title: "Đối thoại",
        about: words,
        place: "Nhà văn hóa",
        heldAt: new Date(now().getTime() + 2e7),
        closesAt: new Date(now().getTime() + 1e7),
      },
      WRITER,
    ),
  "a question's explanation": (words) => saveQuestion(house.core, "sao-mai", { ...question(), why: words }, WRITER),
  "the right answer": (words) =>
    saveQuestion(house.core, "sao-mai", { ...question(), options: ["Sai", words], right: [1] }, WRITER),
  "a contest's rules": async (words) => {
    const id = await startContest(house.core, "sao-mai", "Tìm hiểu", WRITER);
    const rules = { ...fullRules(), goal: words };
    const rounds = [roundOf(await bankOf(house.core, "sao-mai", 1), now(), new Date(now().getTime() + 86_400_000))];
    await saveContest(house.core, "sao-mai", id, { title: "Tìm hiểu", about: "", rules, rounds });
    return submitContest(house.core, "sao-mai", id, WRITER);
  },
  "a frame's rules": async (words) => {
    const form = {
      title: "Khung",
      rules: words,
      startsAt: now(),
      endsAt: new Date(now().getTime() + 1e8),
      chat: false,
    };
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1080"><rect width="9" height="9"/></svg>';
    const file = { name: "khung.svg", mimeType: "image/svg+xml", bytes: Buffer.from(svg) };
    return submitFrame(house.core, "sao-mai", await saveFrame(house.core, "sao-mai", form, file, WRITER), WRITER);
  },
};
let asked = 0;
const question = () => {
  asked += 1;
  const [first] = QUIZ_QUESTIONS;
  if (!first) throw new Error("no question");
  return { ...first, text: `${first.text} ${asked}` };
};

const said = (error: unknown): string => {
  const { message = "", fields = {} } = error as { message?: string; fields?: Record<string, string> };
  return [message, ...Object.values(fields)].join(" ");
};

describe.each(Object.entries(DOORS))("%s", (_, door) => {
  test("names the link and the demand, and lets a warning pass", async () => {
    const verdict = (words: string): Promise<string> => door(words).then(() => "let pass", said);
    expect(await verdict(LINK)).toContain("nhanqua.top");
    expect(await verdict(ASK)).toContain("gửi mã OTP");
    expect(await verdict("Xã không yêu cầu mã OTP, không gửi OTP cho ai")).toBe("let pass");
  });
});

test("a wrong answer may say what a crook asks for, and no answer may hold a link", async () => {
  await saveQuestion(
    house.core,
    "sao-mai",
    { ...question(), options: ["Gửi mã OTP cho họ", "Cúp máy"], right: [1] },
    WRITER,
  );
  await expect(
    saveQuestion(house.core, "sao-mai", { ...question(), options: ["Vào vay.top", "Cúp máy"], right: [1] }, WRITER),
  ).rejects.toMatchObject({ status: 422 });
});

test("what leaves is judged where messages are built: text, button, template, article", async () => {
  const { zalo } = house.core;
  const refused = { kind: "failed", reason: "words-refused" };
  expect(await zalo.sendMessage("77", "1", { text: LINK })).toMatchObject(refused);
  expect(await zalo.sendMessage("77", "1", { text: ASK })).toMatchObject(refused);
  const button = { title: "Mở", type: "oa.open.url" as const, payload: { url: "https://vay.top/x" } };
  expect(await zalo.sendMessage("77", "1", { text: "Chào", buttons: [button] })).toMatchObject(refused);
  expect(await zalo.sendTemplate("77", "1", "123", { noi_dung: LINK })).toMatchObject(refused);
  const article = { title: "Tin", author: "UBND", description: LINK, coverUrl: "https://a.gov.vn/a.png", body: [] };
  await expect(zalo.createArticle("77", article)).rejects.toMatchObject({ meaning: "words-refused" });
  // without an OA nothing can be sent, but the gate lets it pass
  expect(await zalo.sendMessage("77", "1", { text: "zalo.me/77", quoted: [] })).toMatchObject({ reason: "no-access" });
  expect(await zalo.sendMessage("77", "1", { text: `“${LINK}”`, quoted: [LINK] })).toMatchObject({
    reason: "no-access",
  });
  // SMS and radio of an emergency are made of the words that were judged
  const broadcast = { contents: [{ body: "Lũ lên nhanh, bà con di dời." }] } as unknown as Broadcast;
  expect(smsText(broadcast, "UBND xã") + radioScript(broadcast, "UBND xã", now()).text).toContain("di doi");
});

test("a full stop without its blank is asked about once, and the same person may keep it", async () => {
  const doubt = await itemOf({ text: "Ông/Bà đến sở.Ai cần thì hỏi." });
  await expect(submitItem(house.core, "sao-mai", doubt, WRITER)).rejects.toMatchObject({
    fields: { text: expect.stringContaining("“sở.Ai” viết liền sau dấu chấm") as unknown },
  });
  await submitItem(house.core, "sao-mai", doubt, WRITER);
  // another person is asked anew
  const other = await itemOf({ text: "Ông/Bà đến sở.Ai cần thì hỏi." });
  await expect(submitItem(house.core, "sao-mai", other, { id: "other", name: "Người khác" })).rejects.toBeTruthy();
});

describe("on the pages nothing typed is lost", () => {
  const officer = () => house.as("commune_officer");
  test("an officer's answer in the inbox", async () => {
    await noteInteraction({ oaId: "77", unitCode: "sao-mai", userId: "900", userIdByApp: "" }, now());
    const talk = await openConversation({ oaId: "77", unitCode: "sao-mai", userId: "900" }, now());
    const visitor = await officer();
    await visitor.post(`/console/hop-thu/${String(talk._id)}/nhan`);
    const answer = await visitor.post(`/console/hop-thu/${String(talk._id)}/tra-loi`, { text: LINK });
    expect([answer.status, answer.text.includes(LINK)]).toEqual([422, true]);
    expect(textOf(answer)).toContain("“nhanqua.top” là liên kết ngoài danh sách");
    expect(
      (await visitor.post(`/console/hop-thu/${String(talk._id)}/tra-loi`, { text: "Kính chào Ông/Bà." })).status,
    ).toBe(303);
    await setState(String(talk._id), ["officer"], "bot", null);
  });

  test("an automatic reply, in the branch that the preview does not show", async () => {
    const visitor = await officer();
    const form = { text: "{{#if items}}Tin{{else}}Vào nhanqua.top{{/if}} {{own.name}} {{office}}.", version: "0" };
    const answer = await visitor.post("/console/cau-tra-loi/tin", form);
    expect([answer.status, answer.text.includes("Vào nhanqua.top")]).toEqual([422, true]);
    expect(
      (await visitor.post("/console/cau-tra-loi/tin", { ...form, text: "Tin của {{office}}: {{own.name}}" })).status,
    ).toBe(303);
  });

  test("an answer to a report, to a town hall's question, and a unit's card", async () => {
    await takeRequest(requestDeps(house.core), {
      unitCode: "sao-mai",
      channel: "web",
      what: "Đèn đường hỏng",
      where: "Thôn 3",
      contact: "",
      once: "once-1",
      rateBy: "",
    });
    const [request] = await listRequests("sao-mai", ["received"]);
    const visitor = await officer();
    const path = `/console/phan-anh/${String(request?._id)}/tra-loi`;
    const refused = await visitor.post(path, { answer: LINK });
    expect([refused.status, refused.text.includes(LINK)]).toEqual([422, true]);
    expect((await visitor.post(path, { answer: "Xã sẽ thay bóng trong tuần." })).status).toBe(303);
    expect((await findRequest("sao-mai", String(request?._id)))?.state).toBe("answered");

    const deps = acceptDeps(house.core);
    const times = { heldAt: new Date(now().getTime() + 2e7), closesAt: new Date(now().getTime() + 1e7) };
    const hall = await planTownHall(deps, "sao-mai", { title: "Đối thoại", about: "", place: "", ...times }, WRITER);
    const by = { id: "leader", name: "Lãnh đạo" };
    await lookAndDecide(townHallPublication, house.core, { unitCode: "sao-mai", id: hall, by, wish: undefined });
    await askQuestion(deps, {
      townHallId: hall,
      text: "Xem vay.top có đúng không?",
      once: "q-1",
      channel: "web",
      rateBy: "",
    });
    const [one] = await listQuestions(hall, ["asked"]);
    const answered = await visitor.post(`/console/doi-thoai/${hall}/tra-loi/${String(one?._id)}`, { answer: ASK });
    expect([answered.status, answered.text.includes(ASK)]).toEqual([422, true]);
    const shown = await findTownHall(hall);
    if (!one || !shown) throw new Error("no question");
    await changeQuestion(one._id, ["asked"], { state: "answered", answer: "Không đúng." });
    expect(await publishedQuestions(deps, shown)).toEqual([
      { text: "Xem [đã che liên kết] có đúng không?", answer: "Không đúng." },
    ]);

    const coordinator = await house.as("dept_coordinator", "so");
    const card = {
      address: "Thôn 1, xem vay.top",
      hours: "7:30",
      phone: "0900",
      dutyPhone: "0901",
      topics: "Tin xã",
      from: "6",
      to: "21",
    };
    const edited = await coordinator.post("/console/don-vi/sao-mai", card);
    expect([edited.status, edited.text.includes(card.address)]).toEqual([422, true]);
    expect((await coordinator.post("/console/don-vi/sao-mai", { ...card, address: "Thôn 1" })).status).toBe(303);
  });
});

/** what the page shows of a place, for the press that opens it */
const seenIn = (html: string, id = "sao-mai baosaomai.vn"): string =>
  new RegExp(`name="id" value="${id}">.*?name="seen" value="([0-9a-f]*)"`, "s").exec(html)?.[1] ?? "";
describe("places a unit may point to", () => {
  test("two persons: the unit proposes, the department approves; withdrawn, it closes again", async () => {
    const officer = await house.as("commune_officer");
    const proposal = { place: "baosaomai.vn", why: "Báo của xã" };
    expect((await officer.post("/console/ten-mien", proposal)).status).toBe(303);
    expect((await officer.post("/console/ten-mien", proposal)).status).toBe(422);
    const words = { text: "Xem bài trên baosaomai.vn/abc" };
    await expect(submitItem(house.core, "sao-mai", await itemOf(words), WRITER)).rejects.toBeTruthy();

    const approver = await house.as("dept_approver", "so");
    const page = await approver.get("/console/ten-mien");
    expect(textOf(page)).toContain("baosaomai.vn");
    const decide = (more: Record<string, string>) =>
      house.freshCodes("dept-approver@so.loaso.test").then(() =>
        approver.post("/console/ten-mien/quyet-dinh", {
          id: "sao-mai baosaomai.vn",
          revision: "0",
          decision: "approved",
          code: currentCode(SEED, new Date()),
          ...more,
        }),
      );
    const revision = String((await PlaceModel.findById("sao-mai baosaomai.vn"))?.revision);
    const seen = seenIn(page.text);
    expect((await decide({ seen, revision, code: "000000" })).status).toBe(422);
    expect((await decide({ seen: "0".repeat(64), revision })).status).toBe(409);
    expect((await decide({ revision })).status).toBe(409);
    expect((await decide({ decision: "withdrawn", revision: "99", reason: "Trang lạ" })).status).toBe(409);
    expect((await decide({ revision, decision: "refused" })).status).toBe(422);
    expect(
      (await officer.post("/console/ten-mien/quyet-dinh", { id: "x", revision, decision: "approved" })).status,
    ).toBe(403);
    expect((await decide({ revision, seen })).status).toBe(303);
    await submitItem(house.core, "sao-mai", await itemOf(words), WRITER);
    // another unit's place is not ours
    await expect(
      submitItem(house.core, "ben-lua", await itemOf({ ...words, unitCode: "ben-lua" }), WRITER),
    ).rejects.toBeTruthy();
    const next = String(Number(revision) + 1);
    expect((await decide({ revision: next, decision: "withdrawn", reason: "Trang đã đổi chủ" })).status).toBe(303);
    await expect(submitItem(house.core, "sao-mai", await itemOf(words), WRITER)).rejects.toBeTruthy();
  });

  test("the department's own proposal needs another person there; what it may say, its communes may carry", async () => {
    const approver = await house.as("dept_approver", "so");
    const me = await house.addOfficial("dept_approver", "hai", "so");
    await proposePlace(house.core, "so", "baohongsao.vn", "Báo của tỉnh", { id: me.id, name: me.name });
    const id = "so baohongsao.vn";
    const revision = String((await PlaceModel.findById(id))?.revision);
    const seen = seenIn((await approver.get("/console/ten-mien")).text, id);
    const form = { id, revision, seen, decision: "approved", code: currentCode(SEED, new Date()) };
    const second = await house.enter(me.email, PASSWORD);
    expect((await second.post("/console/ten-mien/quyet-dinh", form)).status).toBe(403);
    await house.freshCodes("dept-approver@so.loaso.test");
    expect((await approver.post("/console/ten-mien/quyet-dinh", form)).status).toBe(303);
    await submitItem(house.core, "sao-mai", await itemOf({ text: "Xem baohongsao.vn" }), WRITER);
  });
});
