import { strToU8, zipSync } from "fflate";
import fc from "fast-check";
import { docx, p, pack, t } from "../support/docx-file.ts";
import { here } from "../../src/outside/perform.ts";
import { readDraftTask } from "../../src/drafts/draft.tasks.ts";
import { readFile } from "../support/read-file.ts";

const refusal = (bytes: Buffer): string => {
  try {
    readFile(bytes);
    return "";
  } catch (error) {
    return (error as { fields?: { file?: string } }).fields?.file ?? String(error);
  }
};
const compound = (inside: string): Buffer =>
  Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(500),
    Buffer.from(inside, "utf16le"),
  ]);

test.each([
  ["RTF", Buffer.from("{\\rtf1\\ansi Xin chào}"), /^Đây là tệp RTF.*\.docx/],
  ["PDF", Buffer.from("%PDF-1.7\n…"), /^Đây là tệp PDF.*\.docx/],
  ["an old Word document", compound("WordDocument"), /kiểu cũ \(\.doc\).*\.docx/],
  ["a document with a password", compound("EncryptedPackage"), /mật khẩu/],
  ["an old workbook", compound("Workbook"), /Excel/],
  ["HTML", Buffer.from("<!DOCTYPE html><html><body>Điều 1</body></html>"), /^Đây là trang web \(HTML\).*\.docx/],
  ["HTML saved as Unicode", Buffer.from("\ufeff<html><body>Điều 1</body></html>", "utf16le"), /HTML/],
  ["MHT", Buffer.from("MIME-Version: 1.0\nContent-Type: multipart/related"), /MHT/],
  [
    "Word XML",
    Buffer.from('<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>'),
    /dạng XML/,
  ],
  ["a flat ODF", Buffer.from('<?xml version="1.0"?><office:document office:version="1.3">'), /\.fodt/],
  ["a picture", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]), /ảnh hoặc bản chụp/],
  ["a workbook", pack({ "xl/workbook.xml": "<workbook/>" }), /Excel/],
  ["slides", pack({ "ppt/presentation.xml": "<p/>" }), /PowerPoint/],
  [
    "an OpenDocument sheet",
    pack({ mimetype: "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>" }),
    /bảng tính/,
  ],
  ["no words at all", docx({ body: p("") }), /không có chữ nào.*bản chụp/],
])("%s under a wrong name is named, with what to do", (_name, bytes, says) => expect(refusal(bytes)).toMatch(says));

/** Letters as the bytes of a table of 256. */
function inTable(decode: (bytes: Uint8Array) => string, letters: readonly string[]): Buffer {
  const all = [...decode(Uint8Array.from({ length: 256 }, (_, n) => n))];
  return Buffer.from(letters.map((letter) => all.indexOf(letter)));
}
/** What Windows shows for the bytes of its western table, those of 0x80 to 0x9F by name. */
const windowsLetters = (bytes: Uint8Array): string => {
  const named = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
  return [...bytes].map((n) => named[n - 0x80] ?? String.fromCharCode(n)).join("");
};
/** "ộ" → "ô" and the dot below: CP1258 writes tones behind their letters. */
function letterAndTone(letter: string): string[] {
  const parts = letter.normalize("NFD");
  const tone = /[\u0300\u0301\u0303\u0309\u0323]/.exec(parts)?.[0];
  return tone ? [parts.replace(tone, "").normalize("NFC"), tone] : [letter];
}

describe("letters of before Unicode", () => {
  const SENTENCE = "Cộng hòa xã hội chủ nghĩa Việt Nam: người dân được biết, được bàn, được kiểm tra và hưởng thụ";
  const run = (text: string, font: string): string => t(text, `<w:rFonts w:ascii="${font}" w:hAnsi="${font}"/>`);
  test.each([
    ["TCVN3", ".VnTime", "Céng hßa x· héi chñ nghÜa ViÖt Nam: ng­êi d©n ®­îc biÕt, ®­îc bµn, ®­îc kiÓm tra vµ h­ëng thô"],
    [
      "VNI",
      "VNI-Times",
      "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam: ngöôøi daân ñöôïc bieát, ñöôïc baøn, ñöôïc kieåm tra vaø höôûng thuï",
    ],
    [
      "VPS",
      "VPS Times",
      "C¶ng hòa xã h¶i chû nghïa ViŒt Nam: ngÜ©i dân ÇÜ®c bi‰t, ÇÜ®c bàn, ÇÜ®c ki‹m tra và hÜªng thø",
    ],
  ])("%s by its font, and by its letters alone", (_scheme, font, typed) => {
    const byFont = readFile(docx({ body: p(run(typed, font)) }));
    expect(byFont.paragraphs[0]?.text).toBe(SENTENCE);
    expect(byFont.conversion).toMatchObject({ paragraphs: 1, samples: [{ converted: SENTENCE }] });
    expect(readFile(docx({ body: p(run(typed, "Arial")) })).paragraphs[0]?.text).toBe(SENTENCE);
    expect(readFile(Buffer.from(typed)).paragraphs[0]?.text).toBe(SENTENCE);
    expect(readFile(inTable(windowsLetters, [...typed])).paragraphs[0]?.text).toBe(SENTENCE);
  });
  test("a paragraph of an old table among others of the same font", () => {
    const old = "Céng hßa x· héi chñ nghÜa ViÖt Nam: ng­êi d©n ®­îc biÕt, ®­îc bµn, ®­îc kiÓm tra vµ h­ëng thô";
    const { paragraphs, conversion } = readFile(
      docx({
        body:
          p(run(`${SENTENCE}!`, "Arial")).repeat(3) +
          p(run("§iÒu 1", "Arial")) +
          p(run(old, "Arial")) +
          p(run("Thôn Ƀuôn Čư Êa Kŏ ƀ", "Arial")),
      }),
    );
    expect(paragraphs.slice(2).map((one) => one.text)).toEqual([
      `${SENTENCE}!`,
      "Điều 1",
      SENTENCE,
      "Thôn Ƀuôn Čư Êa Kŏ ƀ",
    ]);
    expect(conversion).toMatchObject({ scheme: "TCVN3 (ABC)", paragraphs: 2 });
  });
  test("a font of capitals prints capitals; Unicode typed in an old font stays; so does a foreign language", () => {
    const capitals = readFile(docx({ body: p(run("Céng hoµ x· héi", ".VnTimeH")) }));
    expect(capitals.paragraphs[0]?.text).toBe("CỘNG HOÀ XÃ HỘI");
    const unicode = readFile(docx({ body: p(run("Độc lập, tự do, hạnh phúc", ".VnTime")) }));
    expect([unicode.paragraphs[0]?.text, unicode.conversion]).toEqual(["Độc lập, tự do, hạnh phúc", undefined]);
    const french = "Les élèves de la commune où l’été dernier a été très ensoleillé sont arrivés à l’école";
    expect(readFile(Buffer.from(french)).paragraphs[0]?.text).toBe(french);
  });
  test("CP1258 and UTF-16 of a text file; bytes nobody can read are refused with the way to save them", () => {
    const cp1258 = inTable(
      (bytes) => new TextDecoder("windows-1258").decode(bytes),
      [...SENTENCE].flatMap(letterAndTone),
    );
    expect(readFile(cp1258).paragraphs[0]?.text).toBe(SENTENCE);
    expect(readFile(Buffer.from(`\ufeff${SENTENCE}`, "utf16le")).paragraphs[0]?.text).toBe(SENTENCE);
    expect(readFile(Buffer.from(SENTENCE, "utf16le")).paragraphs[0]?.text).toBe(SENTENCE);
    expect(refusal(Buffer.from([0x41, 0xe2, 0x28, 0xa1, 0xff, 0x80, 0x81, 0x20, 0xc3, 0x28]))).toMatch(/UTF-8/);
  });
});

describe("every number of a file is within bounds", () => {
  const numbering = (start: string, format: string): string =>
    `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="${start}"/><w:numFmt w:val="${format}"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`;
  const listed = (ilvl: string, start = "1"): Buffer =>
    docx({
      body: `<w:p><w:pPr><w:numPr><w:ilvl w:val="${ilvl}"/><w:numId w:val="1"/></w:numPr></w:pPr>${t("Điều một")}</w:p>`,
      numbering: numbering(start, "upperRoman"),
    });
  const odt = (inside: string): Buffer =>
    Buffer.from(
      zipSync({
        "content.xml": strToU8(
          `<office:document-content><office:body><office:text>${inside}</office:text></office:body></office:document-content>`,
        ),
      }),
    );
  test.each([
    ["a list that starts at 1e15", listed("0", "1e15"), /Số bắt đầu của danh sách là 1e15/],
    ["a level of 1e15", listed("1e15"), /Cấp của danh sách là 1e15/],
    ["a level of −1", listed("-1"), /Cấp của danh sách/],
    ["500,000,000 blanks", odt('<text:p>Điều 1<text:s text:c="500000000"/>.</text:p>'), /Số khoảng trắng/],
    [
      "a row a million times",
      odt(
        '<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>',
      ),
      /Số hàng lặp lại/,
    ],
    ["a paragraph of a book", docx({ body: p(t("chữ ".repeat(30_000))) }), /có 119999 chữ/],
    [
      "tables in tables",
      docx({ body: `${"<w:tbl><w:tr><w:tc>".repeat(70)}${p(t("a"))}${"</w:tc></w:tr></w:tbl>".repeat(70)}` }),
      /lồng nhau/,
    ],
    ["elements in elements", docx({ body: `${"<w:ins>".repeat(5000)}${p(t("a"))}` }), /lồng nhau/],
    ["too many paragraphs", docx({ body: p(t("a")).repeat(5001) }), /5001 đoạn/],
    [
      "a document type",
      pack({ "word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><w:document><w:body/></w:document>' }),
      /không đọc được/,
    ],
  ])("%s is refused in words", (_name, bytes, says) => expect(refusal(bytes)).toMatch(says));
});

test("a mutated file is read or refused in words, never anything else", () => {
  const file = docx({
    body:
      p(t("Điều 1. Phạm vi")) +
      `<w:tbl><w:tr><w:tc>${p(t("a"))}</w:tc></w:tr></w:tbl>` +
      p(t("b"), "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"),
    numbering:
      "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'/></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
  });
  const xml =
    "<w:document><w:body><w:p><w:r><w:t>Điều 1</w:t><w:br/></w:r></w:p><w:sdt><w:sdtContent/></w:sdt></w:body></w:document>";
  const cut = fc.record({ at: fc.nat(), drop: fc.nat(40), add: fc.string({ maxLength: 12 }) });
  return fc.assert(
    fc.asyncProperty(fc.array(cut, { minLength: 1, maxLength: 4 }), fc.boolean(), async (cuts, inside) => {
      let text = inside ? xml : file.toString("latin1");
      for (const { at, drop, add } of cuts) {
        const from = at % text.length;
        text = text.slice(0, from) + add + text.slice(from + drop);
      }
      const bytes = inside ? pack({ "word/document.xml": text }) : Buffer.from(text, "latin1");
      try {
        await here.run(readDraftTask, { bytes, earlier: [] });
      } catch (error) {
        expect(error).toMatchObject({ status: 422 });
      }
    }),
    { numRuns: 300, seed: 15 },
  );
});
