import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "loa-try-"));

/** The command as an operator runs it, with no setting at all: nothing is stored because nothing is reached. */
const loa = (...args: string[]): Promise<{ code: number; out: string; error: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(process.cwd(), "dist/src/cli/main.js"), "try", ...args],
      { env: { PATH: process.env["PATH"] ?? "" } },
      (failure, out, error) => resolve({ code: failure ? Number(failure.code) : 0, out, error }),
    );
  });

test("loa try mask reads lines and prints each masked", async () => {
  const file = join(folder, "lines.txt");
  writeFileSync(file, "\uFEFFgọi 0900 000 001 nhé\r\nkhông có gì\n");
  const { code, out } = await loa("mask", file, "--json");
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { text: "gọi 0900 000 001 nhé", out: "gọi [đã che số điện thoại] nhé" },
    { text: "không có gì", out: "không có gì" },
  ]);
});

interface Tried {
  places: { code: string; label: string; text: string; page: number; line: number; estimated: boolean }[];
  doubts: object[];
  conversion: { scheme: string };
}

test("loa try draft prints places and doubts; a refused file ends with the sentence an official reads", async () => {
  const { code, out } = await loa("draft", "test/fixtures/cases/15-tcvn3-font.docx", "--json");
  expect(code).toBe(0);
  const { places, doubts, conversion } = JSON.parse(out) as Tried;
  expect(places.map(({ code, label, text, page, line }) => [code, label, text, page, line])).toEqual([
    ["¶1", "", "Cộng hoà xã hội chủ nghĩa Việt Nam", 1, 1],
    ["¶2", "", "Độc lập - Tự do - Hạnh phúc", 1, 2],
    ["D1", "Điều 1.", "Điều 1. Phạm vi điều chỉnh", 1, 3],
  ]);
  expect(places.every((one) => one.estimated)).toBe(true);
  expect([doubts, conversion.scheme]).toEqual([[], "TCVN3 (ABC)"]);
  const refused = join(folder, "a.docx");
  writeFileSync(refused, "{\\rtf1 x}");
  expect(await loa("draft", refused)).toMatchObject({ code: 1, error: expect.stringContaining("RTF") });
});

test("loa try chat reads labelled lines, says what each is read as and ends with the score", async () => {
  const file = join(folder, "chat.tsv");
  writeFileSync(
    file,
    "Đèn đường hỏng\tphan-anh|gop-y\tmarks\r\n\nDUNG\tdung\tstop\n#gio\tgio\nthôi\tunknown\tstop\n\ud800\u200b\tunknown\n",
  );
  const { code, out } = await loa("chat", file, "--json");
  expect(code).toBe(0);
  const rows = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(rows.slice(0, 4)).toMatchObject([
    { text: "Đèn đường hỏng", wanted: "phan-anh|gop-y", got: "phan-anh", right: true },
    { got: "dung", right: true },
    { got: "gio", right: true },
    { got: "ask", right: false },
  ]);
  expect(rows.at(-1)).toMatchObject({
    lines: 5,
    right: 4,
    score: 0.8,
    ask: 1,
    byKind: { stop: { lines: 2, right: 1 } },
  });
});

test.each([
  [[], 2],
  [["mask"], 2],
  [["constructor", "x"], 1],
  [["mask", join(folder, "missing")], 1],
])("loa try %j ends with %i", async (args, wanted) => expect((await loa(...args)).code).toBe(wanted));

test("loa try speech says each line, and names what no rule is sure of", async () => {
  const file = join(folder, "speech.txt");
  writeFileSync(file, "UBND xã họp lúc 7h30 ngày 02/9\r\nTheo TB-17, 24/7\n");
  const { code, out } = await loa("speech", file, "--json");
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    {
      text: "UBND xã họp lúc 7h30 ngày 02/9",
      out: "Ủy ban nhân dân xã họp lúc bảy giờ ba mươi phút ngày mùng hai tháng chín",
    },
    { text: "Theo TB-17, 24/7", out: "Theo [? TB-17], [? 24/7]", unknown: ["TB-17", "24/7"] },
  ]);
});
