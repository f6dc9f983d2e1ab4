import { strFromU8, unzipSync } from "fflate";
import { createSecretBox } from "../../src/kernel/crypto.ts";
import { createPlayerMarks } from "../../src/quizzes/player-marks.ts";
import { certificateCode, isCertified } from "../../src/training/certificate.ts";
import { type Course, CourseModel, EntryRowModel, type Seat, SeatModel } from "../../src/training/class.model.ts";
import { addQuestion, addScore, listSeats } from "../../src/training/class.store.ts";
import { tellApplied } from "../../src/training/hear-back.ts";
import { boardsOf } from "../../src/training/rules.ts";
import * as steer from "../../src/training/steer-class.ts";
import { resultLines, writeResult } from "../../src/training/write-result.ts";
import { testSettings } from "../support/settings.ts";
import { openStore } from "../support/store.ts";

/** The gold class of domain.md §6.6, from its plan to its report. */
const settings = testSettings();
const box = createSecretBox(settings.SECRETS_KEY);
const clock = { at: new Date("2026-11-20T08:00:00+07:00"), now: () => clock.at };
const deps = { clock, box };
const WRITER = { id: "writer", name: "Cán bộ mẫu A" };
const units = Array.from({ length: 126 }, (_, n) => ({
  code: `xa-${n + 1}`,
  name: `Xã Mẫu ${String(n + 1).padStart(3, "0")}`,
}));
const group = { key: "xa", name: "Xã, phường", units, each: 1, posts: ["công chức"] };
const fields: steer.ClassFields = {
  planId: "",
  title: "Lớp kỹ năng nội dung TTCS 2026",
  objectives: ["Nâng cao kỹ năng"],
  halfDays: 1,
  year: 2026,
  quarter: 4,
  startsAt: new Date("2026-12-04T07:30:00+07:00"),
  venue: "Hội trường Khách sạn 3 sao trở lên",
  mapUrl: "https://ban-do.test/1",
  mode: "Trực tiếp",
  money: "Kinh phí đào tạo năm 2026.",
  capacity: 126,
  groups: [group],
  agenda: ["a", "b1", "b2", "c"].map((title) => ({
    title,
    speaker: "Báo cáo viên mẫu",
    minutes: 45,
    document: "không nêu văn bản",
    file: "",
  })),
};
let id = "";
const course = (): Promise<Course> => steer.mustFindCourse(id);
const seats = (): Promise<Seat[]> => listSeats(id);
const name = (n: number) => ({ name: `Cán bộ mẫu ${n}`, post: "Công chức Văn hóa - Xã hội" });

openStore(settings);
beforeAll(async () => {
  id = await steer.planClass(deps, "so", fields, WRITER);
});

test("S0-16: nobody is invited before the class is approved", async () => {
  await expect(steer.openClass(await course())).rejects.toThrow("phê duyệt trước");
  await expect(steer.nominate(deps, await course(), `${id}:xa:xa-1:1`, name(1))).rejects.toThrow("chưa mở đăng ký");
  await CourseModel.updateOne({ _id: id }, { $set: { state: "approved" }, $inc: { revision: 1 } });
  // two presses at once: one opens, and there are 126 seats
  const read = await course();
  const done = await Promise.allSettled([steer.openClass(read), steer.openClass(read)]);
  expect(done.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  expect(await seats()).toHaveLength(126);
});

test("S0-08: 121 + 5 = 126; a second nominee replaces and never adds", async () => {
  const open = await course();
  const all = await seats();
  for (const [n, seat] of all.slice(0, 121).entries())
    expect(await steer.nominate(deps, open, seat._id, name(n))).toBe("named");
  const before = (await seats())[0]?.ticket;
  for (const seat of all.slice(0, 3)) expect(await steer.nominate(deps, open, seat._id, name(900))).toBe("replaced");
  expect(await steer.nominate(deps, open, all[0]?._id ?? "", name(900))).toBe("same");
  const [board] = boardsOf(open.groups, await seats());
  expect(board).toMatchObject({ named: 121, missing: 5, seats: 126, replaced: 3 });
  expect((await seats())[0]?.revoked.map((one) => one.ticket)).toEqual([before]);
  // at rest neither name nor post can be read
  const raw = JSON.stringify(await SeatModel.find().lean());
  expect(raw).not.toMatch(/Cán bộ mẫu|Công chức/);
});

test("S0-07: the 127th is refused, and so is a post the class is not for", async () => {
  const open = await course();
  await expect(steer.nominate(deps, open, `${id}:xa:xa-127:1`, name(127))).rejects.toThrow(
    "Lớp đủ 126 chỗ, chưa ghi tên thứ 127.",
  );
  const last = (await seats()).at(-1)?._id ?? "";
  await expect(steer.nominate(deps, open, last, { name: "Cán bộ mẫu", post: "Lái xe" })).rejects.toMatchObject({
    fields: { post: expect.stringContaining("Lái xe") },
  });
  // more units than places: seats end where the class does
  expect(
    steer.seatsFor({ ...open, groups: [{ ...group, units: [...units, { code: "xa-127", name: "Xã Mẫu 127" }] }] }),
  ).toHaveLength(126);
});

test("two who name for one seat at once: one ticket stands, the other is revoked or refused", async () => {
  const open = await course();
  const seat = (await seats())[120]?._id ?? "";
  await Promise.allSettled([steer.nominate(deps, open, seat, name(301)), steer.nominate(deps, open, seat, name(302))]);
  const [board] = boardsOf(open.groups, await seats());
  expect(board).toMatchObject({ named: 121, seats: 126 });
  const row = (await seats())[120];
  expect(row?.revoked.map((one) => one.ticket)).not.toContain(row?.ticket);
  await SeatModel.updateOne({ _id: seat }, { $set: { revoked: [] } });
});

test("S0-17: only units without a name are reminded, once a day", async () => {
  expect(await steer.remind(deps, await course())).toBe(5);
  expect(await steer.remind(deps, await course())).toBe(0);
  clock.at = new Date("2026-11-21T08:00:00+07:00");
  expect(await steer.remind(deps, await course())).toBe(5);
});

test("115 come in, however often phones send it; a replaced ticket and a photo of one do not", async () => {
  await steer.startClass(await course());
  clock.at = new Date("2026-12-04T07:48:00+07:00");
  const running = await course();
  const named = (await seats()).filter((one) => one.ticket !== "");
  const events = named
    .slice(1, 115)
    .map((one, n) => ({ id: `su-kien-${n}`, ticket: one.ticket, door: "A", at: clock.at }));
  const first = named[0];
  if (!first) throw new Error("no seat");
  const letIn = (code: string) => steer.letIn(deps, running, { code, door: "B", event: `b-${code.slice(-8)}` });
  const ticket = await steer.ticketOf(deps, running, first);
  expect((await letIn(ticket)).kind).toBe("welcome");
  expect((await letIn(ticket)).kind).toBe("already-in");
  const old = await steer.ticketOf(deps, running, { ...first, ticket: first.revoked[0]?.ticket ?? "" });
  expect((await letIn(old)).kind).toBe("revoked");
  const [here, there] = [events.slice(0, 80), events.slice(40)];
  expect(await steer.noteEntries(deps, running, here)).toHaveLength(80);
  expect(await steer.noteEntries(deps, running, there)).toHaveLength(74);
  expect(await steer.noteEntries(deps, running, there)).toHaveLength(74);
  expect(await EntryRowModel.countDocuments()).toBe(115);
});

test("S0-19: present + absent = nominated; figures stay when who came is erased", async () => {
  for (const [score, n] of [
    [5, 40],
    [4, 30],
    [3, 12],
    [2, 3],
    [1, 2],
  ] as const)
    for (let k = 0; k < n; k += 1) await addScore(id, score);
  await addQuestion(id, { text: "Khi nào có tài liệu?", answer: "" });
  await steer.reportClass(await course());
  await EntryRowModel.deleteMany({});
  const done = await course();
  expect(done.figures).toMatchObject({ invited: 126, nominated: 121, present: 115, absent: 6, replaced: 3 });
  const words = resultLines({ course: done })
    .flatMap((one) => one.lines)
    .join("\n");
  expect(words).toContain("Có mặt: 115; vắng: 6; cộng 121.");
  expect(words).toContain("87 lượt");
});

test("who is let in while the report is being closed waits for a person, and is not counted", async () => {
  const done = await course();
  const seat = (await seats())[3];
  if (!seat) throw new Error("no seat");
  const code = await steer.ticketOf(deps, done, seat);
  // a page that was read before the report
  const late = steer.letIn(deps, { ...done, state: "running" }, { code, door: "A", event: "muon-su-kien" });
  await expect(late).rejects.toThrow("vừa chốt báo cáo");
  expect((await EntryRowModel.find().lean()).map(({ state, why }) => [state, why])).toEqual([
    ["waits", "gửi lên sau khi chốt báo cáo"],
  ]);
  await EntryRowModel.deleteMany({});
});

test("S0-03: the aims stand in the report, whose file has the form of NĐ 30", async () => {
  const file = {
    // a letter no office file may hold, from wherever it was pasted
    course: { ...(await course()), money: "Kinh phí\u0007 đào tạo." },
    office: "Sở VHTTDL Hồng Sao",
    place: "Hồng Sao",
    symbol: "BC-SVHTTDL",
    at: clock.at,
  };
  const xml = strFromU8(unzipSync(new Uint8Array(await writeResult(file)))["word/document.xml"] ?? new Uint8Array());
  for (const words of [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Nâng cao kỹ năng",
    "Có mặt: 115",
    "ngày 04 tháng 12 năm 2026",
    "./.",
  ])
    expect(xml).toContain(words);
  expect(xml).toContain("w:titlePg");
  expect([xml.includes("\u0007"), xml.includes("Kinh phí đào tạo./.")]).toEqual([false, true]);
});

test("S1-09: what was not answered stands in the report", async () => {
  expect(resultLines({ course: await course() })).toContainEqual({
    head: "III. CÂU HỎI CHƯA TRẢ LỜI",
    lines: ["- Khi nào có tài liệu?"],
  });
});

test("S0-21: after 30 days a unit says what it applied, not before", async () => {
  const seat = (await seats())[0]?._id ?? "";
  const tell = async () => tellApplied(deps, await course(), seat, "Đã mở chuyên mục, có ảnh");
  await expect(tell()).rejects.toThrow("sau 30 ngày");
  clock.at = new Date("2027-01-04T08:00:00+07:00");
  await tell();
  expect((await seats())[0]?.applied?.note).toContain("chuyên mục");
});

test("a certificate is checked without a list of who has one", async () => {
  const marks = createPlayerMarks(box);
  const code = await certificateCode(marks, id, "Cán bộ mẫu 44");
  expect(await isCertified(marks, { classId: id, name: "cán bộ  mẫu 44", code: code.toLowerCase() })).toBe(true);
  for (const wrong of [{ name: "Cán bộ mẫu 45" }, { classId: "khac" }, { code: `${code}A` }, { name: "", code: "" }])
    expect(await isCertified(marks, { classId: id, name: "Cán bộ mẫu 44", code, ...wrong })).toBe(false);
});
