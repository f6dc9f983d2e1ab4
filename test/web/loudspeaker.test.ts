import { createHash } from "node:crypto";
import { unzipSync } from "fflate";
import { decodeQR } from "qr/decode.js";
import { loudspeakerOf, onceEach } from "../../src/distribution/unit-cadence.ts";
import { CopyModel } from "../../src/distribution/copy.model.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import { readStationLog } from "../../src/loudspeaker/read-log.ts";
import { SlotModel } from "../../src/loudspeaker/slot.model.ts";
import { putSlot, notePlayed } from "../../src/loudspeaker/slot.store.ts";
import { asPlaylist, fileOf } from "../../src/loudspeaker/week-files.ts";
import { hoursOf, matchLog, readTimes, weekName, weekOf } from "../../src/loudspeaker/week-rules.ts";
import { ReadingModel, VoiceBookModel, VoiceFileModel } from "../../src/voice/voice.model.ts";
import { House, noteOf, textOf, type Visitor } from "../support/agent.ts";
import { readingSvg } from "../support/read-svg.ts";

/** Monday's list: hours of the commune, files two persons heard, on a stick and on paper; what was played counts once. */
let today = new Date("2026-11-30T06:00:00+07:00");
const clock: Clock = { now: () => today };
let house: House;
let officer: Visitor;
const HOME = "/console/loa-tuan";
const WEEK = "2026-11-30";
const BY = { id: "5f0000000000000000000001", name: "Người soạn mẫu" };
const bytesOf = (title: string): Buffer => Buffer.from(`ID3-${title}`.repeat(50));
async function reading(title: string, more: object = {}): Promise<string> {
  const hash = createHash("sha256").update(bytesOf(title)).digest("hex");
  const made = await ReadingModel.create({
    unitCode: "sao-mai",
    title,
    written: `Bản viết của ${title}, 3.480 hộ.`,
    spoken: "…",
    source: "machine",
    voice: "vi",
    rate: 140,
    bookVersion: 1,
    state: "released",
    sound: { hash, seconds: 340, loudness: -16, peak: -2, note: "" },
    by: BY,
    updatedAt: today,
    ...more,
  });
  await VoiceFileModel.create({
    _id: `${String(made._id)}:${hash}`,
    readingId: String(made._id),
    bytes: bytesOf(title),
    at: today,
  });
  return String(made._id);
}
let good = "";
let long = "";
let unheard = "";
beforeAll(async () => {
  house = await House.open({ API_LIMITS: "off", PUBLIC_URL: "http://127.0.0.1:3000" }, { clock });
  officer = await house.as("commune_officer");
  await VoiceBookModel.create({ _id: "sao-mai", entries: [], version: 1, most: 420 });
  good = await reading("Tiêm chủng / đợt 2");
  long = await reading("Bài dài", { sound: { hash: "a".repeat(64), seconds: 490, loudness: -16, peak: -2, note: "" } });
  unheard = await reading("Chưa nghe", { state: "listening" });
});
afterAll(() => house.close());

const plan = (form: Record<string, string>) => officer.post(`${HOME}/xep`, { tuan: WEEK, ...form });
const raw = (path: string) =>
  officer.agent
    .get(path)
    .buffer(true)
    .parse((answer, done) => {
      const got: Buffer[] = [];
      answer.on("data", (bytes: Buffer) => got.push(bytes));
      answer.on("end", () => done(null, Buffer.concat(got)));
    });

test("S2-22: a week by the commune's own hours; a file of 8:10 is refused where 7:00 is the most, with the figure", async () => {
  expect((await officer.post(`${HOME}/lich`, { place: "thôn Đông", times: "25:00", tuan: WEEK })).status).toBe(422);
  expect(
    (await officer.post(`${HOME}/lich`, { place: "thôn Đông", times: "5h30, 17:00", days: "1", tuan: WEEK })).status,
  ).toBe(303);
  expect(textOf(await officer.get(`${HOME}?tuan=${WEEK}`))).toContain("thôn Đông, 05:30, 17:00. Có 2 bài");
  const refused = await plan({ [`slot.${WEEK}T05:30`]: long });
  expect(noteOf(refused)).toContain("8 phút 10 giây, nhiều hơn mức 7 phút của đơn vị");
  expect(noteOf(await plan({ [`slot.${WEEK}T05:30`]: unheard }))).toContain("chưa đủ hai người nghe");
  expect((await plan({ [`slot.${WEEK}T05:30`]: good, [`slot.${WEEK}T17:00`]: good })).status).toBe(303);

  const zip = unzipSync((await raw(`${HOME}/tuan.zip?tuan=${WEEK}`)).body as Buffer);
  const [mp3 = ""] = Object.keys(zip).filter((name) => name.endsWith(".mp3"));
  expect(mp3).toMatch(/^tiem-chung-dot-2-[0-9a-f]{8}\.mp3$/);
  expect(Buffer.from(zip[mp3] ?? [])).toEqual(bytesOf("Tiêm chủng / đợt 2"));
  const list = Buffer.from(zip["danh-sach.m3u8"] ?? []).toString();
  expect(list.split("\n").filter((line) => line === mp3)).toHaveLength(2);
  expect(list).toContain("#EXTINF:340,T2 05:30 30/11/2026 - Tiêm chủng / đợt 2 (Giọng đọc AI)");
  expect((await officer.get(`${HOME}/tuan.m3u8?tuan=2026-12-07`)).status).toBe(409);

  // on paper: the code leads to the written words, which anybody reads
  const paper = (await officer.get(`${HOME}/in?tuan=${WEEK}`)).text;
  const [, svg = ""] = /src="data:image\/svg\+xml;base64,([^"]+)"/.exec(paper) ?? [];
  const { data, info } = await readingSvg()(Buffer.from(svg.replace(/&#x3D;/g, "="), "base64"))
    .resize(400)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const address = decodeQR({ data: new Uint8Array(data), width: info.width, height: info.height });
  expect(address).toBe(`http://127.0.0.1:3000/cong-khai/ban-doc/${good}`);
  const words = textOf(await house.visitor().get(new URL(address).pathname));
  expect(words).toContain("Bản viết của Tiêm chủng / đợt 2, 3.480 hộ.");
  expect(words).toContain("Nội dung do UBND xã Sao Mai cung cấp");
  expect((await house.visitor().get(`/cong-khai/ban-doc/${unheard}`)).status).toBe(404);
});

test("played: a tick after its hour, or the station's log; a changed file is chosen anew; cadence counts each once", async () => {
  const [morning, evening] = [`sao-mai:${WEEK}T05:30`, `sao-mai:${WEEK}T17:00`];
  const tick = (slot: string, on = "1") => officer.post(`${HOME}/da-phat`, { slot, on, tuan: WEEK });
  expect((await tick(morning)).status).toBe(303);
  expect((await tick(morning)).status).toBe(409);
  expect(noteOf(await tick(evening)) || textOf(await tick(evening))).toContain("Chưa tới giờ phát");
  expect((await tick("sao-mai:constructor")).status).toBe(404);
  const stranger = await house.as("commune_officer", "ben-lua");
  expect((await stranger.post(`${HOME}/da-phat`, { slot: morning, on: "1", tuan: WEEK })).status).toBe(409);
  expect((await tick(morning, "")).status).toBe(303);

  today = new Date("2026-11-30T20:00:00+07:00");
  officer = await house.as("commune_officer");
  const log = Buffer.from(
    "﻿Ngày,Giờ,Bài\n30/11/2026,05:31,Tiêm chủng\n30/11/2026,17:00:05,Tiêm chủng\n30/11/2026,11:00,Ngoài lịch\n",
  );
  const file = { field: "file", name: "nhat-ky.csv", type: "text/csv", bytes: log };
  const done = await officer.postFile(`${HOME}/nhat-ky`, { tuan: WEEK }, file);
  expect(done.status).toBe(303);
  expect(textOf(await officer.get(done.headers["location"] ?? ""))).toContain(
    "Đã ghi 2 lượt phát. 1 dòng không khớp lượt nào trong danh sách: dòng 4.",
  );
  await officer.postFile(`${HOME}/nhat-ky`, { tuan: WEEK }, file);
  expect(await SlotModel.countDocuments({ "played.how": "log" })).toBe(2);
  const unit = { _id: "sao-mai", from: new Date("2025-07-01T00:00:00+07:00") };
  expect((await loudspeakerOf("so", unit, today)).told).toBe(2);
  // told a second time in a copy's own log: the same turn, and nothing of it is a push message
  await CopyModel.collection.insertOne({
    unitCode: "sao-mai",
    departmentCode: "so",
    publications: [
      { kind: "truyen-thanh", at: new Date("2026-11-30T05:30:00+07:00") },
      { kind: "tin-nhan", at: today },
    ],
  });
  expect((await loudspeakerOf("so", unit, today)).told).toBe(2);

  expect((await plan({ [`slot.${WEEK}T05:30`]: "", [`slot.${WEEK}T17:00`]: "" })).status).toBe(303);
  expect(await SlotModel.countDocuments()).toBe(2);
  const next = "2026-12-07";
  expect((await officer.post(`${HOME}/xep`, { tuan: next, [`slot.${next}T05:30`]: good })).status).toBe(303);
  await VoiceBookModel.updateOne({ _id: "sao-mai" }, { $set: { version: 2 } });
  expect(textOf(await officer.get(`${HOME}?tuan=${next}`))).toContain("Cần chọn lại");
  expect((await officer.get(`${HOME}/tuan.zip?tuan=${next}`)).status).toBe(409);
});

test.each([
  ["5h30; 17:00 17h", ["05:30", "17:00"]],
  ["6g", ["06:00"]],
  ["24:00", undefined],
  ["sáng", undefined],
  ["", undefined],
])("times %j", (typed, wanted) => expect(readTimes(typed)).toEqual(wanted));

test("weeks begin on Monday in Vietnam; hours in order; a line of the log takes one turn alone", () => {
  expect(weekName(weekOf("2026-12-06", today))).toBe("30/11/2026 – 06/12/2026");
  expect(weekOf("constructor", new Date("2026-11-29T17:30:00Z"))).toEqual(new Date("2026-11-30T00:00:00+07:00"));
  const hours = hoursOf({ days: [7, 1], times: ["05:30"] }, weekOf(WEEK, today));
  expect(hours.map(({ name }) => name)).toEqual(["T2 05:30", "CN 05:30"]);
  const at = new Date("2026-11-30T05:30:00+07:00");
  const lines = [1, 2].map((line) => ({ line, at: new Date(at.getTime() + line * 60_000) }));
  const { matched, left } = matchLog(lines, [{ _id: "x", at }]);
  expect([matched.length, left.map(({ line }) => line)]).toEqual([1, [2]]);
  const [d, e] = [new Date("2026-11-30T05:00:00+07:00"), new Date("2026-12-01T05:00:00+07:00")];
  expect(onceEach([d, d], [d, e])).toEqual(["2026-11-30", "2026-11-30", "2026-12-01"]);
  expect(fileOf({ title: "…", hash: "0".repeat(64) })).toBe("bai-00000000.mp3");
});

test.each([
  ["Ngày\tGiờ\n2026-11-30\t5h30", 1, []],
  ["Thời gian\n30/11/2026 05:30", 1, []],
  ["Bài\nTiêm chủng", "refused", []],
  ["Ngày;Bài\n30/11/2026 17:00;A\n31/02/2026 17:00;B", 1, [3]],
  // part of a longer number, an hour that is none, half a day
  ["Ngày,Giờ\n130/11/2026,05:30\n30/11/20261,05:30\n30/11/2026,05:301\n30/11/2026,25:00", 0, [2, 3, 4, 5]],
  ["Ngày,Giờ\n30/11/2026,13:30 SA\n30/11/2026,5:30 sáng chiều", 0, [2, 3]],
  ["Ngày,Giờ,Trạng thái\n30/11/2026,05:30,Đã phát\n30/11/2026,17:00,Lỗi mạng\n30/11/2026,18:00,Không phát", 1, [3, 4]],
  ['Bài,Thời gian\n"Tiêm, đợt ""2""","30/11/2026, 05:30"', 1, []],
])("station log %j", async (text, n, unread) => {
  const read = await readStationLog(Buffer.from(text)).catch(() => undefined);
  if (n === "refused") expect(read).toBeUndefined();
  else expect([read?.lines.length, read?.unread]).toEqual([n, unread]);
});

test.each([
  ["5:30 CH", "17:30"],
  ["5:30 PM", "17:30"],
  ["12:15 AM", "00:15"],
  ["17:30 chiều", "17:30"],
  ["5h30 sáng", "05:30"],
])("half a day in a log: %j is %s", async (typed, wanted) => {
  const { lines } = await readStationLog(Buffer.from(`Ngày;Giờ\n30/11/2026;${typed}`));
  expect(lines.map(({ at }) => at)).toEqual([new Date(`2026-11-30T${wanted}:00+07:00`)]);
});

test("pieces of one turn are one turn: the next hour is not taken for the second piece", () => {
  const at = (minutes: number) => new Date(Date.parse("2026-11-30T05:30:00+07:00") + minutes * 60_000);
  const slots = [
    { _id: "a", at: at(0) },
    { _id: "b", at: at(15) },
  ];
  const lines = [0, 0, 6].map((minutes, n) => ({ line: n + 2, at: at(minutes) }));
  const { matched, left } = matchLog(lines, slots);
  expect([matched.map(({ _id }) => _id), left.map(({ line }) => line)]).toEqual([["a"], [3, 4]]);
});

test("a log of tomorrow plays nothing; what was played is not planned over; an hour that went leaves the week", async () => {
  const week = "2026-12-14";
  today = new Date("2026-12-13T20:00:00+07:00");
  officer = await house.as("commune_officer");
  await ReadingModel.updateOne({ _id: good }, { $set: { bookVersion: 2 } });
  const hour = `${week}T05:30`;
  const save = (form: Record<string, string>) => officer.post(`${HOME}/xep`, { tuan: week, ...form });
  expect((await save({ [`slot.${hour}`]: good })).status).toBe(303);
  const bytes = Buffer.from("Ngày,Giờ\n14/12/2026,05:30\n01/01/1999,05:30\n30/11/2026,17:00\n");
  const file = { field: "file", name: "nhat-ky.csv", type: "text/csv", bytes };
  const done = await officer.postFile(`${HOME}/nhat-ky`, { tuan: week }, file);
  expect(textOf(await officer.get(done.headers["location"] ?? ""))).toContain(
    "Đã ghi 0 lượt phát. 1 lượt đã ghi từ trước. 2 dòng",
  );
  const planned = await SlotModel.findById(`sao-mai:${hour}`).lean();
  if (!planned) throw new Error("no slot");
  expect(planned.played).toBeNull();

  // a tick that comes while the list is saved stays
  const played = { how: "tick" as const, by: BY, at: today };
  await Promise.all([putSlot({ ...planned, title: "khác" }), notePlayed("sao-mai", planned._id, played)]);
  await putSlot({ ...planned, title: "khác nữa" });
  expect(await SlotModel.findById(planned._id).lean()).toMatchObject({ played: { how: "tick" } });
  await SlotModel.updateOne({ _id: planned._id }, { $set: { played: null } });

  await officer.post(`${HOME}/lich`, { place: "thôn Đông", times: "06:00", days: "1", tuan: week });
  expect((await save({ [`slot.${hour}`]: "" })).status).toBe(303);
  expect(await SlotModel.findById(planned._id).lean()).toBeNull();
});

test("a title of two lines is one line of the list", () => {
  const slot = { at: today, title: "Một\u2028#EXTINF:1,\u0085hai\u0000", seconds: 1, label: "x", hash: "0".repeat(64) };
  expect(asPlaylist([slot as never]).split(/[\r\n\u2028\u0085]/)).toHaveLength(4);
});
