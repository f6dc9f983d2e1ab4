import { BroadcastModel } from "../../src/broadcasts/broadcast.model.ts";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { addFollowers } from "../../src/citizens/citizen.store.ts";
import { ItemModel } from "../../src/content/item.model.ts";
import { days } from "../../src/kernel/clock.ts";
import { saveConnection } from "../../src/zalo/oa.store.ts";
import { formsOf } from "../routes/find-forms.ts";
import { House, noteOf, PASSWORD, SEED, textOf, type Visitor } from "../support/agent.ts";
import { currentCode } from "../../src/officials/totp.ts";

/** One road from the log-in to a message that waits for its approver, at eleven at night as well. */
let now = new Date("2026-11-27T23:00:00+07:00");
let house: House;
beforeAll(async () => {
  house = await House.open({}, { clock: { now: () => now } });
  const sealed = house.core.box.seal("token");
  const until = new Date(now.getTime() + days(30));
  const pair = { accessToken: sealed, refreshToken: sealed, accessExpiresAt: until, refreshExpiresAt: until };
  const oa = { _id: "3886132808788080", unitCode: "sao-mai", name: "OA", oaType: 2, packageName: "Comprehensive" };
  await saveConnection({ ...oa, packageUntil: null, followerCount: 3 } as never, pair, now);
  await addFollowers(oa._id, "sao-mai", ["246845883529104301", "246845883529104302"], null, now);
  await CitizenModel.updateMany({}, { $set: { lastInteractionAt: new Date(now.getTime() - days(1)) } });
});
afterAll(() => house.close());

/** A press of one of a page's forms: its own fields as they stand, with what a person typed. */
function fill(page: { text: string }, at: string, action: string, typed: Record<string, string>) {
  const form = formsOf(page.text, at).find((one) => one.action === action);
  const shown = Object.fromEntries(
    (form?.fields ?? []).flatMap(({ name, kind, value }) =>
      name === "_csrf" || kind === "file" ? [] : [[name, value]],
    ),
  );
  return { ...shown, ...typed };
}

test("a first message: 7 fields, 8 presses, 6 pages, with the next step filled on each", async () => {
  const { email } = await house.addOfficial("commune_officer", "moi", "sao-mai");
  const visitor: Visitor = house.visitor();
  await visitor.get("/console/dang-nhap");
  const code = currentCode(SEED, now);
  await visitor.post("/console/dang-nhap", { email, password: PASSWORD, code });
  const home = await visitor.get("/console");
  expect(home.text).toMatch(/class="btn primary" href="\/console\/noi-dung\/moi"/);

  const write = await visitor.get("/console/noi-dung/moi");
  expect(textOf(write)).not.toMatch(/Phải sửa|Còn thiếu|chỗ cần sửa/);
  expect(write.text).toMatch(/name="source" value="UBND xã Sao Mai"/);
  expect(write.text).toMatch(/aria-current="step"><span\s+class="n">1<\/span> Soạn/);
  const words = { title: "Lịch tiêm chủng", text: "Mời bà con đưa trẻ đi tiêm.", sourceClass: "cong-khai" };
  const typed = fill(write, "/console/noi-dung/moi", "/console/noi-dung/moi", { ...words, privatePeople: "khong" });
  const saved = await visitor.postFile("/console/noi-dung/moi", { ...typed, act: "gui" });
  const to = saved.headers["location"] ?? "";
  expect([saved.status, to === "" ? noteOf(saved) : ""]).toEqual([303, ""]);
  expect(to).toMatch(/^\/console\/gui-tin\/moi\?item=[0-9a-f]{24}$/);

  const plan = await visitor.get(to);
  expect(textOf(plan)).toMatch(/2 người nhận, [\d.]+ đồng, gửi ngày mai, lúc 06:00/);
  expect(plan.text).toMatch(/value="personal" checked/);
  expect(plan.text).not.toMatch(/value="article" checked|<input type="text" name="_/);
  const post = fill(plan, to, "/console/gui-tin/moi", { channel: "personal" });
  const made = await visitor.post("/console/gui-tin/moi", post);
  expect([made.status, made.headers["location"]]).toEqual([303, expect.stringMatching(/^\/console\/gui-tin\/\w{24}$/)]);

  const at = made.headers["location"] ?? "";
  const look = await visitor.get(at);
  expect(textOf(look)).toContain("Mời bà con đưa trẻ đi tiêm.");
  expect(textOf(look)).toMatch(/2 người nhận, [\d.]+ đồng, gửi ngày mai, lúc 06:00/);
  await visitor.post(`${at}/trinh`);
  expect(textOf(await visitor.get(at))).toContain("Cần thêm 1 người xác nhận");
  const sent = await BroadcastModel.findOne().lean();
  expect([sent?.state, sent?.sendAt]).toEqual(["waiting", new Date("2026-11-28T06:00:00+07:00")]);
});

test("what is missing is said when somebody goes on, at its field, and what was typed is stored", async () => {
  const officer = await house.as("commune_officer");
  const back = await officer.post("/console/noi-dung/moi", { title: "Lịch cắt nước", act: "gui" });
  expect(back.status).toBe(422);
  expect(back.text).toMatch(/id="e-f-text">Cần có nội dung/);
  expect(await ItemModel.countDocuments({ title: "Lịch cắt nước", state: "draft" })).toBe(1);
});

test("an earlier text is gone on from, without what was true of its day", async () => {
  const officer = await house.as("commune_officer");
  const item = await ItemModel.findOne({ title: "Lịch tiêm chủng" }).lean();
  const page = await officer.get(`/console/noi-dung/moi?tu=${String(item?._id)}`);
  expect(page.text).toMatch(/name="title" value="Lịch tiêm chủng"/);
  expect(page.text).toContain("Mời bà con đưa trẻ đi tiêm.");
  expect(page.text).not.toMatch(/name="privatePeople" value="\w+" checked/);
  const other = await (await house.as("commune_officer", "ben-lua")).get(
    `/console/noi-dung/moi?tu=${String(item?._id)}`,
  );
  expect(other.text).not.toContain("Mời bà con đưa trẻ đi tiêm.");
});

test.each([
  ["27/11/2026 22:59", "Giờ này đã qua"],
  ["11/28/2026 08:00", "Không có tháng 28"],
  ["mai", "Ghi ngày/tháng/năm"],
  ["", "Chọn ngày và giờ gửi"],
])("an hour that cannot be is refused at its field, before anything is reckoned: %s", async (at, said) => {
  now = new Date("2026-11-27T23:01:30+07:00");
  const officer = await house.as("commune_officer");
  const item = await ItemModel.findOne({ title: "Lịch tiêm chủng" }).lean();
  await ItemModel.updateOne({ title: "Lịch tiêm chủng" }, { $set: { state: "draft" } });
  const query = new URLSearchParams({ item: String(item?._id), _luc: "at", when: "hen", at });
  const page = await officer.get(`/console/gui-tin/moi?${query.toString()}`);
  expect(page.text).toMatch(new RegExp(`id="e-at">${said}`));
  expect(textOf(page)).not.toContain("người nhận, ");
});
