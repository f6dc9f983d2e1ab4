import { odt } from "../support/docx-file.ts";
import { readFile } from "../support/read-file.ts";

const lines = (...parts: Parameters<typeof odt>): string[] => readFile(odt(...parts)).paragraphs.map((one) => one.text);
const p = (inside: string, style = ""): string => `<text:p${style && ` text:style-name="${style}"`}>${inside}</text:p>`;
const item = (inside: string, attributes = ""): string => `<text:list-item ${attributes}>${inside}</text:list-item>`;
const list = (inside: string, attributes = 'text:style-name="L"'): string =>
  `<text:list ${attributes}>${inside}</text:list>`;
const level = (n: number, format: string, more = ""): string =>
  `<text:list-level-style-number text:level="${n}" style:num-format="${format}" ${more}/>`;
const listStyle = (levels: string, name = "L"): string =>
  `<text:list-style style:name="${name}">${levels}</text:list-style>`;
const style = (name: string, inside: string, attributes = ""): string =>
  `<style:style style:name="${name}" style:family="paragraph" ${attributes}>${inside}</style:style>`;

describe("numbers as the writer prints them", () => {
  const LAW = listStyle(
    level(1, "1", 'style:num-prefix="Điều " style:num-suffix="."') +
      level(2, "1", 'style:num-suffix="." text:display-levels="2"') +
      level(3, "a", 'style:num-suffix=")"'),
  );
  test.each<[string, string, string, string[]]>([
    [
      "levels, display-levels, prefix and suffix",
      list(item(p("A") + list(item(p("B") + list(item(p("C")) + item(p("D")), "")) + item(p("E")), "")) + item(p("F"))),
      LAW,
      ["Điều 1. A", "1.1. B", "a) C", "b) D", "1.2. E", "Điều 2. F"],
    ],
    [
      "a second paragraph of an item has no number",
      list(item(p("A") + p("more")) + item(p("B"))),
      LAW,
      ["Điều 1. A", "more", "Điều 2. B"],
    ],
    [
      "a list header has none",
      list(`<text:list-header>${p("H")}</text:list-header>${item(p("A"))}`),
      LAW,
      ["H", "Điều 1. A"],
    ],
    [
      "an item that begins with another number",
      list(item(p("A")) + item(p("B"), 'text:start-value="7"') + item(p("C"))),
      LAW,
      ["Điều 1. A", "Điều 7. B", "Điều 8. C"],
    ],
    [
      "a level that starts elsewhere",
      list(item(p("A")) + item(p("B"))),
      listStyle(level(1, "I", 'text:start-value="4" style:num-suffix="-"')),
      ["IV- A", "V- B"],
    ],
    ["a list of the same style begins anew", list(item(p("A"))) + list(item(p("B"))), LAW, ["Điều 1. A", "Điều 1. B"]],
    [
      "a list that goes on",
      list(item(p("A"))) + p("x") + list(item(p("B")), 'text:style-name="L" text:continue-numbering="true"'),
      LAW,
      ["Điều 1. A", "x", "Điều 2. B"],
    ],
    [
      "a list that goes on from a named one",
      list(item(p("A")), 'text:style-name="L" xml:id="one"') +
        list(item(p("M")), 'text:style-name="M"') +
        list(item(p("B")), 'text:style-name="L" text:continue-list="one"'),
      LAW + listStyle(level(1, "1", 'style:num-suffix=")"'), "M"),
      ["Điều 1. A", "1) M", "Điều 2. B"],
    ],
    [
      "letters past z: synchronous or counted",
      list(item(p("A"), 'text:start-value="28"')),
      listStyle(level(1, "a", 'style:num-letter-sync="true"')),
      ["bb A"],
    ],
    [
      "the newer pattern",
      list(item(p("A") + list(item(p("B")), ""))),
      listStyle(level(1, "1", 'style:num-list-format="%1%/"') + level(2, "1", 'style:num-list-format="%1%-%2%:"')),
      ["1/ A", "1-1: B"],
    ],
    ["typed and automatic stands once", list(item(p("Điều 1. A"))), LAW, ["Điều 1. A"]],
    [
      "a bullet",
      list(item(p("A"))),
      listStyle('<text:list-level-style-bullet text:level="1" text:bullet-char="–"/>'),
      ["– A"],
    ],
  ])("%s", (_, body, styles, wanted) => expect(lines(body, styles)).toEqual(wanted));

  test("a list through the paragraph's style; headings through the outline", () => {
    const outline = `<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="I" style:num-prefix="Chương "/><text:outline-level-style text:level="2" style:num-format="1" style:num-prefix="Điều " style:num-suffix="."/></text:outline-style>`;
    const body = `<text:h text:outline-level="1">A</text:h><text:h text:outline-level="2">B</text:h><text:h text:outline-level="2" text:is-list-header="true">C</text:h><text:h text:outline-level="2">D</text:h>${list(item(p("E", "P")), "")}`;
    expect(lines(body, style("P", "", 'style:list-style-name="L"') + LAW, outline)).toEqual([
      "Chương I A",
      "Điều 1. B",
      "C",
      "Điều 2. D",
      "Điều 1. E",
    ]);
  });
});

describe("text as it is printed", () => {
  const HIDDEN =
    style("H", '<style:text-properties text:display="none"/>') +
    '<style:style style:name="h" style:family="text"><style:text-properties text:display="none"/></style:style>' +
    '<style:style style:name="S" style:family="section"><style:section-properties text:display="none"/></style:style>';
  const frame = (inside: string): string => `<draw:frame draw:name="F">${inside}</draw:frame>`;
  test.each<[string, string, string[]]>([
    ["blanks, tabs, breaks", p('a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d\n   e'), ["a b c d e"]],
    [
      "hidden paragraphs, words and sections",
      p("x", "H") +
        p('a<text:span text:style-name="h">x</text:span>b') +
        `<text:section text:style-name="S">${p("x")}</text:section><text:section>${p("c")}</text:section>`,
      ["ab", "c"],
    ],
    [
      "removed words and comments",
      `<text:tracked-changes><text:changed-region><text:deletion>${p("x")}</text:deletion></text:changed-region></text:tracked-changes>${p(`a<office:annotation>${p("x")}</office:annotation>b`)}`,
      ["ab"],
    ],
    [
      "a text box is its own paragraphs, once",
      p(`a${frame(`<draw:text-box>${p("trong khung")}</draw:text-box>`)}`),
      ["a", "trong khung"],
    ],
    [
      "a footnote with its place",
      p(
        'Phạm vi<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>' +
          p("Theo luật") +
          "</text:note-body></text:note>, đối tượng",
      ),
      ["Phạm vi, đối tượng", "Chú thích 1 (tại “Phạm vi”): Theo luật"],
    ],
    [
      "a table: a row is one place",
      `<table:table><table:table-row><table:table-cell>${p("a")}</table:table-cell><table:table-cell>${p("b")}${p("c")}</table:table-cell></table:table-row></table:table>`,
      ["a | b c"],
    ],
    [
      "a row with one speaking cell is its paragraphs",
      `<table:table><table:table-row><table:table-cell>${p("a")}${p("b")}</table:table-cell><table:table-cell/></table:table-row></table:table>`,
      ["a", "b"],
    ],
    [
      "the table of contents is left out",
      `<text:table-of-content><text:index-body>${p("Điều 1 3")}</text:index-body></text:table-of-content>${p("a")}`,
      ["a"],
    ],
    [
      "a list goes on into a table and out of it, by its name",
      list(item(p("A")), 'text:style-name="L" xml:id="l1"') +
        `<table:table><table:table-row><table:table-cell>${list(item(p("B")), 'text:style-name="L" xml:id="l2" text:continue-list="l1"')}</table:table-cell></table:table-row></table:table>` +
        list(item(p("C")), 'text:style-name="L" text:continue-list="l2"'),
      ["1. A", "2. B", "3. C"],
    ],
    [
      "a numbered paragraph in a cell counts on",
      `<text:numbered-paragraph text:list-id="n" text:style-name="L">${p("A")}</text:numbered-paragraph><table:table><table:table-row><table:table-cell><text:numbered-paragraph text:list-id="n" text:style-name="L"><text:number>9</text:number>${p("B")}</text:numbered-paragraph></table:table-cell></table:table-row></table:table>`,
      ["1. A", "2. B"],
    ],
    ["fields show what they hold", p("ngày <text:date>5/6/2026</text:date>"), ["ngày 5/6/2026"]],
  ])("%s", (_, body, wanted) =>
    expect(lines(body, HIDDEN + listStyle(level(1, "1", 'style:num-suffix="."')))).toEqual(wanted),
  );

  const contents = (inside: string): string =>
    `<text:table-of-content><text:table-of-content-source>x</text:table-of-content-source><text:index-body>${inside}</text:index-body></text:table-of-content>`;
  test("text typed into the contents stays and is said; what is left out takes its pages", () => {
    const title = `<text:index-title>${p("Mục lục", "Contents_20_Heading")}</text:index-title>`;
    const line = p("Điều 1. A<text:tab/>3", "Contents_20_1");
    const body = contents(title + line + p("Điều 1. Chợ họp ngày rằm, từ năm 2027")) + p("Điều 2. B", "Contents_20_1");
    const read = readFile(odt(body));
    expect(read.paragraphs.map((one) => one.text)).toEqual(["Điều 1. Chợ họp ngày rằm, từ năm 2027", "Điều 2. B"]);
    expect(read.doubts).toHaveLength(2);
    const at = (inside: string): number[] => readFile(odt(inside)).paragraphs.map((one) => one.page);
    const long = (mark: string): string => title + line.repeat(40) + mark + line.repeat(40);
    expect(at(contents(long("<text:soft-page-break/>")) + p("Chương I"))).toEqual([2]);
    expect(at(contents(long("")) + p("Chương I"))).toEqual([3]);
    expect(at(long("<text:soft-page-break/>") + p("Chương I"))).toEqual([2]);
  });

  test("a row over two pages turns the page, whichever cell holds the mark", () => {
    const cell = (inside: string): string => `<table:table-cell>${inside}</table:table-cell>`;
    const mark = "<text:soft-page-break/>";
    const body = `${p("a")}<table:table><table:table-row>${cell(p("b") + p("c"))}${cell(p(`d${mark}e`) + mark + p("f"))}</table:table-row><table:table-row>${cell(p(`${mark}g`))}${cell(p(`${mark}h`))}</table:table-row></table:table>`;
    expect(readFile(odt(body)).paragraphs.map((one) => [one.text, one.page])).toEqual([
      ["a", 1],
      ["b c | de f", 1],
      ["g | h", 4],
    ]);
  });

  test.each<[string, string, string[], string[]]>([
    [
      "between the items of a list",
      list(`${item(p("A"))}<text:la>${p("B")}</text:la>${p("C")}${item(p("D"))}`),
      ["1. A", "B", "C", "2. D"],
      ["text:la"],
    ],
    [
      "between the cells of a row",
      `<table:table><table:table-row><table:table-cell>${p("A")}</table:table-cell><table:la><table:table-cell>${p("B")}</table:table-cell></table:la><table:lb>${p("C")}</table:lb><table:covered-table-cell/></table:table-row></table:table>`,
      ["A | B | C"],
      ["table:la", "table:lb"],
    ],
    [
      "beside a numbered paragraph",
      `<text:numbered-paragraph text:style-name="L"><text:number>1.</text:number>${p("A")}<text:la>${p("B")}</text:la></text:numbered-paragraph>`,
      ["1. A", "B"],
      ["text:la"],
    ],
    ["a page mark between items", list(`${item(p("A"))}<text:soft-page-break/>${item(p("B"))}`), ["1. A", "2. B"], []],
  ])("what is not known %s is said and read", (_, body, wanted, names) => {
    const { paragraphs, doubts } = readFile(odt(body, listStyle(level(1, "1", 'style:num-suffix="."'))));
    expect(paragraphs.map((one) => one.text)).toEqual(wanted);
    expect(doubts.map((one) => /“(.*?)”/.exec(one.what)?.[1])).toEqual(names);
  });

  test("what is not understood is said with its first words", () => {
    const { paragraphs, doubts } = readFile(
      odt(
        p("a <text:lạ>b</text:lạ> <office:la>c d</office:la>") +
          frame('<draw:image xlink:href="x"/>') +
          p(frame('<draw:image xlink:href="x"/>')),
      ),
    );
    expect(paragraphs.map((one) => one.text)).toEqual(["a b c d"]);
    expect(doubts.map((one) => `${one.what}: ${one.text}`)).toEqual([
      expect.stringMatching(/office:la.*: c d$/),
      "Hình ảnh: chữ trong hình không đọc được: F",
      "Hình ảnh: chữ trong hình không đọc được: F",
    ]);
  });
});

test.each([
  ["a list that starts at 1e15", list(item(p("A"), 'text:start-value="1e15"')), listStyle(level(1, "I"))],
  ["blanks without end", p('a<text:s text:c="500000000"/>'), ""],
  [
    "rows without end",
    `<table:table><table:table-row table:number-rows-repeated="1e9"><table:table-cell>${p("a")}</table:table-cell></table:table-row></table:table>`,
    "",
  ],
  ["text without end", p("chữ ".repeat(24_000)).repeat(40), ""],
])("refused in words: %s", (_, body, styles) =>
  expect(() => lines(body, styles)).toThrow(expect.objectContaining({ status: 422 })),
);
