import { daysBetween, judgeDay, judgeWorks } from "../../src/distribution/press.ts";

const phase = (from: string, to: string, least: number, most: number, more: object = {}) => ({
  each: "ngay" as "ngay" | "dot",
  from,
  to,
  least,
  most,
  minutesFrom: 0,
  minutesTo: 0,
  ...more,
});
const log = (day: string, published: number, more: object = {}) => ({
  day,
  title: "",
  registered: 0,
  published,
  minutes: 0,
  ...more,
});
const BEFORE = phase("2025-09-01", "2025-09-24", 10, 15);
const DURING = phase("2025-09-25", "2025-09-27", 30, 40);

test("S4-05: 12 on a day meet 10–15, 9 lack one; registered is no published", () => {
  const on = (published: number, registered = 0) =>
    judgeDay([BEFORE], "2025-09-10", [log("2025-09-10", published, { registered })]);
  expect(on(12)).toMatchObject({ state: "dat", word: "đạt 10–15", asked: "10–15" });
  expect(on(9)).toMatchObject({ state: "thieu", word: "thiếu 1" });
  expect(on(9, 14)).toMatchObject({ state: "thieu", registered: 14, published: 9 });
  expect(on(10).state).toBe("dat");
  expect(on(16).word).toBe("đạt 10–15, hơn 1");
});

test("S4-06: a day without its trailer is seen, also when nobody told anything of it", () => {
  const trailer = phase("2025-09-01", "2025-09-05", 1, 1);
  const told = ["2025-09-01", "2025-09-02", "2025-09-04"].map((day) => log(day, 1));
  const judged = daysBetween("2025-08-31", "2025-09-05").map((day) => judgeDay([trailer], day, told));
  expect(judged.map(({ day, state }) => [day.slice(8), state])).toEqual([
    ["31", "ngoai"],
    ["01", "dat"],
    ["02", "dat"],
    ["03", "thieu"],
    ["04", "dat"],
    ["05", "thieu"],
  ]);
  expect(judged[3]).toMatchObject({ word: "thiếu 1", asked: "1" });
});

test("S4-15: the target changes on the day the phase does", () => {
  const with20 = (day: string) => judgeDay([BEFORE, DURING], day, [log(day, 20)]).word;
  expect([with20("2025-09-24"), with20("2025-09-25"), with20("2025-09-28")]).toEqual([
    "đạt 10–15, hơn 5",
    "thiếu 10",
    "ngoài đợt",
  ]);
});

const FILMS = phase("2025-09-01", "2025-09-30", 2, 3, { each: "dot", minutesFrom: 10, minutesTo: 15 });
const film = (title: string, minutes: number, published = 1, day = "2025-09-10") =>
  log(day, published, { title, minutes });

test("S4-07: two works of twelve minutes are enough; one of another length is told and not counted", () => {
  expect(judgeWorks(FILMS, [film("a", 12), film("b", 12)])).toMatchObject({ state: "dat", word: "đạt 2–3" });
  expect(judgeWorks(FILMS, [film("a", 10), film("b", 15)]).state).toBe("dat");
  expect(judgeWorks(FILMS, [film("a", 12), film("b", 9), film("c", 16)])).toMatchObject({
    word: "thiếu 1",
    fitting: 1,
    unfitting: 2,
  });
  // registered only, or of another phase
  const none = [film("a", 12, 0), film("b", 12, 1, "2025-10-01")];
  expect(judgeWorks(FILMS, none)).toMatchObject({ word: "thiếu 2", fitting: 0, registered: 1 });
});

test("S4-17: exactly two of ten to fifteen minutes, and radio of any length", () => {
  expect(judgeWorks({ ...FILMS, most: 2 }, [film("a", 12), film("b", 14)])).toMatchObject({ word: "đạt 2" });
  const radio = { ...FILMS, most: 2, minutesFrom: 0, minutesTo: 0 };
  expect(judgeWorks(radio, [film("a", 5), film("b", 55)]).state).toBe("dat");
  expect(judgeWorks(radio, [film("a", 5)]).word).toBe("thiếu 1");
});
