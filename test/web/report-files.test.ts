import { Readable } from "node:stream";
import { RequestModel } from "../../src/requests/request.model.ts";
import { verifyReports } from "../../src/cli/period-reports.ts";
import { composeRooms } from "../../src/rooms.ts";
import { PeriodModel } from "../../src/period-reports/period.model.ts";
import { freezeList } from "../../src/period-reports/expected.ts";
import { mustFindPeriod, type ReportDeps } from "../../src/period-reports/load-report.ts";
import { UnitReportModel } from "../../src/period-reports/unit-report.model.ts";
import { formsOf } from "../routes/find-forms.ts";
import { House, noteOf, textOf, type Visitor } from "../support/agent.ts";
import { handIn, openFor } from "../support/period-report.ts";
import { unpack } from "../support/office-file.ts";

/** Roll-up, files and recount of a half-year whose units have handed in. */
const at = (text: string): Date => new Date(`${text}+07:00`);
const clock = { at: at("2026-06-01T08:00"), now: () => new Date(clock.at) };
let house: House;
let coordinator: Visitor;
let leader: Visitor;
let deps: ReportDeps;
let id = "";
let path = "";
const request = (n: number, unitCode: string, received: string) =>
  RequestModel.create({
    unitCode,
    tracking: `t${n}`,
    once: `o${n}`,
    channel: "web",
    body: "x",
    state: "received",
    receivedAt: at(received),
    dueAt: at("2026-07-30T00:00"),
  });
beforeAll(async () => {
  house = await House.open({}, { clock });
  const rooms = composeRooms(house.core);
  deps = { clock, facts: () => rooms.flatMap(({ facts = [] }) => facts) };
  for (let n = 0; n < 5; n += 1) await request(n, n < 3 ? "sao-mai" : "ben-lua", `2026-03-0${n + 1}T08:00`);
  id = await openFor(house.core, "so", { from: "2025-12-01", cutoff: "2026-05-30", due: "2026-06-06" });
  path = `/console/bao-cao/${id}`;
  await freezeList(await mustFindPeriod(id), clock.now());
  await handIn(deps, id, "sao-mai", { "bantin-so": 4 });
  coordinator = await house.as("dept_coordinator", "so");
  leader = await house.as("dept_approver", "so");
});
afterAll(() => house.close());

const json = async (who: Visitor, address: string): Promise<Record<string, unknown>> => {
  const answer = await who.get(address);
  return JSON.parse(answer.text) as Record<string, unknown>;
};

const bytesOf = async (address: string): Promise<Buffer> => {
  const answer = await coordinator.agent
    .get(`${path}${address}`)
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => done(null, Buffer.concat(parts)));
    });
  expect([address, answer.status]).toEqual([address, 200]);
  return answer.body as Buffer;
};
const word = async (address: string): Promise<string> => {
  const parts = await unpack(Readable.from([await bytesOf(address)]));
  return (parts["word/document.xml"] ?? "").replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
};

test("S2-13: figures go out under their codes and come in from the source system without being counted again", async () => {
  const officer = await house.as("commune_officer", "ben-lua");
  const file = await json(officer, `${path}/don-vi/ben-lua/bao-cao.json`);
  expect(file["values"]).toMatchObject({ "pa-nhan": 2, "pa-dang": 2, "bantin-so": null });
  expect((await coordinator.post(`${path}/ket-noi-nguon`, { units: "ben-lua" })).status).toBe(303);
  const send = async (change: Record<string, unknown>, values: Record<string, unknown> = {}) => {
    const body = { ...file, ...change, values: { ...(file["values"] as object), "bantin-so": 3, ...values } };
    const bytes = Buffer.from(JSON.stringify(body));
    const sent = { field: "file", name: "ben-lua.json", type: "application/json", bytes };
    return coordinator.postFile(`${path}/tep-nguon`, { unit: "ben-lua" }, sent);
  };
  const refusals: [Record<string, unknown>, Record<string, unknown>, RegExp][] = [
    [{ unit: "sao-mai" }, {}, /đơn vị “sao-mai”, không phải “ben-lua”/],
    [{ cutoff: "2026-05-31" }, {}, /khác kỳ này/],
    [{ kind: "khac" }, {}, /không phải tệp số liệu/],
    [{}, { "bantin-so": "ba" }, /bantin-so .*không đúng kiểu/],
    [{}, { "bantin-so": -1 }, /không đúng kiểu/],
    [{}, { "pa-nhan": 5 }, /0 \+ 2 = 2, thiếu 3 so với 5 \(Đã nhận\)/],
  ];
  for (const [change, values, why] of refusals) {
    const answer = await send(change, values);
    expect([answer.status, textOf(answer)]).toEqual([422, expect.stringMatching(why)]);
  }
  for (let n = 0; n < 2; n += 1) expect((await send({})).status).toBe(303);
  expect((await UnitReportModel.findOne({ unitCode: "ben-lua" }).lean())?.source?.how).toBe("file");
});

test("S2-23: the sum of the units is the total, shown per unit and never as a rank", async () => {
  const page = textOf(await coordinator.get(`${path}/tong-hop?muc=pa-nhan`));
  expect(page).toContain("Đúng hạn 2 · muộn 0 · chưa có 0 · cộng 2");
  expect(page).toMatch(/Đã nhận 5 3 2/);
  expect(page).toMatch(/Phường Bến Lụa Đã báo cáo trên HTTT nguồn 2 0,16 0,0\d–0,\d+/);
  expect(page).toContain("không xếp hạng");
  const rollup = await json(coordinator, `${path}/bao-cao.json`);
  const values = rollup["values"] as { code: string; sum: number; n: number }[];
  expect(values.find(({ code }) => code === "bantin-so")).toMatchObject({ sum: 7, n: 2 });
});

test("a record told later is named with its difference, and keeps the total from being sealed until it is supplemented", async () => {
  const seenOf = async (): Promise<string> =>
    formsOf((await leader.get(`${path}/tong-hop`)).text, path)
      .find(({ action }) => action === `${path}/chot`)
      ?.fields.find(({ name }) => name === "seen")?.value ?? "";
  await request(9, "sao-mai", "2026-05-30T23:59");
  const refused = await leader.post(`${path}/chot`, { seen: await seenOf() });
  expect([refused.status, noteOf(refused)]).toEqual([
    409,
    expect.stringContaining("Phản ánh đã nhận, Xã Sao Mai: đã nộp 3, ghi nhận nay 4, lệch 1"),
  ]);
  await expect(verifyReports(house.core, id, "")).rejects.toThrow("sao-mai: requests.received was 3");
  expect((await coordinator.post(`${path}/chuyen`)).status).toBe(409);
  await handIn(deps, id, "sao-mai", { "bantin-so": 4 });
  for (let n = 0; n < 2; n += 1)
    expect((await leader.post(`${path}/chot`, { seen: await seenOf() })).status).toBeLessThan(410);
  expect((await PeriodModel.findById(id).lean())?.rollups).toHaveLength(1);
  expect((await coordinator.post(`${path}/chuyen`, { note: "tệp Excel" })).status).toBe(303);
  expect(textOf(await coordinator.get(`${path}/tong-hop`))).toContain("Đã chuyển lên Cục");
  expect(await verifyReports(house.core, id, "")).toMatchObject({ reports: 1, seals: 2, rollups: 1, agrees: true });
});

test("the administrative form in both skins, the sheet and the PDF hold the sealed figures and their hash", async () => {
  const hash = (await UnitReportModel.findOne({ unitCode: "sao-mai" }).lean())?.seals.at(-1)?.hash ?? "-";
  const state = await word("/don-vi/sao-mai/bao-cao.docx");
  for (const words of ["Độc lập - Tự do - Hạnh phúc", "UBND XÃ SAO MAI", hash, "./.", "Lưu: VT."])
    expect(state).toContain(words);
  const party = await word("/don-vi/sao-mai/bao-cao.docx?mau=party");
  expect([party.includes("ĐẢNG CỘNG SẢN VIỆT NAM"), /UBND|ỦY BAN/i.test(party)]).toEqual([true, false]);
  expect(await word("/bao-cao.docx")).toContain("PHỤ LỤC: TÌNH TRẠNG BÁO CÁO");
  expect((await bytesOf("/bao-cao.pdf")).subarray(0, 5).toString()).toBe("%PDF-");
  const sheet = await unpack(Readable.from([await bytesOf("/bao-cao.xlsx")]));
  expect(Object.values(sheet).join("")).toContain("bantin-so");
});

test("a hash stands only on what it seals: after a supplement the files of the roll-up are a preview until it is sealed again", async () => {
  const sealed = (await PeriodModel.findById(id).lean())?.rollups.at(-1)?.hash ?? "-";
  expect((await json(coordinator, `${path}/bao-cao.json`))["seal"]).toBe(sealed);
  const sheet = async (address: string): Promise<string> =>
    Object.values(await unpack(Readable.from([await bytesOf(address)]))).join("");
  expect(await sheet("/bao-cao.xlsx")).toContain(sealed);
  await handIn(deps, id, "sao-mai", { "bantin-so": 9 });
  const now = await json(coordinator, `${path}/bao-cao.json`);
  expect(now["seal"]).toBe("");
  expect((now["values"] as { code: string; sum: number }[]).find(({ code }) => code === "bantin-so")?.sum).toBe(12);
  expect([(await sheet("/bao-cao.xlsx")).includes(sealed), await word("/bao-cao.docx")]).toEqual([
    false,
    expect.stringContaining("Bản chưa chốt, dùng để xem trước"),
  ]);
  expect(textOf(await coordinator.get(`${path}/tong-hop`))).toContain("sau lần chốt cuối");
  expect(await sheet("/don-vi/ben-lua/bao-cao.xlsx")).toContain("Chưa niêm phong");
  // the period's own words are sealed as well
  const wish = (await PeriodModel.findById(id).lean())?.wish ?? "";
  await PeriodModel.updateOne({ _id: id }, { $set: { wish: "Nội dung khác" } });
  expect((await coordinator.get(`${path}/don-vi/sao-mai/bao-cao.json`)).status).toBe(409);
  expect(textOf(await coordinator.get(`${path}/don-vi/sao-mai`))).toContain("Niêm phong không khớp nội dung");
  await PeriodModel.updateOne({ _id: id }, { $set: { wish } });
});

test("a form filled under version 1 while version 2 is live loses nothing; a field that moved keeps its code", async () => {
  const officer = await house.as("commune_officer", "sao-mai");
  const other = await openFor(
    house.core,
    "so",
    { from: "2026-05-31", cutoff: "2026-05-31", due: "2026-06-09" },
    "request",
  );
  const at = `/console/bao-cao/${other}/don-vi/sao-mai`;
  const formAt = async (who: Visitor, page: string) =>
    formsOf((await who.get(page)).text, page).find((one) => one.action === page);
  const fieldsAt = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await formAt(officer, at))?.fields.map(({ name, value }) => [name, value]) ?? []);
  const first = await fieldsAt();
  expect(first["version"]).toBe("1");
  const form: Record<string, string[]> = {};
  for (const { name, value } of (await formAt(coordinator, "/console/bao-cao/mau"))?.fields ?? [])
    (form[name] ??= []).push(value);
  const names = Object.keys(form).filter((name) => name.startsWith("field"));
  /** The page's rows without the named, and these behind them. */
  const changed = (gone: readonly string[], more: readonly Record<string, string>[]) => ({
    ...form,
    ...Object.fromEntries(
      names.map((name) => [
        name,
        [
          ...(form[name] ?? []).filter((_, n) => !gone.includes(form["fieldCode"]?.[n] ?? "")),
          ...more.map((row) => row[name] ?? ""),
        ],
      ]),
    ),
  });
  const count = { fieldKind: "count" };
  const second = changed(
    ["tailieu-so", "bantin-so"],
    [
      { ...count, fieldSection: "13. Phần mới", fieldCode: "bantin-so", fieldLabel: "Bản tin, đã chuyển mục" },
      { ...count, fieldCode: "moi-so", fieldLabel: "Ô mới" },
    ],
  );
  for (const wrong of [
    { fieldCode: "bantin-so", fieldLabel: "Bản tin", fieldKind: "text" },
    { ...count, fieldCode: "x-y", fieldLabel: "Ô", fieldFact: "khong.co" },
    { ...count, fieldCode: "Mã hoa", fieldLabel: "Ô" },
    { fieldCode: "x-y", fieldLabel: "Ô", fieldKind: "constructor" },
    { ...count, fieldCode: "x-y", fieldLabel: "" },
  ])
    expect((await coordinator.post("/console/bao-cao/mau", changed(["bantin-so"], [wrong]))).status).toBe(422);
  const loose = { ...form, checkLeft: ["pa-nhan"], checkOp: ["sum"], checkRight: ["pa-dang"] };
  expect((await coordinator.post("/console/bao-cao/mau", loose)).status).toBe(422);
  expect((await coordinator.post("/console/bao-cao/mau", second)).status).toBe(303);
  expect((await coordinator.post("/console/bao-cao/mau", second)).status).toBe(409);
  // typed offline under version 1, sent now
  const typed = { ...first, "v-bantin-so": "12", "v-tailieu-so": "34" };
  expect((await officer.post(at, typed)).status).toBe(303);
  const row = await UnitReportModel.findOne({ periodId: other }).lean();
  expect([row?.formVersion, row?.answers["bantin-so"]?.value, row?.answers["tailieu-so"]?.value]).toEqual([1, 12, 34]);
  expect(textOf(await officer.get(at))).toContain("mẫu bản 1, giữ nguyên khi nộp");
  // whoever opens it now has version 2
  const neighbour = await house.as("commune_officer", "ben-lua");
  expect((await neighbour.get(`/console/bao-cao/${other}/don-vi/ben-lua`)).text).toContain('name="v-moi-so"');
  await handIn(deps, other, "sao-mai", { "bantin-so": 12, "tailieu-so": 34 });
  const rollup = await json(coordinator, `/console/bao-cao/${other}/bao-cao.json`);
  const sums = new Map(
    (rollup["values"] as { code: string; sum: number | null }[]).map(({ code, sum }) => [code, sum]),
  );
  expect([sums.get("bantin-so"), sums.get("tailieu-so"), sums.get("moi-so")]).toEqual([12, 34, null]);
});

test("a changed byte of a sealed report is found", async () => {
  const row = await UnitReportModel.findOne({ unitCode: "sao-mai" }).lean();
  await UnitReportModel.updateOne({ _id: row?._id ?? "" }, { $set: { "seals.0.values.0.value": "khong" } });
  await expect(verifyReports(house.core, id, "sao-mai")).rejects.toThrow("seal 1 is not what was sealed");
  expect(textOf(await coordinator.get(`${path}/tong-hop`))).toContain("Niêm phong không khớp");
});
