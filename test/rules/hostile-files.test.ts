import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { shrinkPictureTask } from "../../src/content/picture.tasks.ts";
import { readDraftTask } from "../../src/drafts/draft.tasks.ts";
import { checkMasterTask, framePictureTask } from "../../src/frames/frame.tasks.ts";
import { createLogger } from "../../src/kernel/logger.ts";
import { Pool } from "../../src/outside/pool.ts";
import type { OutsideTask } from "../../src/outside/task.ts";
import { readQuestionsTask } from "../../src/quizzes/quiz.tasks.ts";
import { readUnitsTask } from "../../src/units/unit.tasks.ts";
import {
  dataPng,
  docx,
  doubled,
  GIF,
  HEADS,
  LAUGHS,
  list,
  lyingZip,
  noise,
  odt,
  paragraph,
  pngHead,
  ring,
  svg,
  textRow,
  twinZip,
  xlsx,
  zip,
} from "../support/hostile.ts";

const fixtures = join(process.cwd(), "test/fixtures");
let pool: Pool;
beforeAll(() => {
  pool = new Pool({
    script: join(process.cwd(), "dist/src/outside-main.js"),
    size: 2,
    log: createLogger("silent", "test"),
  });
});
afterAll(() => pool.close());

const draft = (bytes: Buffer) => pool.run(readDraftTask, { bytes, earlier: [] });
const questions = (bytes: Buffer, name = "cau-hoi.xlsx") => pool.run(readQuestionsTask, { name, bytes });
const master = (bytes: Buffer) => pool.run(checkMasterTask, bytes);
const picture = (bytes: Buffer) => pool.run(shrinkPictureTask, bytes);
const refused = (field: string, words: string) => ({
  status: 422,
  fields: { [field]: expect.stringContaining(words) },
});

/** While it is read, other work of the same process goes on. */
async function isRefused<I>(task: OutsideTask<I, unknown>, input: I, words: string): Promise<void> {
  const [bad, other] = await Promise.allSettled([pool.run(task, input), draft(Buffer.from("Điều 1. Phạm vi"))]);
  expect(bad).toMatchObject({ status: "rejected", reason: refused(task.field, words) });
  expect(other).toMatchObject({ status: "fulfilled", value: { positions: [{ code: "D1" }] } });
}

const BOMBS: Readonly<Record<string, string>> = {
  "bomb-docx-entities.docx": "lớn hơn 24 MB",
  "bomb-docx-ilvl.docx": "cấp của danh sách là 1e15",
  "bomb-docx-roman.docx": "số bắt đầu của danh sách là 1e15",
  "bomb-odt-spaces.odt": "số khoảng trắng là 500000000",
  "inner-20000.svg": "20.000 × 20.000 điểm",
  "nested-masks.svg": "hơn 40 lớp",
  "tall.svg": "1 × 100000",
};
test.each(readdirSync(join(fixtures, "bombs")))("the bomb %s is refused with the reason", async (name) => {
  const bytes = readFileSync(join(fixtures, "bombs", name));
  const words = BOMBS[name] ?? "a bomb without a sentence";
  if (name.endsWith(".svg")) await isRefused(checkMasterTask, bytes, words);
  else await isRefused(readDraftTask, { bytes, earlier: [] }, words);
});

const many = (n: number, text: string): string => text.repeat(n);
test.each<[string, () => Buffer, string]>([
  ["a ZIP bomb", () => docx(many(1_000_000, paragraph("")).slice(0, 30_000_000)), "lớn hơn 24 MB"],
  ["an archive that lies about a size", lyingZip, "bị hỏng"],
  ["an archive with two parts of one name", () => twinZip(), "bị hỏng"],
  ["an archive with two parts told apart by a capital", () => twinZip("Document"), "bị hỏng"],
  [
    "too many parts",
    () => zip(Object.fromEntries(Array.from({ length: 3001 }, (_, n) => [`${n}.xml`, ""]))),
    "3.001 phần",
  ],
  ["elements without end", () => docx(many(500_001, "<w:br/>")), "500.000 phần tử"],
  ["elements in one another", () => docx(many(300, "<w:sdt>") + many(300, "</w:sdt>")), "200 lớp"],
  ["a hundred thousand in one another", () => odt(many(100_000, "<a>") + many(100_000, "</a>")), "200 lớp"],
  ["entities that laugh", () => docx(paragraph("&j;"), "", LAUGHS), "DOCTYPE"],
  ["a million references", () => docx(paragraph(many(1_000_000, "&amp;"))), "200.000 ký hiệu thay thế"],
  ["seven million references", () => docx(paragraph(many(7_000_000, "&amp;"))), "lớn hơn 24 MB"],
  [
    "references in what only names its parts",
    () => zip({ "word/_rels/document.xml.rels": `<a b="${many(200_001, "&amp;")}"/>` }),
    "200.000 ký hiệu thay thế",
  ],
  ["a level no list has", () => list("9", "1"), "ngoài giới hạn 0 đến 8"],
  ["a level below none", () => list("-1", "1"), "ngoài giới hạn 0 đến 8"],
  ["a start beyond Word's", () => list("0", "99999999999"), "ngoài giới hạn"],
  ["a number hidden by a reference", () => list("0", "1e1&#53;"), "ngoài giới hạn"],
  [
    "a number in single quotes",
    () => docx(paragraph("a", `<w:pPr><w:numPr><w:ilvl w:val = '1e9'/></w:numPr></w:pPr>`)),
    "ngoài giới hạn",
  ],
  ["blanks in small portions", () => odt(`<text:p>a${many(1000, '<text:s text:c="4000"/>')}</text:p>`), "cộng lại quá"],
  [
    "cells that repeat",
    () => odt(`<table:table-cell table:number-columns-repeated="1e12"><text:p>a</text:p></table:table-cell>`),
    "số ô lặp lại",
  ],
  ["an archive cut off", () => docx(paragraph("Điều 1")).subarray(0, 200), "bị hỏng"],
  ["a signature and nothing", () => Buffer.from("PK\u0003\u0004zzzz"), "bị hỏng"],
  ["a picture under another name", () => pngHead(9, 9), "Chỉ nhận tệp"],
  ["text without end", () => Buffer.alloc(5_000_001, "a"), "dưới 5 MB"],
  ["lines without end", () => Buffer.alloc(200_000, "a\n"), "100.001 dòng"],
  ["nothing", () => Buffer.alloc(0), "không có chữ"],
])("a document with %s is refused", (_name, make, words) =>
  isRefused(readDraftTask, { bytes: make(), earlier: [] }, words),
);

test("a long document is granted its time; one that costs the square of its length is stopped, not awaited", async () => {
  const long = docx(
    Array.from({ length: 5000 }, (_, n) => paragraph(`Điều ${n + 1}. Phạm vi &amp; đối tượng`)).join(""),
  );
  expect((await draft(long)).positions).toHaveLength(5000);
  // at each dash the whole text is searched for the two lines on one; small enough to be looked at no further
  const dashes = Array.from({ length: 17_000 }, (_, n) => `dòng ${"chữ ".repeat(27)}thứ${n}x\n- ${n}x Đoạn khác nữa`);
  const square = Buffer.from(dashes.join("\n"));
  expect(square.length).toBeLessThan(5_000_000);
  await expect(draft(square)).rejects.toMatchObject(refused("file", "giây"));
});

const plain = async (side: number) => {
  const png = sharp({ create: { width: side, height: side, channels: 3, background: "#fff" } }).png();
  return dataPng(await png.toBuffer());
};
test.each<[string, () => Buffer | Promise<Buffer>, string]>([
  ["a height without end", () => ring("", 'width="10" height="1e9"'), "1 đến 20.000"],
  ["no size at all", () => ring("", ""), "cần viewBox"],
  ["a size that is no number", () => ring("", 'viewBox="0 0 nan nan"'), "cần viewBox"],
  ["a size of nothing", () => ring("", 'viewBox="0 0 0 0"'), "cần viewBox"],
  ["two sizes that differ", () => ring("", 'viewBox="0 0 1080 1080" width="9" height="9000"'), "vuông"],
  ["nested masks", () => ring(masks(41)), "hơn 40 lớp"],
  ["groups half seen through", () => ring(many(41, '<g opacity="0.5"><path d="M0 0h9v9z"/></g>')), "hơn 40 lớp"],
  ["layers told by style", () => ring(many(41, '<g style="mix-blend-mode:multiply"/>')), "hơn 40 lớp"],
  ["what doubles at each step", () => ring(doubled(30, 2)), "20.000 phần tử"],
  ["what uses itself", () => ring('<g id="a"><use xlink:href="#a"/></g>'), "tự dùng lại"],
  ["masks in a circle", () => ring('<mask id="a"><g mask="url(#a)"/></mask><g mask="url(#a)"/>'), "tự dùng lại"],
  [
    "patterns without end",
    () => ring(many(41, '<pattern width="1" height="1"><path d="M0 0h9v9z"/></pattern>')),
    "hơn 40 lớp",
  ],
  [
    "a pattern in a circle",
    () =>
      ring(
        '<pattern id="a" width="1" height="1"><path fill="url(#a)" d="M0 0h9v9z"/></pattern><path fill="url(#a)" d="M0 0h9v9z"/>',
      ),
    "tự dùng lại",
  ],
  ["a filter", () => ring('<filter id="a"><feTurbulence numOctaves="99"/></filter>'), "phần tử"],
  ["an address outside", () => ring('<image xlink:href="https://example.org/a.png"/>'), "trong tệp"],
  ["a picture larger than a wall", async () => ring(`<image href="${await plain(5000)}"/>`), "5.000 × 5.000 điểm"],
  [
    "pictures that are too much together",
    async () => ring(many(2, `<image href="${await plain(3000)}"/>`)),
    "SVG có 18.000.000",
  ],
  ["a picture that is none", () => ring('<image href="data:image/png;base64,AAAA"/>'), "phải là JPEG hoặc PNG"],
  ["elements without end", () => ring(many(5000, "<g/>")), "5.000 phần tử"],
  ["elements in one another", () => ring(many(50, "<g>") + many(50, "</g>")), "40 lớp"],
  ["entities that laugh", () => Buffer.from(`${LAUGHS}<svg xmlns="http://www.w3.org/2000/svg">&j;</svg>`), "DOCTYPE"],
  ["600 KB and more", () => ring(`<!--${"a".repeat(600_000)}-->`), "600 KB"],
  [
    "half an element",
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g'),
    "không đọc được",
  ],
  [
    "a thousand gradients over everything",
    () =>
      ring(
        `<defs><radialGradient id="g"><stop offset="0" stop-color="#f00"/><stop offset="1" stop-color="#0f0"/></radialGradient></defs>${many(1000, '<rect width="1080" height="1080" fill="url(#g)"/>')}`,
      ),
    "quá 1,2 giây",
  ],
])("an SVG with %s is refused", async (_name, make, words) => isRefused(checkMasterTask, await make(), words));

const masks = (n: number): string =>
  `<defs>${Array.from(
    { length: n },
    (_, at) => `<mask id="m${at}"><g${at + 1 < n ? ` mask="url(#m${at + 1})"` : ""}><path d="M0 0h9v9z"/></g></mask>`,
  ).join("")}</defs><g mask="url(#m0)"><path d="M0 0h9v9z"/></g>`;

test("an SVG within its limits is taken", async () => {
  expect(await master(ring(masks(6) + doubled(5, 3) + many(10, '<g opacity="0.5"><path d="M0 0h9v9z"/></g>')))).toBe(
    "svg",
  );
});

const jpeg = (width = 900, height = 600) => noise(width, height).jpeg().toBuffer();
test.each<[string, () => Buffer | Promise<Buffer>, string]>([
  ["60,000 × 60,000 pixels in its head", () => pngHead(60_000, 60_000), "60.000 × 60.000 điểm"],
  ["a JPEG that is cut off", () => readFileSync(join(fixtures, "pictures/truncated.jpg")), "cắt ngang"],
  ["a PNG that is cut off", async () => cut(await noise(900, 600).png().toBuffer()), "cắt ngang"],
  ["a WebP that is cut off", async () => cut(await noise(900, 600).webp().toBuffer()), "cắt ngang"],
  ["a head and no pixels", () => pngHead(100, 100), "cắt ngang"],
  ["three bytes of a JPEG", () => Buffer.from([0xff, 0xd8, 0xff]), "cắt ngang"],
  ["a GIF that moves", () => GIF, "JPEG, PNG hoặc WebP"],
  ["a GIF that is a JPEG from byte 800 on", async () => Buffer.concat([GIF, await jpeg()]), "JPEG, PNG hoặc WebP"],
  ["an SVG", () => svg("<g/>"), "JPEG, PNG hoặc WebP"],
  ["a TIFF", async () => noise(9, 9).tiff().toBuffer(), "JPEG, PNG hoặc WebP"],
  ["a document", () => docx(paragraph("a")), "JPEG, PNG hoặc WebP"],
  ["nothing", () => Buffer.alloc(0), "JPEG, PNG hoặc WebP"],
])("a picture with %s is refused, by officials, by residents and in the chat", async (_name, make, words) => {
  const bytes = await make();
  await isRefused(shrinkPictureTask, bytes, words);
  const frame = await sharp({ create: { width: 1080, height: 1080, channels: 4, background: "#0000" } })
    .png()
    .toBuffer();
  await expect(pool.run(framePictureTask, { photo: bytes, frame })).rejects.toMatchObject(refused("photo", words));
});
const cut = (bytes: Buffer): Buffer => bytes.subarray(0, Math.floor(bytes.length / 2));

test("what hangs on a picture is gone: an archive at its end, what the camera wrote", async () => {
  const hidden = Buffer.concat([await jpeg(), zip({ "a.txt": "hidden words" })]);
  const small = await picture(hidden);
  expect(small).toMatchObject({ width: 900, height: 600 });
  expect(small.bytes.includes("PK\u0003\u0004")).toBe(false);
});

test.each<[string, () => Buffer, string, string?]>([
  ["a ZIP bomb", () => xlsx(`${HEADS}${" ".repeat(17_000_000)}`), "lớn hơn 16 MB"],
  ["cells without end", () => xlsx(HEADS + many(80_000, '<row><c r="A1"/><c/><c/></row>')), "300.000 phần tử"],
  [
    "a word in the last corner",
    () => xlsx(HEADS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "dòng 1.048.576",
  ],
  ["entities that laugh", () => xlsx(textRow(1, ["&j;"]), LAUGHS), "DOCTYPE"],
  ["elements in one another", () => xlsx(HEADS, "", many(100, "<a>") + many(100, "</a>")), "60 lớp"],
  ["an archive cut off", () => xlsx(HEADS).subarray(0, 300), "bị hỏng"],
  ["an old workbook", () => Buffer.from("d0cf11e0a1b11ae1", "hex"), "không phải Excel .xlsx", "a.xls"],
  ["10 MB without an end of line", () => Buffer.alloc(10_000_000, "=~"), "dưới 3 MB", "a.gift"],
  ["a block without end", () => Buffer.from(`Hỏi {${"=".repeat(1_000_000)}}`), "một câu dài", "a.gift"],
  ["bytes that are no text", () => Buffer.from([0xff, 0x00, 0x80]), "mã UTF-8", "a.gift"],
  ["a text with zeros", () => Buffer.from("a\u0000b"), "mã UTF-8", "a.txt"],
])("a file of questions with %s is refused", (_name, make, words, name = "a.xlsx") =>
  isRefused(readQuestionsTask, { name, bytes: make() }, words),
);

test("a style in the last corner of a sheet costs nothing and hides nothing", async () => {
  const rows = textRow(2, ["Thủ đô ở đâu?", "Hà Nội", "Huế", "A"]) + '<row r="1048576"><c r="XFD1048576" s="0"/></row>';
  expect(await questions(xlsx(HEADS + rows))).toMatchObject({ problems: [], questions: [{ text: "Thủ đô ở đâu?" }] });
});

test.each([
  ["answers without end", `Hỏi gì đây? {${"=a ".repeat(5000)}}`, "hơn 100 đáp án"],
  ["questions without end", "Hỏi gì đây? {=a ~b}\n\n".repeat(501), "không quá 500 câu"],
  ["a million empty ones", "?\n\n".repeat(300_000), "đáp án trong { }"],
])("a GIFT file with %s names its problem", async (_name, text, words) => {
  expect((await questions(Buffer.from(text), "a.gift")).problems[0]).toContain(words);
});

const UNIT_HEAD = "code,name,office,kind,province,parent,from,to,population,households,hamlets";
test.each([
  ["one cell of 50 MB", `${UNIT_HEAD}\n${"a".repeat(50_000_000)}`, "at most 2000000"],
  ["lines without end", `${UNIT_HEAD}\n${"a\n".repeat(5000)}`, "at most 4000"],
  ["a line without end", `${UNIT_HEAD}\n${'"'.repeat(5000)}`, "line 2"],
  ["no line at all", "", "missing columns"],
  ["numbers nobody counts", `${UNIT_HEAD}\nxa,Xã,UBND,commune,T,,2025-07-01,,1e300,1,1`, "population"],
])("a list of units with %s names its problem", async (_name, csv, words) => {
  expect(await pool.run(readUnitsTask, csv)).toMatchObject({ rows: [], problems: [expect.stringContaining(words)] });
});
