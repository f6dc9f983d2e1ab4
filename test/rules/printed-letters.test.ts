import { toPositions } from "../../src/drafts/structure.ts";
import { abstractNum, docx, item, num, odt, p, styled, t } from "../support/docx-file.ts";
import { readFile } from "../support/read-file.ts";

/** Code and words of every place: what is printed, whatever letters the file holds. */
const places = (bytes: Buffer): string[] =>
  toPositions(readFile(bytes).paragraphs).map(({ code, text }) => `${code} ${text}`);

describe("capitals by the look of the letters are capitals", () => {
  const heading =
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:rPr><w:caps/></w:rPr></w:style>';
  test("in Word: of a run, of a style, switched off again", () => {
    const body = [
      p(t("điều 1. ", "<w:caps/>") + t("Phạm vi")),
      styled("chương i", "H1"),
      p(t("Quy định ") + t("chung", '<w:caps w:val="0"/>'), '<w:pStyle w:val="H1"/>'),
    ].join("");
    expect(places(docx({ body, styles: heading }))).toEqual([
      "D1 ĐIỀU 1. Phạm vi",
      "C1 CHƯƠNG I",
      "C1.¶1 QUY ĐỊNH chung",
    ]);
  });
  test("in Word: the number is set as its level says, else as the paragraph", () => {
    const level = (more: string): string =>
      `<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="điều %1."/>${more}</w:lvl>`;
    const numbering =
      abstractNum(0, level("<w:rPr><w:caps/></w:rPr>")) +
      abstractNum(1, level('<w:rPr><w:caps w:val="0"/></w:rPr>')) +
      num(1, 0) +
      num(2, 1);
    const body =
      item("Phạm vi") +
      p(t("Bước"), '<w:pStyle w:val="H1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>');
    expect(places(docx({ body, numbering, styles: heading }))).toEqual(["D1 ĐIỀU 1. Phạm vi", "D1.¶1 điều 1. BƯỚC"]);
  });
  test("in OpenDocument", () => {
    const style =
      '<style:style style:name="C" style:family="text"><style:text-properties fo:text-transform="uppercase"/></style:style>';
    const body = '<text:p><text:span text:style-name="C">điều 2.</text:span> Đối tượng</text:p>';
    expect(places(odt(body, style))).toEqual(["D2 ĐIỀU 2. Đối tượng"]);
  });
  test("letters of an old font are read first", () => {
    const run = t("§iÒu 1. céng hoµ x· héi chñ nghÜa viÖt nam", '<w:rFonts w:hAnsi=".VnTime"/><w:caps/>');
    expect(places(docx({ body: p(run) }))).toEqual(["D1 ĐIỀU 1. CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"]);
  });
});

test("letters that only look Vietnamese, marks of direction, bullets of a symbol font pasted as text", () => {
  expect(places(docx({ body: p(t("\u0189iều 1. Tên")) + p(t("\u202a1. \u00f0ường\u202c")) }))).toEqual([
    "D1 Điều 1. Tên",
    "D1.1 1. đường",
  ]);
  expect(places(Buffer.from("Điều 1. Tên\n\uf0b7 Phát tờ rơi\n\uf0d8 Họp dân"))).toEqual([
    "D1 Điều 1. Tên",
    "D1.¶1 • Phát tờ rơi",
    expect.stringMatching(/^D1\.¶2 \S Họp dân$/),
  ]);
});
