import fc from "fast-check";
import { drawProof } from "../../src/broadcasts/draw-proof.ts";
import { fillIn } from "../../src/frames/fill-in.ts";
import { renderPixels } from "../../src/kernel/render-svg.ts";
import { countMissing, type Face, piecesOf, widthOf } from "../../src/kernel/typeset/fonts.ts";
import { setLines } from "../../src/kernel/typeset/set-lines.ts";
import { clip, eachGrapheme, graphemes } from "../../src/kernel/vietnamese.ts";
import { certificatePdf, certificatePicture } from "../../src/quizzes/draw-certificate.ts";
import { excelText, rowsThatFit } from "../../src/reports/excel-text.ts";
import { inOneLine, printable } from "../../src/reports/printable.ts";
import { pdfFonts, pdfText, pdfWords } from "../support/pdf-file.ts";

const FACES: readonly Face[] = ["sans", "sans bold", "serif", "serif bold", "serif italic", "serif bold italic"];
const VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ";
/** Ê Đê, Ba Na, Gia Rai, Cơ Ho, M'Nông and their like: letters of their own, and marks that combine. */
const missing = (text: string, face: Face): number => countMissing(text, piecesOf(text, face));
const MINORITIES = "ŏ ĭ ŭ ĕ ƀ č ñ ň ǔ ǒ â̆ ê̆ ô̆ ơ̆ ư̆ ơ̌ b̆ ɓ ɗ Ƀ Ŏ Ĭ Ŭ Ĕ Č Ñ ’ ʼ";
const SIGNS = "– — … “ ” • ✓ ☐ ☒ ① → ≥ ≤ × ² ½ ₫ ° 🌾 😀 👨‍👩‍👧 👍🏽 ⚠️ ❤️ 1️⃣ 🇻🇳";

test.each(FACES)(
  "%s has every letter of Vietnamese and of the minority languages, signs, pictures, other scripts",
  (face) => {
    for (const text of [VIETNAMESE, VIETNAMESE.toUpperCase(), MINORITIES, SIGNS, "ភាសាខ្មែរ ꨌꩌ ꪼꪕ"])
      for (const form of ["NFC", "NFD"]) expect([text, missing(text.normalize(form), face)]).toEqual([text, 0]);
    expect(missing("中文 và □", face)).toBe(2);
  },
);

test("whatever is set: no line is wider than its column, no letter is lost", () => {
  const text = fc.array(fc.constantFrom("nước", "sạch", "ƀuôn", "🌾", "a".repeat(90), "…", "ơ̆", "👨‍👩‍👧", "Ƀ"), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(text, fc.integer({ min: 3, max: 30 }), fc.constantFrom(...FACES), (words, most, face) => {
      const lines = setLines(words.join(" "), face, most);
      for (const line of lines) {
        const width = line.pieces.reduce((sum, piece) => sum + widthOf(piece), 0);
        expect(Math.abs(width - line.width)).toBeLessThan(0.2);
        expect(line.width).toBeLessThanOrEqual(most + 0.01);
      }
      const drawn = lines.map(({ pieces }) => pieces.map((piece) => piece.text).join("")).join("");
      expect(drawn.replaceAll(" ", "")).toBe(words.join("").normalize("NFC"));
    }),
    { numRuns: 60, seed: 15 },
  );
});

const CERTIFICATE = {
  organiser: "UBND xã Ea Kao",
  contest: `Tìm hiểu ${"truyền thống, văn hóa và chuyển đổi số của các buôn làng ".repeat(8)}năm 2026`,
  round: "Tuần 1 🌾",
  name: "Y Blŏk Êban ƀuôn H’Ŭn ĭ ĕ",
  right: 5,
  of: 5,
  prize: "Giải Nhất",
  code: "GN-1234",
  at: new Date("2026-11-26T08:00:00+07:00"),
  checkUrl: "https://loaso.example/cong-khai/thi/chung-nhan",
};
test("a certificate holds its whole title, wrapped within its frame, and every letter of the name", async () => {
  const pdf = await certificatePdf(CERTIFICATE);
  const text = pdfText(pdf).normalize("NFC").replace(/\s+/g, " ");
  for (const said of Object.values(CERTIFICATE)) if (typeof said === "string") expect(text).toContain(said);
  const { pages, words } = pdfWords(pdf);
  expect(pages).toHaveLength(1);
  expect(words.filter((word) => word.left < 26 || word.right > 841.9 - 26 || word.bottom > 595.3 - 26)).toEqual([]);
  expect(pdfFonts(pdf).every((font) => font.embedded)).toBe(true);
  const picture = await certificatePicture(CERTIFICATE);
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1600, 1131]);
  expect(await certificatePicture({ ...CERTIFICATE, name: "Y Blok Êban buôn H’Un i e" })).not.toEqual(picture);
});

test("a proof is one page; what it cannot hold is counted on it", async () => {
  const proof = { office: "UBND xã Ea Kao", title: "Tin", made: "08:00", blocks: [] };
  const words = "Mời bà con buôn Ƀuôn Ma 🌾 đi họp. ".repeat(300);
  const pdf = await drawProof({ ...proof, blocks: [{ kind: "rest", text: words }] });
  const text = pdfText(pdf);
  expect(pdfWords(pdf).pages).toHaveLength(1);
  expect(text).toContain("Mời bà con buôn Ƀuôn Ma 🌾 đi họp.");
  const [, left = ""] = /còn ([\d.]+) chữ không in hết ở đây/.exec(text) ?? [];
  const shown = text.split("Mời").length - 1;
  expect(Number(left.replace(".", ""))).toBeGreaterThan(Math.max(0, 300 - shown) * 20);
  const short = await drawProof({ ...proof, blocks: [{ kind: "rest", text: "Mời họp." }] });
  expect(pdfText(short)).not.toContain("không in hết");
});

test.each(["Cư ƀ", "Blŏk ĕĭŭ", "🌾", "ơ̆ ư̆"])("a poster draws “%s” in a unit's name", async (name) => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100"><text x="10" y="60" font-size="40" font-family="Be Vietnam Pro"><tspan fill="#a00">Xã</tspan> {{xa}}</text></svg>`;
  const names = (xa: string) => ({ xa, "don-vi": "", tinh: "" });
  const ink = async (xa: string): Promise<number> =>
    (await renderPixels(fillIn(svg, names(xa)), 400)).pixels.filter((value, n) => n % 4 === 3 && value > 128).length;
  const alone = await ink("");
  expect(alone).toBeGreaterThan(100);
  const letters = [...new Intl.Segmenter("vi").segment(name.replaceAll(" ", ""))].map((one) => one.segment);
  let drawn = 0;
  for (const letter of letters) {
    const more = (await ink(letter)) - alone;
    expect([letter, more > 20]).toEqual([letter, true]);
    drawn += more;
  }
  expect(Math.abs((await ink(name)) - alone - drawn)).toBeLessThan(drawn * 0.35);
});

test.each([
  ["_x0041_", "_x005F_x0041_"],
  ["_x0041_x0042_", "_x005F_x0041_x005F_x0042_"],
  ["_x41_ _X0041_ a_b", "_x41_ _X0041_ a_b"],
  ["a\u0000\u0007b\u001F\uFFFE", "ab"],
  ["a\r\nb\rc\u000Bd\u2028e\u0085f", "a\nb\nc\nd\ne\nf"],
  ["=1+1", "=1+1"],
])("%j in a cell of Excel", (typed, written) => expect(excelText(typed)).toBe(written));

test("a row of any length fits its cells: nothing is lost, numbers stand once", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 120_000 }), fc.constantFrom("từ ", "chữ🌾", "aơ̆"), (length, piece) => {
      const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
      const rows = rowsThatFit([1, text, 7]);
      for (const [, cell] of rows) expect(String(cell).length).toBeLessThanOrEqual(32_767);
      const whole = rows.map(([, cell]) =>
        String(cell).replace(/^\(Tiếp theo hàng trên\)\n|\n\(Ô này quá dài, xem tiếp ở hàng dưới\)$/g, ""),
      );
      expect(whole.join("") === printable(text)).toBe(true);
      expect(rows.map(([n]) => n).filter((n) => n !== "")).toEqual([1]);
    }),
    { numRuns: 25, seed: 15 },
  );
});

test("characters are counted alike in whole and run by run, and a long text takes no longer than its length", () => {
  const whole = new Intl.Segmenter("vi", { granularity: "grapheme" });
  const one = fc.constantFrom("a", "ơ̆", "👨‍👩‍👧", "\r\n", " ", "🇻🇳", "ệ", "ភា", "́");
  fc.assert(
    fc.property(fc.array(one, { minLength: 380, maxLength: 900 }), (letters) => {
      const text = letters.join("").normalize("NFC");
      expect([...eachGrapheme(text)]).toEqual([...whole.segment(text)].map((part) => part.segment));
    }),
    { numRuns: 40, seed: 15 },
  );
  expect(graphemes("Đoạn văn dài ".repeat(20_000))).toBe(260_000);
  expect(clip("Đoạn văn dài ".repeat(20_000), 9)).toBe("Đoạn văn…");
});

test("one line: a break leaves a blank", () =>
  expect(inOneLine("Dòng một\nDòng hai\r\n  Dòng ba\u000Bbốn\tnăm")).toBe("Dòng một Dòng hai Dòng ba bốn năm"));
