import mongoose from "mongoose";
import { ConversationModel, MessageModel } from "../../src/chatbot/conversation.model.ts";
import { addMessage, callPerson, noteUrgent, noteWaiting, setState } from "../../src/chatbot/conversation.store.ts";
import type { Inbound } from "../../src/chatbot/inbound.ts";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { takeCloseAnswer } from "../../src/inbox/close.ts";
import { endHandovers } from "../../src/inbox/end-handovers.ts";
import { closeConversation, holdOn } from "../../src/inbox/handover.store.ts";
import { addLabels, readSettings, saveSettings } from "../../src/inbox/inbox-settings.store.ts";
import { joinWatch } from "../../src/inbox/join-watch.ts";
import { noteAnswered, weeksOf } from "../../src/inbox/response-times.ts";
import { sayAway } from "../../src/inbox/say-away.ts";
import { tendMessage } from "../../src/inbox/tend-message.ts";
import { loadConversation, takeOver } from "../../src/inbox/steer-conversation.ts";
import { tellWatchers } from "../../src/inbox/tell-watchers.ts";
import { WatcherModel } from "../../src/inbox/watcher.model.ts";
import { eventSchema } from "../../src/zalo/events.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";
import { INBOX_OA, resident, writes } from "../support/inbox.ts";

/** Who waits, who holds, who answers: the inbox as officers use it. */
let house: House;
let officer: Visitor;
let colleague: Visitor;
let ids: Record<"officer" | "colleague", string>;
beforeAll(async () => {
  house = await House.open();
  const made = await house.addOfficial("commune_officer", "a", "sao-mai");
  const other = await house.addOfficial("commune_officer", "b", "sao-mai");
  ids = { officer: made.id, colleague: other.id };
  officer = await house.enter(made.email);
  colleague = await house.enter(other.email);
});
afterAll(() => house.close());

const HOUR = 3_600_000;
const ago = (hours: number): Date => new Date(Date.now() - hours * HOUR);
const at = (moment: string) => ({ now: () => new Date(moment) });
let people = 0;
const someone = (text?: string) => resident(String(2_468_458_835_292_000_000n + BigInt((people += 1))), text);
const pathOf = ({ _id }: { _id: unknown }, more = ""): string => `/console/hop-thu/${String(_id)}${more}`;
const stateOf = async ({ _id }: { _id: unknown }) => (await ConversationModel.findById(_id).lean())?.state;
const rowsOf = (html: string): string[] =>
  [...html.matchAll(/<li id="nguoi-([0-9a-f]{24})"/g)].map(([, id = ""]) => id);
const told: string[] = [];
const zalo = {
  sendMessage: (_oa: string, userId: string, { text }: { text: string }) => {
    told.push(`${userId}: ${text}`);
    return Promise.resolve({ kind: "accepted" as const, messageId: "m" });
  },
};
const enqueueAttachment = () => Promise.resolve();
const inbound = (userId: string, text: string): Inbound => ({
  eventKey: `in-${userId}-${text}`,
  oaId: INBOX_OA,
  unitCode: "sao-mai",
  userId,
  userIdByApp: "",
  at: new Date(),
  text,
  image: "",
  kind: "",
});

test("a hand-over ends after so many hours without an officer's word; who waits goes on waiting", async () => {
  const [old, fresh, called] = [await someone(), await someone(), await someone()];
  const me = { id: ids.officer, name: "Cán bộ mẫu a" };
  await setState(String(old._id), ["bot"], "officer", me, ago(13));
  await noteWaiting(old._id, ago(12.5));
  await setState(String(fresh._id), ["bot"], "officer", me, ago(11));
  await callPerson(called._id, ago(13), "e");
  expect(await endHandovers(house.core)).toBe(2);
  expect([await stateOf(old), await stateOf(fresh), await stateOf(called)]).toEqual(["bot", "officer", "bot"]);
  const waiting = await officer.get("/console/hop-thu");
  expect(rowsOf(waiting.text)).toEqual(expect.arrayContaining([String(old._id), String(called._id)]));
  expect(textOf(await officer.get(pathOf(old)))).toContain("Sau 12 giờ không có lời cán bộ");
  await saveSettings("sao-mai", { handoverHours: 2 });
  expect(await endHandovers(house.core)).toBe(1);
  await saveSettings("sao-mai", { handoverHours: 12 });
  await ConversationModel.updateMany({}, { $set: { waitingSince: null } });
});

test("danger stands on top of every list, in the menu and first on Hôm nay, until answered or closed with a reason", async () => {
  const [calm, danger] = [await someone(), await someone("cháy nhà ở thôn 5")];
  await callPerson(calm._id, ago(5), "e");
  await noteUrgent(danger._id, ago(0.03), "e");
  for (const tab of ["cho", "tat-ca", "cua-toi"])
    expect([tab, rowsOf((await officer.get(`/console/hop-thu?tab=${tab}`)).text)[0]]).toEqual([
      tab,
      String(danger._id),
    ]);
  const home = textOf(await officer.get("/console"));
  expect(home.indexOf("1 tin khẩn, chờ")).toBeGreaterThan(0);
  expect(home.indexOf("1 tin khẩn, chờ")).toBeLessThan(home.indexOf("người đang chờ trả lời"));
  expect(home).toMatch(/Hộp thư\s*1 khẩn/);
  // taken and given back without a word: somebody is in danger all the same
  for (const deed of ["/nhan", "/tra-lai"]) expect((await officer.post(pathOf(danger, deed))).status).toBe(303);
  expect(rowsOf((await officer.get("/console/hop-thu")).text)[0]).toBe(String(danger._id));
  const refused = await officer.post(pathOf(danger, "/dong"), { reason: " " });
  expect([refused.status, refused.text.includes("cần ghi lý do đóng")]).toEqual([422, true]);
  expect((await officer.post(pathOf(danger, "/dong"), { reason: "Đã gọi 114, báo nhầm" })).status).toBe(303);
  expect(rowsOf((await officer.get("/console/hop-thu")).text)).not.toContain(String(danger._id));
  expect(rowsOf((await officer.get("/console/hop-thu?tab=da-dong")).text)).toEqual([String(danger._id)]);
  await noteWaiting(danger._id, new Date());
  expect(rowsOf((await officer.get("/console/hop-thu?tab=da-dong")).text)).toEqual([]);
});

test("what is unread is so for each officer", async () => {
  const talk = await someone("Xin hỏi giờ làm việc");
  await callPerson(talk._id, new Date(), "e");
  const unread = async (who: Visitor): Promise<boolean> =>
    new RegExp(`nguoi-${String(talk._id)}(?:(?!</li>)[^])*Chưa đọc`).test((await who.get("/console/hop-thu")).text);
  expect([await unread(officer), await unread(colleague)]).toEqual([true, true]);
  await officer.get(pathOf(talk));
  expect([await unread(officer), await unread(colleague)]).toEqual([false, true]);
  await writes(talk, "again", "Xin hỏi lần nữa", new Date(Date.now() + 1000));
  expect(await unread(officer)).toBe(true);
});

test("searched by words and names without marks, filtered by topic, label and age; nothing is found of another unit", async () => {
  const [lamp, bridge] = [await someone("Đèn đường thôn Đông hỏng cả tuần"), await someone("Cầu treo bị gãy tay vịn")];
  const away = await resident("2468458835293000001", "Đèn đường ở phường hỏng", "ben-lua");
  await CitizenModel.updateOne(
    { userId: bridge.userId },
    { $set: { displayName: "Trần Thị Ánh", nameTerms: ["tran", "thi", "anh"] } },
  );
  await mongoose.connection
    .collection("oas")
    .insertOne({ _id: INBOX_OA as never, unitCode: "sao-mai", state: "connected" });
  const found = async (query: string) => rowsOf((await officer.get(`/console/hop-thu?${query}`)).text);
  for (const words of ["đèn đường", "DEN DUONG", "duong hong", "thon dong", "ca tua"])
    expect([words, await found(`tim=${encodeURIComponent(words)}`)]).toEqual([words, [String(lamp._id)]]);
  for (const words of ["tran thi anh", "Ánh", "gay tay"])
    expect([words, await found(`tim=${encodeURIComponent(words)}`)]).toEqual([words, [String(bridge._id)]]);
  const nothing = await officer.get("/console/hop-thu?tim=dien%20thoai%20.*");
  expect(textOf(nothing)).toContain("Không thấy “dien thoai .*”");
  expect((await officer.post(pathOf(lamp, "/nhan-de"), { more: "Đường sá, Chiếu sáng" })).status).toBe(303);
  expect((await officer.post(pathOf(bridge, "/nhan-de"), { more: "duong sa" })).status).toBe(303);
  expect((await found(`tab=tat-ca&nhan=${encodeURIComponent("Đường sá")}`)).toSorted()).toEqual(
    [String(lamp._id), String(bridge._id)].toSorted(),
  );
  await Promise.all([addLabels("sao-mai", ["Rác"]), addLabels("sao-mai", ["Cây xanh"])]);
  expect((await readSettings("sao-mai")).labels).toEqual(expect.arrayContaining(["Đường sá", "Rác", "Cây xanh"]));
  await ConversationModel.updateOne({ _id: lamp._id }, { $set: { topic: "phan-anh", lastAt: ago(30) } });
  expect(await found("tab=tat-ca&viec=phan-anh&cu=1n")).toEqual([String(lamp._id)]);
  await ConversationModel.updateOne({ _id: lamp._id }, { $set: { lastAt: ago(24 * 90) } });
  expect([await found("tim=den%20duong"), (await found("tab=tat-ca")).includes(String(lamp._id))]).toEqual([
    [String(lamp._id)],
    false,
  ]);
  expect((await officer.get(pathOf(away))).status).toBe(404);
});

test("several go to a colleague in one press; a colleague who types is seen, and both answers stay", async () => {
  const talks = [await someone(), await someone(), await someone()];
  const form = { to: ids.colleague, why: "Đúng việc" };
  const many = await officer.agent
    .post("/console/hop-thu/chuyen")
    .type("form")
    .send({ _csrf: officer.csrf, ...form, ids: talks.map(({ _id }) => String(_id)) })
    .redirects(0)
    .ok(() => true);
  expect(many.status).toBe(303);
  for (const talk of talks) expect(await stateOf(talk)).toBe("officer");
  expect((await officer.post("/console/hop-thu/chuyen", { ...form })).status).toBe(422);
  const [talk] = talks;
  if (!talk) throw new Error("no conversation");
  const words = { text: ["Kính gửi Ông/Bà"] };
  const typing = { page: pathOf(talk), action: pathOf(talk, "/tra-loi"), words: JSON.stringify(words) };
  await colleague.get(pathOf(talk));
  await colleague.post("/console/dang-go", typing, { "hx-request": "true" });
  expect(textOf(await officer.get(pathOf(talk, "/tin")))).toContain("Cán bộ mẫu b đang viết");
  // both had the page open; the colleague was quicker
  await setState(String(talk._id), ["officer"], "officer", { id: ids.officer, name: "Cán bộ mẫu a" });
  await officer.get(pathOf(talk));
  const { _id, oaId, userId, unitCode } = talk;
  const said = { conversation: _id, oaId, userId, unitCode, author: "officer" as const, authorName: "Cán bộ mẫu b" };
  const blank = { image: "", kind: "", buttons: [], intent: "", state: "accepted" as const, at: new Date() };
  await addMessage({ ...said, ...blank, text: "Xã đã cử người.", key: "quick" });
  const late = await officer.post(pathOf(talk, "/tra-loi"), { text: "Mời Ông/Bà chờ.", _last: "" });
  expect([late.status, late.text.includes("Xã đã cử người.")]).toEqual([422, true]);
  expect(/<textarea id="tra-loi"[^>]*>\s*([^<]*)/.exec(late.text)?.[1]).toBe("Mời Ông/Bà chờ.");
  const last = /name="_last" value="([0-9a-f]+)"/.exec(late.text)?.[1] ?? "";
  expect((await officer.post(pathOf(talk, "/tra-loi"), { text: "Mời Ông/Bà chờ.", _last: last })).status).toBe(303);
  expect(await MessageModel.countDocuments({ conversation: _id, author: "officer" })).toBe(2);
});

test("what came meanwhile counts: one of two takes it, who lost it says nothing, danger is not closed unread", async () => {
  const talk = await someone();
  const id = String(talk._id);
  const who = (one: "officer" | "colleague") => ({ id: ids[one], name: `Cán bộ mẫu ${one}` });
  const both = await Promise.allSettled([
    takeOver(house.core, "sao-mai", id, who("officer")),
    takeOver(house.core, "sao-mai", id, who("colleague")),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const seen = await loadConversation("sao-mai", id);
  expect([
    await holdOn(talk._id, "somebody else", new Date()),
    await holdOn(talk._id, seen.assigneeId, new Date()),
  ]).toEqual([false, true]);
  await noteUrgent(talk._id, new Date(), "e");
  expect(await closeConversation(seen, "a", new Date())).toBe(false);
  expect(await closeConversation(await loadConversation("sao-mai", id), "a", new Date())).toBe(true);
});

test("a sentence comes with name and office in it; a blank nobody filled keeps it in", async () => {
  const editor = await house.as("dept_editor", "so");
  const of = (who: Visitor, title: string, text: string, shared = "") =>
    who.post("/console/cau-mau", { title, text, shared });
  expect((await of(editor, "Không xin mã", "[co quan] không xin mã OTP.", "co")).status).toBe(303);
  expect((await of(officer, "Đã nhận ảnh", "Kính chào [tên]. [cơ quan] cử người xuống [nơi].")).status).toBe(303);
  const talk = await someone();
  await officer.post(pathOf(talk, "/nhan"));
  const page = await officer.get(pathOf(talk));
  expect(textOf(page)).toMatch(/Của tôi Đã nhận ảnh.*Của Sở Không xin mã/);
  expect(page.text).toContain('<span class="blank">nơi</span>');
  const uses = [...page.text.matchAll(/\?cau=([0-9a-f]{24})/g)].map(([, id = ""]) => id);
  const inBox = async (id = "") =>
    /<textarea id="tra-loi"[^>]*>\s*([^<]*)/.exec((await officer.get(`${pathOf(talk)}?cau=${id}`)).text)?.[1];
  const words = `Kính chào Người dân mẫu ${talk.userId.slice(-4)}. UBND xã Sao Mai cử người xuống [nơi].`;
  expect([await inBox(uses[0]), await inBox(uses[1])]).toEqual([words, "UBND xã Sao Mai không xin mã OTP."]);
  const open = await officer.post(pathOf(talk, "/tra-loi"), { text: words });
  expect([open.status, open.text.includes("Còn chỗ trống chưa điền: [nơi]")]).toEqual([422, true]);
  // another's own sentence is nobody else's
  expect((await colleague.get(`${pathOf(talk)}?cau=${uses[0]}`)).status).toBe(404);
  expect((await colleague.post(`/console/cau-mau/${uses[0]}`, { title: "a", text: "b" })).status).toBe(404);
});

test("outside the duty hours who waits is told once when officers are there, by day and clock", async () => {
  const duty = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: 450, to: 1020 }));
  await saveSettings("sao-mai", { duty, awayText: "Ngoài giờ trực. [cơ quan] trả lời từ [giờ trực tới]." });
  const talk = await someone();
  const deps = (moment: string) => ({ clock: at(moment), enqueueDelivery: () => Promise.resolve() });
  const said = async () =>
    (await MessageModel.find({ conversation: talk._id, author: "bot" }).lean()).map(({ text }) => text);
  const writesAt = async (moment: string, text: string) => (
    await sayAway(deps(moment), inbound(talk.userId, text)), said()
  );
  expect(await writesAt("2026-11-27T18:00:00+07:00", "không chờ ai")).toEqual([]);
  await callPerson(talk._id, new Date(), "e");
  expect(await writesAt("2026-11-27T16:59:00+07:00", "trong giờ")).toEqual([]);
  const first = await writesAt("2026-11-27T18:00:00+07:00", "tối thứ Sáu");
  expect(first).toEqual([expect.stringContaining("UBND xã Sao Mai trả lời từ 07:30 Thứ Hai.")]);
  expect(await writesAt("2026-11-29T09:00:00+07:00", "Chủ Nhật")).toHaveLength(1);
  expect(await writesAt("2026-11-30T20:00:00+07:00", "tối thứ Hai")).toHaveLength(2);
  // an anonymous comment is no message: a word of ours beside it would say when it was sent, and by whom
  const tends = async (moment: string, text: string) => {
    const event = eventSchema.parse({ event_name: "user_send_text" });
    await tendMessage({ ...house.core, ...deps(moment), enqueueAttachment }, event, inbound(talk.userId, text));
    return said();
  };
  expect(await tends("2026-12-01T20:00:00+07:00", "góp ý ẩn danh")).toHaveLength(2);
  await writes(talk, `in-${talk.userId}-có lưu`, "có lưu");
  expect(await tends("2026-12-01T20:01:00+07:00", "có lưu")).toHaveLength(3);
  await saveSettings("sao-mai", { awayText: "" });
});

test("officials who joined by code are told in duty hours, every half hour at most, inside seven days", async () => {
  const page = await officer.post("/console/hop-thu/thiet-lap/ma-truc");
  const code = /TRUC ([A-Z2-9]{8})/.exec(page.text)?.[1] ?? "";
  const phone = "2468458835294000001";
  const deps = { ...house.core, zalo, enqueueName: () => Promise.resolve(), clock: { now: () => new Date() } } as never;
  expect(await joinWatch(deps, inbound(phone, "truc AAAAAAAA"))).toBe(false);
  expect(await joinWatch(deps, inbound(phone, `Trực ${code.toLowerCase()}`))).toBe(true);
  expect(await joinWatch(deps, inbound("2468458835294000002", `TRUC ${code}`))).toBe(false);
  expect(textOf(await officer.get("/console/hop-thu/thiet-lap"))).toContain(
    "Đang báo cho Ông/Bà. Tháng này: 0 tin, 0 đồng.",
  );
  const who = await someone();
  await callPerson(who._id, new Date(), "e");
  const spoke = (moment: string) =>
    CitizenModel.updateOne({ userId: phone }, { $set: { lastInteractionAt: new Date(moment) } });
  const tell = (moment: string) => tellWatchers({ zalo, publicUrl: "https://xa.example", clock: at(moment) });
  await spoke("2026-11-26T08:00:00+07:00");
  told.length = 0;
  expect([
    await tell("2026-11-27T07:29:00+07:00"),
    await tell("2026-11-27T08:00:00+07:00"),
    await tell("2026-11-27T08:29:00+07:00"),
    await tell("2026-11-27T08:30:00+07:00"),
    await tell("2026-11-28T09:00:00+07:00"),
    await tell("2026-11-30T09:00:00+07:00"),
    await tell("2026-12-03T09:00:00+07:00"),
  ]).toEqual([0, 1, 0, 1, 0, 1, 0]);
  expect(told[0]).toMatch(/người đang chờ trả lời, lâu nhất .*\nMở hộp thư: https:\/\/xa\.example\/console\/hop-thu$/);
  expect(told.join()).not.toContain("Người dân mẫu");
  expect(await WatcherModel.findById(ids.officer).lean()).toMatchObject({ told: 3, charged: 1 });
  // what Zalo did not take is no message and costs nothing; it is not said again at once all the same
  const refusing = { sendMessage: () => Promise.resolve({ kind: "failed" as const, reason: "bad-request" }) } as never;
  const later = at("2026-11-30T10:00:00+07:00");
  expect(await tellWatchers({ zalo: refusing, publicUrl: "https://xa.example", clock: later })).toBe(0);
  expect(await WatcherModel.findById(ids.officer).lean()).toMatchObject({ told: 3, charged: 1, toldAt: later.now() });
  await spoke("2020-01-01T00:00:00Z");
  expect(textOf(await officer.get("/console"))).toContain("Zalo không báo cho Ông/Bà nữa");
  expect(textOf(await officer.get("/console/hop-thu/thiet-lap"))).toContain("55 đồng");
});

test("after the close one tap, counted once and as a total; times by week with median, p90 and CSV", async () => {
  await saveSettings("sao-mai", { asks: true });
  const talk = await someone();
  await officer.post(pathOf(talk, "/nhan"));
  expect((await officer.post(pathOf(talk, "/dong"))).status).toBe(303);
  const asked = await MessageModel.findOne({ conversation: talk._id, author: "bot" }).lean();
  expect(asked?.buttons.map(({ title }) => title)).toEqual(["Đã được trả lời", "Được một phần", "Chưa được"]);
  const deps = { clock: house.core.clock, zalo };
  for (const text of ["#xong-viec roi", "#xong-viec chua", "#xong-viec roi"])
    expect(await takeCloseAnswer(deps, inbound(talk.userId, text))).toBe(true);
  for (const text of ["#xong-viec constructor", "xong việc rồi", "#menu"])
    expect(await takeCloseAnswer(deps, inbound(talk.userId, text))).toBe(false);
  for (const minutes of [1, 2, 3, 4, 5, 6, 7, 8, 9, 100]) {
    const message = { _id: new mongoose.Types.ObjectId(), unitCode: "sao-mai", at: new Date() };
    await noteAnswered(message, new Date(message.at.getTime() - minutes * 60_000));
    await noteAnswered(message, new Date(0));
  }
  const week = (await weeksOf("sao-mai", new Date(), 12)).at(-1);
  expect(week).toMatchObject({ answers: 10, medianMs: 5 * 60_000, p90Ms: 9 * 60_000, asked: 1, solved: 1, open: 0 });
  const page = await officer.get("/console/hop-thu/thoi-gian");
  expect(page.text).toContain('class="p90"');
  expect(textOf(page)).toContain("5 phút 9 phút 1 1 0 0");
  const csv = await officer.get("/console/hop-thu/thoi-gian.csv");
  expect(csv.text.trim().split("\r\n").at(-1)).toBe(`${week?.week};10;5,0;9,0;1;1;0;0`);
});

test("two hundred conversations are read with no more questions to the database than five", async () => {
  let asked = 0;
  const list = async () => {
    asked = 0;
    mongoose.set("debug", () => void (asked += 1));
    const page = await officer.get("/console/hop-thu?tab=tat-ca");
    mongoose.set("debug", false);
    return { rows: rowsOf(page.text).length, asked };
  };
  const few = await list();
  const blank = {
    unitCode: "sao-mai",
    oaId: INBOX_OA,
    state: "bot",
    lastAt: new Date(),
    lastText: "Kính gửi xã",
    createdAt: new Date(),
  };
  await ConversationModel.insertMany(Array.from({ length: 250 }, (_, n) => ({ ...blank, userId: `many-${n}` })));
  const many = await list();
  expect([many.rows, many.asked]).toEqual([expect.any(Number), few.asked]);
  expect(many.rows).toBeGreaterThanOrEqual(200);
});
