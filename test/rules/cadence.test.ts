import fc from "fast-check";
import { type CadencePhase, judgeCadence } from "../../src/distribution/cadence.ts";

const BEFORE: CadencePhase = { name: "Trước", from: "2026-11-02", to: "2026-12-09", least: 2, most: 3 };
const DURING: CadencePhase = { name: "Trong", from: "2026-12-10", to: "", least: 3, most: 5 };
const dayAfter = (day: string, n: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
/** So many broadcasts in each week from a Monday on, on its first days. */
const logged = (monday: string, weeks: number[]): string[] =>
  weeks.flatMap((n, week) => Array.from({ length: n }, (_, k) => dayAfter(monday, week * 7 + (k % 7))));
const judge = (logs: string[], more: Partial<{ from: string; to: string; born: string; today: string }> = {}) =>
  judgeCadence(logs, [BEFORE, DURING], {
    from: "2026-11-02",
    to: "2026-11-29",
    born: "2025-07-01",
    today: "2027-02-01",
    ...more,
  });

test("S4-09: 2, 3, 3, 2 is 2,5 and met; 1, 1, 2 lacks two; nothing at all lacks all", () => {
  expect(judge(logged("2026-11-02", [2, 3, 3, 2]))).toMatchObject({ average: 2.5, state: "dat", missing: 0 });
  const short = judge(logged("2026-11-02", [1, 1, 2]), { to: "2026-11-22" });
  expect(short).toMatchObject({ average: 1.3, state: "thieu", missing: 2 });
  expect(short.weeks.map(({ state, missing }) => [state, missing])).toEqual([
    ["thieu", 1],
    ["thieu", 1],
    ["dat", 0],
  ]);
  expect(judge([])).toMatchObject({ average: 0, state: "thieu", missing: 8 });
});

test("S4-18: a week across two phases is asked by days; a week is Monday to Sunday", () => {
  // 07–13/12: three days of two a week, four of three a week
  const [week] = judge(["2026-12-07", "2026-12-13"], { from: "2026-12-07", to: "2026-12-13" }).weeks;
  expect(week).toMatchObject({
    monday: "2026-12-07",
    sunday: "2026-12-13",
    least: 2.571,
    n: 2,
    missing: 1,
    phases: ["Trước", "Trong"],
  });
  const [first, second] = judge(["2026-11-08", "2026-11-09"], { to: "2026-11-15" }).weeks;
  expect([first?.n, second?.n]).toEqual([1, 1]);
  expect(judge([], { from: "2026-12-14", to: "2026-12-20" }).weeks[0]).toMatchObject({ least: 3, missing: 3 });
});

test("born inside: asked from the day of birth; a running week is not judged; tomorrow does not count", () => {
  expect(judge([], { born: "2026-11-12", to: "2026-11-15" }).weeks.map(({ least, state }) => [least, state])).toEqual([
    [0, "ngoai"],
    [1.143, "thieu"],
  ]);
  expect(judge(["2026-11-10"], { born: "2026-11-12", to: "2026-11-15" }).weeks[1]?.n).toBe(0);
  const running = judge(["2026-11-16", "2026-11-20"], { from: "2026-11-16", to: "2026-11-22", today: "2026-11-18" });
  expect(running.weeks[0]).toMatchObject({ n: 1, state: "chua-het", missing: 0 });
  expect(running.state).toBe("chua-co");
  expect(judge(["2026-10-30"], { from: "2026-10-26", to: "2026-11-01" }).weeks[0]?.state).toBe("ngoai");
});

test("one broadcast more never makes it worse, and weeks add up to the whole", () => {
  const day = fc.integer({ min: 0, max: 27 }).map((n) => dayAfter("2026-11-02", n));
  fc.assert(
    fc.property(fc.array(day, { maxLength: 30 }), day, (logs, one) => {
      const [before, after] = [judge(logs), judge([...logs, one])];
      expect(after.missing).toBeLessThanOrEqual(before.missing);
      expect(before.weeks.reduce((sum, { n }) => sum + n, 0)).toBe(logs.length);
    }),
  );
});
