import { days } from "../../src/kernel/clock.ts";
import { OaModel } from "../../src/zalo/oa.model.ts";
import { makeHome } from "../routes/homes.ts";
import { House, noteOf, textOf } from "../support/agent.ts";

/** What a commune speaks by, and which of it has long been silent. */
let house: House;
beforeAll(async () => {
  house = await House.open();
  await makeHome(house.core, "sao-mai");
});
afterAll(() => house.close());

test("S2-10: the register says kind, state and last day of each channel; a silent OA warns, then alarms", async () => {
  const officer = await house.as("commune_officer");
  const leader = await house.as("dept_approver", "so");
  await officer.get("/console/kenh");
  const board = { kind: "board", name: "Bảng tin thôn Đông", technology: "điện tử", state: "broken" };
  expect(noteOf(await officer.post("/console/kenh", { ...board, name: " " }))).toContain("Cần ghi số hiệu");
  expect(noteOf(await officer.post("/console/kenh", { ...board, lastPost: "2099-01-01" }))).toContain("chưa tới");
  expect((await officer.post("/console/kenh", { ...board, lastPost: "2026-11-20" })).status).toBe(303);
  const silent = async (n: number): Promise<string[]> => {
    await OaModel.updateOne({ unitCode: "sao-mai" }, { lastEventAt: new Date(Date.now() - days(n) - 1000) });
    return Promise.all([officer, leader].map(async (who) => textOf(await who.get("/console/kenh"))));
  };
  for (const page of await silent(29)) {
    expect(page).toContain("Bảng tin thôn Đông");
    expect(page).toContain("Bảng tin công cộng, điện tử");
    expect(page).toContain("Hỏng, chờ sửa");
    expect(page).toContain("20/11/2026");
    expect(page).toMatch(/Hoạt động/);
    expect(page).not.toMatch(/Nên để ý:|Báo động:/);
  }
  for (const page of await silent(30)) expect(page).toContain("Nên để ý: im lặng 30 ngày");
  for (const page of await silent(150)) expect(page).toContain("Báo động: im lặng 150 ngày");
  expect(textOf(await officer.get("/console"))).toContain("OA im lặng");
});
