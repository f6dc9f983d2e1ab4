import { readClause } from "../../src/units/read-clause.ts";

const unit = (_id: string, name: string, to: Date | null = null) => ({ _id, name, to });
const UNITS = [
  unit("hang-bac", "Phường Hàng Bạc"),
  unit("cua-dong", "Phường Cửa Đông"),
  unit("cua-nam", "Phường Cửa Nam"),
  unit("tan-an", "Xã Tân An"),
  unit("hoan-kiem", "Phường Hoàn Kiếm", new Date("2025-07-01T00:00:00+07:00")),
  unit("sao-mai", "Xã Sao Mai"),
  unit("ben-lua", "Phường Bến Lụa"),
];
const short = (text: string): { parts: string[]; founds: string[]; doubts: number } => {
  const { parts, founds, doubts } = readClause(text, UNITS);
  return {
    parts: parts.map(({ from, to, share, areas }) => [share, from, to, ...areas].join(" ")),
    founds: founds.map(({ code, name, office, kind }) => `${code} | ${name} | ${office} | ${kind}`),
    doubts: doubts.length,
  };
};
const AREA = "diện tích tự nhiên, quy mô dân số";

test("clauses as a resolution writes them: order kept, the rest after the first clause, an old name for a new ward", () => {
  expect(
    short(
      `1. Sắp xếp toàn bộ ${AREA} của phường Hàng Bạc và một phần ${AREA} của các phường Cửa Đông, Cửa Nam thành phường mới có tên gọi là phường Hoàn Kiếm.
       2. Sắp xếp phần còn lại ${AREA} của các phường Cửa Đông, Cửa Nam sau khi sắp xếp theo quy định tại khoản 1 Điều này và toàn bộ ${AREA} của xã Tân An thành phường mới có tên gọi là phường Cửa Nam.`,
    ),
  ).toEqual({
    parts: [
      "all hang-bac hoan-kiem-2",
      "part cua-dong hoan-kiem-2",
      "part cua-nam hoan-kiem-2",
      "rest cua-dong cua-nam-2",
      "rest cua-nam cua-nam-2",
      "all tan-an cua-nam-2",
    ],
    founds: [
      "hoan-kiem-2 | Phường Hoàn Kiếm | UBND phường Hoàn Kiếm | ward",
      "cua-nam-2 | Phường Cửa Nam | UBND phường Cửa Nam | ward",
    ],
    doubts: 0,
  });
});

test.each<[string, string, string[]]>([
  ["into a unit that stands", `Nhập toàn bộ ${AREA} của xã Sao Mai vào phường Bến Lụa.`, ["all sao-mai ben-lua"]],
  [
    "with hamlets",
    `Một phần ${AREA} của xã Sao Mai (thôn Đông, thôn Tây) nhập vào phường Bến Lụa.`,
    ["part sao-mai ben-lua thôn Đông thôn Tây"],
  ],
  [
    "capitals, two lines, decomposed letters",
    `TOÀN BỘ ${AREA} của Xã Sao Mai\nvào Phường Bến Lụa`.normalize("NFD"),
    ["all sao-mai ben-lua"],
  ],
  [
    "an unknown unit stays as it was written",
    `Toàn bộ ${AREA} của xã Xa Lạ vào phường Bến Lụa.`,
    ["all Xã Xa Lạ ben-lua"],
  ],
  ["other sentences say nothing", "Nghị quyết này có hiệu lực từ ngày ký. Giao Chính phủ tổ chức thực hiện.", []],
  ["nothing at all", "", []],
])("%s", (_, text, parts) => {
  expect(short(text).parts).toEqual(parts);
});

test("what cannot be read is said, never guessed", () => {
  expect(readClause(`Sắp xếp toàn bộ ${AREA} của xã Sao Mai theo phương án riêng.`, UNITS).doubts.join()).toContain(
    "Chưa đọc được",
  );
  expect(readClause(`Toàn bộ ${AREA} của xã Xa Lạ vào phường Bến Lụa.`, UNITS).doubts.join()).toContain("Xã Xa Lạ");
});

test("a new name", () => {
  expect(readClause("Đổi tên xã Sao Mai thành xã Sao Sáng.", UNITS).renames).toEqual([
    { code: "sao-mai", name: "Xã Sao Sáng", office: "UBND xã Sao Sáng", kind: "commune" },
  ]);
});
