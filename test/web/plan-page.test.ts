import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { addFollowers } from "../../src/citizens/citizen.store.ts";
import { days } from "../../src/kernel/clock.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { saveConnection } from "../../src/zalo/oa.store.ts";
import { House, textOf } from "../support/agent.ts";
import { departmentItems } from "../support/packages.ts";

/** The plan before anything is sent, as a department's editor sees it. */
const now = new Date();
let house: House;
beforeAll(async () => {
  house = await House.open({}, { clock: { now: () => now } });
  // whenever the test runs, units may speak
  await UnitModel.updateMany({ _id: /./ }, { $set: { sendHours: { from: 0, to: 24, quietDays: [] } } });
  const sealed = house.core.box.seal("token");
  const until = new Date(now.getTime() + days(30));
  const pair = { accessToken: sealed, refreshToken: sealed, accessExpiresAt: until, refreshExpiresAt: until };
  for (const [n, unitCode] of ["sao-mai", "ben-lua"].entries()) {
    const _id = `388613280878808${n}`;
    const oa = { _id, unitCode, name: unitCode, oaType: 2, packageName: "Comprehensive", packageUntil: null };
    await saveConnection({ ...oa, followerCount: 3 } as never, pair, now);
    const people = [1, 2, 3].map((k) => `24684588352910430${n}${k}`);
    await addFollowers(_id, unitCode, people, null, now);
    await CitizenModel.updateMany({ oaId: _id }, { $set: { lastInteractionAt: new Date(now.getTime() - days(1)) } });
  }
});
afterAll(() => house.close());

test("“tất cả” is one tick: every unit with an OA is named, and the plan stands in one sentence", async () => {
  const [item = ""] = await departmentItems(1, { state: "approved" });
  const editor = await house.as("dept_editor", "so");
  const page = await editor.get(`/console/gui-tin/moi?item=${item}&all=1`);
  const named = [...page.text.matchAll(/type="hidden"\s+name="unit" value="([^"]+)"/g)].map(([, code]) => code);
  expect(named.toSorted()).toEqual(["ben-lua", "sao-mai"]);
  expect(textOf(page)).toContain("Tất cả 2 đơn vị đã nối OA");
  expect(textOf(page)).toMatch(/6 người nhận, [\d.]+ đồng, gửi ngay khi được duyệt, xong khoảng/);
});

test("an hour that is over is refused before anything is reckoned", async () => {
  const [item = ""] = await departmentItems(1, { state: "approved" });
  const editor = await house.as("dept_editor", "so");
  const at = "2020-01-02T08:00";
  const page = textOf(await editor.get(`/console/gui-tin/moi?item=${item}&unit=sao-mai&when=hen&at=${at}`));
  expect(page).toContain("Giờ này đã qua. Sớm nhất");
  expect(page).not.toContain("người nhận, ");
});
