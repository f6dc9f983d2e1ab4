import * as fc from "fast-check";
import {
  addPlans,
  type AudienceFacts,
  type ChannelPlan,
  planAll,
  type PlanTerms,
  propose,
} from "../../src/broadcasts/channels.ts";
import { noCounts } from "../../src/broadcasts/broadcast.model.ts";
import { radioScript, smsText } from "../../src/broadcasts/compose-urgent.ts";
import { fingerprintOf, isTooLate, whyStop } from "../../src/broadcasts/rules.ts";
import { daysOn, NATIONAL_DAYS } from "../../src/calendar/days.ts";
import { lastAllowedSlot, reachBudget, weeksOf } from "../../src/calendar/reach-budget.ts";
import { simulateYear, summarise } from "../../src/calendar/simulate-year.ts";
import { EVERYBODY } from "../../src/citizens/audience.ts";
import type { Campaign } from "../../src/content/campaign.model.ts";
import { kindProblems, kindWarnings, liveWord, NO_DETAILS, parseLength } from "../../src/content/kinds.ts";
import { type CampaignRows, readLists, showLists } from "../../src/content/parse-campaign.ts";
import { coverageOf, phaseOn, resolvePhases, wrongNames } from "../../src/content/phases.ts";
import { formatDate } from "../../src/kernel/dates.ts";
import { dayKey, isTet, nextAllowed, whyQuiet } from "../../src/kernel/send-hours.ts";
import { DEFAULT_TERMS } from "../../src/zalo/terms.ts";

/** Reached and not reached are the audience, always. */
const addsUp = ({ figures: { audience, reached, unreachable } }: ChannelPlan): boolean =>
  reached + Object.values(unreachable).reduce((sum, n) => sum + n, 0) === audience;
const at = (text: string): Date => new Date(`${text}+07:00`);
const hours = { from: 6, to: 22, quietDays: ["2026-12-01"] };

describe("quiet hours and days", () => {
  test.each([
    ["2026-11-30T06:00:00", undefined],
    ["2026-11-30T05:59:00", "Ngoài giờ"],
    ["2026-11-30T21:59:00", undefined],
    ["2026-11-30T22:00:00", "Ngoài giờ"],
    ["2026-12-01T10:00:00", "Ngày đơn vị"],
    ["2027-02-04T10:00:00", undefined],
    ["2027-02-05T10:00:00", "30 Tết"],
    ["2027-02-08T10:00:00", "30 Tết"],
    ["2027-02-09T10:00:00", undefined],
  ])("%s: %s", (moment, why) => {
    const said = whyQuiet(at(moment), hours);
    if (why === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(why);
  });
  test.each([
    ["2026-11-30T22:30:00", "2026-12-02T06:00:00"],
    ["2026-11-30T03:00:00", "2026-11-30T06:00:00"],
    ["2026-11-30T12:00:00", "2026-11-30T12:00:00"],
    ["2027-02-05T08:00:00", "2027-02-09T06:00:00"],
  ])("from %s the next allowed moment is %s", (from, next) =>
    expect(nextAllowed(at(from), hours).toISOString()).toBe(at(next).toISOString()),
  );
  test("30 Tết to mùng 3 in 2026 to 2028", () => {
    const quiet = (year: number): string[] =>
      Array.from({ length: 70 }, (_, n) => new Date(at(`${year}-01-10T12:00:00`).getTime() + n * 86_400_000))
        .filter((day) => isTet(day))
        .map(dayKey);
    expect(quiet(2026)).toEqual(["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19"]);
    expect(quiet(2027)).toEqual(["2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08"]);
    expect(quiet(2028)).toEqual(["2028-01-25", "2028-01-26", "2028-01-27", "2028-01-28"]);
  });
});

describe("days that matter (domain.md §4.4)", () => {
  test.each([
    ["2026-02-17", "Tết Nguyên đán"],
    ["2027-02-06", "Tết Nguyên đán"],
    ["2028-01-26", "Tết Nguyên đán"],
    ["2026-04-26", "Giỗ Tổ Hùng Vương"],
    ["2027-04-16", "Giỗ Tổ Hùng Vương"],
    ["2028-04-04", "Giỗ Tổ Hùng Vương"],
    ["2026-08-27", "Vu lan"],
    ["2027-08-16", "Vu lan"],
    ["2028-09-03", "Vu lan"],
    ["2026-09-25", "Trung thu"],
    ["2027-09-15", "Trung thu"],
    ["2028-10-03", "Trung thu"],
    ["2026-11-18", "Ngày truyền thống Mặt trận"],
    ["2026-12-22", "Ngày thành lập Quân đội"],
  ])("%s is %s", (day, name) =>
    expect(daysOn(at(`${day}T10:00:00`), NATIONAL_DAYS).map((one) => one.name)).toContain(name),
  );
  test("a month is whole weeks from Monday", () => {
    const weeks = weeksOf(at("2026-11-15T00:00:00"));
    expect(weeks.every((week) => week.length === 7)).toBe(true);
    expect(weeks[0]?.[6] && formatDate(weeks[0][6])).toBe("01/11/2026");
    expect(weeks.flat().filter(Boolean)).toHaveLength(30);
  });
});

describe("reach budget", () => {
  const terms = { cap: 4, mostArticles: 5, followers: 4120, sendHours: hours };
  const now = at("2026-11-20T08:00:00");
  const items = (...days: string[]) => days.map((day, n) => ({ id: String(n), title: `Tin ${n}`, day, fixed: false }));
  test("what fits reaches everybody", () => {
    const budget = reachBudget(items("2026-11-21", "2026-11-24"), 2, now, terms);
    expect(budget).toMatchObject({ left: 2, merges: [], never: [] });
    expect(budget.items.map((item) => item.reach)).toEqual([4120, 4120]);
  });
  test("five items for two broadcasts: merged on later days, nothing before it is ripe, at most five together", () => {
    const budget = reachBudget(
      items("2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25"),
      2,
      now,
      terms,
    );
    expect(budget.items.map((item) => item.reach)).toEqual([4120, 4120, 0, 0, 0]);
    expect(budget.never).toEqual([]);
    const merged = budget.merges.flatMap((merge) => merge.items);
    for (const merge of budget.merges) {
      expect(merge.items.length).toBeLessThanOrEqual(5);
      for (const item of merge.items) expect(item.day <= merge.day).toBe(true);
    }
    expect(merged.length).toBeGreaterThanOrEqual(4);
  });
  test("a quiet day's slot is the last allowed before it", () =>
    expect(lastAllowedSlot("2026-12-01", now, hours)?.toISOString()).toBe(at("2026-11-30T21:00:00").toISOString()));
  test("property: with merging at most left × 5 go, in at most `left` broadcasts; the rest is named", () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 20, max: 30 }), { maxLength: 30 }),
        fc.integer({ min: 0, max: 6 }),
        (days, used) => {
          const planned = days.map((day, n) => ({ id: String(n), title: "t", day: `2026-11-${day}`, fixed: false }));
          const budget = reachBudget(planned, used, now, terms);
          expect(budget.items).toHaveLength(planned.length);
          const perDay = new Map<number, number>();
          for (const day of days) perDay.set(day, (perDay.get(day) ?? 0) + 1);
          const broadcasts = [...perDay.values()].reduce((sum, n) => sum + Math.ceil(n / 5), 0);
          const room = broadcasts <= budget.left ? days.length : budget.left * 5;
          expect(budget.never).toHaveLength(Math.max(0, days.length - room));
          expect(planned.length - budget.never.length).toBeLessThanOrEqual(Math.max(budget.left * 5, 0));
          expect(
            new Set(budget.items.filter((item) => item.reach > 0).map((item) => item.slot)).size,
          ).toBeLessThanOrEqual(budget.left);
        },
      ),
    ));
});

describe("the planner", () => {
  const terms: PlanTerms = {
    terms: DEFAULT_TERMS,
    packageName: "Comprehensive",
    perMinute: 2000,
    sendHours: { from: 6, to: 22, quietDays: [] },
    at: at("2026-11-25T10:00:00"),
    urgent: false,
    audience: EVERYBODY,
    hasTemplate: true,
    allowanceLeft: 100,
    articlesThisMonth: 0,
    articlesThatDay: 0,
    items: 1,
  };
  const facts: AudienceFacts = {
    audience: 1860,
    free: 1000,
    charged: 600,
    windowClosed: 100,
    notFollowing: 60,
    stopped: 100,
    stoppedFree: 30,
    stoppedCharged: 20,
    stoppedClosed: 40,
  };
  const plan = (more: Partial<PlanTerms>) =>
    Object.fromEntries(planAll(facts, { ...terms, ...more }).map((one) => [one.key, one]));
  test("personal: people, price after the allowance, who is left out and why", () => {
    expect(plan({})["personal"]).toMatchObject({
      blocked: "",
      figures: {
        reached: 1600,
        consultationFree: 1000,
        costVnd: 500 * 55,
        unreachable: { "window-closed": 100, stopped: 100, "not-following": 60 },
      },
    });
    expect(plan({})["personal-template"]?.figures).toMatchObject({
      reached: 1700,
      template: 100,
      costVnd: 500 * 55 + 100 * 165,
    });
  });
  test("an emergency reaches DUNG people, and says how many", () =>
    expect(plan({ urgent: true })["personal"]?.figures).toMatchObject({ reached: 1650, stoppedReached: 50 }));
  test("articles reach all followers and cannot leave DUNG people out", () =>
    expect(plan({})["article"]?.figures).toMatchObject({ reached: 1790, stoppedReached: 90, costVnd: 0 }));
  test.each([
    ["topics", { audience: { topics: ["tin-xa"], language: "" } }, "article", "không chọn được theo chủ đề"],
    ["cap", { articlesThisMonth: 6 }, "article", "6 trong 6"],
    ["one a day", { articlesThatDay: 1 }, "article", "mỗi ngày"],
    ["six articles", { items: 6 }, "article", "không quá 5"],
    ["two items one by one", { items: 2 }, "personal", "một nội dung"],
    ["night", { at: at("2026-11-25T22:00:00") }, "personal", "Ngoài giờ"],
    ["urgent articles at night", { at: at("2026-11-25T22:00:00"), urgent: true }, "article", "kể cả tin khẩn cấp"],
    ["no template", { hasTemplate: false }, "personal-template", "chưa có mẫu"],
  ] as const)("%s", (_what, more, key, why) => expect(plan(more as Partial<PlanTerms>)[key]?.blocked).toContain(why));
  test("at night an emergency may still go one by one", () =>
    expect(plan({ at: at("2026-11-25T23:00:00"), urgent: true })["personal"]?.blocked).toBe(""));
  test("an emergency takes every way, and says whom it may reach twice, at what cost and until when", () => {
    const urgent = planAll(facts, { ...terms, urgent: true, perMinute: 100 });
    expect(propose(urgent)).toMatchObject({
      key: "urgent-all",
      figures: {
        reached: 1790,
        twice: 1790,
        consultationFree: 1030,
        consultationCharged: 620,
        template: 140,
        article: 1790,
        costVnd: 520 * 55 + 140 * 165,
        unreachable: { "not-following": 70 },
      },
      takesMinutes: 17.9,
    });
    const night = plan({ urgent: true, at: at("2026-11-25T23:00:00"), hasTemplate: false })["urgent-all"];
    expect(night?.figures).toMatchObject({ reached: 1650, twice: 0, article: 0 });
    expect(night?.figures.unreachable).toEqual({ "window-closed": 140, "not-following": 70 });
    expect(night?.allowance).toContain("Zalo chỉ nhận tin bài từ 6:00 đến 21:59");
    expect(plan({})["urgent-all"]).toBeUndefined();
    // 15,600 people one by one at 100 a minute are 156 minutes
    const many = { ...facts, free: 15_600, charged: 0, windowClosed: 0, notFollowing: 0, stopped: 0 };
    const none = { stoppedFree: 0, stoppedCharged: 0, stoppedClosed: 0, audience: 15_600 };
    expect(planAll({ ...many, ...none }, { ...terms, perMinute: 100 })[0]?.takesMinutes).toBe(156);
  });

  describe("a department's plan adds its units up, each at its own terms", () => {
    const none = { stoppedFree: 0, stoppedCharged: 0, stoppedClosed: 0 };
    const unit = (charged: number, more: Partial<PlanTerms> = {}) =>
      planAll(
        { ...facts, free: 0, charged, windowClosed: 0, notFollowing: 0, stopped: 0, ...none, audience: charged },
        { ...terms, hasTemplate: false, ...more },
      );
    const added = (parts: ReturnType<typeof unit>[], key: string, perApp = 4000) =>
      addPlans(
        parts.flatMap((part) => part.filter((one) => one.key === key)),
        perApp,
      );
    test("what one unit has left of its allowance pays for nobody of another", () => {
      const parts = [
        unit(600, { allowanceLeft: 2000 }),
        unit(300, { allowanceLeft: 0 }),
        unit(50, { allowanceLeft: 40 }),
      ];
      const all = added(parts, "personal");
      expect(all.figures).toMatchObject({ audience: 950, reached: 950, costVnd: (300 + 10) * 55 });
      expect(addsUp(all)).toBe(true);
      // as one pot it would have been shown as 0, and with the first unit's package alone as something else again
      expect(all.figures.costVnd).toBe(
        parts.reduce((sum, part) => sum + (part.find((one) => one.key === "personal")?.figures.costVnd ?? 0), 0),
      );
    });
    test("the slowest unit ends last, and all together are no faster than the app", () => {
      const parts = [unit(600, { perMinute: 100 }), unit(600, { perMinute: 2000 })];
      expect(added(parts, "personal").takesMinutes).toBe(6);
      expect(added(parts, "personal", 100).takesMinutes).toBe(12);
    });
    test("who belongs to a unit that cannot is not reached, with the reason; hours only delay", () => {
      const parts = [
        unit(10),
        unit(20, { articlesThatDay: 1 }),
        unit(30, { sendHours: { from: 12, to: 20, quietDays: [] } }),
      ];
      const article = added(parts, "article");
      expect(article.figures).toMatchObject({ reached: 40, unreachable: { "unit-cannot": 20 } });
      expect(addsUp(article)).toBe(true);
      expect(article.allowance).toContain("2 trong 3 đơn vị dùng được; 1 đơn vị đang ngoài giờ");
      expect(added([unit(20, { articlesThatDay: 1 })], "article").blocked).toContain("mỗi ngày");
    });
  });

  test("property: reached and not reached are always the audience", () =>
    fc.assert(
      fc.property(
        fc.tuple(
          fc.nat(500),
          fc.nat(500),
          fc.nat(500),
          fc.nat(500),
          fc.nat(100),
          fc.nat(100),
          fc.nat(100),
          fc.nat(100),
        ),
        fc.boolean(),
        ([free, charged, windowClosed, notFollowing, sf, sc, scl, extra], urgent) => {
          const stopped = sf + sc + scl + extra;
          const some: AudienceFacts = {
            audience: free + charged + windowClosed + notFollowing + stopped,
            free,
            charged,
            windowClosed,
            notFollowing,
            stopped,
            stoppedFree: sf,
            stoppedCharged: sc,
            stoppedClosed: scl,
          };
          for (const one of planAll(some, { ...terms, urgent })) {
            expect([one.key, addsUp(one)]).toEqual([one.key, true]);
            expect(addsUp(addPlans([one, one, { ...one, blocked: "không", quiet: false }], 4000))).toBe(true);
          }
        },
      ),
    ));
  test("the cheaper of two that reach as many is proposed", () => {
    const same = { ...facts, windowClosed: 0, stoppedClosed: 0 };
    expect(propose(planAll(same, { ...terms, audience: { topics: ["a"], language: "" } }))?.key).toBe("personal");
  });
});

describe("the automatic stop needs a count and a share", () => {
  const rule = { count: 50, share: 0.3 };
  test.each([
    [{ accepted: 10, failed: 49 }, false],
    [{ accepted: 200, failed: 50 }, false],
    [{ accepted: 100, failed: 50 }, true],
    [{ accepted: 100, failed: 30, unknown: 20 }, true],
    [{ planned: 500, skipped: 500, failed: 50 }, true],
  ])("%o stops: %s", (counts, stops) =>
    expect(whyStop({ ...noCounts(), ...counts }, { failed: 0, sent: 0 }, rule) !== undefined).toBe(stops),
  );
  test("what failed before a person said go on does not count again", () =>
    expect(whyStop({ ...noCounts(), accepted: 100, failed: 60 }, { failed: 60, sent: 120 }, rule)).toBeUndefined());
  test.each([
    [12, false],
    [12.01, true],
  ])("%d hours late is too late: %s", (late, too) =>
    expect(
      isTooLate(at("2026-11-20T08:00:00"), new Date(at("2026-11-20T08:00:00").getTime() + late * 3_600_000), 12),
    ).toBe(too),
  );
});

describe("fingerprint of a plan", () => {
  const content = {
    itemId: "1",
    kind: "tin" as const,
    details: NO_DETAILS,
    title: "Họp",
    body: "Mời họp",
    source: "UBND",
    pictureId: "",
    pictureAlt: "",
    pictureSha: "",
    message: "Họp\n\nMời họp",
    authorId: "a",
    authorName: "A",
  };
  const plan = {
    contents: [content],
    channel: "personal" as const,
    templateId: "",
    alsoArticle: false,
    cities: [],
    audience: { topics: ["a", "b"], language: "" },
    units: [],
    urgent: false,
    sendAt: at("2026-11-25T10:00:00"),
    plan: null,
  };
  const shown = {
    at: at("2026-11-25T09:00:00"),
    audience: 10,
    reached: 9,
    consultationFree: 9,
    consultationCharged: 0,
    template: 0,
    article: 0,
    costVnd: 55,
    stoppedReached: 0,
    twice: 0,
    takesMinutes: 1,
    unreachable: {},
  };
  test.each([
    ["a letter", { contents: [{ ...content, message: "Họp\n\nMời họp." }] }],
    ["a picture", { contents: [{ ...content, pictureSha: "x" }] }],
    ["the channel", { channel: "article" as const }],
    ["a topic", { audience: { topics: ["a"], language: "" } }],
    ["a minute", { sendAt: at("2026-11-25T10:01:00") }],
    ["urgency", { urgent: true }],
    ["a unit", { units: ["x"] }],
    ["a place", { cities: ["9"] }],
    ["the article on top", { alsoArticle: true }],
    ["what it costs", { plan: { ...shown, costVnd: 56 } }],
    ["whom it reaches", { plan: { ...shown, reached: 10 } }],
    ["whom it may reach twice", { plan: { ...shown, twice: 1 } }],
  ])("%s changes it", (_what, change) => {
    const before = { ...plan, plan: shown };
    expect(fingerprintOf({ ...before, ...change })).not.toBe(fingerprintOf(before));
  });
  test("a plan of version 0.4, which knew no article beside the messages, keeps the one it was approved with", () => {
    const { alsoArticle: _, ...earlier } = plan;
    const given = "efb095c091caa66fd2c8f323db28db042e6ac040f88bce8e322ebeeedcccb7cd";
    expect(fingerprintOf(earlier)).toBe(given);
    expect(fingerprintOf({ ...earlier, plan: shown })).toBe(given);
    expect(fingerprintOf(plan)).not.toBe(given);
  });
  test("order of topics and NFD do not", () => {
    expect(fingerprintOf({ ...plan, audience: { topics: ["b", "a"], language: "" } })).toBe(fingerprintOf(plan));
    expect(fingerprintOf({ ...plan, contents: [{ ...content, title: "Họp".normalize("NFD") }] })).toBe(
      fingerprintOf(plan),
    );
  });
});

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

describe("an emergency's other texts", () => {
  const broadcast = { contents: [{ body: "Nước sông dâng nhanh. Bà con thôn 2 lên nhà văn hóa ngay." }] } as never;
  test("radio script says it twice and who speaks", () => {
    const { text, seconds } = radioScript(broadcast, "UBND xã Sao Mai", at("2026-11-21T19:30:00"));
    expect(text.match(/Nước sông dâng nhanh/g)).toHaveLength(2);
    expect(text).toContain("UBND xã Sao Mai thông báo khẩn, lúc 19 giờ 30 phút");
    expect(seconds).toBeGreaterThan(10);
  });
  test("the SMS has no marks and at most 160 letters", () => {
    const sms = smsText(broadcast, "UBND xã Sao Mai");
    expect(sms).toBe("UBND xa Sao Mai: Nuoc song dang nhanh. Ba con thon 2 len nha van hoa ngay.");
    const of = (body: string): string => smsText({ contents: [{ body }] } as never, "UBND");
    // what was no link with its marks is none without them; an address that may stand there stays whole
    expect(of("Bà con rời khỏi nhà.Ba giờ sáng lũ về.\nGọi sở.Ai cần thì báo.")).toBe(
      "UBND: Ba con roi khoi nha. Ba gio sang lu ve. Goi so. Ai can thi bao.",
    );
    expect(of("Xem https://saomai.gov.vn/lũ.html và saomai.gov.vn")).toContain(
      "https://saomai.gov.vn/lu.html va saomai.gov.vn",
    );
    expect(smsText({ contents: [{ body: "á".repeat(500) }] } as never, "UBND").length).toBeLessThanOrEqual(160);
  });
});

describe("a year of 126 units on its own clock", () => {
  const units = Array.from({ length: 126 }, (_, n) => ({
    code: `xa-${n}`,
    name: `Xã ${n}`,
    followers: 1000 + n,
    cap: n % 3 === 0 ? 1 : 4,
    sendHours: hours,
    known: NATIONAL_DAYS,
    planned: [],
  }));
  const options = { from: at("2026-11-21T00:00:00"), days: 365, digestsAWeek: 2, mostArticles: 5 };
  test("the same input gives the same year; what was planned went out or is named", () => {
    const years = simulateYear(units, options);
    expect(simulateYear(units, options)).toEqual(years);
    for (const year of years) {
      expect(year.itemsPerFollower + year.never.length).toBe(year.planned);
      expect(year.broadcasts).toBeLessThanOrEqual(13 * (year.code === "xa-0" ? 1 : 4));
    }
    const [small, large] = [years[0], years[1]];
    expect(small?.never.length).toBeGreaterThan(large?.never.length ?? 0);
    expect(summarise(years)).toMatchObject({ units: 126 });
  });
});
