import { readFileSync } from "node:fs";
import { strToU8, zipSync } from "fflate";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { hidingLeans, isComment, leafOf, receiptOf } from "../../src/comments/rules.ts";
import { tidyCode } from "../../src/kernel/crypto.ts";
import { compareVersions } from "../../src/drafts/compare-versions.ts";
import { matchPlaces } from "../../src/drafts/match-places.ts";
import { pageOf } from "../../src/drafts/page-of.ts";
import { MOST_DOUBTS } from "../../src/drafts/read-document.ts";
import { here } from "../../src/outside/perform.ts";
import { readDraftTask } from "../../src/drafts/draft.tasks.ts";
import { countInWords, findPosition, phaseOf, prefixOf } from "../../src/drafts/rules.ts";
import { toPositions } from "../../src/drafts/structure.ts";
import { findPii, maskPii } from "../../src/kernel/pii.ts";
import { readTelex } from "../../src/kernel/telex.ts";
import { PLAN_HEADINGS } from "../fixtures/plan-headings.ts";
import { readFile } from "../support/read-file.ts";
import { docx, p, t } from "../support/docx-file.ts";

const positionsOf = (text: string) => toPositions(readFile(Buffer.from(text)).paragraphs);
const demo = positionsOf(DEMO_DRAFT.first);

describe("reading documents", () => {
  test("broken lines are joined; a label in the middle of a sentence begins nothing; a page's number is no text", () => {
    const { paragraphs: read } = readFile(
      Buffer.from(
        "I. TÌNH HÌNH CHUNG\n1. Kết quả\nTrong nhiệm kỳ 2020 - 2025, xã đã làm được nhiều việc cho giai đoạn 2025\n- 2030 và những năm sau.\n2\n- Làm đường thôn;\n- Trồng cây dọc đường, quanh trường học và quanh trạm y tế của thôn\nHai và thôn Ba, đến đại hội lần thứ\nXIV: xong trước mùa mưa.\n",
      ),
    );
    expect(read.map(({ text, page, line, lineTo }) => [text, page, line, lineTo])).toEqual([
      ["I. TÌNH HÌNH CHUNG", 1, 1, 1],
      ["1. Kết quả", 1, 2, 2],
      ["Trong nhiệm kỳ 2020 - 2025, xã đã làm được nhiều việc cho giai đoạn 2025 - 2030 và những năm sau.", 1, 3, 4],
      ["- Làm đường thôn;", 2, 6, 6],
      [
        "- Trồng cây dọc đường, quanh trường học và quanh trạm y tế của thôn Hai và thôn Ba, đến đại hội lần thứ XIV: xong trước mùa mưa.",
        2,
        7,
        9,
      ],
    ]);
    expect(read.every((one) => one.estimated)).toBe(true);
  });

  test("lines that are whole paragraphs stay apart; form feeds part pages, and lines are counted on each", () => {
    const lines = Array.from(
      { length: 12 },
      (_, n) => `Thôn ${n + 1} sửa đường và ${n % 2 ? "chợ" : "cầu"} trước mùa mưa`,
    );
    const { paragraphs: read } = readFile(Buffer.from(`${lines.join("\n")}\f1. Mục tiêu\n2. Nhiệm vụ`));
    expect(read.map((one) => one.text)).toEqual([...lines, "1. Mục tiêu", "2. Nhiệm vụ"]);
    expect(read.slice(-2).map(({ page, line, estimated }) => [page, line, estimated])).toEqual([
      [2, 1, undefined],
      [2, 2, undefined],
    ]);
  });

  test.each(Object.entries(PLAN_HEADINGS))(
    "plan %s: every heading at its line, no paragraph under a wrong one",
    (name, table) => {
      const places = positionsOf(readFileSync(`test/fixtures/plans/${name}.txt`, "utf8"));
      const headings = table.split("|").map((row) => row.split(" "));
      expect(places.filter((one) => one.kind !== "doan").map((one) => [String(one.line), one.code, one.label])).toEqual(
        headings,
      );
      const end = places.find((one) => one.text.startsWith("Trên đây là") || one.text.endsWith("./."))?.line ?? 0;
      for (const place of places.filter((one) => one.kind === "doan")) {
        const above = headings.findLast(([line]) => Number(line) < place.line);
        const within = !above || place.line >= end ? "" : `${above[1]}.`;
        expect(place.code.replace(/¶\d+$/, "")).toBe(within);
      }
    },
  );

  test("the demo draft has the codes of domain.md §6.4", () => {
    const codes = demo.map((position) => position.code);
    for (const code of ["P1.1", "P1.2", "P2.2-CT1", "P2.2-CT3", "P3.2", "P3.2.¶4", "P3.7", "P4", "P5", "PL1"])
      expect(codes).toContain(code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(demo.find((position) => position.code === "P3.2.¶4")?.text).toMatch(/^Công khai phương án/);
  });

  test.each([
    [
      "Chương II QUY ĐỊNH CHUNG\nMục 1 PHẠM VI\nĐiều 5. Phạm vi\n1. Khoản một.\na) Điểm a;\nb) Điểm b.\n2. Khoản hai.",
      "C2 C2.M1 D5 D5.1 D5.1.a D5.1.b D5.2",
    ],
    [
      "Phần thứ nhất\nKết quả chung.\nPhần II\n1. Mục tiêu\n1.1. Chung\nĐoạn.\n1.2. Riêng",
      "P1 P1.¶1 P2 P2.1 P2.1.1 P2.1.1.¶1 P2.1.2",
    ],
    ["Điều 1. Một.\nĐiều 1. Trùng số.", "D1 D1*2"],
  ])("codes of %s", (text, codes) =>
    expect(
      positionsOf(text)
        .map((one) => one.code)
        .join(" "),
    ).toBe(codes),
  );

  test("DOCX: automatic numbers as printed, tables, page breaks, nothing of what was struck out", () => {
    const numbered = (level: number, text: string) =>
      `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
    const level = (n: number, format: string, text: string) =>
      `<w:lvl w:ilvl="${n}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;
    const file = zipSync({
      "word/document.xml": strToU8(
        `<w:document xmlns:w="w"><w:body>${numbered(0, "MỤC TIÊU")}${numbered(1, "Chung")}${numbered(1, "Riêng &amp; khác")}${numbered(0, "NHIỆM VỤ")}${numbered(1, "Đường")}<w:p><w:r><w:t>Giữ </w:t></w:r><w:del><w:r><w:delText>bỏ</w:delText><w:t>bỏ</w:t></w:r></w:del><w:ins><w:r><w:t xml:space="preserve">thêm </w:t></w:r></w:ins><w:r><w:br w:type="page"/></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>CT</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>92 %</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>`,
      ),
      "word/numbering.xml": strToU8(
        `<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="3">${level(0, "upperRoman", "%1.")}${level(1, "decimal", "%2.")}</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>`,
      ),
    });
    expect(readFile(Buffer.from(file)).paragraphs.map((one) => [one.text, one.page])).toEqual([
      ["I. MỤC TIÊU", 1],
      ["1. Chung", 1],
      ["2. Riêng & khác", 1],
      ["II. NHIỆM VỤ", 1],
      ["1. Đường", 1],
      ["Giữ thêm", 1],
      ["CT | 92 %", 2],
    ]);
  });

  test("ODT: headings, paragraphs, tables, soft page breaks; a note at its place", () => {
    const file = zipSync({
      "content.xml": strToU8(
        `<office:document-content><office:body><office:text><text:h>I. MỤC TIÊU</text:h><text:p>Xây dựng<text:s text:c="2"/>xã <text:span>sạch</text:span><text:note><text:note-body><text:p>chú thích</text:p></text:note-body></text:note><text:soft-page-break/></text:p><table:table><table:table-row><table:table-cell><text:p>CT1</text:p></table:table-cell><table:table-cell><text:p>92</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>`,
      ),
    });
    expect(readFile(Buffer.from(file)).paragraphs.map((one) => [one.text, one.page])).toEqual([
      ["I. MỤC TIÊU", 1],
      ["Xây dựng xã sạch", 1],
      ["Chú thích 1 (tại “Xây dựng xã sạch”): chú thích", 1],
      ["CT1 | 92", 2],
    ]);
  });

  test.each([
    ["a picture", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])],
    ["a broken archive", Buffer.from("PK\u0003\u0004rubbish")],
    ["an archive of something else", Buffer.from(zipSync({ "a.txt": strToU8("x") }))],
    ["an empty file", Buffer.from("  \n ")],
    ["bad XML", Buffer.from(zipSync({ "word/document.xml": strToU8("<w:document><w:body>") }))],
    [
      "XML whose entities grow",
      Buffer.from(
        zipSync({
          "word/document.xml": strToU8(
            '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>',
          ),
        }),
      ),
    ],
    [
      "XML nested without end",
      Buffer.from(zipSync({ "word/document.xml": strToU8(`<w:body>${"<w:p>".repeat(200_000)}`) })),
    ],
    ["too many paragraphs", Buffer.from("Đoạn văn.\n".repeat(5001))],
  ])("%s is refused with words for a person", async (_name, bytes) => {
    await expect(here.run(readDraftTask, { bytes, earlier: [] })).rejects.toMatchObject({ status: 422 });
  });
});

describe("versions", () => {
  test("places keep their ids; two changed words are shown as such, a new number alone is no change", () => {
    const next = matchPlaces([demo], positionsOf(DEMO_DRAFT.second)).positions;
    expect(next.map((position) => position.id)).toEqual(demo.map((position) => position.id));
    const changed = compareVersions(demo, next).filter((change) => change.kind !== "same");
    expect(changed.map((change) => [change.kind, change.code])).toEqual([
      ["changed", "P2.2-CT3"],
      ["changed", "P3.3.¶1"],
    ]);
    expect(changed[0]?.words.filter((word) => word.kind === "removed").map((word) => word.text)).toEqual(["80"]);
    const first = positionsOf("Điều 1. Phạm vi của quy ước\nĐiều 2. Chợ cũ được giữ nguyên; phiên họp vào ngày rằm");
    const moved = matchPlaces(
      [first],
      positionsOf(
        "Điều 1. Căn cứ\nĐiều 2. Phạm vi của quy ước\nĐiều 3. Chợ cũ được giữ nguyên\nĐiều 4. Phiên họp vào ngày rằm",
      ),
    ).positions;
    expect(compareVersions(first, moved).map(({ kind, code, note }) => [kind, code, note])).toEqual([
      ["added", "D1", ""],
      ["same", "D2", "trước là D1"],
      ["added", "D3", "tách từ D2"],
      ["added", "D4", "tách từ D2"],
      ["removed", "D2", "đã tách hoặc gộp vào đoạn khác"],
    ]);
  });
});

test.each([
  ["P3.2", "P3.2"],
  ["p3.2", "P3.2"],
  ["P2.2-ct3", "P2.2-CT3"],
  ["P3.2 ¶4", "P3.2.¶4"],
])("a place typed as %s is %s", (typed, code) => expect(findPosition(demo, typed)?.code).toBe(code));

test.each<[string, number[], number, [from: number, n: number, before: number | undefined, after: number | undefined]]>(
  [
    ["nothing", [], 0, [0, 0, undefined, undefined]],
    ["all fits", [1, 1, 1], 0, [0, 3, undefined, undefined]],
    ["four rows at most", [1, 1, 1, 1, 1], 0, [0, 4, undefined, 4]],
    ["the next page", [1, 1, 1, 1, 1], 4, [4, 1, 0, undefined]],
    ["ten letters at most", [4, 4, 4, 4], 0, [0, 2, undefined, 2]],
    ["and back", [4, 4, 4, 4], 2, [2, 2, 0, undefined]],
    ["one row always fits", [1, 99, 1], 1, [1, 1, 0, 2]],
    ["back over a long one", [1, 99, 1], 2, [2, 1, 1, undefined]],
    ["beyond the end", [1, 1], 9, [1, 1, 0, undefined]],
  ],
)("a page of a list: %s", (_name, letters, from, [at, n, before, after]) =>
  expect(pageOf(letters, from, { rows: 4, letters: 10 }, (one) => one)).toEqual({
    rows: letters.slice(at, at + n),
    from: at,
    before,
    after,
  }),
);

test("more doubts than a person looks through are refused with their number", () => {
  const file = (n: number) => docx({ body: p(t("Điều 1. Phạm vi")) + `<w:p><w:la/></w:p>`.repeat(n) });
  expect(readFile(file(MOST_DOUBTS)).doubts).toHaveLength(MOST_DOUBTS);
  expect(() => readFile(file(MOST_DOUBTS + 1))).toThrow(
    expect.objectContaining({ fields: { file: expect.stringContaining(`${MOST_DOUBTS + 1} chỗ`) } }),
  );
});

// articles 1 to 11; the first has a clause, whose points d and đ are two
const ARTICLES = positionsOf(
  ["Điều 1. Một", "1. Khoản", "d) Điểm dê", "đ) Điểm đê", ..."23456789".split(""), "10", "11"]
    .map((one) => (/^\d+$/.test(one) ? `Điều ${one}. Nội dung ${one}` : one))
    .join("\n"),
);
test.each([
  ["Điều 11", "D11"],
  ["điều 11.", "D11"],
  ["dieu 1", "D1"],
  ["D11", "D11"],
  ["Đ 11", "D11"],
  ["d 11", "D11"],
  ["D1.1", "D1.1"],
  ["D1 1", "D1.1"],
  ["D1-1", "D1.1"],
  ["Điều 1.1", "D1.1"],
  ["khoản 1 Điều 1", "D1.1"],
  ["Điều 1, khoản 1", "D1.1"],
  ["điểm đ khoản 1 Điều 1", "D1.1.đ"],
  ["Điều 1 khoản 1 điểm d", "D1.1.d"],
  ["D1.1.Đ", "D1.1.đ"],
  ["D1.11", undefined],
  ["D111", undefined],
  ["", undefined],
  [" . ", undefined],
])("an article typed as %j is %j", (typed, code) => expect(findPosition(ARTICLES, typed)?.code).toBe(code));

test.each([
  ["editing", null, null, "editing"],
  ["published", 1, 2, "announced"],
  ["published", -1, 1, "open"],
  ["published", -2, 0, "open"],
  ["published", -2, -1, "closed"],
  ["sealed", -2, -1, "sealed"],
] as const)("%s, open %s, close %s is %s", (state, open, close, phase) => {
  const now = new Date();
  const at = (n: number | null) => (n === null ? null : new Date(now.getTime() + n * 1000));
  expect(phaseOf({ state, openAt: at(open), closeAt: at(close) }, now)).toBe(phase);
});

test.each([
  ["Xã Sao Mai", "SM"],
  ["Đặc khu Hòn Én", "HE"],
  ["Xã Ia Ơi", "XX"],
])("receipts of %s begin with %s", (name, prefix) => expect(prefixOf(name)).toBe(prefix));

test.each([
  [0, "chưa có ý kiến"],
  [1, "dưới 5 ý kiến"],
  [4, "dưới 5 ý kiến"],
  [5, "5 ý kiến"],
])("safeguard 7: %d is shown as %s", (n, words) => expect(countInWords(n)).toBe(words));

test.each([
  ["sm-7k2q-m9xt-4rab", "SM-7K2Q-M9XT-4RAB"],
  [" SM 7K2Q M9XT 4RAB ", "SM-7K2Q-M9XT-4RAB"],
  ["SM-7K2Q-M9XT-4RA", ""],
  ["SM-7K2Q-M9XT-4RA0", ""],
])("receipt %s is read as %s", (typed, code) => expect(tidyCode(typed)).toBe(code));

test("what an author knows is enough to make the leaf, and one other letter gives another", () => {
  const mine = {
    receipt: receiptOf("SM-7K2Q-M9XT-4RAB"),
    position: "",
    version: 1,
    stance: "gop-y" as const,
    text: "Góp ý",
    reason: "",
  };
  expect(leafOf({ ...mine, text: mine.text.normalize("NFD") })).toBe(leafOf(mine));
  expect(leafOf({ ...mine, text: "Góp y" })).not.toBe(leafOf(mine));
});

test.each([
  ["gop-y", "", false],
  ["gop-y", ".", false],
  ["gop-y", "👍", false],
  ["tan-thanh", "", true],
  ["khong-tan-thanh", "", true],
  ["gop-y", "ok", true],
] as const)("C19: %s with %j is a comment: %s", (stance, text, is) => expect(isComment(stance, text)).toBe(is));

test("safeguard 6: hiding one side more than twice as often is noticed", () => {
  const rows = (against: number, others: number) => [
    { stance: "khong-tan-thanh" as const, hidden: against, total: 100 },
    { stance: "tan-thanh" as const, hidden: others, total: 100 },
  ];
  expect([hidingLeans(rows(9, 4)), hidingLeans(rows(8, 4)), hidingLeans(rows(0, 0))]).toEqual([true, false, false]);
});

describe("safeguard 10: personal data", () => {
  test.each([
    ["gọi 0900 000 001 để hỏi", "gọi [đã che số điện thoại] để hỏi"],
    ["0900000001", "[đã che số điện thoại]"],
    ["+84 900 000 001.", "[đã che số điện thoại]."],
    ["máy bàn 0243 123 4567", "máy bàn [đã che số điện thoại]"],
    ["CCCD 000090000001", "CCCD [đã che số căn cước]"],
    ["căn cước số 000 090 000 001", "căn cước số [đã che số căn cước]"],
    ["CMND 012345678", "CMND [đã che số căn cước]"],
    ["thư: a.b-c@xa.gov.vn nhé", "thư: [đã che thư điện tử] nhé"],
    ["xe 29A-123.45", "xe [đã che biển số xe]"],
    ["xe 47B1-234.56 vượt", "xe [đã che biển số xe] vượt"],
    ["STK 0123456789 Agribank", "STK [đã che số tài khoản] Agribank"],
    ["số tài khoản: 1900 2000 3000 4", "số tài khoản: [đã che số tài khoản]"],
    ["Nhà tôi ở số 7 thôn 2", "Nhà tôi ở [đã che số nhà] thôn 2"],
    ["số nhà 12A ngõ 3", "[đã che số nhà]"],
    ["số 12/4 đường Hoa", "[đã che số nhà] đường Hoa"],
    ["gọi 0912345678 đồng ý nhận tin", "gọi [đã che số điện thoại] đồng ý nhận tin"],
    ["0912345678 hộ nhà ông Ba", "[đã che số điện thoại] hộ nhà ông Ba"],
    ["+84 912 345 678 người liên hệ", "[đã che số điện thoại] người liên hệ"],
    ["84912345678 đồng ý", "[đã che số điện thoại] đồng ý"],
    ["001090123456 người đại diện", "[đã che số căn cước] người đại diện"],
    ["001090123456 hộ nghèo", "[đã che số căn cước] hộ nghèo"],
  ])("%s", (text, masked) => expect(maskPii(text)).toBe(masked));
  test.each([
    "Nghị định 49/2024/NĐ-CP ngày 10/5/2024",
    "126 phường, xã; 12.900 người",
    "giai đoạn 2026–2030, từ 01/01/2026 đến 31/12/2030",
    "kinh phí 500000000 đồng, 1.500.000.000 đồng",
    "tổng 84500000000 đồng, 84.500.000.000đ",
    "Quyết định số 2734/QĐ-UBND ngày 30/5/2025",
    "CT3 80% là quá thấp, đề nghị 90%",
    "số 7 chỉ tiêu, mục P3.2, trang 14, dòng 25",
    "Thông tư 26/2020/TT-BTTTT, Luật 91/2025/QH15",
  ])("nothing is found in: %s", (text) => expect(findPii(text)).toEqual([]));
});

test.each([
  ["gops ys: neen cos saan chowi trer em", "góp ý: nên có sân chơi trẻ em"],
  ["ddaij hooij", "đại hội"],
  ["khoong ddoongf ys", "không đồng ý"],
  ["hoaf binhf quyeets ddinhj", "hòa bình quyết định"],
  ["toi qua ko di dc", undefined],
  ["góp ý", undefined],
])("C07: %s is read as %s", (typed, read) => expect(readTelex(typed)).toBe(read));
