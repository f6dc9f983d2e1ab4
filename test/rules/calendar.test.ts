import * as fc from "fast-check";
import { daysOn, NATIONAL_DAYS } from "../../src/calendar/days.ts";
import { lastAllowedSlot, reachBudget, weeksOf } from "../../src/calendar/reach-budget.ts";
import { simulateYear, summarise } from "../../src/calendar/simulate-year.ts";
import { formatDate } from "../../src/kernel/dates.ts";
import { dayKey, isTet, nextAllowed, whyQuiet } from "../../src/kernel/send-hours.ts";

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
