import { readFileSync } from "node:fs";
import sharp from "sharp";
import { shrinkPicture } from "../../src/content/shrink-picture.ts";
import { checkMaster } from "../../src/frames/check-master.ts";
import { docx, GIF, noise, paragraph, pngHead, svg } from "../support/hostile.ts";

const box = (brand: string) => Buffer.concat([Buffer.from([0, 0, 0, 28]), Buffer.from(`ftyp${brand}\0\0\0\0mif1heic`)]);
const latin = (text: string) => Buffer.from(text, "latin1");
const KINDS: readonly [string, Buffer, string][] = [
  ["HEIC", box("heic"), "HEIC của iPhone"],
  ["HEIF in another brand", box("mif1"), "HEIC của iPhone"],
  ["AVIF", box("avif"), "ảnh AVIF"],
  ["a film", box("isom"), "phim"],
  ["a film of a phone", box("qt  "), "phim"],
  ["GIF", GIF, "ảnh GIF"],
  ["BMP", latin("BM\u0036\u0000"), "ảnh BMP"],
  ["TIFF", latin("II*\0\u0008"), "TIFF"],
  ["Photoshop", latin("8BPS\0\u0001"), "Photoshop"],
  ["PDF", latin("%PDF-1.7"), "PDF"],
  ["a Word file", docx(paragraph("Ảnh")), "tệp văn phòng"],
  ["SVG", svg("<path/>"), "SVG"],
  ["a page of the web", latin("<!DOCTYPE html><html>"), "trang mạng"],
  ["sound", latin("ID3\u0003"), "âm thanh"],
  ["nothing", Buffer.alloc(0), "rỗng"],
  ["no file anybody knows", Buffer.alloc(400, 7), "đã hỏng"],
];
const said = (work: Promise<unknown>) =>
  work.then(
    () => "",
    (error: { status: number; fields: Record<string, string> }) =>
      `${error.status} ${Object.values(error.fields).join()}`,
  );

test.each(KINDS)("a photo that is %s is refused by its name, with what to do", async (_name, bytes, words) => {
  const why = await said(shrinkPicture(bytes));
  expect(why).toMatch(/^422 Ảnh phải là JPEG, PNG hoặc WebP; tệp này /);
  expect(why).toContain(words);
  expect(why).toMatch(/Vui lòng|rồi gửi lại|Mở |Chụp /);
});

test.each(KINDS.filter(([name]) => name !== "SVG"))(
  "a frame that is %s is refused by its name",
  async (_name, bytes, words) => {
    const why = await said(checkMaster(bytes));
    expect(why).toMatch(/^422 Khung cần là PNG trong suốt hoặc SVG; tệp này /);
    expect(why).toContain(words);
  },
);

test("a JPEG and a WebP as a frame are named, and how a frame is made is said", async () => {
  for (const bytes of [await noise(1080, 1080).jpeg().toBuffer(), await noise(90, 90).webp().toBuffer()])
    expect(await said(checkMaster(bytes))).toContain("PNG nền trong suốt 2048");
});

test("cut off, damaged or huge: each in words", async () => {
  const whole = await noise(300, 200).jpeg().toBuffer();
  expect(await said(shrinkPicture(readFileSync("test/fixtures/pictures/truncated.jpg")))).toContain(
    "cắt ngang hoặc hỏng",
  );
  expect(await said(shrinkPicture(whole.subarray(0, 40)))).toContain("cắt ngang hoặc hỏng");
  const png = await sharp({ create: { width: 99, height: 99, channels: 3, background: "#fff" } })
    .png()
    .toBuffer();
  expect(await said(shrinkPicture(Buffer.concat([png.subarray(0, 45), Buffer.alloc(50, 9)])))).toContain(
    "cắt ngang hoặc hỏng",
  );
  expect(await said(shrinkPicture(pngHead(20_000, 20_000)))).toContain("20.000 × 20.000 điểm");
});
