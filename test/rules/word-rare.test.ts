import { formatCount } from "../../src/drafts/office/number-formats.ts";
import { abstractNum, docx, type DocxParts, item, lvl, num, odt, p, styled, t } from "../support/docx-file.ts";
import { readFile } from "../support/read-file.ts";

/** What few files hold and a reader loses silently when nobody asks: found by trying, each with its right value. */
const read = (parts: DocxParts | readonly [string, string?, string?]) => {
  const { paragraphs, doubts } = readFile("body" in parts ? docx(parts) : odt(...parts));
  return {
    lines: paragraphs.map((one) => (one.kind === "chu-thich" ? `* ${one.text}` : one.text)),
    doubts: doubts.map((one) => `${one.what}: ${one.text}`),
  };
};
const style = (id: string, pPr: string, basedOn = "", rPr = ""): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${id}"/>${basedOn && `<w:basedOn w:val="${basedOn}"/>`}<w:pPr>${pPr}</w:pPr><w:rPr>${rPr}</w:rPr></w:style>`;
const numPr = (numId?: number, ilvl?: number): string =>
  `<w:numPr>${ilvl === undefined ? "" : `<w:ilvl w:val="${ilvl}"/>`}${numId === undefined ? "" : `<w:numId w:val="${numId}"/>`}</w:numPr>`;
const LEVELS = lvl(0, "decimal", "Điều %1.") + lvl(1, "decimal", "%2.") + lvl(2, "lowerLetter", "%3)");
const numbering = abstractNum(0, LEVELS) + num(1, 0);
const removedMark = `${numPr(1, 0)}<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>`;

describe("numbers", () => {
  test.each<[string, DocxParts, string[]]>([
    [
      "a style that only names another level of the list of the style it is based on",
      {
        body: styled("A", "Dieu") + styled("B", "Khoan") + styled("C", "Diem") + styled("D", "Khoan"),
        styles:
          style("Dieu", numPr(1)) +
          style("Khoan", numPr(undefined, 1), "Dieu") +
          style("Diem", numPr(undefined, 2), "Khoan"),
        numbering: abstractNum(0, LEVELS.replace("<w:lvlText", '<w:pStyle w:val="Dieu"/><w:lvlText')) + num(1, 0),
      },
      ["Điều 1. A", "1. B", "a) C", "2. D"],
    ],
    [
      "two numbered paragraphs become one: one number, and the next goes on from it",
      { body: item("A") + p(t("B"), removedMark) + item("C") + item("D"), numbering },
      ["Điều 1. A", "Điều 2. BC", "Điều 3. D"],
    ],
    [
      "a paragraph hidden by its style is not counted",
      {
        body: item("A") + styled("ẩn", "An", numPr(1, 0)) + item("B"),
        styles: style("An", "", "", "<w:vanish/>"),
        numbering,
      },
      ["Điều 1. A", "Điều 2. B"],
    ],
    [
      "a level whose number is hidden is counted and not printed",
      {
        body: item("A", 0) + item("B", 1),
        numbering:
          abstractNum(
            0,
            lvl(0, "decimal", "%1.").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>") +
              lvl(1, "decimal", "%1.%2."),
          ) + num(1, 0),
      },
      ["A", "1.1. B"],
    ],
  ])("%s", (_, parts, lines) => expect(read(parts)).toEqual({ lines, doubts: [] }));
});

describe("fields whose result the file does not hold", () => {
  const field = (code: string): string =>
    `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ${code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;
  test.each<[string, string, string]>([
    ["AUTONUM", "Một", "Số thứ tự do trường AUTONUM tự đánh không có trong tệp, cần gõ số vào: Một"],
    ["LISTNUM x \\l 2", "Một", "Số thứ tự do trường LISTNUM tự đánh không có trong tệp, cần gõ số vào: Một"],
    ["EQ \\f(1,2)", "(1,2)Một", "Công thức của trường EQ được viết lại thành chữ trên một dòng: (1,2)"],
    ["REF tên", "Một", "Trường “REF” không có kết quả trong tệp, chữ ở đây đang thiếu: Một"],
    ["SYMBOL 183 \\f Symbol", "•Một", ""],
    ["MACROBUTTON m [Bấm vào đây]", "[Bấm vào đây]Một", ""],
    ["XE &quot;từ&quot;", "Một", ""],
  ])("%s", (code, line, doubt) => {
    const wanted = { lines: [line], doubts: doubt === "" ? [] : [doubt] };
    expect(read({ body: p(field(code) + t("Một")) })).toEqual(wanted);
    if (doubt !== "" && !code.startsWith("EQ"))
      expect(read({ body: p(`<w:fldSimple w:instr="${code}"/>${t("Một")}`) }).doubts).toHaveLength(1);
  });
});

describe("nothing is lost without a word", () => {
  const frame = (uri: string, more = ""): string =>
    `<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Hình" ${more}/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/${uri}">${more && `<wps:txbx><w:txbxContent>${p(t("ẩn"))}</w:txbxContent></wps:txbx>`}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;
  const cell = (inside: string): string => `<w:tc>${inside}</w:tc>`;
  const box = `<w:r><w:pict><v:shape><v:textbox><w:txbxContent>${p(t("khung"))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`;
  const note = '<w:r><w:footnoteReference w:id="2"/></w:r>';
  const odtNote =
    '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>chú</text:p></text:note-body></text:note>';
  const strange = "trong tệp, chữ ở đây có thể thiếu";
  test.each<[string, DocxParts | [string, string?, string?], string[], string[]]>([
    [
      "a note and a text box of a cell are places of their own",
      {
        body: `<w:tbl><w:tr>${cell(p(t("một") + box + note))}${cell(p(t("hai")))}</w:tr></w:tbl>`,
        footnotes: `<w:footnote w:id="2">${p(t("chú"))}</w:footnote>`,
      },
      ["một | hai", "khung", "* Chú thích 1 (tại “một”): chú"],
      [],
    ],
    [
      "the same of OpenDocument",
      [
        `<table:table><table:table-row><table:table-cell><text:p>một${odtNote}</text:p></table:table-cell><table:table-cell><text:p>hai</text:p></table:table-cell></table:table-row></table:table>`,
      ],
      ["một | hai", "* Chú thích 1 (tại “một”): chú"],
      [],
    ],
    [
      "strange elements around rows and cells",
      {
        body: `<w:tbl><x:a xmlns:x="urn:x"><w:tr>${cell(p(t("một")))}</w:tr></x:a><w:tr><x:b xmlns:x="urn:x">${cell(p(t("hai")))}</x:b></w:tr></w:tbl>`,
      },
      ["một", "hai"],
      [`Phần tử lạ “x:a” ${strange}: một`, `Phần tử lạ “x:b” ${strange}: hai`],
    ],
    [
      "new kinds of charts and objects",
      { body: p(t("a") + frame("drawing/2014/chartex") + frame("drawing/2017/model3d")) },
      ["a"],
      ["Biểu đồ không đọc được: Hình", "Đối tượng “model3d” không đọc được: Hình"],
    ],
    [
      "a drawing that was switched off is not printed",
      { body: p(t("a") + frame("word/2010/wordprocessingShape", 'hidden="1"')) },
      ["a"],
      [],
    ],
    [
      "small words above others",
      { body: p(`<w:r><w:ruby><w:rt>${t("âm")}</w:rt><w:rubyBase>${t("gốc")}</w:rubyBase></w:ruby></w:r>`) },
      ["gốc"],
      ["Chữ nhỏ chú ở trên chữ khác không đưa vào bản góp ý: âm"],
    ],
    [
      "conditions of OpenDocument: what they show and what they hide",
      [
        '<text:section text:display="condition" text:is-hidden="true"><text:p>ẩn</text:p></text:section><text:p>a <text:hidden-text text:is-hidden="false">b</text:hidden-text><text:hidden-text text:is-hidden="true">c</text:hidden-text></text:p>',
      ],
      ["a b"],
      [],
    ],
    [
      "headings in a list that bears the outline's name",
      [
        '<text:list text:style-name="Outline"><text:list-item><text:h text:outline-level="1">A</text:h></text:list-item></text:list>',
        "",
        '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/></text:outline-style>',
      ],
      ["I. A"],
      [],
    ],
  ])("%s", (_, parts, lines, doubts) => expect(read(parts)).toEqual({ lines, doubts }));
});

test("notes that begin anew with each section", () => {
  const ref = (id: number): string => `<w:r><w:footnoteReference w:id="${id}"/></w:r>`;
  const section = '<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>';
  const note = (id: number): string => `<w:footnote w:id="${id}">${p(t(`chú ${id}`))}</w:footnote>`;
  const body = p(t("a") + ref(2)) + p(t("b") + ref(3), section) + p(t("c") + ref(4)) + section;
  expect(read({ body, footnotes: note(2) + note(3) + note(4) }).lines.filter((one) => one.startsWith("*"))).toEqual([
    "* Chú thích 1 (tại “a”): chú 2",
    "* Chú thích 2 (tại “b”): chú 3",
    "* Chú thích 1 (tại “c”): chú 4",
  ]);
});

test.each([
  ["chineseCounting", "一 十 十一 二十一 九十九 一○一"],
  ["taiwaneseCountingThousand", "一 十 十一 二十一 九十九 一百零一"],
  ["japaneseCounting", "一 十 十一 二十一 九十九 百一"],
  ["koreanCounting", "일 십 십일 이십일 구십구 백일"],
  ["chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾壹 玖拾玖 壹佰零壹"],
  ["ideographDigital", "一 一〇 一一 二一 九九 一〇一"],
  ["koreanLegal", "하나 열 열하나 스물하나 아흔아홉 101"],
  ["ideographTraditional", "甲 癸 11 21 99 101"],
  ["ideographZodiacTraditional", "甲子 癸酉 甲戌 甲申 壬寅 甲辰"],
  ["chosung", "ㄱ ㅊ ㅋ 21 99 101"],
  ["thaiLetters", "ก ญ ฎ ธ 99 101"],
])("numbers in %s", (format, row) =>
  expect([1, 10, 11, 21, 99, 101].map((n) => formatCount(n, format)).join(" ")).toBe(row),
);
