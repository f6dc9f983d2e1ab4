import fc from "fast-check";
import { readFileSync } from "node:fs";
import { sayInteger, sayNumber } from "../../src/voice/spoken/say-number.ts";
import { toSpoken } from "../../src/voice/spoken/spoken-form.ts";

/** `written<TAB>spoken`; `? token | token` where a person must say how. */
const pairs = readFileSync("test/fixtures/spoken.tsv", "utf8")
  .trim()
  .split("\n")
  .map((line) => line.split("\t"));

test(`${pairs.length} written lines are said so, or asked about`, () => {
  const wrong = pairs.flatMap(([written = "", wanted = ""]) => {
    const { spoken, unknown } = toSpoken(written);
    const got = unknown.length > 0 ? `? ${unknown.map(({ token }) => token).join(" | ")}` : spoken;
    return got === wanted ? [] : [{ written, wanted, got }];
  });
  expect(wrong).toEqual([]);
  expect(pairs.length).toBeGreaterThanOrEqual(200);
});

const ONES: Readonly<Record<string, number>> = {
  không: 0,
  một: 1,
  mốt: 1,
  hai: 2,
  ba: 3,
  bốn: 4,
  tư: 4,
  năm: 5,
  lăm: 5,
  sáu: 6,
  bảy: 7,
  tám: 8,
  chín: 9,
};
const SIZES: Readonly<Record<string, number>> = { nghìn: 1000, triệu: 1_000_000 };

/** A second reading of the same grammar, backwards: words → the number. */
function hear(words: readonly string[]): number {
  const at = words.indexOf("tỷ");
  if (at >= 0) return hear(words.slice(0, at)) * 1_000_000_000 + hear(words.slice(at + 1));
  let [sum, group, last] = [0, 0, 0];
  for (const word of words) {
    const size = SIZES[word];
    if (size !== undefined) [sum, group, last] = [sum + (group + last) * size, 0, 0];
    else if (word === "trăm") [group, last] = [group + last * 100, 0];
    else if (word === "mươi") [group, last] = [group + last * 10, 0];
    else if (word === "mười") [group, last] = [group + 10, 0];
    else if (word !== "linh") last = ONES[word] ?? Number.NaN;
  }
  return sum + group + last;
}

test("every whole number is said so that it can be heard again", () => {
  fc.assert(
    fc.property(fc.oneof(fc.nat({ max: 9999 }), fc.nat({ max: 999_999_999_999 })), (n) => {
      expect(hear(sayInteger(n).split(" "))).toBe(n);
    }),
    { numRuns: 2000 },
  );
  for (let n = 0; n <= 1200; n += 1) expect(hear(sayInteger(n).split(" "))).toBe(n);
});

test("a number with dots says what the same number without them says", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1000, max: 999_999 }), (n) => {
      expect(sayNumber(String(n).replace(/(\d{3})$/, ".$1"))).toBe(sayInteger(n));
    }),
  );
});

const pieces = fc.constantFrom(
  ..."0123456789".split(""),
  ..." .,/-–:%hgmđAXVIĐQLtnổ()".split(""),
  ..." ngày , số , UBND ,km,m²,/2026,NĐ-CP, đồng,Zalo,24/7,°C,\n".split(","),
);
const written = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(""));
/** What is left when the questions are taken out. */
const sure = (spoken: string): string => spoken.replaceAll(/\[\? [^\]]*\]/g, " ");

test("whatever is written: no digit, no sign of measure and no short form is said without being asked about", () => {
  fc.assert(
    fc.property(written, (text) => {
      const { spoken, unknown } = toSpoken(text);
      expect(sure(spoken)).not.toMatch(/[\p{N}%°²³/&@#$=<>_]|[B-DF-HJ-NP-TV-XZĐ]{2,}/u);
      expect(spoken.match(/\[\? /g)?.length ?? 0).toBe(unknown.length);
    }),
    { numRuns: 3000 },
  );
});

test("what is said is said the same once more: a spoken form needs no reading", () => {
  for (const [text = "", wanted = ""] of pairs) {
    if (wanted.startsWith("?")) continue;
    const again = toSpoken(toSpoken(text).spoken);
    expect({ text, again: again.unknown }).toEqual({ text, again: [] });
  }
});

test("a unit's own lexicon comes first, and answers what was asked", () => {
  const lexicon = [
    { written: "TB-17", spoken: "thông báo mười bảy" },
    { written: "UBND", spoken: "ủy ban" },
  ];
  expect(toSpoken("Theo TB-17 của UBND xã", lexicon)).toEqual({
    spoken: "Theo thông báo mười bảy của ủy ban xã",
    unknown: [],
  });
  expect(toSpoken("UBNDX", lexicon).unknown).toHaveLength(1);
});

test("30,000 words are read in one go", () => {
  const { unknown } = toSpoken("Sáng 20/11, UBND xã họp lúc 7h30 với 1.200 hộ. ".repeat(3000));
  expect(unknown).toEqual([]);
});
