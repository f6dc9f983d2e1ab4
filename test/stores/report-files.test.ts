import { readXlsx } from "hucre";
import { acceptComment } from "../../src/comments/accept-comment.ts";
import { createCommentBox } from "../../src/comments/seal-box.ts";
import { findByCode } from "../../src/comments/steer-comment.ts";
import type { Skin } from "../../src/drafts/draft.model.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { createSecretBox } from "../../src/kernel/crypto.ts";
import { here } from "../../src/outside/perform.ts";
import { packReport } from "../../src/reports/pack-report.ts";
import { findReport, readFile, type ReportFile } from "../../src/reports/report.store.ts";
import { type ReportDeps, writeReport } from "../../src/reports/seal-report.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import { paragraphsOf, unpack } from "../support/office-file.ts";
import { pdfFonts, pdfText, pdfWords } from "../support/pdf-file.ts";
import { stillUnanswered } from "../support/unanswered.ts";
import { testSettings } from "../support/settings.ts";
import { publishDraft } from "../support/publish.ts";
import { sealDraft } from "../support/seal.ts";
import { answerPosition, hideComment } from "../support/at-once.ts";
import { openStore } from "../support/store.ts";

const settings = testSettings();
const clock = { at: new Date("2026-06-05T08:00:00+07:00"), now: () => clock.at };
const deps: ReportDeps & { box: ReturnType<typeof createSecretBox>; takeTurn(): Promise<boolean> } = {
  clock,
  comments: createCommentBox(settings.SECRETS_KEY),
  publicUrl: "https://loaso.example",
  box: createSecretBox(settings.SECRETS_KEY),
  takeTurn: async () => true,
  enqueueReport: async () => undefined,
  pack: (wish) => packReport(deps, wish),
};
const CLERK = { id: "clerk", name: "Cán bộ A", role: "commune_officer" };

/** What people write and programs stumble over. */
const HARD = [
  "Dòng một\nDòng hai\r\nDòng ba\vDòng bốn\u2028Dòng năm\u0007\u0000 hết",
  "Y Blŏk Êčăm, H’Ŭn ở buôn Ƀuôn Ma, ƀĭ kĕ: ơ̆ ư̆ â̆ đều phải in đúng.",
  "Ruộng 🌾, gia đình 👨‍👩‍👧, đồng ý ✓ ☐ ①, ≥ 5 % → 10 m²; ភាសាខ្មែរ",
  "Ô ghi _x0041_ và _x000D_ là chữ người dân gõ, =1+1 cũng vậy.",
  `Mã dài ${"k".repeat(300)} không được đẩy bảng ra ngoài lề.`,
  `Một ý kiến rất dài: ${"nước sạch cho các thôn xa, ".repeat(140)}hết ý.`,
];
const LONG = `Điều 3. ${"Đoạn văn rất dài của dự thảo, ".repeat(1400)}hết điều.`;

openStore(settings);
beforeAll(async () => {
  const contact = { address: "", hours: "", phone: "", dutyPhone: "" };
  const from = new Date("2025-07-01T00:00:00+07:00");
  const people = { population: 12_900, households: 3480, hamlets: 12, topics: [], contact };
  const names = { name: "Xã Sao Mai", office: "UBND xã Sao Mai", kind: "commune" as const, province: "Tỉnh Hồng Sao" };
  await saveUnits([{ _id: "sao-mai", ...names, parents: [], from, to: null, ...people }]);
});

async function sealed(skin: Skin, signer: { title: string; name: string }) {
  const bytes = Buffer.from(`Điều 1. Phạm vi\nĐiều 2. Chợ xã\n${LONG}`);
  const fields = { title: "Quy ước của buôn Y Blŏk", about: "", campaignId: "", skin, questions: [] };
  const upload = { name: "du-thao.txt", bytes, note: "" };
  const id = await startDraft({ ...deps, outside: here }, "sao-mai", fields, upload, CLERK);
  const closeAt = new Date(clock.at.getTime() + 3_600_000);
  await publishDraft(deps, "sao-mai", id, { openAt: new Date(clock.at.getTime() - 1000), closeAt });
  const send = async (text: string, position: string): Promise<string> => {
    const words = { text, reason: "", stance: "gop-y" as const, channel: "web" as const };
    const once = `${id}-${position}-${text.slice(0, 20)}`;
    return (await acceptComment(deps, { draftId: id, position, ...words, once, rateBy: "" })).code;
  };
  for (const [n, text] of HARD.entries()) await send(text, n === 0 ? "D1" : "D2");
  await send("Điều này dài quá.", "D3");
  const bad = String((await findByCode(await send("Quảng cáo bán hàng", "D1")))._id);
  await hideComment(deps, id, bad, { ground: "quang-cao", article: "Luật Quảng cáo", note: "bán hàng" }, CLERK);
  clock.at = new Date(clock.at.getTime() + 2 * 3_600_000);
  for (const place of await stillUnanswered(id))
    await answerPosition(deps, id, place, "tiep-thu", "Xã ghi nhận.", CLERK);
  await sealDraft(deps, "sao-mai", id, { number: 5, signer, proposals: "Đề nghị ghi nhận." }, CLERK);
  clock.at = new Date(clock.at.getTime() + 60_000);
  await writeReport(deps, id);
  expect(await findReport(id)).toMatchObject({ state: "ready", reason: "" });
  const read = async (kind: ReportFile): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of readFile(id, kind)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  };
  const docx = await unpack(readFile(id, "docx"));
  return { xml: docx["word/document.xml"] ?? "", docx, pdf: await read("pdf"), xlsx: await read("xlsx") };
}

/** Words of a text, apart from where lines end and what joins pictures. */
const words = (text: string): string[] =>
  text
    .normalize("NFC")
    .replace(/[\u200B-\u200D\f]|\uFE0F/g, "")
    .split(/\s+/)
    .filter(Boolean);

describe("state skin", () => {
  let files: Awaited<ReturnType<typeof sealed>>;
  beforeAll(async () => {
    files = await sealed("state", { title: "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", name: "Y Blŏk Êban" });
  });

  test("the PDF says what the Word file says, letter for letter", () => {
    // a word longer than its line and marks above letters leave gaps where poppler sees them: letters are compared
    const pages = pdfText(files.pdf).split("\f");
    const numbered = pages.map((page, n) => (n === 0 ? page : page.replace(new RegExp(`^${n + 1}\\n`), "")));
    const letters = (text: string): string => words(text).join("");
    const heads = /TTVịtrí.*?\(10\)|VịtríNguyênvănLậpluậnHướng,kênhSốýkiến/g;
    const count = (text: string): Map<string, number> => {
      const found = new Map<string, number>();
      for (const letter of letters(text).replace(heads, "")) found.set(letter, (found.get(letter) ?? 0) + 1);
      return found;
    };
    // how Khmer vowels are put in order is poppler's own
    const drawn = count(numbered.join("\n").replace(/[\u1780-\u17FF]/g, ""));
    const written = count(
      paragraphsOf(files.xml)
        .join("\n")
        .replace(/[\u1780-\u17FF]/g, ""),
    );
    expect([...drawn].filter(([letter, n]) => written.get(letter) !== n)).toEqual([]);
    expect([...written].filter(([letter, n]) => drawn.get(letter) !== n)).toEqual([]);
    for (const text of ["Y Blŏk Êčăm, H’Ŭn ở buôn", "ƀĭ kĕ", "🌾", "✓ ☐ ①", "≥ 5 % → 10", "Y Blŏk Êban"])
      expect(pdfText(files.pdf).normalize("NFC")).toContain(text);
  });

  test("fonts stand in the PDF; nothing leaves the margins of its pages", () => {
    expect(pdfFonts(files.pdf).filter((font) => !font.embedded)).toEqual([]);
    const { pages, words: drawn } = pdfWords(files.pdf);
    expect(pages.some((page) => page.width > page.height)).toBe(true);
    const outside = drawn.filter((word) => {
      const page = pages[word.page - 1];
      if (!page) return true;
      const { width, height } = page;
      return word.left < 85 - 1 || word.right > width - 42.5 + 1 || word.bottom > height - 56.7 + 3;
    });
    expect(outside).toEqual([]);
  });

  test("no table of the Word file leaves its margins, whatever stands in it", () => {
    for (const part of files.xml.split(/(?<=<\/w:sectPr>)/)) {
      const page = Number(/<w:pgSz[^>]*w:w="(\d+)"/.exec(part)?.[1]);
      const [left, right] = ["left", "right"].map((side) =>
        Number(new RegExp(`<w:pgMar[^>]*w:${side}="(\\d+)"`).exec(part)?.[1]),
      );
      for (const [table] of part.matchAll(/<w:tbl>.*?<\/w:tbl>/gs)) {
        const widths = [...table.matchAll(/<w:gridCol w:w="(\d+)"/g)].map((match) => Number(match[1]));
        expect(widths.reduce((sum, width) => sum + width, 0)).toBeLessThanOrEqual(page - (left ?? 0) - (right ?? 0));
        expect(table).toMatch(/<w:tblLayout w:type="fixed"/);
      }
    }
  });

  test("annex 3 names the role in words; line ends are kept, signs that print nothing are gone; what is shortened says so", () => {
    const texts = paragraphsOf(files.xml);
    expect(texts).toContain("Công chức phụ trách thông tin");
    expect(files.xml).not.toContain("commune_officer");
    expect(texts).toContain("Dòng một\nDòng hai\nDòng ba\nDòng bốn\nDòng năm hết");
    expect(texts.some((text) => text.includes("“Dòng một Dòng hai Dòng ba Dòng bốn Dòng năm hết”"))).toBe(true);
    expect(texts.some((text) => /… \(còn [\d.]+ chữ, xem toàn văn dự thảo\)$/.test(text))).toBe(true);
  });

  test("XLSX: what looks like a code of Excel stays what was typed; a text too long for a cell goes on below and says so", async () => {
    const sheet =
      (
        await unpack(
          (async function* () {
            yield files.xlsx;
          })(),
        )
      )["xl/worksheets/sheet2.xml"] ?? "";
    expect(sheet).toContain("Ô ghi _x005F_x0041_ và _x005F_x000D_ là chữ");
    expect(sheet).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/);
    const book = await readXlsx(new Uint8Array(files.xlsx));
    const rows = book.sheets[1]?.rows.slice(1) ?? [];
    for (const row of rows) for (const cell of row) expect(String(cell ?? "").length).toBeLessThanOrEqual(32_767);
    const at = rows.findIndex((row) => row[3] === "Điều này dài quá.");
    const [first, second] = [String(rows[at]?.[2]), String(rows[at + 1]?.[2])];
    expect(first.endsWith("\n(Ô này quá dài, xem tiếp ở hàng dưới)")).toBe(true);
    expect(second.startsWith("(Tiếp theo hàng trên)\n")).toBe(true);
    expect(first.split("\n")[0] + (second.split("\n")[1] ?? "")).toBe(LONG.replace(/\s+/g, " "));
    expect(rows.reduce((sum, row) => sum + Number(row[5] || 0), 0)).toBe(HARD.length + 1);
  });
});

test("the Party's skin never says UBND, in no kind of file", async () => {
  const { docx, pdf, xlsx } = await sealed("party", { title: "T/M ĐẢNG ỦY\nBÍ THƯ", name: "Cán bộ mẫu B" });
  const book = await unpack(
    (async function* () {
      yield xlsx;
    })(),
  );
  for (const text of [...Object.values(docx), ...Object.values(book), pdfText(pdf)])
    expect(/UBND|ủy ban nhân dân|CỘNG HÒA XÃ HỘI/iu.exec(text)?.[0]).toBeUndefined();
  expect(pdfText(pdf)).toContain("ĐẢNG CỘNG SẢN VIỆT NAM");
  expect(book["xl/worksheets/sheet2.xml"]).toContain("Đảng ủy xã Sao Mai");
});
