import fc from "fast-check";
import { legendOf, needsOf } from "../../src/distribution/needs.ts";
import { isLate } from "../../src/distribution/rules.ts";

const NOW = new Date("2026-11-27T09:00:00+07:00");
const DAY = 86_400_000;
const ago = (days: number): Date => new Date(NOW.getTime() - days * DAY);
type State = Parameters<typeof isLate>[0]["state"];
const copy = (unitCode: string, state: State, due: number, pushed: number, more: Record<string, unknown> = {}) => ({
  unitCode,
  state,
  dueAt: ago(due),
  pushedAt: ago(pushed),
  openedAt: null,
  publishedAt: null,
  decided: null,
  ...more,
});

test("step, office and since when; the highest level first, then the longest wait, never a score", () => {
  const needs = needsOf(
    ["a", "b", "c", "d", "e", "f"],
    [
      copy("a", "waiting", -9, 1),
      copy("b", "waiting", 1, 9, { openedAt: ago(5) }),
      copy("c", "adapted", 8, 20, { decided: { by: { id: "x", name: "X" }, at: ago(10), unit: "c" } }),
      copy("d", "declined", 30, 40),
      copy("e", "waiting", -1, 1),
      copy("f", "waiting", 2, 12),
      copy("khac", "waiting", 30, 40),
    ],
    NOW,
  );
  expect(needs.map(({ unitCode, level, step, office }) => [unitCode, level, step, office])).toEqual([
    ["c", "bao-dong", "duyet", "Lãnh đạo duyệt tin"],
    ["f", "ho-tro", "mo", "Công chức phụ trách"],
    ["b", "ho-tro", "quyet", "Công chức phụ trách"],
    ["e", "de-y", "mo", "Công chức phụ trách"],
    ["a", "binh-thuong", "", ""],
    ["d", "binh-thuong", "", ""],
  ]);
  expect(legendOf(needs).map(({ n }) => n)).toEqual([1, 2, 1, 2]);
});

test("late is decided once: 400 days by three units, page and list agree; a decline is never late", () => {
  const due = new Date("2026-06-05T23:59:59.999+07:00");
  for (let day = -200; day < 200; day += 1) {
    const now = new Date(due.getTime() + day * DAY);
    for (const [unit, published] of [
      ["a", null],
      ["b", new Date(due.getTime() - DAY)],
      ["c", new Date(due.getTime() + DAY)],
    ] as const) {
      const state = published && published <= now ? ("published" as const) : ("waiting" as const);
      const one = { ...copy(unit, state, 0, 0, { publishedAt: state === "published" ? published : null }), dueAt: due };
      const late = isLate(one, now);
      expect([unit, day, late]).toEqual([
        unit,
        day,
        unit === "a" ? now > due : unit === "b" ? state === "waiting" && now > due : now > due,
      ]);
      if (state === "waiting") expect(needsOf([unit], [one], now)[0]?.late).toBe(Number(late));
      expect(isLate({ ...one, state: "declined" }, now)).toBe(false);
    }
  }
});

test("the legend adds up to all units, whatever they hold", () => {
  const states: State[] = ["waiting", "taken", "adapted", "declined", "published", "withdrawn"];
  const row = fc.record({
    unit: fc.integer({ min: 0, max: 9 }),
    state: fc.constantFrom(...states),
    due: fc.integer({ min: -20, max: 20 }),
  });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const units = Array.from({ length: 8 }, (_, n) => String(n));
      const needs = needsOf(
        units,
        rows.map(({ unit, state, due }) => copy(String(unit), state, due, due + 3)),
        NOW,
      );
      expect(legendOf(needs).reduce((sum, { n }) => sum + n, 0)).toBe(8);
    }),
  );
});
