import { withoutLine } from "../../src/units/unit-columns.ts";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { readUnits, type UnitRow } from "../../src/units/read-units.ts";
import { dayOf, wholeNumber } from "../../src/units/unit-columns.ts";
import { writeUnits } from "../../src/units/write-units.ts";

const HEAD = "code,name,office,kind,province,parent,from,to,population,households,hamlets";
const ROW = "xa-thu,Xã Thử,UBND xã Thử,commune,Tỉnh Thử,,2025-07-01,,12900,3480,12";
const XA_THU = { code: "xa-thu", name: "Xã Thử", office: "UBND xã Thử", population: 12_900, hamlets: 12 };
const read = (lines: string) => readUnits(Buffer.from(lines));
const file = (name: string) => readUnits(readFileSync(`test/fixtures/cases/units/${name}.csv`));
/** Where each fault stands. */
const places = ({ faults }: ReturnType<typeof readUnits>) =>
  faults.map(({ line, column }) => `${line} ${column}`.trim());

/** As Excel writes with the letters of Windows in Vietnam: a vowel, its mark after it. */
const UPPER: Readonly<Record<string, number>> = {
  "̀": 0xcc,
  "̉": 0xd2,
  "̃": 0xde,
  "́": 0xec,
  "̣": 0xf2,
  đ: 0xf0,
  Đ: 0xd0,
  ă: 0xe3,
  ơ: 0xf5,
  ư: 0xfd,
  Ư: 0xdd,
};
function cp1258(text: string): Buffer {
  const apart = text.replace(/[^\u0000-\u007f]/g, (letter) => {
    const marks = letter.normalize("NFD");
    const tone = /[\u0300\u0301\u0303\u0309\u0323]/.exec(marks)?.[0] ?? "";
    return marks.replace(tone, "").normalize("NFC") + tone;
  });
  return Buffer.from([...apart].map((letter) => UPPER[letter] ?? letter.charCodeAt(0)));
}

test("the small cases have their right value", () => {
  expect(file("91-units-semicolon").rows).toMatchObject([{ code: "xa-thu1", population: 1000 }]);
  expect(file("92-units-thousand-dots").rows).toMatchObject([{ population: 12_000, households: 3000 }]);
  expect(places(file("94-units-impossible-date"))).toEqual(["2 from"]);
  expect(file("97-units-first-column-empty")).toMatchObject({ faults: [], rows: [{ code: "xa-thu7", to: null }] });
  expect(places(file("99-units-duplicate-code"))).toEqual(["3 code"]);
});

const text = `${HEAD}\r\n${ROW}\r\n`;
const utf16 = Buffer.from(`\ufeff${text.replaceAll(",", "\t")}`, "utf16le");
test.each<[string, Buffer]>([
  ["UTF-8", Buffer.from(text)],
  ["a byte order mark", Buffer.from(`\ufeff${text}`)],
  ["UTF-16 with tabs, as Excel's “Unicode text”", utf16],
  ["UTF-16 the other way round", Buffer.from(utf16).swap16()],
  ["UTF-16 without its mark", Buffer.from(text, "utf16le")],
  ["CP1258", cp1258(text)],
  ["letters apart (NFD)", Buffer.from(text.normalize("NFD"))],
  ["semicolons", Buffer.from(text.replaceAll(",", ";"))],
  ["bars", Buffer.from(text.replaceAll(",", "|"))],
  ["Excel's word for the separator", Buffer.from(`sep=;\r\n${text.replaceAll(",", ";")}`)],
  ["old Mac ends of lines", Buffer.from(text.replaceAll("\r\n", "\r"))],
  ["a title and blank lines above", Buffer.from(`DANH SÁCH ĐƠN VỊ,,,\r\n\r\n${text}`)],
  [
    "headings in Vietnamese",
    Buffer.from(
      `Mã,Tên,Cơ quan,LOẠI,Tỉnh,Cấp trên,Từ ngày,Đến ngày,Dân số,Số hộ,Số thôn\r\n${ROW.replace("commune", "Xã")}`,
    ),
  ],
  ["lines of separators below", Buffer.from(`${text},,,,,,,,,,\r\n;\r\n`.replace("\r\n;", ""))],
  [
    "every cell in quotes, a column more",
    Buffer.from(`"${HEAD.replaceAll(",", '","')}","ghi chú"\n"${ROW.replaceAll(",", '","')}","a, b"\n`),
  ],
])("a list with %s is read the same", (_name, bytes) => {
  const { rows, faults } = readUnits(bytes);
  expect(faults).toEqual([]);
  expect(rows).toMatchObject([{ ...XA_THU, from: new Date("2025-07-01T00:00:00+07:00"), to: null, kind: "commune" }]);
});

test.each([
  ["12000", 12_000],
  ["12.000", 12_000],
  ["12,000", 12_000],
  ["12 000", 12_000],
  ["1.234.567", 1_234_567],
  ["0", 0],
  ["12.00", undefined],
  ["12,5", undefined],
  ["1.5", undefined],
  ["1.234,567", undefined],
  ["0.500", undefined],
  ["1e3", undefined],
  ["-5", undefined],
  ["0x10", undefined],
  ["12.0000", undefined],
  ["nhiều", undefined],
])("a whole number %s is %p", (given, told) => expect(wholeNumber(given)).toBe(told));

test.each([
  ["2025-07-01", "2025-06-30T17:00:00.000Z"],
  ["01/7/2025", "2025-06-30T17:00:00.000Z"],
  ["1-7-2025", "2025-06-30T17:00:00.000Z"],
  ["2024-02-29", "2024-02-28T17:00:00.000Z"],
  ["2025-02-29", undefined],
  ["2025-02-31", undefined],
  ["31/4/2025", undefined],
  ["7/13/2025", undefined],
  ["2025-13-01", undefined],
  ["2025-00-10", undefined],
  ["01/07/25", undefined],
  ["45839", undefined],
  ["hôm nay", undefined],
])("a day %s is %p", (given, told) => expect(dayOf(given)?.toISOString()).toBe(told));

test.each<[string, string, string[]]>([
  ["an unquoted separator", ROW.replace("12900", "12,900"), ["2"]],
  ["too few cells", "xa-thu,Xã Thử,UBND", ["2"]],
  ["a quote without end", `"xa\n${ROW}\n${ROW}`, ["2"]],
  ["an end before its beginning", ROW.replace("2025-07-01,", "2025-07-01,2025-06-30"), ["2 to"]],
  ["an end on its first day", ROW.replace("2025-07-01,", "2025-07-01,2025-07-01"), ["2 to"]],
  ["letters lost by Excel", ROW.replace("Xã Thử", "X? Th?"), ["2 name"]],
  ["letters read by the wrong table", ROW.replace("Xã Thử", Buffer.from("Xã Thử").toString("latin1")), ["2 name"]],
  ["a line break in a name", ROW.replace("Xã Thử", '"Xã\nThử"'), ["2 name"]],
  ["itself above it", ROW.replace("Thử,,2025", "Thử,xa-thu,2025"), ["2 parent"]],
  [
    "several faults",
    ROW.replace("xa-thu", "XA").replace("commune", "làng").replace("2025-07-01", "?"),
    ["2 code", "2 kind", "2 from"],
  ],
  [
    "a fault after a cell of three lines",
    `${ROW.replace("Xã Thử", "Xã A")},"1\n2\n3"\n${ROW.replace("2025-07-01", "x")},`,
    ["5 from"],
  ],
])("%s is named by line and column", (name, lines, where) => {
  const head = name.startsWith("a fault after") ? `${HEAD},note` : HEAD;
  expect(places(read(`${head}\n${lines}`))).toEqual(where);
});

test("a circle is named at each of its units, and shown; what only leads to it is not", () => {
  const row = (code: string, parent: string) => `${code},Xã A,UBND xã A,commune,T,${parent},2025-07-01,,1,1,1`;
  const { faults } = read(
    [HEAD, row("xa-a", "xa-b"), "", row("xa-b", "xa-c"), row("xa-c", "xa-a"), row("xa-d", "xa-a")].join("\n"),
  );
  expect(faults.map(({ line, column }) => `${line} ${column}`)).toEqual(["2 parent", "4 parent", "5 parent"]);
  expect(faults[0]?.vi).toContain("xa-a → xa-b → xa-c → xa-a");
  const long = Array.from({ length: 60 }, (_, n) => row(`xa-${n}`, `xa-${(n + 1) % 60}`));
  expect(read([HEAD, ...long].join("\n")).faults).toHaveLength(60);
});

test.each([
  ["a workbook", Buffer.from("PK\u0003\u0004…", "latin1"), "Excel .xlsx"],
  ["an old workbook", Buffer.from("d0cf11e0a1b11ae1", "hex"), "Excel .xls"],
  ["a PDF", Buffer.from("%PDF-1.7"), "PDF"],
  ["bytes that are no text", Buffer.from([0xff, 0x00, 0x80, 0x81, 0x9d]), "CSV UTF-8"],
  ["a column twice", Buffer.from(`${HEAD},code\n`), "hai cột code"],
  ["a column missing", Buffer.from(`${HEAD.replace(",hamlets", "")}\n`), "thiếu cột hamlets"],
  ["no unit", Buffer.from(`${HEAD}\n,,,\n`), "không có đơn vị nào"],
])("a file that is %s is refused with what to do", (_name, bytes, words) => {
  expect(readUnits(bytes)).toMatchObject({ rows: [], faults: [{ vi: expect.stringContaining(words) }] });
});

const name = fc
  .string({ unit: "grapheme", minLength: 2, maxLength: 40 })
  .map((words) => `Xã ${words.replace(/[\p{C}\p{Z}?\ufffd]+/gu, " ").trim()}`.trim().normalize("NFC"));
const day = fc.integer({ min: 0, max: 70_000 }).map((n) => new Date(Date.UTC(1950, 0, 1 + n) - 7 * 3_600_000));
const unit: fc.Arbitrary<Omit<UnitRow, "code">> = fc.record({
  name,
  office: name,
  kind: fc.constantFrom("department" as const, "commune" as const, "ward" as const),
  province: name,
  parent: fc.constantFrom("", "so"),
  from: day,
  to: fc.constant(null),
  population: fc.nat(1_000_000),
  households: fc.nat(100_000),
  hamlets: fc.nat(100),
});
test("CSV: whatever is written comes back the same, in every code and with every separator", () => {
  const rows = fc
    .array(unit, { minLength: 1, maxLength: 5 })
    .map((all) => all.map((one, n) => ({ ...one, code: `xa-${n}` })));
  const runs = Number(process.env["MUTATIONS"] ?? 60);
  fc.assert(
    fc.property(rows, fc.boolean(), (units, wide) => {
      const written = writeUnits(units);
      const back = readUnits(wide ? Buffer.from(written, "utf16le") : Buffer.from(written));
      expect(back.faults).toEqual([]);
      expect(back.rows.map(withoutLine)).toEqual(units);
    }),
    { numRuns: runs },
  );
});
