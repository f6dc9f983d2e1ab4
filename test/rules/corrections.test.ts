import fc from "fast-check";
import { correct, type Correction, fitting } from "../../src/drafts/corrections.ts";
import type { Paragraph } from "../../src/drafts/paragraph.ts";

const read = (...texts: string[]): Paragraph[] =>
  texts.map((text, n) => ({ text, key: `k${n}`, page: 1, line: n + 1, lineTo: n + 1 }));
const texts = (paragraphs: readonly Paragraph[]): string[] => paragraphs.map((one) => one.text);
const step = (...corrections: Correction[]) => [{ corrections }];
const FIRST = read("Điều 1. Phạm vi", "Một. Hai.", "Ba", "Bốn");

test.each<[string, Correction, string[]]>([
  [
    "other words",
    { op: "text", at: "k2", was: "Ba", text: "Ba mới" },
    ["Điều 1. Phạm vi", "Một. Hai.", "Ba mới", "Bốn"],
  ],
  [
    "split",
    {
      op: "split",
      at: "k1",
      was: "Một. Hai.",
      parts: [
        { key: "k1", text: "Một." },
        { key: "n", text: "Hai." },
      ],
    },
    ["Điều 1. Phạm vi", "Một.", "Hai.", "Ba", "Bốn"],
  ],
  ["join", { op: "join", at: "k2", was: "Ba", to: "Một. Hai." }, ["Điều 1. Phạm vi", "Một. Hai. Ba", "Bốn"]],
  [
    "move down",
    { op: "move", at: "k1", was: "Một. Hai.", after: "k3", afterWas: "Bốn" },
    ["Điều 1. Phạm vi", "Ba", "Bốn", "Một. Hai."],
  ],
  [
    "move to the front",
    { op: "move", at: "k3", was: "Bốn", after: "", afterWas: "" },
    ["Bốn", "Điều 1. Phạm vi", "Một. Hai.", "Ba"],
  ],
  ["drop", { op: "drop", at: "k0", was: "Điều 1. Phạm vi" }, ["Một. Hai.", "Ba", "Bốn"]],
  ["of a paragraph that is gone: nothing", { op: "drop", at: "gone", was: "Ba" }, texts(FIRST)],
])("%s", (_name, one, result) => {
  expect(texts(correct(FIRST, step(one)))).toEqual(result);
  // undone by leaving it out: what was read is never changed
  expect(texts(correct(FIRST, []))).toEqual(texts(FIRST));
});

test("a label a list printed goes when the editor writes another", () => {
  const listed: Paragraph[] = [{ text: "1. Nội dung", label: "1.", key: "a", page: 1, line: 1, lineTo: 1 }];
  const [kept] = correct(listed, step({ op: "text", at: "a", was: "1. Nội dung", text: "1. Nội dung khác" }));
  const [other] = correct(listed, step({ op: "text", at: "a", was: "1. Nội dung", text: "a) Nội dung" }));
  expect([kept?.label, other?.label]).toEqual(["1.", undefined]);
});

test("corrections fit the next version where its paragraphs say the same; in turn, and not twice", () => {
  const made: Correction[] = [
    {
      op: "split",
      at: "x",
      was: "Một. Hai.",
      parts: [
        { key: "x", text: "Một." },
        { key: "y", text: "Hai." },
      ],
    },
    { op: "kind", at: "y", was: "Hai.", kind: "khoan" },
    { op: "join", at: "z", was: "Bốn", to: "Ba" },
    { op: "text", at: "w", was: "Không có", text: "Gì đó" },
  ];
  const next = read("Mở đầu", "Một. Hai.", "Ba", "Bốn");
  const fits = fitting(next, made);
  const parts = fits.flatMap((one) => (one.op === "split" ? one.parts.map((part) => part.key) : []));
  expect(fits.map((one) => [one.op, one.at])).toEqual([
    ["split", "k1"],
    ["kind", parts[1]],
    ["join", "k3"],
  ]);
  // its parts are new places: by the names "x" and "y" they would be taken for those of the version before
  expect(parts).toEqual(["k1", expect.not.stringMatching(/^[xy]$/)]);
  const result = correct(next, step(...fits));
  expect(result.map((one) => [one.text, one.kind])).toEqual([
    ["Mở đầu", undefined],
    ["Một.", undefined],
    ["Hai.", "khoan"],
    ["Ba Bốn", undefined],
  ]);
  expect(fitting(read("Ba", "Ba"), [{ op: "drop", at: "q", was: "Ba" }])).toEqual([]);
});

test("whatever is corrected, no letter is lost but those dropped or overwritten", () => {
  const key = fc.integer({ min: 0, max: 7 }).map((n) => `k${n}`);
  const change = fc.oneof(
    fc.record({ op: fc.constant("join" as const), at: key, was: fc.constant(""), to: fc.constant("") }),
    fc.record({
      op: fc.constant("move" as const),
      at: key,
      was: fc.constant(""),
      after: fc.oneof(key, fc.constant("")),
      afterWas: fc.constant(""),
    }),
    fc.record({ op: fc.constant("kind" as const), at: key, was: fc.constant(""), kind: fc.constant("muc" as const) }),
  );
  const letters = (paragraphs: readonly Paragraph[]): string =>
    [...texts(paragraphs).join(" ").replace(/ /g, "")].toSorted().join("");
  const before = read(...Array.from({ length: 8 }, (_, n) => `Đoạn ${n}`));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      expect(letters(correct(before, step(...changes)))).toBe(letters(before));
    }),
  );
});
