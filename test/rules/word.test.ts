import { abstractNum, docx, type DocxParts, item, lvl, num, p, pack, styled, t, W } from "../support/docx-file.ts";
import { readFile } from "../support/read-file.ts";

const lines = (parts: DocxParts): string[] => readFile(docx(parts)).paragraphs.map((one) => one.text);
const doubts = (parts: DocxParts): string[] => readFile(docx(parts)).doubts.map((one) => `${one.what}: ${one.text}`);
const heading = (id: string, pPr: string, basedOn = ""): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${id}"/>${basedOn && `<w:basedOn w:val="${basedOn}"/>`}<w:pPr>${pPr}</w:pPr></w:style>`;
const numPr = (numId: number, ilvl?: number): string =>
  `<w:numPr>${ilvl === undefined ? "" : `<w:ilvl w:val="${ilvl}"/>`}<w:numId w:val="${numId}"/></w:numPr>`;

describe("numbers as Word prints them", () => {
  const LAW = abstractNum(
    0,
    lvl(0, "upperRoman", "Chương %1") +
      lvl(1, "decimal", "Điều %2.") +
      lvl(2, "decimal", "%3.") +
      lvl(3, "lowerLetter", "%4)"),
  );
  test.each<[string, DocxParts, string[]]>([
    [
      "levels begin anew below a higher one",
      {
        body:
          item("A", 0) +
          item("B", 1) +
          item("C", 2) +
          item("D", 3) +
          item("E", 3) +
          item("F", 2) +
          item("G", 3) +
          item("H", 1),
        numbering: LAW + num(1, 0),
      },
      ["Chương I A", "Điều 1. B", "1. C", "a) D", "b) E", "2. F", "a) G", "Điều 2. H"],
    ],
    [
      "articles run through the chapters: lvlRestart 0",
      {
        body: item("A", 0) + item("B", 1) + item("C", 0) + item("D", 1),
        numbering:
          abstractNum(
            0,
            lvl(0, "upperRoman", "Chương %1") + lvl(1, "decimal", "Điều %2.", '<w:lvlRestart w:val="0"/>'),
          ) + num(1, 0),
      },
      ["Chương I A", "Điều 1. B", "Chương II C", "Điều 2. D"],
    ],
    [
      "lvlRestart 1: below the first level only",
      {
        body: item("A", 0) + item("B", 1) + item("C", 2) + item("D", 1) + item("E", 2) + item("F", 0) + item("G", 2),
        numbering:
          abstractNum(
            0,
            lvl(0, "decimal", "%1.") +
              lvl(1, "decimal", "%1.%2.") +
              lvl(2, "lowerLetter", "%3)", '<w:lvlRestart w:val="1"/>'),
          ) + num(1, 0),
      },
      ["1. A", "1.1. B", "a) C", "1.2. D", "b) E", "2. F", "a) G"],
    ],
    [
      "isLgl prints figures for Roman parents",
      {
        body: item("A", 0) + item("B", 1) + item("C", 1),
        numbering: abstractNum(0, lvl(0, "upperRoman", "%1.") + lvl(1, "decimal", "%1.%2.", "<w:isLgl/>")) + num(1, 0),
      },
      ["I. A", "1.1. B", "1.2. C"],
    ],
    [
      "a level nobody used stands at its first number and is taken",
      {
        body: item("A", 1) + item("B", 1) + item("C", 0),
        numbering: abstractNum(0, lvl(0, "decimal", "%1.") + lvl(1, "decimal", "%1.%2.")) + num(1, 0),
      },
      ["1.1. A", "1.2. B", "2. C"],
    ],
    [
      "two numbers of one list count on together; an override begins anew, once",
      {
        body: item("A", 0, 1) + item("B", 0, 2) + item("C", 0, 3) + item("D", 0, 3) + item("E", 0, 1),
        numbering:
          abstractNum(0, lvl(0, "decimal", "%1.")) +
          num(1, 0) +
          num(2, 0) +
          num(3, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
      },
      ["1. A", "2. B", "5. C", "6. D", "7. E"],
    ],
    [
      "an override may hold a level of its own",
      {
        body: item("A", 0, 1) + item("B", 0, 2),
        numbering:
          abstractNum(0, lvl(0, "decimal", "%1.")) +
          num(1, 0) +
          num(2, 0, `<w:lvlOverride w:ilvl="0">${lvl(0, "upperLetter", "Mục %1:")}</w:lvlOverride>`),
      },
      ["1. A", "Mục B: B"],
    ],
    [
      "through the style, and the style it is based on; a paragraph may take its number away",
      {
        body: styled("A", "Dieu") + styled("B", "DieuCon") + styled("C", "Dieu", numPr(0)) + styled("D", "Dieu"),
        styles: heading("Dieu", numPr(1)) + heading("DieuCon", "", "Dieu"),
        numbering: abstractNum(0, lvl(0, "decimal", "Điều %1.")) + num(1, 0),
      },
      ["Điều 1. A", "Điều 2. B", "C", "Điều 3. D"],
    ],
    [
      "the level belongs to the style that a level names, whatever the style says",
      {
        body: styled("A", "H1") + styled("B", "H2") + styled("C", "H2"),
        styles: heading("H1", numPr(1)) + heading("H2", numPr(1)),
        numbering:
          abstractNum(
            0,
            lvl(0, "decimal", "%1.", '<w:pStyle w:val="H1"/>') + lvl(1, "decimal", "%1.%2.", '<w:pStyle w:val="H2"/>'),
          ) + num(1, 0),
      },
      ["1. A", "1.1. B", "1.2. C"],
    ],
    [
      "a list that is only a name for a numbering style",
      {
        body: item("A", 0, 2),
        styles: `<w:style w:type="numbering" w:styleId="Luat"><w:pPr>${numPr(1)}</w:pPr></w:style>`,
        numbering:
          abstractNum(0, `<w:styleLink w:val="Luat"/>${lvl(0, "decimal", "Điều %1.")}`) +
          abstractNum(1, '<w:numStyleLink w:val="Luat"/>') +
          num(1, 0) +
          num(2, 1),
      },
      ["Điều 1. A"],
    ],
    [
      "bullets as they look",
      {
        body: item("A", 0) + item("B", 1) + item("C", 2),
        numbering:
          abstractNum(
            0,
            lvl(0, "bullet", "\uf0b7", '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>') +
              lvl(1, "bullet", "-") +
              lvl(2, "bullet", "\uf0a7", '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'),
          ) + num(1, 0),
      },
      ["• A", "- B", "▪ C"],
    ],
    [
      "typed and automatic stands once; another number typed stays",
      {
        body: item("Điều 1. Phạm vi") + item("2. Đối tượng"),
        numbering: abstractNum(0, lvl(0, "decimal", "Điều %1.")) + num(1, 0),
      },
      ["Điều 1. Phạm vi", "Điều 2. 2. Đối tượng"],
    ],
    [
      "an empty paragraph of a list takes its number",
      {
        body: item("A") + p("", numPr(1, 0)) + item("B"),
        numbering: abstractNum(0, lvl(0, "decimal", "Chương %1")) + num(1, 0),
      },
      ["Chương 1 A", "Chương 2", "Chương 3 B"],
    ],
  ])("%s", (_name, parts, printed) => expect(lines(parts)).toEqual(printed));

  test.each([
    ["decimalZero", "%1.", "01. | 02. | 03."],
    ["lowerRoman", "(%1)", "(i) | (ii) | (iii)"],
    ["ordinal", "%1", "1st | 2nd | 3rd"],
    ["vietnameseCounting", "Phần thứ %1", "Phần thứ một | Phần thứ hai | Phần thứ ba"],
    ["cardinalText", "%1", "One | Two | Three"],
    ["numberInDash", "%1", "- 1 - | - 2 - | - 3 -"],
    ["decimalEnclosedCircle", "%1", "① | ② | ③"],
    ["none", "Bước", "Bước | Bước | Bước"],
  ])("format %s", (format, text, labels) => {
    const read = readFile(
      docx({ body: item("A") + item("B") + item("C"), numbering: abstractNum(0, lvl(0, format, text)) + num(1, 0) }),
    );
    expect(read.paragraphs.map((one) => one.label).join(" | ")).toBe(labels);
    expect(read.doubts).toEqual([]);
  });

  test("after z come aa and bb; a custom pattern pads; what nobody knows is printed in figures and said", () => {
    const many = Array.from({ length: 28 }, (_, n) => item(`Ý ${n}`)).join("");
    const letters = lines({ body: many, numbering: abstractNum(0, lvl(0, "lowerLetter", "%1)")) + num(1, 0) });
    expect(letters.slice(24)).toEqual(["y) Ý 24", "z) Ý 25", "aa) Ý 26", "bb) Ý 27"]);
    const custom = lvl(0, "custom", "%1.").replace('w:val="custom"', 'w:val="custom" w:format="001, 002, 003, ..."');
    expect(lines({ body: item("A"), numbering: abstractNum(0, custom) + num(1, 0) })).toEqual(["001. A"]);
    const strange = {
      body: item("A") + item("B"),
      numbering: abstractNum(0, lvl(0, "hindiCounting", "%1.")) + num(1, 0),
    };
    expect([lines(strange), doubts(strange).length]).toEqual([["1. A", "2. B"], 1]);
  });
});

describe("text as Word shows it", () => {
  const box = (choice: string, fallback: string): string =>
    `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>${choice}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>${fallback}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
  const field = (code: string, result: string): string =>
    `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
  const row = (...cells: string[]): string => `<w:tr>${cells.map((cell) => `<w:tc>${cell}</w:tc>`).join("")}</w:tr>`;

  test.each<[string, string, string[]]>([
    [
      "inserted and moved text where it stands now",
      `${p(`<w:moveFrom>${t("cũ")}</w:moveFrom>`)}${p(`<w:ins>${t("mới ")}</w:ins><w:moveTo>${t("cũ")}</w:moveTo>`)}`,
      ["mới cũ"],
    ],
    [
      "a deleted row and a deleted cell",
      `<w:tbl><w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc>${p(t("bỏ"))}</w:tc></w:tr>${row(p(t("a")), p(t("b")))}</w:tbl>`,
      ["a | b"],
    ],
    [
      "three paragraphs whose marks were deleted",
      `${p(t("Một"), "<w:rPr><w:del/></w:rPr>")}${p(t(" hai"), "<w:rPr><w:del/></w:rPr>")}${p(t(" ba."))}`,
      ["Một hai ba."],
    ],
    [
      "hidden text away, directly and by style",
      `${p(`${t("thấy")}${t(" ẩn", "<w:vanish/>")}${t(" lại", '<w:vanish w:val="0"/>')}${t(" giấu", '<w:rStyle w:val="An"/>')}`)}${styled("cả đoạn", "DoanAn")}`,
      ["thấy lại"],
    ],
    [
      "a style separator joins a heading to its text",
      `${p(t("Điều 1. Tên."), "<w:rPr><w:vanish/><w:specVanish/></w:rPr>")}${p(t(" Nội dung."))}`,
      ["Điều 1. Tên. Nội dung."],
    ],
    [
      "hyphens, tabs, line breaks, entities",
      p(
        `<w:r><w:t>38</w:t><w:noBreakHyphen/><w:t>KH</w:t><w:tab/><w:t>a</w:t><w:br/><w:t>b&#7853;c&amp;d&lt;e</w:t><w:softHyphen/><w:t>f</w:t><w:cr/><w:t>g</w:t></w:r>`,
      ),
      ["38-KH a bậc&d<ef g"],
    ],
    [
      "results of fields, not what they are made from",
      p(
        `${t("Tổng: ")}${field("=SUM(ABOVE)", t("12"))}${t(" hộ, ")}<w:fldSimple w:instr="REF a">${t("xem Điều 3")}</w:fldSimple>`,
      ),
      ["Tổng: 12 hộ, xem Điều 3"],
    ],
    [
      "a field within another's code",
      p(
        `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>${field("DOCPROPERTY x", t("trong mã"))}<w:r><w:fldChar w:fldCharType="separate"/></w:r>${t("hiện")}<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
      ),
      ["hiện"],
    ],
    [
      "a field that never ends hides nothing",
      `${p(`<w:r><w:fldChar w:fldCharType="begin"/></w:r>${t("vẫn đọc")}`)}${p(t("đoạn sau"))}`,
      ["vẫn đọc", "đoạn sau"],
    ],
    [
      "old form fields",
      p(
        `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>${t(" Có")}`,
      ),
      ["☒ Có"],
    ],
    [
      "a text box once, its paragraphs apart",
      p(`${t("Điều 1. Phạm vi")}${box(p(t("DỰ THẢO")) + p(t("Lần 2")), p(t("DỰ THẢO")) + p(t("Lần 2")))}`),
      ["Điều 1. Phạm vi", "DỰ THẢO", "Lần 2"],
    ],
    [
      "a text box that only the fallback holds",
      p(
        `<w:r><mc:AlternateContent><mc:Choice Requires="x"><w:drawing/></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>${p(t("khung"))}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`,
      ),
      ["khung"],
    ],
    [
      "content controls and custom XML around everything",
      `<w:sdt><w:sdtPr/><w:sdtContent><w:customXml w:element="x">${p(`<w:sdt><w:sdtContent>${t("trong")}</w:sdtContent></w:sdt><w:smartTag>${t(" thẻ")}</w:smartTag>`)}<w:tbl><w:customXml>${row(p(t("a")), `<w:sdt><w:sdtContent>${p(t("b"))}</w:sdtContent></w:sdt>`)}</w:customXml></w:tbl></w:customXml></w:sdtContent></w:sdt>`,
      ["trong thẻ", "a | b"],
    ],
    [
      "a table in a cell follows its row",
      `<w:tbl>${row(p(t("ngoài")) + `<w:tbl>${row(p(t("trong 1")), p(t("trong 2")))}</w:tbl>`, p(t("bên")))}</w:tbl>`,
      ["ngoài | bên", "trong 1 | trong 2"],
    ],
    [
      "paragraphs of a cell apart; a row of one cell is its paragraphs",
      `<w:tbl>${row(p(t("ỦY BAN")) + p(t("XÃ SAO MAI")), p(t("CỘNG HÒA")))}${row(p(t("một")) + p(t("hai")))}</w:tbl>`,
      ["ỦY BAN XÃ SAO MAI | CỘNG HÒA", "một", "hai"],
    ],
    [
      "signs of symbol fonts",
      p(
        `<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>${t(" chọn ")}${t("a", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>')}`,
      ),
      ["☑ chọn α"],
    ],
    [
      "contents by field, by control, by style, typed",
      `${p(field("TOC \\o", `${t("Điều 1. A")}</w:p><w:p>${t("Điều 2. B")}`))}<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>${p(t("MỤC LỤC"))}</w:sdtContent></w:sdt>${styled("Điều 1\t3", "TOC2")}${p(t("MỤC LỤC"))}${p(t("Điều 1. A........... 3"))}${p(t("Điều 1. A"))}`,
      ["Điều 1. A"],
    ],
  ])("%s", (_name, body, printed) => {
    const styles = `<w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="DoanAn"><w:rPr><w:vanish/></w:rPr></w:style>`;
    expect([lines({ body, styles }), doubts({ body, styles })]).toEqual([printed, []]);
  });

  const CONTENTS = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>';
  test("text typed into the frame of the contents, or in their style, stays and is said", () => {
    const frame = [
      p(t("Mục lục")),
      styled("Điều 1. A\t3", "TOC1"),
      p(`<w:hyperlink w:anchor="_Toc12">${t("Điều 2. B")}</w:hyperlink>`),
      p(t("Điều 1. Quy ước này có hiệu lực từ năm 2027")),
      p(t("Hộ gia đình giữ sạch kênh mương.")),
    ].join("");
    const body = `<w:sdt>${CONTENTS}<w:sdtContent>${frame}</w:sdtContent></w:sdt>${styled("Điều 2. Chợ họp ngày rằm.", "TOC1")}`;
    expect(lines({ body })).toEqual([
      "Điều 1. Quy ước này có hiệu lực từ năm 2027",
      "Hộ gia đình giữ sạch kênh mương.",
      "Điều 2. Chợ họp ngày rằm.",
    ]);
    expect(doubts({ body })).toHaveLength(3);
    expect(doubts({ body })[1]).toMatch(/không giống một dòng mục lục.*: Hộ gia đình giữ sạch/);
  });

  test("contents that are left out take their pages all the same, marked or counted", () => {
    const mark = "<w:r><w:lastRenderedPageBreak/></w:r>";
    const line = (n: number, marked = ""): string =>
      styled(`Điều ${n}. A\t${n}`, "TOC1").replace("</w:pPr>", `$&${marked}`);
    const frame = (marked: string): string =>
      `<w:sdt>${CONTENTS}<w:sdtContent>${Array.from({ length: 80 }, (_, n) => line(n, n === 40 ? marked : "")).join("")}</w:sdtContent></w:sdt>`;
    const at = (body: string): number[] => readFile(docx({ body })).paragraphs.map((one) => one.page);
    expect(at(frame(mark) + p(t("Chương I")))).toEqual([2]);
    expect(at(frame("") + p(t("Chương I")))).toEqual([3]);
    expect(at(frame(mark) + p(t("Chương I"), "<w:pageBreakBefore/>"))).toEqual([3]);
  });

  test("notes are kept at their place and marked as such; separators are none", () => {
    const footnotes = `<w:footnote w:type="separator" w:id="0">${p(t("—"))}</w:footnote><w:footnote w:id="2">${p(t("Từ năm 2027."))}</w:footnote>`;
    const endnotes = `<w:endnote w:id="3">${p(t("Theo kế hoạch."))}</w:endnote>`;
    const body = `${p(`${t("Mức hỗ trợ 500.000 đồng")}<w:r><w:footnoteReference w:id="2"/></w:r>${t(" một tháng")}`)}${p(`${t("Hết")}<w:r><w:endnoteReference w:id="3"/></w:r>`)}`;
    const { paragraphs } = readFile(docx({ body, footnotes, endnotes }));
    expect(paragraphs.map(({ text, kind }) => [text, kind])).toEqual([
      ["Mức hỗ trợ 500.000 đồng một tháng", undefined],
      ["Chú thích 1 (tại “hỗ trợ 500.000 đồng”): Từ năm 2027.", "chu-thich"],
      ["Hết", undefined],
      ["Chú thích cuối i (tại “Hết”): Theo kế hoạch.", "chu-thich"],
    ]);
  });

  test("formulas as text with a note; pictures, objects and strange elements are named with their words", () => {
    const m = (name: string, inside: string): string => `<m:${name}>${inside}</m:${name}>`;
    const r = (text: string): string => m("r", m("t", text));
    const formula = m(
      "oMath",
      `${r("x=")}${m("f", m("num", r("a+b")) + m("den", m("rad", m("deg", "") + m("e", r("c")))))}${m("sSup", m("e", r("y")) + m("sup", r("2")))}`,
    );
    const picture =
      '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Hình 1" descr="Bản đồ xã"/><a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>';
    const parts = {
      body: `${p(t("Mức = ") + formula)}${p(t("Xem ") + picture)}${p(`<w:la>${t("chữ lạ")}</w:la>`)}<w:altChunk r:id="x"/>`,
    };
    expect(lines(parts)).toEqual(["Mức = x=(a+b)/(√c)y^2", "Xem", "chữ lạ"]);
    expect(doubts(parts)).toEqual(
      [
        "Công thức được viết lại thành chữ trên một dòng: x=(a+b)/(√c)y^2",
        "Hình ảnh: chữ trong hình không đọc được: Bản đồ xã",
        "Phần tử lạ “w:la” trong tệp, chữ ở đây có thể thiếu: chữ lạ",
        "Phần chèn từ tệp khác (altChunk) không đọc được, chữ ở đây đang thiếu:",
      ].map((one) => (one.endsWith(":") ? `${one} ` : one)),
    );
  });

  test("strict OOXML, other prefixes, a main part of another name", () => {
    const strict = pack({
      "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/noi-dung/van-ban.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
      "_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="noi-dung/van-ban.xml"/></Relationships>`,
      "noi-dung/_rels/van-ban.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/numbering" Target="so.xml"/></Relationships>`,
      "noi-dung/van-ban.xml": `<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:pPr><x:numPr><x:ilvl x:val="0"/><x:numId x:val="1"/></x:numPr></x:pPr><x:r><x:t>Phạm vi</x:t></x:r></x:p></x:body></x:document>`,
      "noi-dung/so.xml": `<numbering xmlns="${W}" xmlns:w="${W}"><abstractNum w:abstractNumId="0"><lvl w:ilvl="0"><start w:val="1"/><numFmt w:val="decimal"/><lvlText w:val="Điều %1."/></lvl></abstractNum><num w:numId="1"><abstractNumId w:val="0"/></num></numbering>`,
    });
    expect(readFile(strict).paragraphs.map((one) => one.text)).toEqual(["Điều 1. Phạm vi"]);
  });
});

describe("pages", () => {
  const mark = "<w:r><w:lastRenderedPageBreak/></w:r>";
  const end = '<w:r><w:br w:type="page"/></w:r>';
  const section = (kind: string): string => `<w:sectPr>${kind && `<w:type w:val="${kind}"/>`}</w:sectPr>`;
  test.each<[string, string, (readonly [string, number])[], boolean]>([
    [
      "Word's own marks",
      p(t("a")) + p(mark + t("b")) + p(t("c") + mark + t(" tiếp")) + p(t("d")),
      [
        ["a", 1],
        ["b", 2],
        ["c tiếp", 2],
        ["d", 3],
      ],
      false,
    ],
    [
      "a break and the mark behind it are one",
      p(t("a") + end) + p(mark + t("b")),
      [
        ["a", 1],
        ["b", 2],
      ],
      false,
    ],
    [
      "a section and the mark behind it are one",
      p(t("a"), section("")) + p(mark + t("b")) + section("nextPage"),
      [
        ["a", 1],
        ["b", 2],
      ],
      false,
    ],
    [
      "how a section begins stands at its end",
      p(t("a"), section("")) + p(t("b"), section("continuous")) + p(t("c")) + section("nextPage"),
      [
        ["a", 1],
        ["b", 1],
        ["c", 2],
      ],
      true,
    ],
    [
      "page break before, once",
      p(t("a") + end) + p(t("b"), "<w:pageBreakBefore/>") + p(t("c"), '<w:pageBreakBefore w:val="0"/>'),
      [
        ["a", 1],
        ["b", 2],
        ["c", 2],
      ],
      true,
    ],
    [
      "an empty page counts",
      p(t("a") + end) + p(end) + p(t("b")),
      [
        ["a", 1],
        ["b", 3],
      ],
      true,
    ],
    [
      "a row over two pages has its marks once",
      p(t("a")) +
        `<w:tbl><w:tr><w:tc>${p(t("b") + mark + t("b2"))}</w:tc><w:tc>${p(t("c") + mark + t("c2"))}</w:tc></w:tr></w:tbl>` +
        p(t("d")),
      [
        ["a", 1],
        ["bb2 | cc2", 1],
        ["d", 2],
      ],
      false,
    ],
  ])("%s", (_name, body, pages, estimated) => {
    const { paragraphs } = readFile(docx({ body }));
    expect(paragraphs.map((one) => [one.text, one.page])).toEqual(pages);
    expect(paragraphs.every((one) => (one.estimated ?? false) === estimated)).toBe(true);
  });
});
