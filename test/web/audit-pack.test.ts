import { createHash } from "node:crypto";
import { AuditHeadModel, AuditModel } from "../../src/officials/audit-log.model.ts";
import { writeAudit } from "../../src/officials/audit-log.store.ts";
import { type AuditPack, packMonth, packProblems } from "../../src/officials/audit-pack.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";

/** A month of a unit's own log, as a page and as a file that proves itself far from this server. */
const at = (text: string): Date => new Date(`${text}+07:00`);
const clock = { at: at("2026-04-20T08:00"), now: () => new Date(clock.at) };
let house: House;
let auditor: Visitor;
const write = (action: string, name: string, moment: string, unitCode = "sao-mai") =>
  writeAudit({
    at: at(moment),
    unitCode,
    officialId: name,
    name,
    role: "commune_officer",
    action,
    object: "Tin mẫu",
    details: { b: 2, a: "x" },
    ip: "10.0.0.1",
  });

beforeAll(async () => {
  house = await House.open({}, { clock });
  await AuditModel.deleteMany({});
  await AuditHeadModel.deleteMany({});
  await write("content-saved", "Cán bộ A", "2026-03-31T23:59:59.999");
  await write("content-saved", "Cán bộ A", "2026-04-01T00:00");
  await write("content-saved", "Cán bộ A", "2026-04-02T08:00");
  await write("content-approved", "Lãnh đạo B", "2026-04-02T09:00");
  await write("content-saved", "Cán bộ ngoài", "2026-04-03T09:00", "ben-lua");
  await write("content-returned", "Lãnh đạo B", "2026-04-30T23:59:59.999");
  // written a moment later by another process, with the time of the month before
  await write("content-saved", "Cán bộ A", "2026-05-01T00:00");
  await write("content-submitted", "Cán bộ A", "2026-04-30T23:59:59.998");
  clock.at = at("2026-05-02T08:00");
  auditor = await house.as("auditor", "sao-mai");
});
afterAll(() => house.close());

const sha = (text: string): string => createHash("sha256").update(text).digest("hex");
type Line = Record<string, unknown> & { n: number; before: string; hash: string };
/** By code of its own, from the file alone. */
function holds(text: string): boolean {
  const pack = JSON.parse(text) as {
    unit: string;
    before: { hash: string };
    next: { hash: string };
    lines: Line[];
    hash: string;
  };
  const { hash, ...rest } = pack;
  let last = pack.before.hash;
  for (const [k, line] of pack.lines.entries()) {
    const said = [pack.unit, line.n, line.before, line["at"], line["officialId"], line["name"], line["role"]];
    const details = Object.entries(line["details"] as object).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const own = sha(JSON.stringify([...said, line["action"], line["object"], details, line["ip"]]));
    if (line.before !== last || line.hash !== own || line.n !== (pack.lines[0]?.n ?? 0) + k) return false;
    last = line.hash;
  }
  return last === pack.next.hash && sha(JSON.stringify(rest)) === hash;
}

test("a month is whole and the unit's own, from the page to a file that proves itself by code of another's", async () => {
  const page = textOf(await auditor.get("/console/nhat-ky/thang?thang=2026-04"));
  expect(page).toContain("Dòng số 2 đến 7 nối liền nhau");
  expect(page).toMatch(/Cán bộ A .*Lưu nội dung 3 01\/04\/2026/);
  expect(page).toMatch(/Lãnh đạo B .*Duyệt nội dung 1 02\/04\/2026/);
  expect(page).not.toContain("Cán bộ ngoài");
  const file = await auditor.get("/console/nhat-ky/thang.json?thang=2026-04");
  expect(file.headers["content-disposition"]).toContain("goi-kiem-tra-2026-04.json");
  expect((JSON.parse(file.text) as AuditPack).lines.map(({ n }) => n)).toEqual([2, 3, 4, 5, 6, 7]);
  expect(holds(file.text)).toBe(true);
  expect(holds(file.text.replace('"Lãnh đạo B"', '"Lãnh đạo C"'))).toBe(false);
});

test("who may not read the log reads no pack; a month without a deed is a sentence", async () => {
  expect((await (await house.as("propagandist", "sao-mai")).get("/console/nhat-ky/thang.json")).status).toBe(403);
  const none = await auditor.get("/console/nhat-ky/thang.json?thang=2025-11");
  expect([none.status, textOf(none)]).toEqual([404, expect.stringContaining("tháng 11/2025")]);
  expect(textOf(await auditor.get("/console/nhat-ky/thang?thang=2025-11"))).toContain("Không có việc nào");
  const other = await (await house.as("auditor", "ben-lua")).get("/console/nhat-ky/thang.json?thang=2026-04");
  expect((JSON.parse(other.text) as AuditPack).lines.map(({ name }) => name)).toEqual(["Cán bộ ngoài"]);
});

const CHANGES: [string, object][] = [
  ["who", { name: "Người khác" }],
  ["as whom", { role: "auditor" }],
  ["what", { action: "log-in" }],
  ["on what", { object: "Tin khác" }],
  ["a detail", { details: { b: 3, a: "x" } }],
  ["when", { at: at("2026-04-02T08:01") }],
  ["from where", { ip: "" }],
  ["by whom", { officialId: "x" }],
  ["the tie", { before: "0" }],
  ["the hash", { hash: "0" }],
];
const lineOf = async (n: number) => {
  const line = await AuditModel.findOne({ unitCode: "sao-mai", n }).lean();
  if (!line) throw new Error(`no line ${n}`);
  return line;
};
const problems = async (): Promise<string[]> => packProblems(await packMonth("sao-mai", "2026-04", clock.now()));
test.each(CHANGES)("a line changed is found: %s", async (_, change) => {
  for (const n of [2, 4, 7]) {
    const line = await lineOf(n);
    await AuditModel.updateOne({ _id: line._id }, { $set: change });
    expect([n, (await problems()).length > 0]).toEqual([n, true]);
    await AuditModel.replaceOne({ _id: line._id }, line);
  }
  expect(await problems()).toEqual([]);
});
test("a line taken away is found, at either end as well", async () => {
  for (const n of [2, 4, 5, 7]) {
    const line = await lineOf(n);
    await AuditModel.deleteOne({ _id: line._id });
    const page = await auditor.get("/console/nhat-ky/thang?thang=2026-04");
    expect([n, textOf(page)]).toEqual([n, expect.stringContaining("chỗ không khớp")]);
    await AuditModel.create(line);
  }
  expect(await problems()).toEqual([]);
});
