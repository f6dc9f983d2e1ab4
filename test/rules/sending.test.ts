import * as fc from "fast-check";
import { addPlans, type ChannelPlan, planAll, type PlanTerms, propose } from "../../src/broadcasts/channels.ts";
import { type AudienceFacts } from "../../src/broadcasts/count-audience.ts";
import { noCounts } from "../../src/broadcasts/broadcast.model.ts";
import { radioScript, smsText } from "../../src/broadcasts/compose-urgent.ts";
import { fingerprintOf, isTooLate, whyStop } from "../../src/broadcasts/rules.ts";
import { EVERYBODY } from "../../src/citizens/audience.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { DEFAULT_TERMS } from "../../src/zalo/terms.ts";

/** Reached and not reached are the audience, always. */
const addsUp = ({ figures: { audience, reached, unreachable } }: ChannelPlan): boolean =>
  reached + Object.values(unreachable).reduce((sum, n) => sum + n, 0) === audience;
const at = (text: string): Date => new Date(`${text}+07:00`);

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
  test("an article, which reaches who wrote DUNG, is never proposed; it can be chosen", () => {
    const all = planAll({ ...facts, windowClosed: 1700, stoppedClosed: 90 }, terms);
    expect(all.find(({ key }) => key === "article")?.blocked).toBe("");
    expect(propose(all)?.key).not.toBe("article");
    expect(propose(planAll(facts, { ...terms, items: 2 }))).toBeUndefined();
  });
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
