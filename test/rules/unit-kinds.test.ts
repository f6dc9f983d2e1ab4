import { isDepartment, KINDS, kindName } from "../../src/units/kinds.ts";
import { readUnits } from "../../src/units/read-units.ts";

const HEAD = "code,name,office,kind,province,parent,from,to,population,households,hamlets";
const row = (code: string, kind: string, parent: string): string =>
  `${code},Đơn vị ${code},UBND ${code},${kind},Tỉnh Thử,${parent},2025-07-01,,100,30,2`;

test("S4-29: a commune has a centre of culture, one of public services, both or none", () => {
  const lines = [
    row("xa-a", "Xã", ""),
    row("vh-a", "Trung tâm văn hóa", "xa-a"),
    row("sn-a", "service-centre", "xa-a"),
    row("xa-b", "Xã", ""),
    row("sn-b", "Trung tâm Sự nghiệp công", "xa-b"),
    row("xa-c", "Xã", ""),
  ];
  const { rows, faults } = readUnits(Buffer.from([HEAD, ...lines].join("\n")));
  expect(faults).toEqual([]);
  const below = (parent: string): string[] => rows.flatMap((one) => (one.parent === parent ? [one.kind] : []));
  expect(["xa-a", "xa-b", "xa-c"].map(below)).toEqual([["culture-centre", "service-centre"], ["service-centre"], []]);
});

test("kinds are rows: a key once, and one we do not know any more is shown by its key", () => {
  expect(new Set(KINDS.map(({ key }) => key)).size).toBe(KINDS.length);
  expect(kindName("khu-kinh-te")).toBe("khu-kinh-te");
  expect([isDepartment({ kind: "department" }), isDepartment({ kind: "ward" }), isDepartment(null)]).toEqual([
    true,
    false,
    false,
  ]);
});
