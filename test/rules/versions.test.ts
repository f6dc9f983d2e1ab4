import { readFileSync } from "node:fs";
import fc from "fast-check";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import type { Position } from "../../src/drafts/position.ts";
import { matchPlaces } from "../../src/drafts/match-places.ts";
import { bareText, partLabel } from "../../src/drafts/part-labels.ts";
import { plainWords } from "../../src/drafts/place-words.ts";
import { BAO_CAO, NGHI_QUYET, QUY_CHE } from "../fixtures/drafts-to-change.ts";
import { type Base, VERSION_PAIRS } from "../fixtures/version-pairs.ts";
import { edit, type Line, linesOf, positionsOf, renumber } from "../support/edit-document.ts";
import { readFile } from "../support/read-file.ts";

const read = (bytes: Buffer): string =>
  readFile(bytes)
    .paragraphs.map((one) => one.text)
    .join("\n");
const plan = (name: string): string => read(readFileSync(`test/fixtures/plans/${name}.txt`));
const BASES: Readonly<Record<Base, string>> = {
  "quy-che": QUY_CHE,
  "nghi-quyet": NGHI_QUYET,
  "bao-cao": BAO_CAO,
  demo: read(Buffer.from(DEMO_DRAFT.first)),
  S0: plan("S0"),
  S1: plan("S1"),
  S2: plan("S2"),
  S3: plan("S3"),
  S4: plan("S4"),
};

/** Places of a first version carry the names of their lines, so that what was matched can be held against the label. */
const first = (lines: readonly Line[]): Position[] =>
  positionsOf(lines).map((one, n) => ({ ...one, id: lines[n]?.was[0] ?? one.id }));
const next = (lines: readonly Line[], version = 2): Position[] =>
  positionsOf(lines).map((one, n) => ({ ...one, key: `v${version}-${n}`, id: `v${version}-${n}` }));

interface Outcome {
  wrong: string[];
  missed: string[];
  asked: number;
}
function compare(before: readonly Line[], after: readonly Line[]): Outcome {
  const { positions, doubtful } = matchPlaces([first(before)], next(after));
  const asked = new Set(doubtful.map((one) => one.place));
  const outcome: Outcome = { wrong: [], missed: [], asked: doubtful.length };
  for (const [n, { id, text, from }] of positions.entries()) {
    const was = after[n]?.was ?? [];
    const old = before.find((line) => line.was[0] === id);
    if (old && !was.includes(id)) outcome.wrong.push(`${text} <= ${old.text}`);
    const known = old || asked.has(`v2-${n}`) || was.some((one) => from?.includes(one));
    if (was.length > 0 && !known) outcome.missed.push(text);
  }
  return outcome;
}

describe("the labelled pairs (docs/adr/0016)", () => {
  test("no wrong match in any; at most a tenth of the changed places is left to the editor; none is missed", () => {
    let [asked, changed] = [0, 0];
    for (const { name, base, edits } of VERSION_PAIRS) {
      const before = linesOf(BASES[base]);
      const after = edit(before, edits);
      const outcome = compare(before, after);
      expect([name, outcome.wrong, outcome.missed]).toEqual([name, [], []]);
      asked += outcome.asked;
      const old = new Set(before.map((line) => line.text));
      changed += after.filter((line) => !old.has(line.text)).length;
    }
    expect(VERSION_PAIRS.length).toBeGreaterThanOrEqual(40);
    expect(asked / changed).toBeLessThanOrEqual(0.1);
  });

  test("traps: a place goes and its neighbour's words come in its stead; no comment follows", () => {
    for (const [name, text] of Object.entries(BASES)) {
      const lines = linesOf(text);
      const depths = positionsOf(lines).map((one) => one.depth);
      for (let n = 0; n < lines.length - 1; n += 4) {
        const [line, neighbour] = [lines[n], lines[n + 1]];
        if (!line || !neighbour || bareText(line.text) === bareText(neighbour.text)) continue;
        // a heading whose clauses all stay is the same place under a new title
        if ((depths[n + 1] ?? 0) > (depths[n] ?? 0)) continue;
        const before = lines.filter((_, k) => k !== n + 1);
        const label = partLabel(line.text)?.printed ?? "";
        const after = before.map((one, k) =>
          k === n ? { text: `${label} ${bareText(neighbour.text)}`.trim(), was: [] } : one,
        );
        expect([name, compare(before, after).wrong]).toEqual([name, []]);
      }
    }
  });
});

describe("what the editor decides", () => {
  const before = linesOf(NGHI_QUYET);
  const after = edit(before, [
    ["del", "Thôn 2 |"],
    ["add", "Thôn 4 |", "Thôn 5 | 11 hộ nghèo | 9 hộ cận nghèo"],
  ]);
  const asked = matchPlaces([first(before)], next(after)).doubtful[0];
  test.each([
    ["the same", asked?.earlier ?? "", asked?.earlier],
    ["not the same", "", asked?.place],
  ])("%s", (_name, said, id) => {
    const { positions, doubtful } = matchPlaces([first(before)], next(after), new Map([[asked?.place ?? "", said]]));
    expect(positions.find((one) => one.key === asked?.place)?.id).toBe(id);
    expect(doubtful).toEqual([]);
  });
});

test("a place that is dropped and comes back is recognised, also with the words it had before the last", () => {
  const v1 = linesOf(QUY_CHE);
  const places1 = first(v1);
  const gone = edit(v1, [
    ["cut", "Quản lý tài sản"],
    ["edit", "Người sử dụng giữ gìn", "Người sử dụng giữ vệ sinh chung, trả lại hiện trạng sau khi dùng xong."],
  ]);
  const v2 = matchPlaces([places1], next(gone, 2)).positions;
  const v3 = matchPlaces([v2, places1], next(v1, 3)).positions;
  expect(v3.map((one) => one.id)).toEqual(places1.map((one) => one.id));
  const cut = v1.findIndex((line) => line.text.includes("kiểm kê mỗi năm"));
  expect(v2.map((one) => one.id)).not.toContain(places1[cut]?.id);
});

test("labels apart: an article put in before all others renumbers them and moves no comment", () => {
  const many = linesOf(
    Array.from({ length: 180 }, (_, n) => `Điều ${n + 1}. Việc số ${n} của thôn ${n % 12} do tổ ${n % 7} lo.`).join(
      "\n",
    ),
  );
  const more = Array.from({ length: 210 }, (_, n): Line => ({ text: `Điều 1. Khoản thêm thứ ${n} về chợ.`, was: [] }));
  const after = renumber([...more, ...many]);
  const { positions } = matchPlaces([first(many)], next(after));
  expect(positions.slice(210).map((one) => one.id)).toEqual(many.map((line) => line.was[0]));
  expect(positions.slice(0, 210).every((one) => one.id.startsWith("v2"))).toBe(true);
});

test("a place nobody knows never bears the id of an earlier one, whatever its name within the version", () => {
  const [before] = [first(linesOf("Điều 1. Chợ phiên họp ngày rằm hằng tháng.\nĐiều 2. Giữ sạch kênh mương."))];
  const [one, two] = before;
  const strangers = next(linesOf("Điều 7. Thư viện mở cửa buổi tối cho học sinh.")).map((place) => ({
    ...place,
    id: one?.id ?? "",
    key: one?.id ?? "",
  }));
  const after = [...strangers, ...next(linesOf("Điều 2. Giữ sạch kênh mương."))];
  const { positions } = matchPlaces([before], after);
  expect(positions[0]?.key).toBe(one?.id);
  expect(positions[0]?.id).not.toBe(one?.id);
  expect(positions[1]?.id).toBe(two?.id);
});

describe("any sequence of insert, delete, swap, move, split, merge, relabel over 200 places", () => {
  const TOPICS = [
    "đường",
    "chợ",
    "trường học",
    "trạm y tế",
    "nước sạch",
    "rác",
    "đèn",
    "sân bóng",
    "cầu",
    "kênh mương",
  ];
  const WORK = ["sửa", "mở rộng", "xây mới", "giám sát", "công khai kinh phí", "lấy ý kiến về", "bảo vệ"];
  const text = (a: number, b: number, c: number): string =>
    c % 9 === 0
      ? `${WORK[a % 7]} ${TOPICS[b % 10]}`
      : `Thôn ${a % 12} ${WORK[b % 7]} ${TOPICS[c % 10]} trong năm ${2026 + (a % 5)}, mức ${c % 90} triệu đồng, do tổ ${b % 8} theo dõi.`;
  const document = (seed: number): Line[] =>
    Array.from({ length: 200 }, (_, n) => {
      const label = n % 10 === 0 ? `Điều ${n / 10 + 1}.` : n % 4 === 0 ? "-" : `${n % 10}.`;
      return { text: `${label} ${text(seed + n * 7, seed + n * 3, seed * 5 + n * 11)}`, was: [`p${n}`] };
    });
  const op = fc.record({
    what: fc.constantFrom("insert", "delete", "swap", "move", "split", "merge", "relabel"),
    at: fc.nat(199),
    to: fc.nat(199),
    n: fc.nat(10_000),
  });
  const apply = (
    lines: Line[],
    { what, at: from, to: there, n }: { what: string; at: number; to: number; n: number },
  ) => {
    const [at, to] = [from % lines.length, there % lines.length];
    const [line, other] = [lines[at], lines[to]];
    if (!line || !other) return;
    if (what === "insert") lines.splice(at, 0, { text: `1. ${text(n, n * 3, n * 7)}`, was: [] });
    else if (what === "delete") lines.splice(at, 1);
    else if (what === "swap") [lines[at], lines[to]] = [other, line];
    else if (what === "move") lines.splice(to, 0, ...lines.splice(at, 1));
    else if (what === "relabel") lines[at] = { ...line, text: `${n % 40}. ${bareText(line.text)}` };
    else if (what === "split") {
      const words = line.text.split(" ");
      const cut = 1 + (n % Math.max(1, words.length - 1));
      const parts = [words.slice(0, cut), words.slice(cut)].map((part) => ({ ...line, text: part.join(" ") }));
      lines.splice(at, 1, ...parts.filter((part) => part.text !== ""));
    } else {
      const [second] = lines.splice(at + 1, 1);
      if (second) lines[at] = { text: `${line.text} ${bareText(second.text)}`, was: [...line.was, ...second.was] };
    }
  };

  test("no comment on other text, whatever the sequence; ids unique; nearly nothing is left to ask", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.array(op, { minLength: 1, maxLength: 40 }), (seed, ops) => {
        const before = document(seed);
        const after = before.map((line) => ({ ...line }));
        for (const one of ops) apply(after, one);
        const { positions, doubtful } = matchPlaces([first(before)], next(after));
        expect(new Set(positions.map((one) => one.id)).size).toBe(positions.length);
        const old = new Map(before.map((line) => [line.was[0] ?? "", line]));
        for (const [n, { id, text: now }] of positions.entries()) {
          const was = old.get(id);
          if (!was || after[n]?.was.includes(id)) continue;
          expect(plainWords(bareText(now))).toBe(plainWords(bareText(was.text)));
        }
        expect(doubtful.length).toBeLessThanOrEqual(20);
      }),
      { numRuns: 60 },
    );
  });
});
