import { readdirSync, readFileSync } from "node:fs";
import { linesOf, readGolden } from "../oracle/golden.ts";
import { readUpload } from "../support/read-file.ts";

const CORPUS = "test/fixtures/corpus";
const golden = readGolden();

test("the corpus holds at least sixty files by three writers, each with its golden lines", () => {
  const files = readdirSync(CORPUS);
  expect(files.length).toBeGreaterThanOrEqual(60);
  expect([...golden.keys()].toSorted()).toEqual(files.toSorted());
  for (const writer of ["py-", "js-", "lo-"])
    expect(files.filter((name) => name.startsWith(writer)).length).toBeGreaterThanOrEqual(20);
});

test.each(readdirSync(CORPUS))("%s reads as the golden table says", async (name) =>
  expect(linesOf(await readUpload(readFileSync(`${CORPUS}/${name}`)))).toEqual(golden.get(name)),
);

/** The files of the issue at the right value: what every place says, its page where the file names it. */
const CASES: Readonly<Record<string, readonly string[]>> = {
  "01-nobreakhyphen.docx": ["Kế hoạch số 38-KH/TU và 03-HD/BTGDVTU"],
  "02-tracked-move.docx": ["Điều 1. Mở đầu", "Điều 2. Giữa", "Đoạn được chuyển xuống cuối."],
  "03-textbox-alternatecontent.docx": ["DỰ THẢO", "Lần 2", "Điều 1. Phạm vi điều chỉnh"],
  "04-content-control-row-cell.docx": [
    "Bảng chỉ tiêu",
    "TT | Chỉ tiêu | 2030",
    "1 | Thu nhập | 95",
    "2 | Hộ nghèo (ô có content control) | 1,5",
  ],
  "06-deleted-paragraph-mark.docx": ["Hộ nghèo được hỗ trợ một lần trong năm.", "Điều 2. Khác"],
  "07-numbers-in-table.docx": ["1. Thu nhập | triệu đồng | 95", "2. Hộ nghèo | % | 1,5"],
  "10-footnote.docx": [
    "Mức hỗ trợ 500.000 đồng",
    "Chú thích 1 (tại “hỗ trợ 500.000 đồng”): Áp dụng từ ngày 01/01/2027.",
  ],
  "12-startoverride.docx": ["1. Khoản một", "2. Khoản hai", "Đoạn xen", "1. Lại từ một", "2. Hai"],
  "13-numbering-through-style.docx": [
    "Điều 1. Phạm vi điều chỉnh",
    "1. Quy chế này quy định việc lấy ý kiến.",
    "2. Không áp dụng với bí mật nhà nước.",
    "Điều 2. Đối tượng áp dụng",
  ],
  "15-tcvn3-font.docx": [
    "Cộng hoà xã hội chủ nghĩa Việt Nam",
    "Độc lập - Tự do - Hạnh phúc",
    "Điều 1. Phạm vi điều chỉnh",
  ],
  "19-numeric-entities.docx": ["Giai đoạn 2025 – 2030, tỷ lệ < 5% & > 3%"],
  "22-toc.docx": ["Điều 1. Phạm vi điều chỉnh", "Điều 2. Đối tượng", "Phụ lục I"],
  "40-odt-list-numbers.odt": ["Điều 1. Phạm vi điều chỉnh", "1. Quy chế này quy định.", "Điều 2. Đối tượng"],
  "41-odt-cell-two-paragraphs.odt": [
    "ỦY BAN NHÂN DÂN XÃ SAO MAI | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
  ],
};
const read = (name: string) => readUpload(readFileSync(`test/fixtures/cases/${name}`));
test.each(Object.entries(CASES))("%s", async (name, texts) => {
  const { paragraphs, doubts } = await read(name);
  expect(paragraphs.map((one) => one.text)).toEqual(texts);
  expect(doubts).toEqual([]);
});
test("17: Word's own marks win: line 1 of page 2 and of page 3", async () => {
  const { paragraphs } = await read("17-word-page-marks-45-lines.docx");
  for (const { text, page, line } of paragraphs) expect(text).toBe(`Trang ${page} dòng ${line}`);
  expect(paragraphs.at(-1)?.page).toBe(3);
});
test("28: after z) comes aa)", async () =>
  expect((await read("28-lowerletter-vn.docx")).paragraphs.slice(25, 28).map((one) => one.label)).toEqual([
    "z)",
    "aa)",
    "bb)",
  ]));
