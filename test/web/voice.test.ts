import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256Hex } from "../../src/kernel/crypto.ts";
import { judgeLength } from "../../src/voice/length.ts";
import { makeVoice } from "../../src/voice/make-voice.ts";
import { wasSentWhole } from "../../src/voice/sent-whole.ts";
import { ReadingModel, VoiceFileModel } from "../../src/voice/voice.model.ts";
import { House, noteOf, textOf, type Visitor } from "../support/agent.ts";

/** A reading from its written words to the file two persons heard. */
let house: House;
let officer: Visitor;
let leader: Visitor;
const folder = mkdtempSync(join(tmpdir(), "loa-voice-test-"));
beforeAll(async () => {
  house = await House.open();
  officer = await house.as("commune_officer");
  leader = await house.as("commune_approver");
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await house.close();
});

const WRITTEN = "UBND xã mời bà con dự họp thôn lúc 7h30 ngày 02/9, theo TB-17. Cả xã có 3.480 hộ.";
const SPOKEN = WRITTEN.replace("UBND", "Ủy ban nhân dân");
const words = { title: "Họp thôn", written: WRITTEN, voice: "vi", rate: "140" };
const started = async (form: Record<string, string> = words): Promise<string> =>
  (await officer.post("/console/giong-doc/moi", form)).headers["location"] ?? "";
const idOf = (at: string): string => at.split("/").at(-1) ?? "";
const reading = async (at: string) => (await ReadingModel.findById(idOf(at)).lean()) ?? { revision: -1 };
/** What the worker would do. */
const work = async (at: string): Promise<unknown> => makeVoice(house.core, idOf(at), (await reading(at)).revision);
const seenOn = async (who: Visitor, at: string): Promise<string> =>
  /name="seen" value="([^"]*)"/.exec((await who.get(at)).text)?.[1] ?? "";
const ffmpeg = (args: string[], to: string): Buffer => {
  execFileSync("ffmpeg", ["-v", "error", "-y", ...args, join(folder, to)]);
  return readFileSync(join(folder, to));
};
const bring = (at: string, bytes: Buffer, name = "thu.mp3") =>
  officer.postFile(`${at}/ban-thu`, {}, { field: "audio", bytes, name, type: "audio/mpeg" });

test("words → questions answered → a machine's voice, marked three times → heard by two → a file", async () => {
  const at = await started();
  expect(textOf(await officer.get(at))).toContain("Còn 1 chỗ chưa rõ cách đọc");
  expect(textOf(await officer.post(`${at}/doc`))).toContain("chỗ chưa rõ cách đọc: “TB-17”");
  expect((await officer.post(`${at}/cach-doc`, { token: "TB-17", answer: "TB 17" })).status).toBe(422);
  expect((await officer.post(`${at}/cach-doc`, { token: "TB-17", answer: "thông báo mười bảy" })).status).toBe(303);
  expect((await officer.post(at, words)).status).toBe(303);
  expect(await reading(at)).toMatchObject({
    state: "editing",
    spoken: SPOKEN.replace("7h30", "bảy giờ ba mươi phút")
      .replace("02/9", "mùng hai tháng chín")
      .replace("TB-17", "thông báo mười bảy")
      .replace("3.480", "ba nghìn bốn trăm tám mươi"),
  });
  expect((await officer.post(`${at}/doc`)).status).toBe(303);
  expect(textOf(await officer.get(at))).toContain("Đang tạo tệp tiếng");
  await work(at);
  expect(await reading(at)).toMatchObject({ state: "listening", failure: "", bookVersion: 1 });

  const page = textOf(await officer.get(at));
  expect(page).toContain("Giọng đọc AI · giọng máy, chưa phải giọng phát thanh");
  expect(page).toContain("ngắn hơn 5 phút");
  const sound = await officer.get(`${at}/tep`, { range: "bytes=0-99" });
  expect([sound.status, sound.headers["cache-control"], sound.body.length]).toEqual([206, "no-store", 100]);
  const early = await officer.post(`${at}/nghe`, { seen: await seenOn(officer, at) });
  expect(noteOf(early)).toContain("Cần nghe hết tệp này");
  await officer.get(`${at}/tep`, { range: "bytes=100-" });
  expect((await officer.post(`${at}/nghe`, { seen: await seenOn(officer, at) })).status).toBe(303);
  // the same person once more, another who heard nothing, then one who did
  expect((await officer.post(`${at}/nghe`, { seen: "x" })).status).toBe(409);
  expect(noteOf(await leader.post(`${at}/nghe`, { seen: await seenOn(leader, at) }))).toContain("Cần nghe hết");
  expect((await officer.get(`${at}/tai-ve`)).status).toBe(404);
  await leader.get(`${at}/tep`);
  expect((await leader.post(`${at}/nghe`, { seen: await seenOn(leader, at) })).status).toBe(303);
  expect(textOf(await leader.get(at))).toContain("Đã nghe 2/2");

  const file = await officer.get(`${at}/tai-ve`);
  writeFileSync(join(folder, "got.mp3"), file.body as Buffer);
  const tags = execFileSync("ffprobe", [
    "-v",
    "error",
    "-of",
    "json",
    "-show_entries",
    "format_tags",
    join(folder, "got.mp3"),
  ]);
  expect(JSON.parse(tags.toString())).toMatchObject({
    format: {
      tags: {
        AI_GENERATED: "true",
        DigitalSourceType: expect.stringContaining("iptc.org"),
        comment: expect.stringMatching(/^Nguồn: UBND xã Sao Mai · Ban hành: UBND xã Sao Mai · .* · Giọng đọc AI$/),
      },
    },
  });
  const { sound: measured } = (await ReadingModel.findById(idOf(at)).lean()) ?? { sound: null };
  expect(Math.abs((measured?.loudness ?? 0) + 16)).toBeLessThanOrEqual(1);
  expect(measured?.peak).toBeLessThanOrEqual(-1.5);

  // another word in the book asks for another hearing; other words take file and hearing away
  await officer.post(`${at}/cach-doc`, { token: "Sao Mai", answer: "sao mai" });
  expect(textOf(await officer.get("/console/giong-doc"))).toContain("Cần nghe lại");
  await officer.post(at, { ...words, written: "Mời bà con dự họp." });
  expect(await reading(at)).toMatchObject({ state: "editing", sound: null, heard: [] });
});

test("a recording by a person is an equal source; what is none is named, and leaves nothing half", async () => {
  const at = await started({ ...words, written: "Mời bà con dự họp." });
  const sine = ["-f", "lavfi", "-i", "aevalsrc=0.05*sin(600*t)*(1+sin(9*t)):d=8"];
  const cases: [string, Buffer, RegExp][] = [
    ["words", Buffer.from("không phải tiếng"), /không phải tệp âm thanh/],
    ["a list that leads elsewhere", Buffer.from("#EXTM3U\nfile:///etc/passwd\n"), /không phải tệp âm thanh/],
    ["silence", ffmpeg(["-f", "lavfi", "-i", "anullsrc=d=8"], "silent.mp3"), /không có tiếng nói/],
    ["a film", ffmpeg([...sine, "-f", "lavfi", "-i", "color=s=32x32:d=2", "-shortest"], "film.mp4"), /là video/],
    [
      "too long",
      ffmpeg(["-f", "lavfi", "-i", "sine=d=1260", "-b:a", "16k", "-ar", "16000"], "long.mp3"),
      /dài hơn 20 phút/,
    ],
  ];
  for (const [name, bytes, why] of cases) {
    expect([name, (await bring(at, bytes)).status]).toEqual([name, 303]);
    await work(at);
    expect([name, textOf(await officer.get(at))]).toEqual([name, expect.stringMatching(why)]);
    expect(await reading(at)).toMatchObject({ state: "editing", sound: null });
  }
  await bring(at, ffmpeg([...sine, "-ac", "2"], "voice.ogg"));
  await work(at);
  const page = textOf(await officer.get(at));
  expect(page).toContain("Giọng người đọc");
  expect(page).not.toContain("giọng máy");
  // the recording itself goes once its file is there
  expect(await VoiceFileModel.countDocuments({ readingId: idOf(at) })).toBe(1);
});

test("a run for words that were changed since takes nothing, and the same run twice makes one file", async () => {
  const at = await started({ ...words, written: "Mời bà con dự họp." });
  await officer.post(`${at}/doc`);
  const { revision } = await reading(at);
  await officer.post(at, { ...words, written: "Mời bà con dự họp lúc tám giờ." });
  await makeVoice(house.core, idOf(at), revision);
  expect(await reading(at)).toMatchObject({ state: "editing", sound: null });
  await officer.post(`${at}/doc`);
  const now = (await reading(at)).revision;
  expect((await officer.post(`${at}/doc`)).status).toBe(409);
  // two workers: one has it, the other waits, and when it comes again there is nothing to do
  const runs = await Promise.all([makeVoice(house.core, idOf(at), now), makeVoice(house.core, idOf(at), now)]);
  expect(runs.toSorted()).toEqual([{ waitMs: 30_000 }, undefined]);
  expect(await makeVoice(house.core, idOf(at), now)).toBeUndefined();
  expect(await reading(at)).toMatchObject({ state: "listening", takenUntil: null });
  expect(await VoiceFileModel.countDocuments({ readingId: idOf(at) })).toBe(1);
});

test("a run that was cut is taken over once its time has passed; what it left is no file of the reading", async () => {
  const at = await started({ ...words, written: "Mời bà con dự họp." });
  await officer.post(`${at}/doc`);
  const now = house.core.clock.now().getTime();
  await ReadingModel.updateOne({ _id: idOf(at) }, { takenUntil: new Date(now + 30_000) });
  await VoiceFileModel.create({
    _id: `${idOf(at)}:half`,
    readingId: idOf(at),
    bytes: Buffer.from("x"),
    at: new Date(0),
  });
  expect(await work(at)).toEqual({ waitMs: 30_000 });
  await ReadingModel.updateOne({ _id: idOf(at) }, { takenUntil: new Date(now - 1) });
  expect(await work(at)).toBeUndefined();
  expect(await reading(at)).toMatchObject({ state: "listening" });
  expect(await VoiceFileModel.countDocuments({ readingId: idOf(at) })).toBe(1);
});

test("two recordings at once: the one that is taken is the one whose officer was told so", async () => {
  const at = await started({ ...words, written: "Mời bà con dự họp." });
  const tone = (hertz: number) =>
    ffmpeg(["-f", "lavfi", "-i", `aevalsrc=0.05*sin(${hertz}*t)*(1+sin(9*t)):d=8`], `t${hertz}.mp3`);
  const [low, high] = [tone(600), tone(2400)];
  const answers = await Promise.all([bring(at, low), bring(at, high)]);
  const taken = answers[0]?.status === 303 ? low : high;
  expect(await reading(at)).toMatchObject({ brought: sha256Hex(taken) });
  await work(at);
  expect(await reading(at)).toMatchObject({ state: "listening" });
});

test("a unit's own most refuses the release, five to seven minutes only warn", async () => {
  expect([300, 420, 299, 421, 490].map((n) => judgeLength(n, 0).kind)).toEqual([
    "good",
    "good",
    "warned",
    "warned",
    "warned",
  ]);
  expect(judgeLength(421, 0).words).toBe("7 phút 01 giây, dài hơn 7 phút. Cần bớt khoảng 4 chữ.");
  expect(judgeLength(299, 0).words).toContain("4 phút 59 giây, ngắn hơn 5 phút");
  expect(judgeLength(490, 420)).toEqual({
    kind: "refused",
    words: "8 phút 10 giây, nhiều hơn mức 7 phút của đơn vị. Cần bớt khoảng 278 chữ.",
  });
  expect((await officer.post("/console/giong-doc/so-doc", { most: "bảy" })).status).toBe(422);
  expect((await officer.post("/console/giong-doc/so-doc", { most: "7:00" })).status).toBe(303);
  expect(textOf(await officer.get("/console/giong-doc/so-doc"))).toContain("Sổ cách đọc");
});

test("a file was sent whole when its parts leave no gap, in whichever order", () => {
  const part = (from: number, to: number) => ({ from, to });
  expect(wasSentWhole([part(50, 99), part(0, 49)], 100)).toBe(true);
  expect(wasSentWhole([part(0, 60), part(40, 99)], 100)).toBe(true);
  expect(wasSentWhole([part(0, 49), part(51, 99)], 100)).toBe(false);
  expect(wasSentWhole([part(90, 99)], 100)).toBe(false);
  expect(wasSentWhole([], 0)).toBe(false);
});
