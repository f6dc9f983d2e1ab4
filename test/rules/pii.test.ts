import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { findPii, maskPii, PII_NAMES } from "../../src/kernel/pii.ts";

interface Row {
  text: string;
  spans: string[];
}
const rows = (name: string): Row[] =>
  readFileSync(join(__dirname, "../fixtures", name), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
const foundIn = (text: string): string[] => findPii(text).map(({ from, to }) => text.slice(from, to));
const overlaps = (a: string, b: string): boolean => a.includes(b) || b.includes(a);

test("on texts written blind: recall 95 %, precision 97 %", () => {
  let [wanted, met, found, right] = [0, 0, 0, 0];
  for (const { text, spans } of rows("blind/pii.jsonl")) {
    const got = foundIn(text);
    wanted += spans.length;
    met += spans.filter((span) => got.some((one) => one.includes(span))).length;
    found += got.length;
    right += got.filter((one) => spans.some((span) => overlaps(one, span))).length;
  }
  expect(met / wanted).toBeGreaterThanOrEqual(0.95);
  expect(right / found).toBeGreaterThanOrEqual(0.97);
});

test.each(rows("pii.jsonl"))("$text", ({ text, spans }) => expect(foundIn(text)).toEqual(spans));

test("the same without marks, composed or not", () => {
  for (const { text, spans } of rows("pii.jsonl")) {
    const apart = text.normalize("NFD");
    expect(foundIn(apart)).toEqual(spans.map((span) => span.normalize("NFD")));
  }
});

const anything = fc.oneof(
  fc.string({ maxLength: 400, unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 400 }).map((codes) => String.fromCharCode(...codes)),
  fc
    .array(
      fc.constantFrom(
        "0",
        "9",
        "12",
        "0912345678",
        " ",
        ".",
        "-",
        "/",
        "(",
        "+84",
        "số",
        "nhà",
        "ngõ",
        "@",
        "a.vn",
        "29A",
        "\ud800",
        "đ",
      ),
      {
        maxLength: 120,
      },
    )
    .map((parts) => parts.join("")),
);

test("whatever is typed: no exception, spans in order and apart, everything around them as it stood", () => {
  fc.assert(
    fc.property(anything, (text) => {
      const spans = findPii(text);
      let masked = "";
      let at = 0;
      for (const { kind, from, to } of spans) {
        expect(from).toBeGreaterThanOrEqual(at);
        expect(to).toBeGreaterThan(from);
        masked += `${text.slice(at, from)}[đã che ${PII_NAMES[kind]}]`;
        at = to;
      }
      expect(maskPii(text)).toBe(masked + text.slice(at));
    }),
    { numRuns: 500 },
  );
});

test("what was masked holds nothing to mask any more", () => {
  for (const { text } of [...rows("pii.jsonl"), ...rows("blind/pii.jsonl")])
    expect([text, findPii(maskPii(text))]).toEqual([text, []]);
});

test("a phone number in any grouping, with any sign between, is found whole", () => {
  const groups = fc.constantFrom([4, 3, 3], [3, 3, 4], [4, 6], [2, 4, 4], [4, 2, 2, 2], [3, 2, 2, 3], [10]);
  const sign = fc.constantFrom(" ", ".", "-", "\u00a0", "\u2011", "–");
  const digits = fc.tuple(fc.constantFrom("3", "5", "7", "8", "9"), fc.integer({ min: 0, max: 99_999_999 }));
  fc.assert(
    fc.property(groups, sign, digits, fc.constantFrom("0", "+84", "84"), (sizes, between, [second, rest], prefix) => {
      const local = `0${second}${String(rest).padStart(8, "0")}`;
      let at = 0;
      const parts = sizes.map((size) => local.slice(at, (at += size)));
      if (prefix !== "0") parts[0] = prefix + (parts[0] ?? "").slice(1);
      const typed = parts.join(between);
      expect(foundIn(`gọi cho tôi số ${typed} nhé`)).toEqual([typed]);
    }),
    { numRuns: 500 },
  );
});
