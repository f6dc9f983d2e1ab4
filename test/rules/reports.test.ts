import { type Counted, differences } from "../../src/reports/gather-report.ts";
import { blockRoot, followProof, proofOf, rootOf } from "../../src/reports/merkle.ts";
import type { Figures } from "../../src/reports/report.model.ts";
import { saysCommittee } from "../../src/reports/form-words.ts";
import { type SealDeps, sealing } from "../../src/reports/seal.decision.ts";
import { compareBound, sealEntries } from "../../src/reports/verify-draft.ts";
import { accuses, countRequests, dueAfter } from "../../src/requests/rules.ts";
import { createHash } from "node:crypto";

const FIGURES: Figures = {
  opinions: 65,
  byStance: { "tan-thanh": 3, "mot-phan": 2, "khong-tan-thanh": 2, "gop-y": 58 },
  byChannel: { web: 65 },
  questions: 1,
  offScope: 0,
  late: 0,
  withdrawn: 0,
  hidden: 3,
  byGround: { "quang-cao": 3 },
  notComments: 0,
  submissions: 65,
  meetings: 0,
  present: 0,
  speakers: 0,
  spoken: 0,
  organisations: 0,
  letters: 0,
  received: 69,
};
const { submissions, offScope, late, withdrawn, hidden, meetings } = FIGURES;
const { present, speakers, spoken, organisations, letters } = FIGURES;
const AGAIN = {
  submissions,
  offScope,
  late,
  withdrawn,
  hidden,
  meetings,
  present,
  speakers,
  spoken,
  organisations,
  letters,
};
const COUNTED: Counted = { inTable: 65, questionsInTable: 1, logged: 69, chainHolds: true, again: AGAIN };
test.each([
  [{}, {}, []],
  [{ byStance: { ...FIGURES.byStance, "gop-y": 57 } }, {}, ["tổng ý kiến 65 khác cộng theo hướng 64 (lệch 1)"]],
  [{ byGround: {} }, {}, ["số ý kiến ẩn 3 khác cộng theo căn cứ 0 (lệch 3)"]],
  [
    { hidden: 4, byGround: { "quang-cao": 4 } },
    {},
    [
      "số đã nhận 69 khác ý kiến + câu hỏi + muộn + ẩn + rút 70 (lệch 1)",
      "số ý kiến ẩn 4 khác đếm lại từng mục 3 (lệch 1)",
    ],
  ],
  [{}, { logged: 68 }, ["số đã nhận 69 khác số ghi và chờ ghi vào nhật ký nối chuỗi 68 (lệch 1)"]],
  // a propagandist's paper and the comments on it are one time sent
  [{ submissions: 67 }, {}, ["số lượt gửi 67 khác đếm lại từng mục 65 (lệch 2)"]],
  [{ present: 38 }, {}, ["số người dự 38 khác đếm lại từng mục 0 (lệch 38)"]],
  [{}, { questionsInTable: 0 }, ["số câu hỏi 1 khác câu hỏi trong bảng 0 (lệch 1)"]],
])("totals changed by %j, counted %j", (change, other, named) =>
  expect(differences({ ...FIGURES, ...change }, { ...COUNTED, ...other })).toEqual(named),
);

const leaves = (n: number): string[] =>
  Array.from({ length: n }, (_, k) => createHash("sha256").update(String(k)).digest("hex"));

test.each([1, 2, 3, 7, 255, 256])("of %d leaves each is proven, and no other passes for it", (n) => {
  const all = leaves(n);
  const roots = [blockRoot(all), blockRoot(leaves(5)), blockRoot(leaves(9))];
  const root = rootOf(roots);
  for (const [at, leaf] of all.entries()) {
    const steps = proofOf(all, at, roots, 0);
    expect(followProof(leaf, steps)).toBe(root);
    expect(followProof(all[(at + 1) % n] ?? "", steps) === root).toBe(n === 1);
  }
});

test.each([
  ["2026-11-20T08:00:00+07:00", 2, "2026-11-24T23:59:59+07:00"],
  ["2026-11-21T08:00:00+07:00", 1, "2026-11-23T23:59:59+07:00"],
  ["2026-11-23T23:30:00+07:00", 7, "2026-12-02T23:59:59+07:00"],
])("received %s, %d working days: due %s", (at, days, due) =>
  expect(dueAfter(new Date(at), days)).toEqual(new Date(due)),
);
test("days off do not count", () =>
  expect(dueAfter(new Date("2027-02-04T08:00:00+07:00"), 1, new Set(["2027-02-05", "2027-02-08"]))).toEqual(
    new Date("2027-02-09T23:59:59+07:00"),
  ));

test.each([
  ["Tôi tố cáo ông A lấy tiền quỹ", true],
  ["to cao can bo nhan hoi lo", true],
  ["Đèn đường thôn 2 hỏng", false],
  ["Rác đổ ở ngã ba, đề nghị xã xử lý", false],
])("an accusation? %s: %s", (text, is) => expect(accuses(text)).toBe(is));

test("received = answered + waiting + redirected; in time is judged by the due date", () => {
  const at = (day: number): Date => new Date(Date.UTC(2026, 10, day));
  const rows = [
    { state: "answered" as const, dueAt: at(10), answeredAt: at(9) },
    { state: "answered" as const, dueAt: at(10), answeredAt: at(11) },
    { state: "received" as const, dueAt: at(12), answeredAt: null },
    { state: "assigned" as const, dueAt: at(30), answeredAt: null },
    { state: "redirected" as const, dueAt: at(12), answeredAt: null },
  ];
  expect(countRequests(rows, at(20))).toEqual({
    received: 5,
    answered: 2,
    inTime: 1,
    waiting: 2,
    overdue: 1,
    redirected: 1,
  });
});

describe("what the log of the seal bound, against what the report says", () => {
  const seal = { root: "r", docxSha: "d", pdfSha: "p", xlsxSha: "x", figures: FIGURES };
  const { pdfSha: _, ...withoutPdf } = seal;
  const names = ["sealed", "sealed-docx", "sealed-pdf", "sealed-xlsx", "sealed-figures"];
  test.each<[string, Partial<typeof seal>, string[], string[]]>([
    ["all of it", seal, names, []],
    ["before there were PDFs, no field", withoutPdf, names.filter((one) => one !== "sealed-pdf"), []],
    ["before there were PDFs, an empty one", { ...seal, pdfSha: "" }, names.filter((one) => one !== "sealed-pdf"), []],
    ["the first seals, the root alone", withoutPdf, ["sealed"], []],
    ["PDF gone from the report", withoutPdf, names, ["pdf: in the log of the seal, not in the report"]],
    [
      "PDF put in later",
      seal,
      names.filter((one) => one !== "sealed-pdf"),
      ["pdf: in the report, not in the log of the seal"],
    ],
    ["other bytes", { ...seal, xlsxSha: "y" }, names, ["xlsx: not the one in the log of the seal"]],
    ["another root", { ...seal, root: "s" }, names, ["root: not the one in the log of the seal"]],
  ])("%s", (_name, said, bound, problems) => {
    const log = sealEntries("id", seal).filter(({ what }) => bound.includes(what));
    expect(compareBound(sealEntries("id", { ...withoutPdf, ...said }), log)).toEqual(problems);
  });
});

describe("who signs a Party report", () => {
  const press = async (skin: "party" | "state", title: string, name = "Cán bộ mẫu B") => {
    const wish = { number: 0, signer: { title, name }, proposals: "" };
    await sealing.check?.({} as SealDeps, { draft: { skin } } as never, wish, { id: "1", name: "A" });
  };
  test.each([
    "TM. ỦY BAN NHÂN DÂN",
    "TM. UỶ BAN NHÂN DÂN\nCHỦ TỊCH",
    "TM. ỦY BAN NHÂN DÂN".normalize("NFD"),
    "chủ tịch ubnd xã",
    "TM. UBND",
    "U.B.N.D XÃ",
    "UB ND",
    "TM. UB NHÂN DÂN",
    "TM. UY BAN NHAN DAN",
    "ỦY BAN\nNHÂN DÂN",
  ])("never the People's Committee: %j", (title) =>
    expect(press("party", title)).rejects.toMatchObject({ fields: { signer: expect.stringContaining("ĐẢNG ỦY") } }),
  );
  test.each(["T/M ĐẢNG ỦY\nBÍ THƯ", "ỦY BAN KIỂM TRA ĐẢNG ỦY", "BAN DÂN VẬN", "ỦY BAN MẶT TRẬN"])(
    "%j passes",
    (title) => expect(saysCommittee(title)).toBe(false),
  );
});
