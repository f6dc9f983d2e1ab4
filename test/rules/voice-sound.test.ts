import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { marksOf, withLabel } from "../../src/voice/label.ts";
import { lookIntoSound, masterSound, measureSound, refuseLong } from "../../src/voice/master-sound.ts";
import { VOICES } from "../../src/voice/voices.ts";

/** What files sound like, read from the files themselves. */
const folder = mkdtempSync(join(tmpdir(), "loa-sound-test-"));
const at = (name: string): string => join(folder, name);
const ffmpeg = (args: string[], to: string): void =>
  void execFileSync("ffmpeg", ["-v", "error", "-y", ...args, at(to)]);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const WORDS = withLabel("Ủy ban nhân dân xã mời bà con dự họp thôn, mang theo giấy tờ. ".repeat(24));
test.each([
  ["vi", 130],
  ["vi", 150],
  ["vi-vn-x-central", 130],
  ["vi-vn-x-central", 150],
] as const)(
  "a machine's voice %s at %d is made once and fits: the encoder adds nothing the limiter took away",
  async (code, rate) => {
    const voice = VOICES[code];
    await voice?.speak(WORDS, rate, at("from.wav"));
    const { tries, peak, loudness } = await masterSound(at("from.wav"), at("to.mp3"), { title: "x" }, voice?.gain);
    expect(tries).toBe(1);
    expect(peak).toBeLessThanOrEqual(-1.5);
    expect(Math.abs(loudness + 16)).toBeLessThanOrEqual(1);
  },
);

test("a recording that says nothing of its length is as long as it is heard to be", async () => {
  // written into a pipe, a container has no place to come back to and say how long it became
  const made = "-v error -f lavfi -i sine=d=1260:r=8000 -c:a flac -f matroska pipe:1".split(" ");
  const bytes = execFileSync("ffmpeg", made, { maxBuffer: 20_000_000 });
  writeFileSync(at("long.mkv"), bytes);
  await lookIntoSound(at("long.mkv"));
  const { seconds } = await measureSound(at("long.mkv"));
  expect(() => refuseLong(seconds)).toThrow();
  expect(() => refuseLong(1200)).not.toThrow();
});

test("a recording that calls itself by a book is looked into as every other", async () => {
  writeFileSync(
    at("tags.txt"),
    `;FFMETADATA1\n${Array.from({ length: 60 }, (_, n) => `t${n}=${"á".repeat(9000)}`).join("\n")}\n`,
  );
  ffmpeg(["-f", "lavfi", "-i", "sine=d=2", "-i", at("tags.txt"), "-map_metadata", "1"], "book.ogg");
  expect(readFileSync(at("book.ogg")).length).toBeGreaterThan(500_000);
  await expect(lookIntoSound(at("book.ogg"))).resolves.toBeUndefined();
});

test("marks are one line of words each, whatever a title holds", () => {
  const marks = marksOf(
    { title: "Họp\u0000 thôn\r\nDòng", issuer: "", source: "person" },
    "UBND\u0007 xã",
    "1/1/2027",
    "",
  );
  for (const value of Object.values(marks)) expect(value).not.toMatch(/\p{Cc}/u);
  expect(marks["title"]).toBe("Họp  thôn Dòng");
});

test("what stands between brackets is read as words, never as sounds", async () => {
  const bytesOf = async (words: string): Promise<Buffer> => {
    await VOICES["vi"]?.speak(words, 150, at("said.wav"));
    return readFileSync(at("said.wav"));
  };
  expect(await bytesOf("Mời [[ba na]] bà con")).toEqual(await bytesOf("Mời [ [ba na]] bà con"));
});
