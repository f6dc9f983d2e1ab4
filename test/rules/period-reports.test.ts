import fc from "fast-check";
import { AppError } from "../../src/kernel/errors.ts";
import { duringSpan } from "../../src/kernel/fact.ts";
import { readValue, writtenValue } from "../../src/period-reports/field-value.ts";
import { answerOf, faultsOf, figuresOf } from "../../src/period-reports/figures.ts";
import { gapBefore } from "../../src/period-reports/open-period.ts";
import { rowsOfForm, textOfRows } from "../../src/period-reports/form-rows.ts";
import { formText, readForm, versionFaults } from "../../src/period-reports/read-form.ts";
import {
  dayFaults,
  dayOfWritten,
  daysLeft,
  dueWords,
  isLate,
  lateFrom,
  overlaps,
  type PeriodDays,
  reminderDue,
  spanOf,
  standingOf,
  STRICTNESS,
  tallyOf,
  usualDays,
} from "../../src/period-reports/rules.ts";
import { askedOf, chainProblems, nextSeal, type Seal, sealProblems } from "../../src/period-reports/seal.ts";
import { STARTER } from "../../src/period-reports/starter-form.ts";

const at = (text: string): Date => new Date(`${text}+07:00`);
const HALF: PeriodDays = { from: "2025-12-01", cutoff: "2026-05-30", due: "2026-06-06", strictness: "before" };
const NEXT: PeriodDays = { from: "2026-05-31", cutoff: "2026-11-30", due: "2026-12-06", strictness: "before" };
const isIn = (moment: Date, period: PeriodDays): boolean => {
  const { $gte, $lt } = duringSpan(spanOf(period));
  return moment >= $gte && moment < $lt;
};

test.each([
  ["2025-11-30T23:59:59.999", false, false],
  ["2025-12-01T00:00:00.000", true, false],
  ["2026-05-30T23:59:59.999", true, false],
  ["2026-05-31T00:00:00.000", false, true],
  ["2026-11-30T23:59:59.999", false, true],
  ["2026-12-01T00:00:00.000", false, false],
])("the day of the cut-off counts whole, the one after it is the next period's: %s", (moment, first, second) => {
  expect([isIn(at(moment), HALF), isIn(at(moment), NEXT)]).toEqual([first, second]);
});

test("24:00 is written of the day it ends: it is in; 00:00 of the day after is not", () => {
  const counts = (day: string, clock: string): boolean => isIn(at(`${dayOfWritten(day, clock)}T12:00`), HALF);
  expect([counts("2026-05-30", "24:00"), counts("2026-05-31", "00:00")]).toEqual([true, false]);
  for (const wrong of ["24:01", "25:00", "12:60", "", "noon"])
    expect(() => dayOfWritten("2026-05-30", wrong)).toThrow(/no time/);
});

test.each([
  ["2026-06-05T23:59:59.999", false, false],
  ["2026-06-06T00:00:00.000", true, false],
  ["2026-06-06T23:59:59.999", true, false],
  ["2026-06-07T00:00:00.000", true, true],
])("S2-12 due: %s, before the day and through it", (moment, before, through) => {
  expect(isLate(at(moment), HALF)).toBe(before);
  expect(isLate(at(moment), { ...HALF, strictness: "through" })).toBe(through);
});

test("one word on late over 400 days and both ways of saying it: standing, days left and the first late moment agree", () => {
  for (const strictness of STRICTNESS)
    for (let n = 0; n < 400; n += 1) {
      const now = new Date(at("2025-12-20T09:30").getTime() + n * 86_400_000);
      const period = { ...HALF, strictness };
      const late = isLate(now, period);
      expect([n, now >= lateFrom(period)]).toEqual([n, late]);
      expect([n, standingOf(null, period, now) === "missing"]).toEqual([n, late]);
      expect([n, daysLeft(now, period) < 0]).toEqual([n, late]);
      const known = { openedAt: now, isWaiting: false, submittedAt: now, sourceAt: null };
      expect([n, standingOf(known, period, now)]).toEqual([n, late ? "late" : "on-time"]);
      // whoever reports on the source system is never late
      expect(standingOf({ ...known, submittedAt: null, sourceAt: now }, period, now)).toBe("source");
    }
});

test.each([
  ["a tick after a late report", "2026-06-08T08:00", "2026-06-09T08:00", "late"],
  ["a tick of the same moment", "2026-06-08T08:00", "2026-06-08T08:00", "late"],
  ["a tick after one in time", "2026-06-05T23:59", "2026-06-09T08:00", "on-time"],
  ["a supplement here of what was told elsewhere", "2026-06-08T08:00", "2026-06-07T08:00", "source"],
])("what came first holds: %s", (_, submitted, told, wanted) => {
  const known = { openedAt: null, isWaiting: false, submittedAt: at(submitted), sourceAt: at(told) };
  expect(standingOf(known, HALF, at("2026-06-20T08:00"))).toBe(wanted);
});

test("109 in time + 11 late + 6 missing = 126, who never opened the form among them", () => {
  const now = at("2026-06-20T08:00");
  const submitted = (moment: string) => ({
    openedAt: at(moment),
    isWaiting: false,
    submittedAt: at(moment),
    sourceAt: null,
  });
  const known = [
    ...Array.from({ length: 100 }, () => submitted("2026-06-05T23:59")),
    ...Array.from({ length: 9 }, () => ({ ...submitted("2026-06-09T08:00"), submittedAt: null, sourceAt: now })),
    ...Array.from({ length: 11 }, () => submitted("2026-06-06T00:00")),
    ...Array.from({ length: 2 }, () => ({ ...submitted("2026-06-05T10:00"), submittedAt: null })),
    ...Array.from({ length: 4 }, () => null),
  ];
  const tally = tallyOf(known.map((one) => standingOf(one, HALF, now)));
  expect(tally).toEqual({ expected: 126, onTime: 109, source: 9, late: 11, missing: 6 });
});

test.each([
  ["2026-05-29T23:59", 0],
  ["2026-05-30T00:00", 7],
  ["2026-06-02T12:00", 7],
  ["2026-06-03T00:00", 3],
  ["2026-06-05T00:00", 1],
  ["2026-06-05T23:59", 1],
  ["2026-06-06T00:00", 0],
])("S2-12 reminders: %s → T-%i", (moment, days) => {
  expect(reminderDue(at(moment), HALF)).toBe(days);
});

test("three settings, checked each; periods of one kind share no day, and a gap is said", () => {
  expect(dayFaults(HALF)).toEqual({});
  expect(Object.keys(dayFaults({ ...HALF, cutoff: "2025-11-30" }))).toEqual(["cutoff"]);
  expect(Object.keys(dayFaults({ ...HALF, due: "2026-05-30" }))).toEqual(["due"]);
  expect(Object.keys(dayFaults({ from: "2026-02-30", cutoff: "x", due: "" }))).toEqual(["from", "cutoff", "due"]);
  const half = { ...HALF, kind: "half-year" as const };
  expect(overlaps(half, { ...NEXT, kind: "half-year" })).toBe(false);
  expect(overlaps(half, { ...NEXT, kind: "half-year", from: "2026-05-30" })).toBe(true);
  expect(overlaps(half, { ...half, kind: "year" })).toBe(false);
  expect(gapBefore({ kind: "half-year", from: "2026-05-31" }, [half])).toBe("");
  expect(gapBefore({ kind: "half-year", from: "2026-06-01" }, [half])).toBe(
    "Từ 31/5/2026 đến trước 01/6/2026 không kỳ 6 tháng nào tính.",
  );
  const usual = usualDays("half-year", at("2026-05-02T08:00"));
  expect([usual, dueWords(usual)]).toEqual([HALF, "trước ngày 06/6/2026"]);
  expect(usualDays("month", at("2027-02-10T08:00"))).toMatchObject({ from: "2027-02-01", cutoff: "2027-02-28" });
  expect(usualDays("week", at("2026-11-29T23:59"))).toMatchObject({ from: "2026-11-23", cutoff: "2026-11-29" });
});

const number = { kind: "count" as const, options: [] };
test.each([
  ["1.586", 1586],
  ["1586", 1586],
  [" 1 586 ", 1586],
  ["0", 0],
  ["", null],
  ["1,5", "fault"],
  ["1.5", "fault"],
  ["12.34", "fault"],
  ["-1", "fault"],
  ["1e3", "fault"],
  ["٣", "fault"],
  ["9".repeat(20), "fault"],
])("a whole number as it is written: %j", (typed, wanted) => {
  const read = readValue(number, typed);
  expect(typeof read === "object" && read !== null ? "fault" : read).toBe(wanted);
});

test("decimals add up to the last digit, and what is written is read again", () => {
  const decimal = { kind: "decimal" as const, options: [] };
  expect(["12,5", "0,05", "1.234,5", "7"].map((text) => readValue(decimal, text))).toEqual([1250, 5, 123_450, 700]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e11 }), fc.constantFrom(number, decimal), (n, kind) => {
      expect(readValue(kind, writtenValue(kind, n))).toBe(n);
    }),
  );
});

test("the starter form: every part of §6.7, and its checks name the difference", () => {
  expect(STARTER.sections).toHaveLength(12);
  const counted = new Map([
    ["requests.received", 61],
    ["requests.answered", 58],
    ["requests.open", 3],
    ["requests.in-time", 50],
  ]);
  const by = "Cán bộ mẫu A";
  const now = at("2026-05-31T08:00");
  const corrected = { "pa-nhan": { value: 64, was: 61, reason: "sổ trực tháng 8", by, at: now } };
  const words = faultsOf(STARTER, figuresOf(STARTER, corrected, counted)).map((one) => one.words);
  expect(words).toContain("58 + 3 = 61, thiếu 3 so với 64 (Đã nhận)");
  expect(words).toContain("Số bản tin đã phát hành: chưa điền");
  const women = {
    "ttv-so": { value: 5, was: null, reason: "", by, at: now },
    "ttv-nu": { value: 6, was: null, reason: "", by, at: now },
  };
  expect(faultsOf(STARTER, figuresOf(STARTER, women, counted)).map((one) => one.words)).toContain(
    "Trong đó nữ 6, nhiều hơn Số tuyên truyền viên 5",
  );
  // nothing recorded is a figure: zero, and no empty field
  const zero = figuresOf(STARTER, {}, new Map([["content.published", 0]])).find(
    ({ field }) => field.code === "mxh-bai",
  );
  expect(zero?.value).toBe(0);
});

test("a correction keeps both values and needs a reason; the records' own figure is none", () => {
  const [figure] = figuresOf(STARTER, {}, new Map([["requests.received", 61]])).filter(({ fact }) => fact === 61);
  if (!figure) throw new Error("no field is filled from what was received");
  const now = new Date(0);
  const put = (value: number | null, reason: string) => answerOf(figure, { value, reason }, "A", now);
  expect(put(64, "")).toHaveProperty("fault");
  expect(put(64, "ghi sổ trực")).toEqual({ answer: { value: 64, was: 61, reason: "ghi sổ trực", by: "A", at: now } });
  expect([put(61, ""), put(null, "")]).toEqual([{ answer: null }, { answer: null }]);
});

test("a form is data: written and read again it is the same; a code keeps its kind through all versions", () => {
  const head = { code: STARTER.code, version: 1, title: STARTER.title };
  expect(readForm(formText(STARTER), head)).toEqual(STARTER);
  expect(readForm(textOfRows(rowsOfForm(STARTER)), head)).toEqual(STARTER);
  const second = readForm("# A\npa-nhan | Nhận | số\nmoi | Ô mới | chữ", { ...head, version: 2 });
  expect(versionFaults(STARTER, second)).toEqual([]);
  expect(versionFaults(STARTER, readForm("pa-nhan | Nhận | chữ", head))).toHaveLength(1);
  for (const wrong of [
    "",
    "a b | c | số",
    "a | b | kiểu lạ",
    "a | b | số\na | c | số",
    "a | b | số\na = b + c",
    "chữ",
    "a | b | chữ | x.y",
  ])
    expect(() => readForm(wrong, head)).toThrow(AppError);
});

test("seals are a chain: any changed byte is found, wherever it stands", () => {
  const person = { id: "1", name: "Lãnh đạo mẫu" };
  const value = { code: "a", label: "A", kind: "count" as const, fact: 1, value: 2, reason: "vì sổ trực" };
  const content = {
    at: new Date(0),
    by: person,
    askedBy: person,
    asked: askedOf({ ...HALF, title: "Báo cáo", wish: "", formCode: "ttcs" }),
    formVersion: 1,
    note: "",
    values: [value],
    facts: [],
    answers: "",
    fingerprint: "f",
  };
  const first = nextSeal("p:u", [], content);
  const seals = [first, nextSeal("p:u", [first], { ...content, note: "thêm" })];
  expect(chainProblems("p:u", seals)).toEqual([]);
  expect(chainProblems("p:x", seals)).not.toEqual([]);
  const changes: ((seal: Seal) => Seal)[] = [
    (seal) => ({ ...seal, at: new Date(1) }),
    (seal) => ({ ...seal, values: [{ ...value, value: 3 }] }),
    (seal) => ({ ...seal, values: [{ ...value, fact: 2 }] }),
    (seal) => ({ ...seal, note: "khác" }),
    (seal) => ({ ...seal, by: { ...person, id: "2" } }),
    (seal) => ({ ...seal, n: 7 }),
  ];
  for (const change of changes)
    for (const k of [0, 1])
      expect(
        chainProblems(
          "p:u",
          seals.map((seal, n) => (n === k ? change(seal) : seal)),
        ),
      ).not.toEqual([]);
  expect(chainProblems("p:u", seals.slice(1))).not.toEqual([]);
  for (const change of [{ due: "2026-07-01" }, { title: "Khác" }, { wish: "x" }, { cutoff: "2026-05-31" }])
    expect(sealProblems("p:u", { ...content.asked, ...change }, seals)).toHaveLength(2);
});
