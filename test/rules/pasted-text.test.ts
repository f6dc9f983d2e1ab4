import { readText } from "../../src/drafts/read-text.ts";

/** Text as it comes out of PDF: page, first and last line, words of every paragraph. */
const read = (text: string): string[] => readText(text).map((one) => `${one.page} ${one.text}`);
const body = (from: number, many: number): string =>
  Array.from({ length: many }, (_, n) => `${from + n}. Thôn số ${from + n} quét dọn đường làng mỗi sáng thứ bảy.`).join(
    "\n",
  );
const first = (lines: readonly string[]): (string | undefined)[] =>
  [1, 2, 3].map((page) => lines.find((one) => one.startsWith(`${page} `)));

describe("lines that only name a page are no text, and turn it", () => {
  const starts = [
    "1 1. Thôn số 1 quét dọn đường làng mỗi sáng thứ bảy.",
    "2 13. Thôn số 13 quét dọn đường làng mỗi sáng thứ bảy.",
    "3 25. Thôn số 25 quét dọn đường làng mỗi sáng thứ bảy.",
  ];
  test.each([
    ["at the foot: Trang 1/3", "Trang 1/3", "Trang 2/3", "Trang 3/3"],
    ["at the foot: - 1 -", "- 1 -", "- 2 -", "- 3 -"],
    ["at the foot: 1 | P a g e", "1 | P a g e", "2 | P a g e", "3 | P a g e"],
    ["at the foot: bare", "1", "2", "3"],
    ["at the head of the next, as official documents have it: 2", "2", "3", ""],
    ["at the head of the next: - 2 -", "- 2 -", "- 3 -", ""],
  ])("%s", (_name, one, two, three) => {
    const lines = read([body(1, 12), one, body(13, 12), two, body(25, 12), three].join("\n"));
    expect(first(lines)).toEqual(starts);
    expect(lines).toHaveLength(36);
  });
  test.each([
    ["head", `${body(1, 12)}\n\f2\n${body(13, 12)}\n\f3\n${body(25, 12)}\n`],
    ["foot", `${body(1, 12)}\n1\n\f${body(13, 12)}\n2\n\f${body(25, 12)}\n3\n`],
  ])("where form feeds part the pages: %s", (_name, text) => {
    const lines = read(text);
    expect(first(lines)).toEqual(starts);
    expect(lines).toHaveLength(36);
  });
  test("numbers of a row of cells and a date alone are text", () => {
    expect(read("Số hộ\n1\n2\n3\nNgày hội\n2/9\nHết")).toHaveLength(7);
  });
});

test("a line that ends with “số”, “của”, “tại khoản 2” goes on, also with a capital or a figure", () => {
  const text = [
    "1. Nhà văn hóa thôn là tài sản công do thôn quản lý theo Nghị định số",
    "59/2019/NĐ-CP.",
    "2. Thu chi phải công khai cho mọi người dân trong thôn theo khoản 2",
    "Điều 5 của Quy chế này, mỗi quý một lần tại nhà văn hóa",
    "thôn.",
  ].join("\n");
  expect(read(text)).toEqual([
    "1 1. Nhà văn hóa thôn là tài sản công do thôn quản lý theo Nghị định số 59/2019/NĐ-CP.",
    "1 2. Thu chi phải công khai cho mọi người dân trong thôn theo khoản 2 Điều 5 của Quy chế này, mỗi quý một lần tại nhà văn hóa thôn.",
  ]);
});
