import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readRecipients } from "../../src/units/recipients.ts";
import { NEW_UNIT, type Unit } from "../../src/units/unit.model.ts";

const day = (text: string): Date => new Date(`${text}T00:00:00+07:00`);
const unit = (_id: string, name: string, kind: string, from: string, to: string | null = null): Unit => ({
  ...NEW_UNIT,
  _id,
  name,
  office: `UBND ${name}`,
  kind,
  province: "",
  parents: [{ code: "so", from: day(from), to: to === null ? null : day(to) }],
  from: day(from),
  to: to === null ? null : day(to),
  population: 0,
  households: 0,
  hamlets: 0,
  topics: [],
  contact: { address: "", hours: "", phone: "", dutyPhone: "" },
});
const UNITS = [
  unit("huyen-sao", "Huyện Sao", "district", "2020-01-01", "2025-07-01"),
  unit("sao-mai", "Xã Sao Mai", "commune", "2025-07-01", "2027-01-01"),
  unit("ben-lua", "Phường Bến Lụa", "ward", "2025-07-01"),
  unit("hon-en", "Đặc khu Hòn Én", "special-zone", "2025-07-01"),
  unit("sao-moi", "Xã Sao Mới", "commune", "2027-01-01"),
];
const read = (text: string, on = "2026-11-27") =>
  readRecipients(text, { scope: { own: ["so"], below: [] }, units: UNITS, day: day(on) });
const plan = (name: string): string => readFileSync(join(__dirname, `../fixtures/plans/${name}.txt`), "utf8");

test("S0-22: “UBND các phường, xã” is the units of that day, with why each is sent it", () => {
  const list = read(plan("S0"));
  expect(list.recipients.map(({ words, purpose }) => [words.slice(0, 24), purpose])).toEqual([
    ["Cục TTCS&TTĐN - Bộ VH,TT", "bao-cao"],
    ["Ban Tuyên giáo và Dân vậ", ""],
    ["Giám đốc Sở VHTT", ""],
    ["PGĐ Nguyễn Thị Mai Hương", ""],
    ["UBND các phường, xã", ""],
    ["Các Phòng, đơn vị liên q", ""],
  ]);
  expect(list.recipients[4]).toMatchObject({ units: ["sao-mai", "ben-lua"], doubt: /Đặc khu Hòn Én/ });
  expect([list.kept, list.drafter]).toEqual([["VT", "TTBCXB"], "Yến"]);
  expect(read(plan("S0"), "2027-01-01").recipients[4]?.units).toEqual(["ben-lua", "sao-moi"]);
});
test("S1-13: the same of the second class", () => {
  expect(read(plan("S1")).recipients.find(({ words }) => words === "UBND các phường, xã")?.units).toHaveLength(2);
});
test("S2-24: a purpose behind the sign that ends the name, districts of their day", () => {
  const { recipients } = read(plan("S2"), "2025-03-01");
  expect(recipients[0]).toMatchObject({ words: "UBND Thành phố", purpose: "bao-cao", units: [] });
  expect(recipients.find(({ words }) => words === "Sở KH&CN")?.purpose).toBe("phoi-hop");
  expect(recipients.find(({ words }) => words === "UBND quận, huyện, thị xã")?.units).toEqual(["huyen-sao"]);
  expect(recipients.find(({ words }) => words.includes("QHTX"))).toMatchObject({
    full: expect.stringContaining("quận, huyện, thị xã") as string,
    units: ["huyen-sao"],
  });
});
test("S3-28: b/c and t/h, an entry torn over two lines, a copy kept without a drafter", () => {
  const { recipients, kept, drafter } = read(plan("S3"));
  expect(recipients[0]).toMatchObject({ words: "UBND tỉnh", purpose: "bao-cao", units: [] });
  expect(recipients.map(({ words }) => words)).toContain(
    "Các cơ quan báo chí địa phương, Trung ương hoạt động trên địa bàn",
  );
  expect(recipients.at(-1)).toMatchObject({ words: "Các phòng, đơn vị thuộc Sở", purpose: "thuc-hien" });
  expect([kept, drafter]).toEqual([["VT", "QLTTBCXB"], ""]);
});
test("S4-36: two offices in one entry, and the special zones named", () => {
  const { recipients } = read(plan("S4"));
  expect(recipients.map(({ full }) => full)).toEqual(
    expect.arrayContaining(["Văn phòng Thành ủy", "Văn phòng UBND thành phố"]),
  );
  const all = recipients.find(({ words }) => words === "UBND các xã, phường, đặc khu");
  expect(all).toMatchObject({ units: ["sao-mai", "ben-lua", "hon-en"], doubt: "" });
});
test.each<[string, string[]]>([
  ["- UBND xã Sao Mai (để t/h);", ["sao-mai"]],
  ["- Ủy ban nhân dân phường Bến Lụa", ["ben-lua"]],
  ["- UBND các đặc khu", ["hon-en"]],
  ["- UBND các thị trấn", []],
  ["- Sở Văn hóa", []],
  ["", []],
])("%s", (text, units) => {
  expect(read(text).recipients.flatMap((one) => one.units)).toEqual(units);
});
