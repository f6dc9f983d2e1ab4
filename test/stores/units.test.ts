import mongoose from "mongoose";
import { systemClock } from "../../src/kernel/clock.ts";
import { composeCore, connectMongo, ensureIndexes } from "../../src/compose.ts";
import { here } from "../../src/outside/perform.ts";
import { wishProblems } from "../../src/broadcasts/check-wish.ts";
import { noteNotice } from "../../src/zalo/notice.store.ts";
import { OaModel } from "../../src/zalo/oa.model.ts";
import { importUnits } from "../../src/units/import-units.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { findUnit, listChildren, saveOwnFields, visibleUnitCodes } from "../../src/units/unit.store.ts";
import { testSettings } from "../support/settings.ts";

const core = composeCore(testSettings(), "test");
beforeAll(async () => {
  await connectMongo(core.settings);
  await ensureIndexes();
});
afterAll(async () => {
  await core.producer.close();
  core.redis.disconnect();
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
});

const HEAD = "code,name,office,kind,province,parent,from,to,population,households,hamlets";

test("units come in by CSV with quotes and dates; a district that ended is not a child of today", async () => {
  const csv = [
    HEAD,
    "so,Sở VHTTDL,Sở VHTTDL,department,Hồng Sao,,2020-01-01,,0,0,0",
    'huyen-sao,"Huyện Sao (cũ)",UBND huyện Sao,district,Hồng Sao,so,2000-01-01,2025-07-01,98000,26000,0',
    'sao-mai,"Xã ""Sao"" Mai",UBND xã Sao Mai,commune,Hồng Sao,so,2025-07-01,,12900,3480,12',
  ].join("\r\n");
  expect(await importUnits({ clock: systemClock, outside: here }, csv)).toEqual({ ok: true, count: 3 });
  expect((await findUnit("sao-mai"))?.name).toBe('Xã "Sao" Mai');
  const names = async (day: string): Promise<string[]> =>
    (await listChildren("so", new Date(day))).map((unit) => unit._id);
  expect(await names("2025-06-30T16:59:59Z")).toEqual(["huyen-sao"]);
  expect(await names("2025-06-30T17:00:00Z")).toEqual(["sao-mai"]);
  expect(await visibleUnitCodes("so", new Date("2026-01-01"))).toEqual(["so", "sao-mai"]);
  expect(await visibleUnitCodes("sao-mai", new Date("2026-01-01"))).toEqual(["sao-mai"]);
});

test("one bad line and nothing is changed; every bad line is named", async () => {
  const csv = [
    HEAD,
    "xa-tot,Xã Tốt,UBND xã Tốt,commune,Hồng Sao,so,2025-07-01,,1,1,1",
    "XA XAU,Xã Xấu,UBND,commune,Hồng Sao,so,01/7/2025,,1,1,1",
    "xa-mo-coi,Xã,UBND xã,commune,Hồng Sao,khong-co,2025-07-01,,1,1,1",
  ].join("\n");
  const result = await importUnits({ clock: systemClock, outside: here }, csv);
  expect(result.ok).toBe(false);
  if (!result.ok) expect(result.problems.map((problem) => problem.split(":")[0])).toEqual(["line 3", "line 4"]);
  expect(await findUnit("xa-tot")).toBeNull();
});

test("a list that comes again says nothing of what a unit wrote of itself", async () => {
  const own = {
    contact: { address: "Nhà văn hóa", hours: "7:30", phone: "1", dutyPhone: "2" },
    topics: [{ key: "mua-vu", name: "Mùa vụ" }],
  };
  const csv = (population: number): string =>
    [HEAD, `xa-rieng,Xã Riêng,UBND xã Riêng,commune,Hồng Sao,,2025-07-01,,${population},1,1`].join("\n");
  await importUnits({ clock: systemClock, outside: here }, csv(10));
  await UnitModel.updateOne({ _id: "xa-rieng" }, { $set: own });
  await importUnits({ clock: systemClock, outside: here }, csv(20));
  expect(await findUnit("xa-rieng")).toMatchObject({ ...own, population: 20 });
});

test("a unit brought in again keeps its card and topics; a circle through the store is named", async () => {
  const line = "sao-mai,Xã Sao Mai,UBND xã Sao Mai,commune,Hồng Sao,so,2025-07-01,,13.000,3480,12";
  const contact = { address: "Thôn Một", hours: "7h–17h", phone: "0900000001", dutyPhone: "" };
  const before = await findUnit("sao-mai");
  if (!before) throw new Error("no unit");
  const { topics, sendHours, templates } = { ...before, topics: [{ key: "rieng", name: "Riêng" }] };
  await saveOwnFields("sao-mai", { contact, topics, sendHours, templates });
  const deps = { clock: systemClock, outside: here };
  expect(await importUnits(deps, `${HEAD}\n${line}\n`)).toEqual({ ok: true, count: 1 });
  expect(await findUnit("sao-mai")).toMatchObject({ population: 13_000, contact, topics });
  const circle = await importUnits(deps, `${HEAD}\nso,Sở,Sở Mẫu,department,Hồng Sao,sao-mai,2020-01-01,,0,0,0\n`);
  expect(circle).toMatchObject({ ok: false, faults: [{ line: 2, column: "parent" }] });
});

test("an official brings the own department's list and touches no other", async () => {
  const deps = { clock: systemClock, outside: here };
  const by = { id: "o", name: "Cán bộ mẫu", unitCode: "so" };
  const row = (code: string, kind: string, parent: string) =>
    `${code},Xã Mẫu,UBND xã Mẫu,${kind},T,${parent},2025-07-01,,1,1,1`;
  await importUnits(
    deps,
    `${HEAD}\nso-khac,Sở Khác,Sở Khác,department,T,,2020-01-01,,0,0,0\n${row("xa-khac", "commune", "so-khac")}`,
  );
  const bring = (...rows: string[]) => importUnits(deps, [HEAD, ...rows].join("\n"), by);
  expect(await bring(row("xa-moi", "commune", "so"))).toEqual({ ok: true, count: 1 });
  for (const [bad, column] of [
    [row("xa-khac", "commune", "so"), "code"],
    [row("so-moi", "department", "so"), "kind"],
    [row("xa-la", "commune", "so-khac"), "parent"],
    [row("xa-la", "commune", ""), "parent"],
  ] as const)
    expect(await bring(row("xa-hai", "commune", "so"), bad)).toMatchObject({
      ok: false,
      faults: [{ line: 3, column }],
    });
  expect(await findUnit("xa-hai")).toBeNull();
  // units that are over, yet to come or under one another are the department's own when the list comes again
  const list = [
    "huyen-cu,Huyện Cũ,UBND huyện Cũ,district,T,so,2000-01-01,2025-07-01,1,1,1",
    "xa-cu,Xã Cũ,UBND xã Cũ,commune,T,huyen-cu,2000-01-01,2025-07-01,1,1,1",
    "xa-mai-sau,Xã Mai Sau,UBND xã Mai Sau,commune,T,so,2199-01-01,,1,1,1",
  ];
  for (const _time of ["first", "again"]) expect(await bring(...list)).toEqual({ ok: true, count: 3 });
  const theirs = { ...by, unitCode: "so-khac" };
  expect(await importUnits(deps, [HEAD, ...list].join("\n"), theirs)).toMatchObject({ ok: false });
});

test("a template that Zalo refuses cannot be planned with, until Zalo passes it", async () => {
  const at = new Date();
  const grant = { accessToken: "x", refreshToken: "x", accessExpiresAt: at, refreshExpiresAt: at, generation: 1 };
  const oa = {
    _id: "oa-mau",
    unitCode: "xa-rieng",
    name: "Xã",
    state: "connected" as const,
    stateAt: at,
    connectedAt: at,
  };
  await OaModel.create({ ...oa, ...grant });
  await UnitModel.updateOne({ _id: "xa-rieng" }, { $set: { templates: [{ id: "111111", name: "Cũ" }] } });
  const wish = { audience: { topics: [], language: "" as const }, templateId: "111111", units: [], sendAt: null };
  const told = { oaId: "oa-mau", kind: "template" as const, about: "111111", before: "", reason: "" };
  const problems: string[][] = [];
  for (const [n, value] of ["ENABLE", "REJECT", "ENABLE"].entries()) {
    await noteNotice({ ...told, value, at: new Date(at.getTime() + n) });
    problems.push(Object.keys(await wishProblems("xa-rieng", wish, at)));
  }
  expect(problems).toEqual([[], ["channel"], []]);
});
