import { readXlsx } from "hucre";
import { leafOf, receiptOf } from "../../src/comments/rules.ts";
import { findByCode, withdrawComment } from "../../src/comments/steer-comment.ts";
import { findDraft } from "../../src/drafts/draft.store.ts";
import { maskPii } from "../../src/kernel/pii.ts";
import { placeAndDate } from "../../src/reports/form-words.ts";
import { countFigures } from "../../src/reports/gather-report.ts";
import { followProof } from "../../src/reports/merkle.ts";
import { findReport, readFile } from "../../src/reports/report.store.ts";
import { proveMembership, writeReport } from "../../src/reports/seal-report.ts";
import { GOLD, WITHDRAWN } from "../fixtures/gold-comments.ts";
import { paragraphsOf, tablesOf, unpack } from "../support/office-file.ts";
import { sealDraft } from "../support/seal.ts";
import { openStore } from "../support/store.ts";
import {
  answerAll,
  clock,
  codes,
  deps,
  goldDraft,
  LEADER,
  saveCommune,
  settings,
  WISH,
} from "../support/gold-draft.ts";

openStore(settings);
beforeAll(saveCommune);

describe("the gold fixture, state skin", () => {
  let id = "";
  let files: { docx: Record<string, string>; tables: string[][][] };
  beforeAll(async () => {
    id = await goldDraft("state");
  });

  test("66 published; after C05 is taken back 65; hidden 3, late 1, question 1", async () => {
    const draft = await findDraft(id);
    if (!draft) throw new Error("no draft");
    expect(await countFigures(draft)).toMatchObject({ opinions: 66, hidden: 3, late: 1, questions: 1, notComments: 1 });
    await withdrawComment(deps, codes.get(`state:${WITHDRAWN}`) ?? "");
    expect(await countFigures(draft)).toMatchObject({
      opinions: 65,
      hidden: 3,
      late: 1,
      questions: 1,
      withdrawn: 1,
      meetings: 1,
      present: 38,
      speakers: 11,
      spoken: 11,
      byChannel: { paper: 1, meeting: 3, field: 1 },
    });
  });

  test("safeguard 16: no seal while a place with comments has no answer", async () => {
    await expect(sealDraft(deps, "sao-mai", id, WISH, LEADER)).rejects.toThrow(/vị trí có ý kiến mà chưa trả lời/);
    await answerAll(id);
    await sealDraft(deps, "sao-mai", id, WISH, LEADER);
    clock.at = new Date(clock.at.getTime() + 60_000);
    await writeReport(deps, id);
    expect(await findReport(id)).toMatchObject({ state: "ready", reason: "" });
    const docx = await unpack(readFile(id, "docx"));
    files = { docx, tables: tablesOf(docx["word/document.xml"] ?? "") };
  });

  test("safeguard 19: what came on paper stands in the same table, with its channel", () => {
    const table = files.tables.find((rows) => rows[0]?.length === 10) ?? [];
    expect(table.find((row) => row[3] === "thiếu phần cho người khuyết tật ở P3.3")?.[6]).toBe("phiếu giấy");
    expect(table.filter((row) => row[6] === "hội nghị")).toHaveLength(3);
  });

  test("DOCX: the table of ten columns holds every published comment once, word for word; sums add up", () => {
    const table = files.tables.find((rows) => rows[0]?.length === 10) ?? [];
    expect(table[0]).toEqual(
      expect.arrayContaining(["TT", "Nội dung góp ý (nguyên văn)", "Hướng", "Số ý kiến giống nhau"]),
    );
    const rows = table.slice(2);
    const published = GOLD.filter((gold) => !gold.hide && !gold.late && gold.id !== WITHDRAWN);
    for (const gold of published) {
      const words = gold.gist ? `${gold.text}\n(Lược dịch: ${gold.gist})` : maskPii(gold.text);
      const found = rows.filter((row) => row[3] === words);
      expect([gold.id, found.length, found[0]?.[5]]).toEqual([gold.id, 1, String(gold.times ?? 1)]);
    }
    expect(rows).toHaveLength(published.length);
    const sum = (kind: (row: string[]) => boolean): number =>
      rows.filter(kind).reduce((n, row) => n + Number(row[5]), 0);
    expect([sum((row) => row[4] !== "Hỏi"), sum((row) => row[4] === "Hỏi")]).toEqual([65, 1]);
    expect(rows.every((row) => row[8]?.startsWith("Tiếp thu một phần. "))).toBe(true);
    expect(rows.find((row) => row[3]?.startsWith("CT3"))?.[1]).toMatch(/^P2\.2-CT3, trang \d+, dòng \d+/);
  });

  test("DOCX: hidden words stand nowhere, their grounds in annex 3; personal data is masked; each excerpt leads to its row", () => {
    const xml = files.docx["word/document.xml"] ?? "";
    const all = paragraphsOf(xml).join("\n");
    for (const gold of GOLD.filter((one) => one.hide || one.id === WITHDRAWN)) expect(all).not.toContain(gold.text);
    expect(all).not.toContain("0900 000 001");
    expect(
      files.tables
        .at(-1)
        ?.slice(1)
        .map((row) => row[1]),
    ).toHaveLength(3);
    const anchors = [...xml.matchAll(/w:anchor="(yk\d+)"/g)].map((match) => match[1]);
    const marks = new Set([...xml.matchAll(/w:name="(yk\d+)"/g)].map((match) => match[1]));
    expect(anchors.length).toBeGreaterThan(10);
    expect(anchors.every((anchor) => marks.has(anchor))).toBe(true);
    const table = files.tables.find((rows) => rows[0]?.length === 10) ?? [];
    for (const sentence of paragraphsOf(xml).filter((one) => /“.*” \[dòng \d+\]/s.test(one))) {
      const [, quote = "", row = ""] = /“(.*)” \[dòng (\d+)\]/s.exec(sentence) ?? [];
      // an excerpt stands in one line; which comment of a day comes first is drawn, also one of two lines
      const words = table.find((cells) => cells[0] === row)?.[3]?.replaceAll("\n", " ") ?? "";
      expect([row, words.slice(0, quote.replace(/…$/, "").length)]).toEqual([row, quote.replace(/…$/, "")]);
    }
  });

  test("NĐ 30/2020 in the XML: page, margins, one font, Quốc hiệu, page numbers, date rule, ./.", () => {
    const xml = files.docx["word/document.xml"] ?? "";
    const sections = [...xml.matchAll(/<w:sectPr.*?<\/w:sectPr>/gs)].map(([one]) => one);
    expect(sections.length).toBe(6);
    for (const one of sections) {
      const margin = (side: string): number =>
        Number(new RegExp(`w:${side}="(\\d+)"`).exec(/<w:pgMar[^>]*>/.exec(one)?.[0] ?? "")?.[1]) / 56.7;
      expect(margin("top")).toBeGreaterThanOrEqual(19.9);
      expect(margin("top")).toBeLessThanOrEqual(25);
      expect(margin("left")).toBeGreaterThanOrEqual(29.9);
      expect(margin("left")).toBeLessThanOrEqual(35);
      expect(margin("right")).toBeGreaterThanOrEqual(14.9);
      expect(margin("right")).toBeLessThanOrEqual(20);
      expect(one).toMatch(/w:headerReference w:type="default"/);
    }
    expect(sections.map((one) => /w:orient="landscape"/.test(one))).toEqual([false, true, false, false, false, false]);
    expect(sections[0]).toMatch(/<w:pgSz[^>]*w:w="11906"[^>]*w:h="16838"/);
    expect(sections[1]).toMatch(/<w:pgSz[^>]*w:w="16838"[^>]*w:h="11906"/);
    expect(sections.map((one) => one.includes("<w:titlePg"))).toEqual([true, false, false, false, false, false]);
    const fonts = new Set([...xml.matchAll(/w:ascii="([^"]+)"/g)].map((match) => match[1]));
    expect([...fonts]).toEqual(["Times New Roman"]);
    const runs = [...xml.matchAll(/<w:r>.*?<\/w:r>/gs)].map(([run]) => run).filter((run) => run.includes("<w:t"));
    expect(runs.filter((run) => !run.includes("Times New Roman"))).toEqual([]);
    const texts = paragraphsOf(xml);
    expect(texts).toEqual(
      expect.arrayContaining([
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-UBND",
        "Sao Mai, ngày 05 tháng 6 năm 2026",
        "BÁO CÁO",
        "ỦY BAN NHÂN DÂN XÃ SAO MAI",
      ]),
    );
    expect(texts.some((text) => text.endsWith("./."))).toBe(true);
    const headers = Object.entries(files.docx)
      .filter(([name]) => /^word\/header\d/.test(name))
      .map(([, one]) => one);
    expect(headers.some((one) => one.includes("PAGE") && one.includes('w:val="center"'))).toBe(true);
    expect(placeAndDate("Sao Mai", new Date("2026-02-10T00:30:00+07:00"))).toBe("Sao Mai, ngày 10 tháng 02 năm 2026");
  });

  test("XLSX: the same rows and sums", async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of readFile(id, "xlsx")) chunks.push(chunk as Buffer);
    const book = await readXlsx(new Uint8Array(Buffer.concat(chunks)));
    expect(book.sheets.map((sheet) => sheet.name)).toEqual([
      "Tổng số",
      "Bảng tổng hợp",
      "PL1 Vị trí và hướng",
      "PL2 Nguyên văn",
      "PL3 Không đăng",
    ]);
    const rows = book.sheets[1]?.rows.slice(1) ?? [];
    expect(rows.reduce((sum, row) => sum + Number(row[5]), 0)).toBe(66);
    for (const gold of GOLD.filter((one) => !one.hide && !one.late && one.id !== WITHDRAWN && !one.gist))
      expect(rows.filter((row) => row[3] === maskPii(gold.text))).toHaveLength(1);
    const sum = book.sheets[2]?.rows.at(-1);
    expect([sum?.[0], sum?.at(-1)]).toEqual(["Cộng", 65]);
    expect(book.sheets[3]?.rows.filter((row) => row[6] === "ngoài thời hạn")).toHaveLength(1);
    expect(book.sheets[4]?.rows.slice(1)).toHaveLength(3);
  });

  test("safeguard 17: the root is on page 1; a receipt proves its comment; other words prove nothing", async () => {
    const report = await findReport(id);
    expect(paragraphsOf(files.docx["word/document.xml"] ?? "").some((text) => text.includes(report?.root ?? "-"))).toBe(
      true,
    );
    for (const gold of GOLD.filter((one) => one.id !== WITHDRAWN)) {
      const receipt = receiptOf(codes.get(`state:${gold.id}`) ?? "");
      const proof = await proveMembership(id, receipt);
      const { position, version } = await findByCode(codes.get(`state:${gold.id}`) ?? "");
      const mine = leafOf({ receipt, position, version, stance: gold.stance, text: gold.text, reason: "" });
      expect([gold.id, proof && followProof(mine, proof.steps) === report?.root]).toEqual([gold.id, true]);
      const other = leafOf({ receipt, position, version, stance: gold.stance, text: `${gold.text}!`, reason: "" });
      expect(proof && followProof(other, proof.steps)).not.toBe(report?.root);
    }
    expect(await proveMembership(id, receiptOf(codes.get(`state:${WITHDRAWN}`) ?? ""))).toBeUndefined();
  });
});
