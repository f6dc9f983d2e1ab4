import { createHash } from "node:crypto";
import fc from "fast-check";
import { writeXlsx } from "hucre";
import { create } from "qrcode";
import { postFault, quotaWarning, scoresOf, spanOf } from "../../src/training/rules.ts";
import { classTag, newTicketId, newTicketKeys, signTicket, verifier } from "../../src/training/sign-ticket.ts";
import { readNominees } from "../../src/training/read-nominees.ts";
import { matchNominees } from "../../src/training/take-nominees.ts";
import { saidAtDoor } from "../../src/training/present.ts";
import {
  type DoorFacts,
  type Entry,
  fromBase45,
  judgeTicket,
  mergeEntries,
  presentIn,
  toBase45,
} from "../../src/training/ticket.ts";

const keys = newTicketKeys();
const CLASS = classTag("lop-1");
const AT = new Date("2026-12-04T07:48:00+07:00");
const door = (more: Partial<DoorFacts> = {}): DoorFacts => ({
  class: CLASS,
  revoked: new Map(),
  entered: new Map(),
  roster: new Map(),
  verify: verifier(keys.open),
  ...more,
});

test("base45 is RFC 9285's, there and back", () => {
  expect(toBase45(Buffer.from("AB"))).toBe("BB8");
  expect(toBase45(Buffer.from("Hello!!"))).toBe("%69 VD92EX0");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => expect(fromBase45(toBase45(bytes))).toEqual(bytes)),
  );
  for (const bad of ["A", "ABCD", "a€b", ":::"]) expect(fromBase45(bad)).toBeUndefined();
});

test("a ticket is a QR code of version 6 with 41 modules", () => {
  const code = signTicket(keys.secret, { class: CLASS, id: newTicketId() });
  const qr = create(code, { errorCorrectionLevel: "M", version: 6 });
  expect([qr.modules.size, code.length]).toEqual([41, 124]);
});

test("the door's sentences come in one order: forged, other class, replaced, already in, welcome", async () => {
  const id = newTicketId();
  const mine = signTicket(keys.secret, { class: CLASS, id });
  const other = signTicket(keys.secret, { class: classTag("lop-2"), id });
  const forged = signTicket(newTicketKeys().secret, { class: CLASS, id });
  const roster = new Map([[id, { name: "Cán bộ mẫu 044", unit: "Xã Mẫu 044" }]]);
  const all = { roster, revoked: new Map([[id, AT]]), entered: new Map([[id, { at: AT, door: "B" }]]) };
  const said = async (code: string, facts: DoorFacts) => (await judgeTicket(code, facts)).kind;
  expect(await said(forged, door(all))).toBe("forged");
  expect(await said(other, door(all))).toBe("other-class");
  expect(await said(mine, door(all))).toBe("revoked");
  expect(await said(mine, door({ ...all, revoked: new Map() }))).toBe("already-in");
  const welcome = await judgeTicket(mine.toLowerCase(), door({ roster }));
  expect(welcome.kind).toBe("welcome");
  expect(saidAtDoor(welcome, AT)).toBe("Mời vào: Cán bộ mẫu 044, Xã Mẫu 044.");
  // nobody's any more, even where the list of the replaced is old
  expect(await said(mine, door())).toBe("revoked");
});

test("one letter of a ticket changed proves nothing", async () => {
  const id = newTicketId();
  const roster = new Map([[id, { name: "A", unit: "B" }]]);
  const code = signTicket(keys.secret, { class: CLASS, id });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: code.length - 1 }), fc.constantFrom(..."0AZ:$"), async (at, letter) => {
      fc.pre(code[at] !== letter);
      const kind = (await judgeTicket(code.slice(0, at) + letter + code.slice(at + 1), door({ roster }))).kind;
      expect(kind).toBe("forged");
    }),
    { numRuns: 60 },
  );
  for (const text of ["", "LOA1:", "https://loa.test", "LOA1:".repeat(500)])
    expect((await judgeTicket(text, door())).kind).toBe("forged");
});

test("two phones' events make one set, in whatever order and however often they come", () => {
  const entry = fc.record({
    id: fc.constantFrom(..."abcdefgh"),
    ticket: fc.constantFrom("1", "2", "3"),
    door: fc.constantFrom("A", "B"),
    at: fc.date({ min: new Date(0), max: new Date(1e12), noInvalidDate: true }),
  });
  // an event is what its id says: two phones never make the same id for different things
  const known = (entries: Entry[]): Entry[] =>
    entries.map((one) => ({
      ...one,
      ticket: String((createHash("sha1").update(one.id).digest()[0] ?? 0) % 3),
      door: "A",
      at: new Date(one.id.charCodeAt(0)),
    }));
  fc.assert(
    fc.property(fc.array(entry), fc.array(entry), (one, two) => {
      const [a, b] = [known(one), known(two)];
      expect(mergeEntries(a, b)).toEqual(mergeEntries(b, a, a));
      expect(presentIn(mergeEntries(a, b)).size).toBeLessThanOrEqual(3);
    }),
  );
});

test("S0-05: a class with only its quarter is listed within it, without a day", () => {
  expect(spanOf({ startsAt: null, year: 2025, quarter: 4 })).toEqual({
    from: "2025-10-01",
    to: "2025-12-31",
    dated: false,
  });
  expect(spanOf({ startsAt: null, year: 2028, quarter: 1 })).toEqual({
    from: "2028-01-01",
    to: "2028-03-31",
    dated: false,
  });
  expect(spanOf({ startsAt: AT, year: 2026, quarter: 4 })).toEqual({
    from: "2026-12-04",
    to: "2026-12-04",
    dated: true,
  });
});

const units = (n: number) => Array.from({ length: n }, (_, k) => ({ code: "", name: `Đơn vị ${k}` }));
const group = (key: string, n: number, posts: string[] = []) => ({ key, name: key, units: units(n), each: 1, posts });

test("S1-05: 16 + 126 = 142 is checked, what differs is said", () => {
  expect(quotaWarning([group("so", 16), group("xa", 126)], 142)).toBe("");
  expect(quotaWarning([group("so", 16), group("xa", 126)], 140)).toBe(
    "Chỉ tiêu các nhóm 16 + 126 = 142, khác sức chứa 140 người.",
  );
  expect(quotaWarning([group("xa", 126)], 127)).toBe("Chỉ tiêu các nhóm 126, khác sức chứa 127 người.");
});

test("a nominee's post is held against the group, in whatever letters it is written", () => {
  const posts = group("xa", 1, ["công chức"]);
  expect(postFault(posts, "CÔNG CHỨC Văn hóa - Xã hội")).toBe("");
  expect(postFault(posts, "công chức".normalize("NFD"))).toBe("");
  expect(postFault(posts, "Lái xe")).toMatch(/“Lái xe” không thuộc đối tượng/);
  expect(postFault(group("xa", 1), "Lái xe")).toBe("");
});

test("under five answers nothing is shown; 87 are counted", () => {
  expect(scoresOf([1, 0, 0, 1, 2])).toBeNull();
  expect(scoresOf([2, 3, 12, 30, 40])).toMatchObject({ n: 87 });
});

const sheet = (rows: string[][]) =>
  writeXlsx({ sheets: [{ name: "Danh sách", rows }] }).then((bytes) => Buffer.from(bytes));
const HEADS = ["STT", "ĐƠN VỊ", "Họ và tên", "Chức vụ"];
test("names come as a sheet or a text, whatever the columns' order and letters", async () => {
  const rows = [
    ["Danh sách cử người"],
    HEADS,
    ["1", "Xã Mẫu 001", "Cán bộ mẫu 1", "Công chức"],
    [],
    ["2", "Xã  Mẫu 002", "Cán bộ mẫu 2", "Công chức"],
  ];
  const read = await readNominees(await sheet(rows));
  expect(read.map(({ line, unit, name }) => [line, unit, name])).toEqual([
    [3, "Xã Mẫu 001", "Cán bộ mẫu 1"],
    [5, "Xã Mẫu 002", "Cán bộ mẫu 2"],
  ]);
  const text = "Họ tên;Chức danh;Đơn vị\r\nCán bộ mẫu 1;Công chức;Xã Mẫu 001".normalize("NFD");
  expect(await readNominees(Buffer.from(text))).toEqual([
    { line: 2, unit: "Xã Mẫu 001", name: "Cán bộ mẫu 1", post: "Công chức" },
  ]);
  await expect(
    readNominees(
      await sheet([
        ["Đơn vị", "Họ tên"],
        ["a", "b"],
      ]),
    ),
  ).rejects.toMatchObject({ fields: { file: expect.stringContaining("“Chức danh”") } });
  await expect(readNominees(Buffer.from("a,b,c"))).rejects.toMatchObject({
    fields: { file: expect.stringContaining("dòng tiêu đề") },
  });
});

test("a list is taken whole or not at all, and each row that cannot be is named", () => {
  const seat = (unitName: string) => ({
    _id: unitName,
    classId: "c",
    group: "xa",
    unitCode: "",
    unitName,
    ticket: "",
    name: "",
    post: "",
    namedAt: null,
    revoked: [],
    reminded: [],
    applied: null,
  });
  const course = { groups: [group("xa", 2, ["công chức"])], capacity: 2 };
  const row = (line: number, unit: string, post = "Công chức") => ({ line, unit, name: `Cán bộ mẫu ${line}`, post });
  const rows = [
    row(2, "xã mẫu 001"),
    row(3, "Xã Mẫu 001"),
    row(4, "Huyện Sao"),
    row(5, "Xã Mẫu 002", "Lái xe"),
    { ...row(6, "Xã Mẫu 002"), name: "" },
  ];
  const { pairs, faults } = matchNominees(course, [seat("Xã Mẫu 001"), seat("Xã Mẫu 002")], rows);
  expect(pairs.map((one) => one.seat._id)).toEqual(["Xã Mẫu 001"]);
  expect(faults).toEqual([
    "dòng 3: đơn vị “Xã Mẫu 001” đã có ở dòng 2",
    "dòng 4: đơn vị “Huyện Sao” không có chỗ trong lớp này",
    "dòng 5: Chức danh “Lái xe” không thuộc đối tượng của nhóm xa: công chức",
    "dòng 6: chưa ghi họ tên",
  ]);
});
