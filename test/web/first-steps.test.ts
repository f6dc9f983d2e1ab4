import { BroadcastModel, emptyRun } from "../../src/broadcasts/broadcast.model.ts";
import { OfficialModel } from "../../src/officials/official.model.ts";
import { addTester, testCodeOf } from "../../src/units/unit.store.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";

/** A newcomer's way to the first message, and a trial's phone. */
const clock = { at: new Date("2026-11-27T21:30:00+07:00"), now: () => clock.at };
let house: House;
let officer: Visitor;
beforeAll(async () => {
  house = await House.open({ TRIAL_PHONE_URL: "http://localhost:7000/phone" }, { clock });
  officer = await house.as("commune_officer");
  await OfficialModel.updateMany({}, { $set: { joinedAt: clock.at } });
});
afterAll(() => house.close());

const next = async (): Promise<string> =>
  /<li aria-current="step">\s*<a\s+href="([^"]+)">/.exec((await officer.get("/console")).text)?.[1] ?? "";

test("five steps stand on Hôm nay until the own first message has left", async () => {
  expect(textOf(await officer.get("/console"))).toContain("Tin đầu tiên của Ông/Bà, năm bước");
  expect(await next()).toBe("/console/noi-dung/moi");
  const words = {
    title: "Lịch tiêm",
    text: "Mời bà con đưa trẻ tới tiêm.",
    source: "Trạm y tế",
    sourceClass: "cong-khai",
  };
  expect((await officer.post("/console/noi-dung/moi", { ...words, kind: "tin", act: "luu" })).status).toBe(303);
  expect(await next()).toBe("/console/gui-tin/moi");
  const me = await OfficialModel.findOne({ role: "commune_officer" }).lean();
  const by = { id: String(me?._id), name: me?.name ?? "" };
  const { _id } = await BroadcastModel.create({
    ...emptyRun(),
    unitCode: "sao-mai",
    oaId: "388613280878808645",
    title: "Lịch tiêm",
    contents: [],
    channel: "personal",
    audience: { topics: [], language: "" },
    audienceName: "Người quan tâm",
    createdBy: by,
    createdAt: clock.at,
  });
  const at = `/console/gui-tin/${String(_id)}`;
  expect(await next()).toBe(at);
  expect(textOf(await officer.get("/console"))).toContain("xong Chọn người nhận, xem dự kiến");

  // any hour will do for a colleague's phone; a trial shows that phone once something was sent to it
  await testCodeOf("sao-mai", "XEMTHU");
  await addTester("sao-mai", { userId: "2468", name: "Trưởng thôn mẫu", at: clock.at });
  expect(textOf(await officer.get(at))).toContain("Gửi cho điện thoại thử ngay");
  expect((await officer.get(at)).text).not.toContain("localhost:7000/phone?");
  expect(textOf(await officer.get(at))).toContain("Dùng thử · Zalo mô phỏng, không tin nào tới người thật");
  await BroadcastModel.updateOne({ _id }, { $set: { tests: [{ by, at: clock.at, people: 1 }] } });
  expect((await officer.get(at)).text).toContain(
    "http://localhost:7000/phone?oa&#x3D;388613280878808645&amp;user&#x3D;2468",
  );
  expect(textOf(await officer.get("/console"))).toContain("xong Gửi cho điện thoại thử");

  await BroadcastModel.updateOne({ _id }, { $set: { submittedAt: clock.at, startedAt: clock.at, state: "done" } });
  expect(await next()).toBe("");
});

test("whoever is here for two months is shown none, nor who sends nothing", async () => {
  const leader = await house.as("commune_approver");
  expect(textOf(await leader.get("/console"))).not.toContain("năm bước");
  await BroadcastModel.deleteMany({});
  expect(await next()).not.toBe("");
  await OfficialModel.updateMany({}, { $set: { joinedAt: new Date(clock.at.getTime() - 61 * 86_400_000) } });
  expect(await next()).toBe("");
});
