import fc from "fast-check";
import { readAnswer } from "../../src/chatbot/quiz-dialogue.ts";
import {
  compareRanked,
  drawQuestions,
  isRight,
  marksOf,
  maskName,
  peopleInWords,
  prizeList,
  type Ranked,
  roundPhase,
  tidyNickname,
  versionFor,
} from "../../src/quizzes/rules.ts";
import { faultsOf, type QuestionDraft } from "../../src/quizzes/question-faults.ts";
import { readPrizes } from "../../src/quizzes/contests.console.ts";
import { QUIZ_QUESTIONS } from "../fixtures/quiz-questions.ts";

const at = (second: number, ms = 0): Date => new Date(1_700_000_000_000 + second * 1000 + ms);
const ranked = (right: number, away: number | null, second: number, seq: number, ms = 0): Ranked => ({
  right,
  away,
  submittedAt: at(second, ms),
  seq,
});

test.each([
  ["score first", ranked(5, 900, 99, 9), ranked(4, 0, 1, 1)],
  ["then closeness", ranked(5, 3, 99, 9), ranked(5, 4, 1, 1)],
  ["a guess before none", ranked(5, 1_000_000, 99, 9), ranked(5, null, 1, 1)],
  ["then the earlier second", ranked(5, 3, 10, 9), ranked(5, 3, 11, 1)],
  ["in the same second the sequence, whatever the milliseconds", ranked(5, 3, 10, 1, 900), ranked(5, 3, 10, 2, 100)],
])("order of boards and winners: %s", (_name, first, second) => {
  expect(compareRanked(first, second)).toBeLessThan(0);
  expect(compareRanked(second, first)).toBeGreaterThan(0);
});

test("the order is total: every shuffle sorts to the same", () => {
  const one = fc.record({
    right: fc.nat(5),
    away: fc.option(fc.nat(3), { nil: null }),
    second: fc.nat(3),
    seq: fc.nat(1_000_000),
  });
  fc.assert(
    fc.property(fc.uniqueArray(one, { selector: (row) => row.seq, maxLength: 30 }), (rows) => {
      const list = rows.map((row) => ranked(row.right, row.away, row.second, row.seq));
      const sorted = list.toSorted(compareRanked).map((row) => row.seq);
      expect(
        list
          .toReversed()
          .toSorted(compareRanked)
          .map((row) => row.seq),
      ).toEqual(sorted);
    }),
  );
});

test.each([
  [[2], [2], true],
  [[0, 2], [2, 0], true],
  [[0, 2], [0], false],
  [[0, 2], [0, 1, 2], false],
  [[1], [], false],
])("right %j, chosen %j: %s", (right, chosen, told) => expect(isRight({ right }, chosen)).toBe(told));

test.each([
  [
    [1, 2, 2],
    ["Nhất", "Nhì", "Nhì", "Ba", "Ba"],
  ],
  [[1], ["Nhất"]],
  [[], []],
])("prizes %j", (counts, told) => {
  const names = ["Nhất", "Nhì", "Ba"];
  expect(prizeList(counts.map((count, n) => ({ name: names[n] ?? "", count, value: "" })))).toEqual(told);
});

test("prizes are read row by row, empty rows left out, and a bad row is named", () => {
  expect(readPrizes(["Giải Nhất", "", "Giải Nhì"], ["1", "", "2"], ["Giấy khen"])).toEqual([
    { name: "Giải Nhất", count: 1, value: "Giấy khen" },
    { name: "Giải Nhì", count: 2, value: "" },
  ]);
  for (const [name, count, field] of [
    ["Giải Nhất", "", "prizeCount.1"],
    ["Giải Nhất", "nhiều", "prizeCount.1"],
    ["", "1", "prizeName.1"],
    ["Giải Nhất", "0", "prizeCount.1"],
  ] as const)
    expect(() => readPrizes(["Giải Ba", name], ["1", count], ["x", "x"])).toThrow(
      expect.objectContaining({ fields: { [field]: expect.stringContaining("dòng 2") as string } }),
    );
});

test.each([
  ["Hoa Sen", "Hoa Sen"],
  ["  Hoa   Sen ", "Hoa Sen"],
  ["H' Niê".replace("' ", " "), "H Niê"],
  ["Y Ayŭn", "Y Ayŭn"],
  ["a", ""],
  ["0900 000 001", ""],
  ["Hoa 2026", ""],
  ["UBND xã", ""],
  ["Cán bộ xã", ""],
  ["can bo xa", ""],
  ["Ban tổ chức", ""],
  ["x".repeat(21), ""],
  ["<b>Hoa</b>", ""],
])("nickname %s → %s", (given, told) => expect(tidyNickname(given)).toBe(told));

test.each([
  ["Nguyễn Văn Mẫu", "Nguyễn V. M."],
  ["Mẫu", "M."],
  ["Y Ayŭn", "Y A."],
])("masked %s → %s", (given, told) => expect(maskName(given)).toBe(told));

test.each([
  [0, "dưới 5 người"],
  [4, "dưới 5 người"],
  [5, "5 người"],
])("safeguard 7: %d people are told as %s", (n, told) => expect(peopleInWords(n)).toBe(told));

test("a version holds for rounds that open a minute after it; the first holds for all before", () => {
  const versions = [
    { n: 1, at: at(0) },
    { n: 2, at: at(1000) },
  ];
  expect(versionFor(versions, at(500))?.n).toBe(1);
  expect(versionFor(versions, at(1030))?.n).toBe(1);
  expect(versionFor(versions, at(1061))?.n).toBe(2);
  expect(versionFor([{ n: 1, at: at(900) }], at(0))?.n).toBe(1);
  expect(versionFor([], at(0))).toBeUndefined();
});

test.each([
  [-1, "coming"],
  [0, "open"],
  [9, "open"],
  [10, "closed"],
])("a round from 0 to 10 at %d is %s", (now, told) =>
  expect(roundPhase({ opensAt: at(0), closesAt: at(10) }, at(now))).toBe(told),
);

test.each([
  [{ used: 30_000, wall: 30_000, self: false }, []],
  [{ used: 5000, wall: 5000, self: false }, ["fast"]],
  [{ used: 1000, wall: 1000, self: false }, ["fast", "instant"]],
  [{ used: 5000, wall: 86_400_000, self: false }, ["fast"]],
  [{ used: 1000, wall: 1000, self: true }, ["late"]],
])("marks of %j", ({ used, wall, self }, told) => {
  const submittedAt = at(100_000);
  const turn = {
    usedMs: 0,
    runningSince: new Date(submittedAt.getTime() - used),
    startedAt: new Date(submittedAt.getTime() - wall),
    submittedAt,
    questions: [0, 1, 2, 3, 4],
    byItself: self,
  };
  expect(marksOf(turn)).toEqual(told);
});

test("a turn draws its questions without repeating one, and shows every option once", () => {
  const questions = QUIZ_QUESTIONS.map((question, n) => ({
    ...question,
    id: String(n),
    version: 1,
    pictureUrl: "",
    soundUrl: "",
  }));
  const seen = new Set<string>();
  for (let n = 0; n < 60; n += 1) {
    const drawn = drawQuestions({ questions, count: 3 });
    expect(new Set(drawn.questions).size).toBe(3);
    drawn.questions.forEach((one, i) =>
      expect((drawn.orders[i] ?? []).toSorted((a, b) => a - b)).toEqual(questions[one]?.options.map((_, k) => k)),
    );
    seen.add(JSON.stringify(drawn));
  }
  expect(seen.size).toBeGreaterThan(40);
});

const OPTIONS = ["Hà Nội", "Ma Cao", "Quảng Châu", "Băng Cốc"];
test.each([
  ["A", OPTIONS, [0]],
  ["b", OPTIONS, [1]],
  ["đáp án C", OPTIONS, [2]],
  ["2", OPTIONS, [1]],
  ["a c", OPTIONS, [0, 2]],
  ["AC", OPTIONS, [0, 2]],
  ["1 3", OPTIONS, [0, 2]],
  ["ma cao", OPTIONS, [1]],
  ["Đúng", ["Đúng", "Sai"], [0]],
  ["dung", ["Đúng", "Sai"], [0]],
  ["sai", ["Đúng", "Sai"], [1]],
  ["dung", OPTIONS, "stop-or-right"],
  ["dừng lại", OPTIONS, "stop-or-right"],
  ["không biết", OPTIONS, []],
  ["", OPTIONS, []],
])("in chat “%s” among %j is %j", (text, options, told) => expect(readAnswer(text, options)).toEqual(told));

const GOOD: QuestionDraft = {
  category: "",
  text: "Xã có bao nhiêu thôn?",
  options: ["10", "11", "12"],
  right: [2],
  why: "",
  sources: [],
  pictureAlt: "",
  transcript: "",
};
test.each([
  ["fine", {}, []],
  ["too short", { text: "Gì?" }, ["text"]],
  ["one option", { options: ["10"], right: [0] }, ["options", "right"]],
  ["seven options", { options: ["1", "2", "3", "4", "5", "6", "7"], right: [0] }, ["options"]],
  ["two alike", { options: ["10", "10"], right: [0] }, ["options"]],
  ["none right", { right: [] }, ["right"]],
  ["all right", { right: [0, 1, 2] }, ["right"]],
  ["right beyond the options", { right: [3] }, ["right"]],
  ["a source that is no address", { sources: [{ title: "x", url: "javascript:alert(1)" }] }, ["sources"]],
])("a question that is %s", (_name, change, fields) =>
  expect(Object.keys(faultsOf({ ...GOOD, ...change }))).toEqual(fields),
);
