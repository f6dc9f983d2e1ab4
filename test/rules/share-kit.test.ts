import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeQR } from "qr/decode.js";
import sharp from "sharp";
import { BLEED, foldsOf, PAPER, SLUG } from "../../src/share/draw-leaflet.ts";
import { drawShare } from "../../src/share/draw-share.ts";
import { disclosureOf, type FormatName, FORMATS, shareText, type ShareWords } from "../../src/share/formats.ts";
import { pdfFonts, pdfText, pdfWords } from "../support/pdf-file.ts";

/** Posters, pictures and the leaflet, read back by programs that share no code with what draws them. */
const folder = mkdtempSync(join(tmpdir(), "loa-share-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const URL_OF = "https://loa-so.hongsao.example.vn/cong-khai/tin/6a0000000000000000000001";
const TEXT = Array.from(
  { length: 9 },
  (_, n) => `${n + 1}. Trạm y tế xã mở cửa từ 7 giờ 30 phút; mang theo thẻ bảo hiểm y tế. Nhà văn hóa thôn ${n + 1}.`,
).join("\n");
const words = async (more: Partial<ShareWords> = {}): Promise<ShareWords> => ({
  title: "Tiêm chủng mở rộng đợt 2 năm 2026 cho trẻ dưới 5 tuổi",
  text: TEXT,
  source: "Trạm Y tế xã Sao Mai",
  office: "UBND xã Sao Mai",
  day: "27/11/2026",
  url: URL_OF,
  picture: {
    bytes: await sharp({ create: { width: 800, height: 450, channels: 3, background: "#c8453a" } })
      .jpeg()
      .toBuffer(),
    width: 800,
    height: 450,
    alt: "Trạm y tế",
  },
  ...more,
});
const plain = (text: string): string => text.normalize("NFC").replace(/\s+/g, " ");
async function qrIn(picture: Buffer): Promise<string> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return decodeQR({ data: new Uint8Array(data), width: info.width, height: info.height });
}
function pagesOf(pdf: Buffer): Buffer[] {
  writeFileSync(join(folder, "a.pdf"), pdf);
  execFileSync("pdftoppm", ["-r", "110", "-png", join(folder, "a.pdf"), join(folder, "page")]);
  const pages = execFileSync("sh", ["-c", `ls ${folder}/page*.png`])
    .toString()
    .trim()
    .split("\n");
  const read = pages.map((path) => readFileSync(path));
  for (const path of pages) rmSync(path);
  return read;
}

const names = Object.keys(FORMATS) as FormatName[];
const isPdf = (name: FormatName): boolean => FORMATS[name].kind === "pdf";

test.each(names.filter(isPdf))(
  "S3-07, %s: the words of the item, who gives them, from where, when; a code that leads there",
  async (format) => {
    const given = await words();
    const pdf = await drawShare({ words: given, format });
    const text = plain(pdfText(pdf));
    for (const part of [given.title, disclosureOf(given.office), given.source, given.day]) expect(text).toContain(part);
    for (const line of TEXT.split("\n")) expect(text).toContain(plain(line));
    expect(await qrIn(pagesOf(pdf)[0] ?? Buffer.alloc(0))).toBe(URL_OF);
    expect(pdfFonts(pdf).every(({ embedded }) => embedded)).toBe(true);
    expect(pdf.toString("latin1")).toContain("/Lang (vi-VN)");
    const { pages, words: placed } = pdfWords(pdf);
    for (const word of placed) {
      const page = pages[word.page - 1];
      expect([word.text, word.left >= 0, word.right <= (page?.width ?? 0), word.bottom <= (page?.height ?? 0)]).toEqual(
        [word.text, true, true, true],
      );
    }
  },
);

test.each(names.filter((name) => !isPdf(name)))("%s: its size, and the code can be read", async (format) => {
  const picture = await drawShare({ words: await words(), format });
  const { width, height } = await sharp(picture).metadata();
  expect([width, height]).toEqual([FORMATS[format].width, FORMATS[format].height]);
  expect(await qrIn(picture)).toBe(URL_OF);
});

test("S4-20: the leaflet has fold and bleed marks, and nothing to read over a fold or near a cut", async () => {
  const pdf = await drawShare({ words: await words(), format: "to-gap" });
  const { pages, words: placed } = pdfWords(pdf);
  expect(pages).toHaveLength(2);
  for (const page of pages)
    expect([Math.round(page.width), Math.round(page.height)]).toEqual([
      Math.round(PAPER.width),
      Math.round(PAPER.height),
    ]);
  const raw = pdf.toString("latin1");
  expect([raw.split("/TrimBox").length - 1, raw.split("/BleedBox").length - 1]).toEqual([2, 2]);
  const edge = SLUG + BLEED + 14;
  for (const { page, text, left, right, bottom } of placed) {
    const crosses = foldsOf(page === 1 ? "outside" : "inside").some((x) => left < x + 14 && right > x - 14);
    expect([text, crosses, left > edge, right < PAPER.width - edge, bottom < PAPER.height - edge]).toEqual([
      text,
      false,
      true,
      true,
      true,
    ]);
  }
});

test.each([
  ["nothing but a title", { text: "", picture: null, source: "" }],
  ["a title of 300 letters", { title: "Thông báo về việc ".repeat(17).trim() }],
  ["a text of 20,000 letters", { text: "Bà con đọc kỹ từng điều. ".repeat(800) }],
  ["one word without end", { title: "A".repeat(200), text: "b".repeat(3000) }],
  ["another script and a picture sign", { title: "ជូនដំណឹង 📢 Thông báo", text: "ភាសាខ្មែរ" }],
  ["a picture like a ribbon", { picture: { bytes: Buffer.alloc(0), width: 2000, height: 40, alt: "Dải" } }],
])("%s: everything is drawn, and who gives it stands there", async (_, more) => {
  const ribbon = sharp({ create: { width: 2000, height: 40, channels: 3, background: "#333" } }).png();
  const given = await words(more);
  if (given.picture?.bytes.length === 0) given.picture.bytes = await ribbon.toBuffer();
  for (const format of ["ap-phich-a4", "to-gap"] as const) {
    const text = plain(pdfText(await drawShare({ words: given, format })));
    expect(text).toContain("Nội dung do UBND xã Sao Mai cung cấp");
    if (given.text.length > 15_000) expect(text).toContain("Xem đầy đủ theo mã QR");
  }
  expect(await qrIn(await drawShare({ words: given, format: "vuong" }))).toBe(URL_OF);
});

test("S3-07: the text to paste never goes without who it is from", async () => {
  for (const more of [{}, { text: "", source: "" }])
    expect(shareText(await words(more))).toContain("Nội dung do UBND xã Sao Mai cung cấp");
});

test("signs nobody sees, half a letter and markup in an item: every piece is drawn", async () => {
  const strange = "Họp\u0000\u000b <script>&amp;\u202e\ufffe\ud800 thôn\u0007";
  const order = await words({ title: strange, text: strange, source: strange, office: strange });
  for (const format of ["ap-phich-a4", "to-gap", "vuong"] as const)
    expect((await drawShare({ words: order, format })).length).toBeGreaterThan(1000);
});
