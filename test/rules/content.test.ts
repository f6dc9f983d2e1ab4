import type { Campaign } from "../../src/content/campaign.model.ts";
import { kindProblems, kindWarnings, liveWord, NO_DETAILS, parseLength } from "../../src/content/kinds.ts";
import { type CampaignRows, readLists, showLists } from "../../src/content/parse-campaign.ts";
import { coverageOf, phaseOn, resolvePhases, wrongNames } from "../../src/content/phases.ts";

const at = (text: string): Date => new Date(`${text}+07:00`);

describe("kinds of content", () => {
  const details = { ...NO_DETAILS, privatePeople: "khong" as const };
  const media = { ...details, mediaUrl: "https://loa.hongsao.gov.vn/a.mp3", transcript: "lời", mediaSeconds: 340 };
  test.each([
    ["tin", details, false, []],
    ["tin", NO_DETAILS, false, ["privatePeople"]],
    ["tin", { ...details, privatePeople: "co" as const }, false, ["consentNote"]],
    ["tin-nhanh", details, false, ["officialUrl"]],
    ["tin-nhanh", { ...details, officialUrl: "https://vnexpress.net/x" }, false, ["officialUrl"]],
    ["tin-nhanh", { ...details, officialUrl: "https://daihoi.hongsao.gov.vn/x" }, false, []],
    ["infographic", details, false, ["picture"]],
    ["infographic", details, true, []],
    ["audio", details, false, ["mediaUrl", "mediaSeconds", "transcript"]],
    ["audio", media, false, []],
    ["audio", { ...media, mediaMegabytes: 21 }, false, ["mediaMegabytes"]],
    ["video", { ...media, mediaUrl: "http://loa.hongsao.gov.vn/a.mp4" }, false, ["mediaUrl"]],
    ["to-gap", { ...media, mediaMegabytes: 6 }, false, ["mediaMegabytes"]],
    ["dinh-chinh", details, false, ["officialUrl", "earlierText", "signer"]],
    ["truc-tiep", { ...details, mediaUrl: "https://tv.hongsao.gov.vn" }, false, ["liveEndsAt"]],
  ] as const)("%s %#: problems at the right fields", (kind, given, picture, fields) =>
    expect(Object.keys(kindProblems(kind, given, picture))).toEqual([...fields]),
  );
  test.each([
    [299, true],
    [300, false],
    [420, false],
    [421, true],
  ])("an audio of %d s is warned about: %s (domain.md S4-21)", (seconds, warned) =>
    expect(kindWarnings("audio", { ...media, mediaSeconds: seconds }).length > 0).toBe(warned),
  );
  test.each([
    ["5:40", 340],
    ["340", 340],
    ["", 0],
    ["năm phút", 0],
  ])("length %s is %d s", (text, seconds) => expect(parseLength(text)).toBe(seconds));
  test("a live link turns to 'đã kết thúc' at its end", () => {
    const live = { ...details, liveEndsAt: at("2026-11-25T10:00:00") };
    expect(liveWord("truc-tiep", live, at("2026-11-25T09:59:59"))).toBe("đang hoặc sắp phát");
    expect(liveWord("truc-tiep", live, at("2026-11-25T10:00:00"))).toBe("đã kết thúc");
  });
});

describe("campaigns and phases", () => {
  const given: CampaignRows = {
    events: [
      { name: "Khai mạc Đại hội tỉnh", day: "25/9/2025" },
      { name: "Bế mạc Đại hội XIV", day: "23/01/2026" },
    ],
    phases: [
      { name: "Đợt I", from: "01/7/2025", to: "Khai mạc Đại hội tỉnh -1", document: "" },
      { name: "Đợt II", from: "Khai mạc Đại hội tỉnh", to: "Bế mạc Đại hội XIV", document: "" },
      { name: "Đợt III", from: "Bế mạc Đại hội XIV +1", to: "", document: "" },
    ],
    topics: "Lịch sử\nVăn hóa, nghệ thuật, thể thao của địa phương",
  };
  const campaign = (rows: CampaignRows = given): Campaign => ({
    _id: "c" as never,
    unitCode: "sao-mai",
    parentId: "",
    level: "commune",
    name: "Đại hội",
    officialName: "",
    settlements: [],
    createdAt: new Date(),
    ...readLists(rows).lists,
  });
  test("lists read and written again are the same", () => {
    expect(readLists(given).errors).toEqual({});
    expect(readLists(showLists(campaign())).lists).toEqual(readLists(given).lists);
  });
  test("a row that is not right is named, empty rows are left out", () => {
    const none = { name: "", from: "", to: "", document: "" };
    const { lists, errors } = readLists({
      events: [
        { name: "", day: "" },
        { name: "Họp dân", day: "31/2/2026" },
        { name: "", day: "2026-12-01" },
      ],
      phases: [none, { ...none, name: "Một" }, { ...none, name: "Hai", from: "Họp dân", to: "mai" }],
      topics: "",
    });
    expect(Object.keys(errors)).toEqual(["eventDay.1", "eventName.2", "phaseFrom.1", "phaseTo.2"]);
    expect(lists.events.map(({ day }) => day)).toEqual(["", "2026-12-01"]);
  });
  test("moving the event moves the end of one phase and the start of the next together; the last stays open", () => {
    const { phases } = resolvePhases(
      campaign({ ...given, events: given.events.map((one, n) => (n === 0 ? { ...one, day: "30/9/2025" } : one)) }),
    );
    expect(phases.map(({ from, to }) => [from, to])).toEqual([
      ["2025-07-01", "2025-09-29"],
      ["2025-09-30", "2026-01-23"],
      ["2026-01-24", ""],
    ]);
  });
  test("an item of a day counts in one phase only", () => {
    const resolved = resolvePhases(campaign());
    expect(phaseOn("2025-09-24", resolved)?.name).toBe("Đợt I");
    expect(phaseOn("2025-09-25", resolved)?.name).toBe("Đợt II");
    expect(phaseOn("2030-01-01", resolved)?.name).toBe("Đợt III");
    expect(phaseOn("2025-06-30", resolved)).toBeUndefined();
  });
  test("two documents, two ends: a conflict until somebody chose with a reason (S4-23)", () => {
    const double = campaign({
      ...given,
      phases: [
        { name: "Sau Đại hội", from: "01/9/2025", to: "31/12/2025", document: "mục III.1" },
        { name: "Sau Đại hội", from: "", to: "30/11/2025", document: "mục IV" },
      ],
    });
    const [open] = resolvePhases(double).conflicts;
    expect(open).toMatchObject({ settled: null });
    expect(open?.options.map((option) => option.words)).toEqual(["31/12/2025 (mục III.1)", "30/11/2025 (mục IV)"]);
    const by = { id: "1", name: "A" };
    const settled = {
      ...double,
      settlements: [{ subject: open?.subject ?? "", choice: "2025-11-30", reason: "Sở chốt", by, at: new Date() }],
    };
    expect(resolvePhases(settled).phases[0]?.to).toBe("2025-11-30");
    expect(resolvePhases(settled).conflicts[0]?.settled?.reason).toBe("Sở chốt");
  });
  test("phases on the same days are a conflict; the choice says where the days count", () => {
    const overlap = campaign({
      ...given,
      phases: [
        { name: "Một", from: "01/9/2025", to: "30/9/2025", document: "" },
        { name: "Hai", from: "15/9/2025", to: "31/10/2025", document: "" },
      ],
    });
    expect(resolvePhases(overlap).conflicts.map(({ subject }) => subject)).toEqual(["overlap:mot:hai"]);
    expect(phaseOn("2025-09-20", resolvePhases(overlap))?.name).toBe("Hai");
    const by = { id: "1", name: "A" };
    const chosen = {
      ...overlap,
      settlements: [{ subject: "overlap:mot:hai", choice: "mot", reason: "r", by, at: new Date() }],
    };
    expect(phaseOn("2025-09-20", resolvePhases(chosen))?.name).toBe("Một");
  });
  test("coverage shows the topics without items; an item of two campaigns counts in both", () => {
    const rows = coverageOf(campaign(), [
      {
        approval: { at: at("2025-09-24T10:00:00") },
        belongings: [
          { campaignId: "c", topic: "lich-su" },
          { campaignId: "x", topic: "y" },
        ],
      },
      { approval: { at: at("2025-09-26T10:00:00") }, belongings: [{ campaignId: "c", topic: "lich-su" }] },
    ]);
    expect(rows.map((row) => [row.name, row.total, row.counts.map(({ n }) => n)])).toEqual([
      ["Lịch sử", 2, [1, 1, 0]],
      ["Văn hóa, nghệ thuật, thể thao của địa phương", 0, [0, 0, 0]],
    ]);
  });
  test.each([
    ["Đại hội lần thứ I, nhiệm kỳ 2025–2030", []],
    ["đại hội lần thứ i, nhiệm kỳ 2025-2030", ["Viết đúng tên chính thức: “Đại hội lần thứ I, nhiệm kỳ 2025–2030”"]],
    ["Uỷ ban dân dân xã", ["“Uỷ ban dân dân”: tên chính thức là “Ủy ban nhân dân”"]],
    ["không có gì", []],
  ])("names in “%s”", (text, warnings) =>
    expect(
      wrongNames(text, [
        { name: "Đại hội lần thứ I, nhiệm kỳ 2025–2030", wrong: [] },
        { name: "Ủy ban nhân dân", wrong: ["Uỷ ban dân dân"] },
      ]),
    ).toEqual(warnings),
  );
});
