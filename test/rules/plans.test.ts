import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Document, Packer, Paragraph } from "docx";
import fc from "fast-check";
import { citationLine } from "../../src/plans/present.ts";
import { linesOfFile, linesOfText, placesOf } from "../../src/plans/plan-text.ts";
import { readPlan } from "../../src/plans/read-plan.ts";
import type { Finding, PlanReading } from "../../src/plans/reading.ts";

/** The five plans, and what is written like them in other ways. Lines are those of the files in test/fixtures/plans. */
const bytesOf = (name: string): Buffer => readFileSync(join(__dirname, "..", "fixtures", "plans", `${name}.txt`));
const grant = async (): Promise<void> => undefined;
const read: Record<string, { lines: string[]; plan: PlanReading }> = {};
beforeAll(async () => {
  for (const name of ["S0", "S1", "S2", "S3", "S4"]) {
    const lines = await linesOfFile(bytesOf(name), grant);
    read[name] = { lines, plan: readPlan(lines) };
  }
});
const planOf = (name: string): PlanReading => read[name]?.plan ?? readPlan([]);
const of = (kind: Finding["kind"], plan: PlanReading) => plan.findings.filter((one) => one.kind === kind);
const text = (words: string): PlanReading => readPlan(linesOfText(words));

test.each(["S0", "S1", "S2", "S3", "S4"])("%s: the text is the source's, line by line", (name) => {
  expect(read[name]?.lines).toEqual(bytesOf(name).toString("utf8").replace(/\n$/, "").split("\n"));
});

test("S0-02: both spellings of a day are one record, in the order of citing", () => {
  expect(planOf("S0").citations.map(({ number, day, lines }) => [number, day, lines])).toEqual([
    ["2734/QĐ-UBND", "2025-05-30", [16]],
    ["592/QĐ-SVHTT", "2025-06-04", [22, 131]],
    ["596/QĐ-SVHTT", "2025-06-05", [28, 137]],
  ]);
});

test("S0-15: money is text and the documents it rests on", () => {
  const [money] = planOf("S0").funding;
  expect(money).toMatchObject({ line: 129, sources: ["592/QĐ-SVHTT", "596/QĐ-SVHTT"] });
});

test("S1-02: numbers of state and Party are read, with their round", () => {
  const rows = planOf("S1").citations.map(({ number, round, by, base }) => [number, round, by, base]);
  expect(rows.slice(0, 4)).toEqual([
    ["4879/QĐ-UBND", "4", "state", true],
    ["1240/QĐ-SVHTT", "2", "state", true],
    ["3837/BTTTT-TTĐN", "", "state", true],
    ["993/TTĐN-NVĐP", "", "state", true],
  ]);
  expect(rows).toContainEqual(["04-KH/BCĐCTTTĐN", "", "party", false]);
});

test("S1-07: each topic lists its document, one without a day says so", () => {
  const [course] = planOf("S1").classes;
  expect(course?.topics.map((one) => one.sources[0] ?? "không nêu văn bản")).toEqual([
    "không nêu văn bản",
    "47/NQ-CP",
    "1191/QĐ-TTg",
    "1079/QĐ-TTg",
    "04-KH/BCĐCTTTĐN",
    "48/KH-UBND",
    "không nêu văn bản",
    "không nêu văn bản",
    "không nêu văn bản",
  ]);
  const undated = planOf("S1").citations.find((one) => one.number === "1191/QĐ-TTg");
  expect(undated && citationLine(undated)).toMatch(/^Quyết định số 1191\/QĐ-TTg \(không ghi ngày\) của Thủ tướng/);
});

test("classes: 126, and 16 + 126 = 142", () => {
  const groups = (name: string) =>
    planOf(name).classes.map(({ capacity, groups: rows, halfDays, quarter }) => [
      capacity,
      rows.map((one) => [one.people, one.name]),
      halfDays,
      quarter,
    ]);
  const quarter = { year: 2025, quarter: 4 };
  expect(groups("S0")).toEqual([[126, [[126, "phường, xã"]], 1, quarter]]);
  expect(groups("S1")).toEqual([
    [
      142,
      [
        [16, "sở, ban, ngành"],
        [126, "phường, xã"],
      ],
      1,
      quarter,
    ],
  ]);
  expect([...of("quotas", planOf("S0")), ...of("quotas", planOf("S1"))]).toEqual([]);
});

test("S2-01: the year's plan names its bases, 32 entries and two cut-offs", () => {
  const plan = planOf("S2");
  expect(plan.citations.filter((one) => one.base).map((one) => one.number)).toEqual([
    "38/KH-UBND",
    "37/KH-UBND",
    "49/2024/NĐ-CP",
    "165-HD/BTGTU",
  ]);
  expect(plan.catalogue).toEqual({ entries: 32, line: 60 });
  expect(plan.cutOffs.map(({ asOf, due }) => [asOf, due])).toEqual([
    ["30/5", "2025-06-06"],
    ["30/11", "2025-12-06"],
  ]);
  expect(of("names", plan).map((one) => one.lines)).toEqual([[62, 64]]);
});

test("S3-13: three phases with 14, 6 and 7 topics; the line “- 2030” opens none", () => {
  const { phases } = planOf("S3");
  expect(phases.map((one) => one.topics.length)).toEqual([14, 6, 7]);
  expect(phases.flatMap((one) => one.topics.map((topic) => topic.line))).not.toContain(273);
  expect(phases.map((one) => one.ends.length)).toEqual([1, 1, 0]);
  expect(of("money-year", planOf("S3")).map((one) => one.lines)).toEqual([[559, 419]]);
});

test("S3-18: another plan it goes on from is linked by its number", () => {
  expect(planOf("S3").citations.at(-1)).toMatchObject({
    number: "017/KH-SVHTTDL",
    day: "2025-08-07",
    base: false,
    lines: [468],
  });
});

test("S3-28: what each receiver gets it for is read", () => {
  const shown = planOf("S3").recipients.map(({ name, purpose }) => `${name}|${purpose}`);
  expect(shown).toEqual(expect.arrayContaining(["UBND tỉnh|để báo cáo", "Các phòng, đơn vị thuộc Sở|để thực hiện"]));
  expect(planOf("S2").recipients).toContainEqual({ name: "Sở KH&CN", purpose: "để phối hợp" });
});

test("S4-01: a ground without number and day says so", () => {
  const bases = planOf("S4").citations.filter((one) => one.base);
  expect(bases.map((one) => one.number)).toEqual(["", "", "03-HD/BTGDVTU", "03-KH/BTGDVTU"]);
  expect(bases[0] && citationLine(bases[0])).toMatch(/Tiểu ban Tổ chức .*\(không ghi số, ngày\)$/);
});

test("S4-02: the gap from I to III is the one finding of numbers", () => {
  expect(of("numbering", planOf("S4")).map(({ lines, says }) => [lines, says])).toEqual([
    [[29, 87], "Đánh số nhảy từ “I.” sang “III.”, thiếu II."],
  ]);
  for (const name of ["S0", "S1", "S2", "S3"]) expect([name, of("numbering", planOf(name))]).toEqual([name, []]);
});

test("S4-23: three ends that do not agree are one conflict with three choices", () => {
  const found = of("ends", planOf("S4"));
  expect(found.map(({ lines, choices }) => [lines, choices.length])).toEqual([[[397, 482], 3]]);
  for (const name of ["S0", "S1", "S2", "S3"]) expect([name, of("ends", planOf(name))]).toEqual([name, []]);
});

test("S4: how often, by phase; wrong names and words", () => {
  const { cadences, targets } = planOf("S4");
  expect(cadences.map(({ from, to, line }) => [from, to, line])).toEqual([
    [2, 3, 200],
    [3, 5, 332],
    [2, 3, 444],
  ]);
  expect(targets.map(({ from, to }) => [from, to])).toEqual([
    [10, 15],
    [30, 40],
  ]);
  expect(of("names", planOf("S4")).map((one) => one.lines)).toEqual([[539], [620, 622], [614]]);
});

/** How else the same may be written; each beside what is to be found. */
const NUMBERS: readonly [string, string, string[]][] = [
  ["letters", "a) Một\nb) Hai\nd) Bốn", ["Đánh số nhảy từ “b)” sang “d)”, thiếu c)."]],
  ["đ after d, e after d", "a) Một\nb) Hai\nc) Ba\nd) Bốn\nđ) Năm\ne) Sáu\n", []],
  ["Latin letters", "a) Một\nb) Hai\nc) Ba\nd) Bốn\ne) Năm\nf) Sáu\n", []],
  ["figures", "1. Một việc\n2. Hai việc\n4. Bốn việc", ["Đánh số nhảy từ “2.” sang “4.”, thiếu 3."]],
  ["twice", "I. MỘT\nII. HAI\nII. BA", ["Hai mục cùng số “II.”."]],
  [
    "back",
    "I. MỘT\nIII. BA\nII. HAI",
    ["Đánh số nhảy từ “I.” sang “III.”, thiếu II.", "Sau “III.” là “II.”: thứ tự bị lùi."],
  ],
  ["capitals", "A. MỘT\nB. HAI\nC. BA\nE. NĂM", ["Đánh số nhảy từ “C.” sang “E.”, thiếu D."]],
  ["starts late", "II. HAI\nIII. BA", ["Đánh số bắt đầu từ “II.”, trước đó không có mục nào."]],
  ["brackets", "1. Nội dung\n(1) Một\n(2) Hai\n(4) Bốn", ["Đánh số nhảy từ “(2)” sang “(4)”, thiếu 3."]],
  ["dotted", "1. Sở\n1.1. Phòng A\n1.3. Phòng B", ["Đánh số nhảy từ “1.1.” sang “1.3.”, thiếu 1.2."]],
  ["many", "I. MỘT\nVI. SÁU", ["Đánh số nhảy từ “I.” sang “VI.”, thiếu II, III, IV, V."]],
];
test.each(NUMBERS)("numbers of parts, %s", (_, words, says) => {
  expect(of("numbering", text(words)).map((one) => one.says)).toEqual(says);
});

const HEAD = "KẾ HOẠCH\nTuyên truyền\n";
const ENDS: readonly [string, string, number][] = [
  [
    "the whole and a phase",
    "I. THỜI GIAN\nTừ ngày 01/9/2025 đến hết ngày 30/11/2025.\nII. NỘI DUNG\n1. Đợt 1: Từ ngày 01/9/2025 đến 30/9/2025\n- Một\n2. Đợt 2: Từ ngày 01/10/2025 đến 31/12/2025\n- Hai",
    2,
  ],
  [
    "phases within the whole",
    "I. THỜI GIAN\nTừ ngày 01/9/2025 đến hết ngày 30/11/2025.\nII. NỘI DUNG\n1. Đợt 1: Từ ngày 01/9/2025 đến 30/9/2025\n- Một\n2. Đợt 2: Từ ngày 01/10/2025 đến 30/11/2025\n- Hai",
    0,
  ],
  [
    "the same day written in two ways",
    "I. THỜI GIAN\n- Thời gian thực hiện: từ tháng 9/2025 đến hết tháng 11/2025.\n- Thời gian kết thúc: đến ngày 30 tháng 11 năm 2025.",
    0,
  ],
  [
    "a part about time and a sentence elsewhere",
    "I. THỜI GIAN\nTừ tháng 9/2025 đến hết tháng 11/2025.\nII. NỘI DUNG\n- Tổ chức tuyên truyền từ tháng 9/2025 đến hết quý IV năm 2025.",
    2,
  ],
  [
    "a period of office is no end",
    "I. MỤC ĐÍCH\n- Thực hiện chương trình giai đoạn từ năm 2021 đến năm 2030.\nII. THỜI GIAN\nTừ tháng 9/2025 đến tháng 11/2025.",
    0,
  ],
];
test.each(ENDS)("ends: %s", (_, words, choices) => {
  const found = of("ends", text(HEAD + words));
  expect(found.map((one) => one.choices.length)).toEqual(choices === 0 ? [] : [choices]);
});

const QUOTAS: readonly [string, string, string[]][] = [
  [
    "agrees",
    "01 lớp (142 người/lớp)|16 công chức của sở, ban, ngành (mỗi đơn vị cử 01 người)|Công chức của 126 phường, xã (mỗi đơn vị cử 01 người)",
    [],
  ],
  [
    "does not",
    "01 lớp (140 người/lớp)|16 công chức của sở, ban, ngành (mỗi đơn vị cử 01 người)|Công chức của 126 phường, xã (mỗi đơn vị cử 01 người)",
    ["16 + 126 = 142, nhưng số lượng ghi 140 người."],
  ],
  [
    "two from each",
    "01 lớp (126 người/lớp)|Công chức của 126 phường, xã (mỗi phường, xã cử 02 người)",
    ["252, nhưng số lượng ghi 126 người."],
  ],
  ["two classes", "02 lớp (63 người/lớp)|Công chức của 126 phường, xã (mỗi phường, xã cử 01 người)", []],
];
test.each(QUOTAS)("quotas: %s", (_, words, says) => {
  const [number, ...groups] = words.split("|");
  const plan = text(
    `${HEAD}I. NỘI DUNG\n1. Số lượng\n- Số lượng: ${number}\n2. Đối tượng:\n${groups.map((one) => `- ${one}`).join("\n")}`,
  );
  expect(of("quotas", plan).map((one) => one.says)).toEqual(says);
});

test("composed otherwise, with other blanks and lines broken elsewhere, it is read the same", () => {
  const source = bytesOf("S4").toString("utf8");
  const nbsp = source.replace(/(\d) (\p{L})/gu, "$1\u00a0$2");
  const found = (words: string) => readPlan(linesOfText(words));
  for (const other of [source.normalize("NFD"), nbsp, source.replace(/\n/g, "\r\n")]) {
    const { findings, cadences, phases } = found(other);
    expect(findings.map((one) => one.says)).toEqual(planOf("S4").findings.map((one) => one.says));
    expect(cadences).toEqual(planOf("S4").cadences);
    expect(phases.map((one) => one.topics.length)).toEqual([3, 4, 2]);
  }
});

/** The same paragraphs, broken into lines where this many letters are full. */
function rewrapped(lines: readonly string[], width: number): string[] {
  return placesOf(lines).flatMap(({ text: words }) => {
    const rows = [""];
    for (const word of words.split(" ")) {
      const last = rows.at(-1) ?? "";
      if (last !== "" && last.length + 1 + word.length > width) rows.push(word);
      else rows[rows.length - 1] = last === "" ? word : `${last} ${word}`;
    }
    return rows;
  });
}
const toldBy = ({ head, citations, phases, cadences, classes, cutOffs, tasks, findings }: PlanReading) => ({
  title: head.title,
  citations: citations.map((one) => `${one.number} ${one.day}`),
  topics: phases.map((one) => one.topics.length),
  rates: cadences.map((one) => `${one.from}-${one.to}`),
  quotas: classes.flatMap((one) => one.groups.map((row) => row.people)),
  cutOffs: cutOffs.map((one) => `${one.asOf} ${one.due}`),
  tasks: tasks.length,
  kinds: findings.map((one) => one.kind),
});
test.each(["S0", "S1", "S2", "S3", "S4"])(
  "%s: broken elsewhere, in whole paragraphs or as DOCX it says the same",
  async (name) => {
    const lines = read[name]?.lines ?? [];
    const told = toldBy(planOf(name));
    for (const width of [60, 95, 120])
      expect([width, toldBy(readPlan(rewrapped(lines, width)))]).toEqual([width, told]);
    const children = placesOf(lines).map((one) => new Paragraph(one.text));
    const docx = await Packer.toBuffer(new Document({ sections: [{ children }] }));
    expect(toldBy(readPlan(await linesOfFile(Buffer.from(docx), grant)))).toEqual(told);
  },
);

test("whatever is typed is read, and no finding points outside of the text", () => {
  const words = fc.constantFrom(
    "I.",
    "III.",
    "1.",
    "a)",
    "(2)",
    "- ",
    "Đợt I:",
    "đến hết tháng 13/2025",
    "Căn cứ",
    "số 12/QĐ-",
    "UBND",
    "126 phường, xã",
    "mỗi",
    "Nơi nhận:",
    "\n",
    "\u00a0",
    "KẾ HOẠCH",
    "02 - 03 lượt/tuần",
    "Sở",
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
      const lines = linesOfText(parts.join(" "));
      for (const { lines: at } of readPlan(lines).findings)
        for (const n of at) expect(n >= 1 && n <= lines.length).toBe(true);
    }),
    { numRuns: 150 },
  );
});
