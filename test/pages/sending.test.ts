import type { Browser } from "playwright-core";
import { BroadcastModel } from "../../src/broadcasts/broadcast.model.ts";
import { EntryModel } from "../../src/calendar/calendar.model.ts";
import { CampaignModel } from "../../src/content/campaign.model.ts";
import { ItemModel } from "../../src/content/item.model.ts";
import { OfficialModel } from "../../src/officials/official.model.ts";
import { dayKey } from "../../src/kernel/send-hours.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { NARROW, openBrowser, WIDE } from "../support/browser.ts";
import { addCommunes } from "../support/communes.ts";
import { faultsOf, Officers } from "../support/officers.ts";
import { approvedItem, ended, knowFollowers, send } from "../support/send.ts";
import { eventually, OA, userNumber, World } from "../support/world.ts";

let world: World;
let browser: Browser;
let officers: Officers;
beforeAll(async () => {
  world = await World.start({ residents: 60 });
  await knowFollowers(0, 60);
  browser = await openBrowser();
  officers = new Officers(world, browser);
  await officers.add("tacgia", "commune_officer");
  await officers.add("duyet", "commune_approver");
  await officers.add("duyet2", "commune_approver");
  await officers.add("bientapso", "dept_editor", "so");
  await officers.add("lanhdaoso", "dept_approver", "so");
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

const url = (path: string): string => `${world.webUrl}/console${path}`;
/** Not the article that goes with an emergency: that one has the same title. */
const byTitle = (title: string) => BroadcastModel.findOne({ title, parentId: "" }).lean();

test("an emergency: an author asks, two others each turn a key, it leaves with its button; radio script and SMS stand beside it", async () => {
  const author = await officers.enter("tacgia");
  const { page } = author;
  await page.goto(url("/noi-dung/moi"));
  await page.fill("#f-title", "Nước lũ đang lên");
  await page.fill("#f-text", "Nước sông dâng nhanh. Bà con thôn 2 lên nhà văn hóa ngay.");
  await page.fill("#f-source", "Ban chỉ huy phòng chống thiên tai xã");
  await page.check("input[value=cong-khai]");
  await page.check("input[name=privatePeople][value=khong]");
  await page.click("button[value=luu]");
  await page.waitForSelector(".note.good");
  const item = await ItemModel.findOne({ title: "Nước lũ đang lên" }).lean();
  await page.goto(url(`/gui-tin/moi?item=${String(item?._id)}&urgent=1`));
  expect(await page.textContent(".phone")).toContain("Tôi đã nhận");
  await page.click("text=Tiếp tục: gửi thử");
  await page.waitForSelector("text=Bản đọc loa");
  const script = await page.locator(".script").allTextContents();
  expect(script[0]).toContain("Xin nhắc lại");
  expect(script[1]).toBe("UBND xa Sao Mai: Nuoc song dang nhanh. Ba con thon 2 len nha van hoa ngay.");
  await page.click("button:has-text('Trình duyệt')");
  await page.waitForSelector("text=Cần thêm 2 người xác nhận");
  const plan = page.url();

  for (const [who, after] of [
    ["duyet", "Cần thêm 1 người xác nhận"],
    ["duyet2", "Đã duyệt"],
  ] as const) {
    const key = await officers.enter(who);
    await key.page.click("text=Xem và duyệt");
    expect(key.page.url()).toBe(plan);
    await key.page.check("input[name=decision][value=duyet]");
    await key.page.fill("input[name=code]", await officers.code(who, "approve"));
    await key.page.click("button:has-text('Xác nhận')");
    await key.page.waitForSelector(".note.good");
    expect(await key.page.textContent(".note.good")).toContain(after);
    if (who === "duyet") {
      // one key is not two: the same person has nothing more to press, and nothing left
      await key.page.goto(plan);
      expect(await key.page.locator("input[name=decision]").count()).toBe(0);
      expect((await byTitle("Nước lũ đang lên"))?.state).toBe("waiting");
    }
    expect(key.reports).toEqual([]);
    await key.context.close();
  }
  const made = await byTitle("Nước lũ đang lên");
  const done = await ended(String(made?._id));
  expect(done.approvals.map((approval) => approval.by.name)).toEqual(["Cán bộ mẫu duyet", "Cán bộ mẫu duyet2"]);
  // the article of the emergency may come after the message, and carries no button
  const told = await world.fromOa(userNumber(3));
  expect(told.flatMap(({ buttons = [] }) => buttons.map((b) => b.title))).toEqual(["Tôi đã nhận"]);
  expect(author.reports).toEqual([]);
  await author.context.close();
});

test("a colleague asks for drafts by code, gets the test, residents do not; returned and resubmitted the change is shown", async () => {
  const item = await approvedItem(world, "Lịch tiêm chủng");
  const author = await officers.enter("tacgia");
  const { page } = author;
  await page.goto(url(`/gui-tin/moi?item=${item}`));
  await page.click("text=Tiếp tục: gửi thử");
  await page.waitForSelector("text=Đồng nghiệp muốn xem thử");
  const code = /thử tin (\w{6})/.exec((await page.textContent("main")) ?? "")?.[1] ?? "";
  await world.say(userNumber(50), `thử tin ${code.toLowerCase()}`);
  await eventually(
    "the tester",
    () => UnitModel.findById("sao-mai").lean(),
    (unit) => unit?.testers.length === 1,
  );
  // the answer to the code is counted too: it has to be there before the count
  await eventually(
    "the answer to the code",
    () => world.fromOa(userNumber(50)),
    (told) => told.some((message) => message.text.includes("danh sách xem thử")),
  );
  const before = (await world.counters())["accepted"] ?? 0;
  await page.reload();
  await page.check("input[name=tester]");
  await page.click("button:has-text('Gửi cho điện thoại thử ngay')");
  await page.waitForSelector("text=Đã gửi thử cho 1 người");
  expect((await world.fromOa(userNumber(50))).at(-1)?.text).toMatch(/^\[Gửi thử/);
  expect(((await world.counters())["accepted"] ?? 0) - before).toBe(1);
  await page.click("button:has-text('Trình duyệt')");
  await page.waitForSelector("text=Cần thêm 1 người xác nhận");

  const leader = await officers.enter("duyet");
  await leader.page.goto(page.url());
  await leader.page.check("input[name=decision][value=tra-lai]");
  await leader.page.click("button:has-text('Xác nhận')");
  await leader.page.waitForSelector("text=Cần ghi lý do trả lại");
  await leader.page.check("input[name=decision][value=tra-lai]");
  await leader.page.fill("textarea[name=reason]", "Thiếu giờ");
  await leader.page.click("button:has-text('Xác nhận')");
  await leader.page.waitForSelector(".note.good");

  await ItemModel.updateOne({ _id: item }, { $set: { text: "Mời bà con theo dõi trên loa lúc 7 giờ." } });
  await page.goto(url("/"));
  await page.click("text=Mở đợt gửi");
  expect(await page.textContent("main")).toContain("Thiếu giờ");
  // the plan still holds the old words: it has to be made again
  await page.click("button:has-text('Trình duyệt')");
  await page.waitForSelector("text=Mở lại kế hoạch để lấy bản mới");
  await page.click("text=Sửa kế hoạch");
  await page.click("text=Tiếp tục: gửi thử");
  await page.click("button:has-text('Trình duyệt')");
  await page.waitForSelector("text=Cần thêm 1 người xác nhận");
  await leader.page.goto(page.url());
  expect(await leader.page.textContent(".changes")).toContain("7 giờ");
  await leader.context.close();
  await author.context.close();
});

test("what changed while the approver looked is not approved", async () => {
  const { page, context } = await officers.enter("duyet");
  const waiting = await byTitle("Lịch tiêm chủng");
  await page.goto(url(`/gui-tin/${String(waiting?._id)}`));
  await BroadcastModel.updateOne({ title: "Lịch tiêm chủng" }, { $set: { "contents.0.message": "Tin khác" } });
  await page.check("input[name=decision][value=duyet]");
  await page.fill("input[name=code]", await officers.code("duyet", "approve"));
  await page.click("button:has-text('Xác nhận')");
  await page.waitForSelector("text=Xem lại trước khi duyệt");
  expect((await byTitle("Lịch tiêm chủng"))?.approvals).toEqual([]);
  await context.close();
});

test("the calendar: items for more broadcasts than the month has; the proposal merges them with one press", async () => {
  const author = await officers.enter("tacgia");
  const { page } = author;
  const now = new Date();
  const { year, month } = { year: now.getUTCFullYear(), month: now.getUTCMonth() + 2 };
  const next = `${month > 12 ? year + 1 : year}-${String(((month - 1) % 12) + 1).padStart(2, "0")}`;
  for (let n = 10; n < 18; n += 1)
    await EntryModel.create({
      unitCode: "sao-mai",
      day: `${next}-${n}`,
      time: "08:00",
      title: `Tin ngày ${n}`,
      channel: "article",
      itemId: "",
      createdBy: { id: "1", name: "A" },
      createdAt: now,
    });
  await page.goto(url(`/lich?ngay=${next}-01`));
  expect(await page.textContent("main")).toContain("8 tin bài cho 6 lượt còn lại");
  const proposal = page.locator("button:has-text('Gộp')").first();
  await proposal.click();
  await page.waitForSelector(".note.good");
  await page.goto(url(`/lich?ngay=${next}-01`));
  expect(await page.locator("text=lượt còn lại.").count()).toBe(0);
  const days = new Set((await EntryModel.find({ unitCode: "sao-mai" }).lean()).map((entry) => entry.day));
  expect(days.size).toBeLessThanOrEqual(6);
  // a quiet day is refused with the reason
  await UnitModel.updateOne({ _id: "sao-mai" }, { $set: { "sendHours.quietDays": [`${next}-20`] } });
  await page.goto(url(`/lich/them?ngay=${next}-20`));
  await page.fill("input[name=title]", "Ngày nghỉ");
  await page.click("button:has-text('Thêm vào lịch')");
  await page.waitForSelector("text=Ngày đơn vị chọn không gửi tin");
  await UnitModel.updateOne({ _id: "sao-mai" }, { $set: { "sendHours.quietDays": [] } });
  expect(dayKey(now)).toMatch(/^\d{4}-/);
  await author.context.close();
});

test("a campaign with two end dates shows the conflict until somebody chooses with a reason", async () => {
  const author = await officers.enter("tacgia");
  const { page } = author;
  await page.goto(url("/chien-dich/moi"));
  await page.fill("input[name=name]", "Chương trình hành động");
  const phase = async (n: number, fields: Record<string, string>): Promise<void> => {
    for (const [name, value] of Object.entries(fields)) await page.locator(`input[name=${name}]`).nth(n).fill(value);
  };
  await phase(0, { phaseName: "Sau Đại hội", phaseFrom: "01/9/2025", phaseTo: "hôm nào đó" });
  await page.click("button:has-text('Lưu chiến dịch')");
  await page.waitForSelector("text=chưa đúng");
  await phase(0, { phaseTo: "31/12/2025", phaseDocument: "mục III.1" });
  await page.click("button[name=_them][value=phases]");
  await phase(1, { phaseName: "Sau Đại hội", phaseTo: "30/11/2025", phaseDocument: "mục IV" });
  await page.click("button:has-text('Lưu chiến dịch')");
  await page.waitForSelector("text=2 ngày kết thúc khác nhau");
  await page.check("input[name=choice][value='2025-11-30']");
  await page.fill("input[name=reason]", "Sở đã chốt ngày 30/11");
  await page.click("button:has-text('Ghi lựa chọn')");
  await page.waitForSelector("text=Sở đã chốt ngày 30/11");
  const saved = await CampaignModel.findOne({ name: "Chương trình hành động" }).lean();
  expect(saved?.settlements[0]).toMatchObject({ choice: "2025-11-30", by: { name: "Cán bộ mẫu tacgia" } });
  await author.context.close();
});

test("the department sends to its units by one action, approved by its own leader", async () => {
  const communes = await addCommunes(world, 3, 8);
  const item = await approvedItem(world, "Thông báo của Sở", "so");
  const editor = await officers.enter("bientapso");
  const query = communes.map(({ code }) => `unit=${code}`).join("&");
  await editor.page.goto(url(`/gui-tin/moi?item=${item}&${query}`));
  expect(await editor.page.textContent("main")).toContain("24 trong 24 người sẽ nhận");
  await editor.page.click("text=Tiếp tục: gửi thử");
  await editor.page.click("button:has-text('Trình duyệt')");
  await editor.page.waitForSelector("text=Cần thêm 1 người xác nhận");
  const leader = await officers.enter("lanhdaoso");
  await leader.page.goto(editor.page.url());
  await leader.page.check("input[name=decision][value=duyet]");
  await leader.page.fill("input[name=code]", await officers.code("lanhdaoso", "approve"));
  await leader.page.click("button:has-text('Xác nhận')");
  await leader.page.waitForSelector(".note.good");
  await eventually(
    "all units",
    () => byTitle("Thông báo của Sở"),
    (b) => b?.state === "done",
  );
  await editor.page.goto(url("/so-sanh"));
  expect(await editor.page.textContent("main")).toContain("Xã Mẫu xa-000");
  expect([...editor.reports, ...leader.reports]).toEqual([]);
  await leader.context.close();
  await editor.context.close();
});

test.each([
  ["1366 px", WIDE, "light"],
  ["360 px", NARROW, "light"],
  ["dark", WIDE, "dark"],
] as const)(
  "pages of sending at %s: axe finds nothing serious, nothing scrolls sideways",
  async (_name, viewport, theme) => {
    const title = `Trang ${viewport.width} ${theme}`;
    const over = await send(world, undefined, title);
    await ended(over);
    await world.sim("residents", { oa: OA, id: userNumber(0), name: "Người dân mẫu 0001" });
    const plan = await byTitle("Lịch tiêm chủng");
    const campaign = await CampaignModel.findOne().lean();
    await OfficialModel.updateMany({}, { $set: { theme } });
    const { page, context, reports } = await officers.enter("tacgia", viewport);
    const leader = await officers.enter("duyet", viewport);
    const faults: string[] = [];
    for (const [who, path] of [
      [page, `/gui-tin/${over}`],
      [page, `/gui-tin/${String(plan?._id)}`],
      [page, `/gui-tin/moi?item=${plan?.contents[0]?.itemId ?? ""}`],
      [page, `/chien-dich/${String(campaign?._id)}`],
      [page, "/lich"],
      [leader.page, "/cho-duyet"],
      [leader.page, `/gui-tin/${String(plan?._id)}`],
    ] as const) {
      await who.goto(url(path));
      faults.push(...(await faultsOf(who, path)));
    }
    expect([...faults, ...reports, ...leader.reports]).toEqual([]);
    await leader.context.close();
    await context.close();
  },
);
