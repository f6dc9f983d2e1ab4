import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { BroadcastModel } from "../../src/broadcasts/broadcast.model.ts";
import { ConversationModel, MessageModel } from "../../src/chatbot/conversation.model.ts";
import { ItemModel } from "../../src/content/item.model.ts";
import { OfficialModel } from "../../src/officials/official.model.ts";
import { NARROW, openBrowser, WIDE } from "../support/browser.ts";
import { Officers, smallTargets } from "../support/officers.ts";
import { isInPart } from "../support/part-of.ts";
import { knowFollowers } from "../support/send.ts";
import { eventually, OA, PASSWORD, userNumber, World } from "../support/world.ts";

const axe = readFileSync(join(__dirname, "../../node_modules/axe-core/axe.min.js"), "utf8");

let world: World;
let browser: Browser;
let officers: Officers;
beforeAll(async () => {
  world = await World.start({ residents: 40, settings: { WAITING_ALERT_MINUTES: "1" } });
  await knowFollowers(0, 40);
  browser = await openBrowser();
  officers = new Officers(world, browser);
  for (const [mail, role] of [
    ["canbo", "commune_officer"],
    ["canbo2", "commune_officer"],
    ["lanhdao", "commune_approver"],
    ["kiemtra", "auditor"],
  ] as const)
    await officers.add(mail, role);
  await officers.add("quantri", "sys_admin", "so");
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

const enter = (...args: Parameters<Officers["enter"]>): ReturnType<Officers["enter"]> => officers.enter(...args);
const freshCode = (purpose: "login" | "approve"): Promise<string> => officers.code("lanhdao", purpose);

test("the whole story: an officer writes, a leader approves, it leaves, everybody's message arrives", async () => {
  const officer = await enter("canbo");
  const { page } = officer;
  await page.goto(`${world.webUrl}/console/noi-dung/moi`);
  // submitted with holes: what is wrong is said, what was typed stays
  await page.fill("#f-title", "Lịch họp thôn 5");
  await page.click("button[value=trinh]");
  await page.waitForSelector(".note.bad");
  expect(await page.inputValue("#f-title")).toBe("Lịch họp thôn 5");
  expect(await page.textContent(".note.bad")).toContain("chỗ cần sửa");
  await page.fill("#f-text", "Mời bà con dự họp tại nhà văn hóa thôn 5, 19 giờ 30 ngày mai.");
  await page.waitForFunction(() => document.querySelector("#xem-truoc")?.textContent?.includes("nhà văn hóa thôn 5"));
  await page.fill("#f-source", "Trưởng thôn 5");
  await page.check("input[value=cong-khai]");
  await page.check("input[name=privatePeople][value=khong]");
  await page.click("button[value=luu]");
  await page.waitForSelector(".note.good");
  const item = await ItemModel.findOne({ title: "Lịch họp thôn 5" }).lean();
  expect(item?.state).toBe("draft");

  // the plan says before anything is sent whom it reaches; choosing it sends nothing
  await page.goto(`${world.webUrl}/console/gui-tin/moi?item=${String(item?._id)}`);
  expect(await page.textContent("main")).toContain("40 trong 40 người sẽ nhận");
  expect(await page.textContent(".phone")).toContain("nhà văn hóa thôn 5");
  await page.click("text=Tiếp tục: gửi thử");
  await page.waitForSelector(".note.good");
  const planUrl = page.url();
  await page.click("button:has-text('Trình duyệt')");
  await page.waitForSelector("text=Cần thêm 1 người xác nhận");
  expect((await ItemModel.findById(item?._id).lean())?.state).toBe("waiting");
  expect((await world.counters())["accepted"] ?? 0).toBe(0);

  await freshCode("login");
  const leader = await enter("lanhdao");
  await leader.page.click("text=Xem và duyệt");
  expect(leader.page.url()).toBe(planUrl);
  expect(await leader.page.textContent(".phone")).toContain("nhà văn hóa thôn 5");
  expect(await leader.page.locator("input[name=decision]:checked").count()).toBe(0);
  await leader.page.check("input[name=decision][value=duyet]");
  await leader.page.fill("input[name=code]", "000000");
  await leader.page.click("button:has-text('Xác nhận')");
  await leader.page.waitForSelector(".note.bad");
  await leader.page.check("input[name=decision][value=duyet]");
  await leader.page.fill("input[name=code]", await freshCode("approve"));
  await leader.page.click("button:has-text('Xác nhận')");
  await leader.page.waitForSelector(".note.good");
  expect((await ItemModel.findById(item?._id).lean())?.approval?.by.name).toBe("Cán bộ mẫu lanhdao");
  await leader.context.close();

  await eventually(
    "the end",
    () => BroadcastModel.findOne({ title: "Lịch họp thôn 5" }).lean(),
    (b) => b?.state === "sending" || b?.state === "done",
  );
  await page.goto(planUrl);
  await page.waitForSelector("#tien-do");
  await page.waitForFunction(() => document.querySelector("h1")?.textContent === "Kết quả gửi", undefined, {
    timeout: 60_000,
  });
  // the last poll carried no trigger: the page is at rest
  expect(await page.getAttribute("#tien-do", "hx-trigger")).toBeNull();
  const done = await BroadcastModel.findOne({ title: "Lịch họp thôn 5" }).lean();
  expect(done).toMatchObject({ state: "done", total: 40 });
  for (const n of [0, 39])
    expect((await world.fromOa(userNumber(n))).some((m) => m.text.includes("nhà văn hóa thôn 5"))).toBe(true);
  const csv = await page.evaluate(
    async (path) => (await fetch(path)).text(),
    `/console/gui-tin/${String(done?._id)}/ket-qua.csv`,
  );
  expect(csv.trim().split("\r\n")).toHaveLength(41);
  expect(csv).not.toMatch(/Đã xem|Đã đến máy/);
  await page.goto(planUrl);
  expect(await page.textContent("main")).toContain("Phễu tiếp cận");
  await page.getByText("Xem bảng theo thời gian").click();
  const newest = page.getByRole("row").filter({ hasText: "hôm nay, lúc" }).last();
  expect((await newest.getByRole("cell").allTextContents()).slice(1)).toEqual(["40", "100 %"]);
  const proof = await page.evaluate(
    async (path) => [...new Uint8Array(await (await fetch(path)).arrayBuffer()).slice(0, 5)],
    `/console/gui-tin/${String(done?._id)}/giay-xac-nhan.pdf`,
  );
  expect(String.fromCharCode(...proof)).toBe("%PDF-");
  expect(officer.reports).toEqual([]);
  await officer.context.close();
});

test("the inbox: a person takes over, answers and hands back; the bot keeps quiet meanwhile", async () => {
  const user = userNumber(7);
  await world.say(user, "gặp cán bộ");
  await eventually(
    "waiting",
    () => ConversationModel.findOne({ userId: user }).lean(),
    (row) => row?.state === "waiting",
  );
  const { page, context, reports } = await enter("canbo");
  await page.goto(`${world.webUrl}/console/hop-thu`);
  await page.click(".people a");
  await page.click("text=Nhận trả lời");
  await page.waitForSelector("#tra-loi");
  await page.fill("#tra-loi", "Kính chào Ông/Bà. Xã đã cử người xuống kiểm tra.");
  await page.press("#tra-loi", "Control+Enter");
  await page.waitForSelector(".note.good");
  await eventually(
    "the answer",
    () => world.fromOa(user),
    (all) => all.some((m) => m.text.includes("cử người xuống kiểm tra")),
  );
  const sent = await MessageModel.findOne({ userId: user, author: "officer" }).lean();
  expect(sent?.text).not.toContain("Trả lời tự động");
  const before = (await world.fromOa(user)).length;
  await world.say(user, "tin xã");
  await page.waitForFunction(() => document.querySelector("#tin")?.textContent?.includes("tin xã"), undefined, {
    timeout: 60_000,
  });
  expect(await world.fromOa(user)).toHaveLength(before);
  await page.click("text=Trả lại máy tự động");
  await page.waitForSelector("text=Máy tự động đang trả lời");
  await world.say(user, "tin xã");
  await eventually(
    "the bot answers again",
    () => world.fromOa(user),
    (all) => all.length === before + 1,
  );
  expect(reports).toEqual([]);
  await context.close();
});

const PAGES = [
  "",
  "/hop-thu",
  "/noi-dung",
  "/noi-dung/moi",
  "/gui-tin",
  "/gui-tin/moi",
  "/theo-chu-de",
  "/lich",
  "/lich?xem=tuan",
  "/lich?xem=danh-sach",
  "/lich/them",
  "/lich/ngay",
  "/chien-dich",
  "/chien-dich/moi",
  "/ba-con-hoi",
  "/ket-noi-oa",
  "/cau-tra-loi",
  "/cau-tra-loi/menu",
  "/nhat-ky",
  "/dich-vu",
  "/toi",
];

/** What is less than 44 px high, by page; found on the way at 360 px. */
const smallOn = new Map<string, string[]>();

/** In the other theme the page is the same but for its colours: what they decide is looked at again. */
const COLOURS = `runOnly: ["color-contrast", "link-in-text-block"],`;

test.each([
  ["1366 px", WIDE, "light"],
  ["360 px", NARROW, "light"],
  ["dark", WIDE, "dark"],
] as const)(
  "pages at %s: axe finds nothing serious, nothing scrolls sideways, nothing remote, no policy report",
  async (_name, viewport, theme) => {
    await OfficialModel.updateOne({ email: officers.mails["canbo"] ?? "" }, { $set: { theme } });
    const { page, context, reports } = await enter("canbo", viewport);
    const conversation = await ConversationModel.findOne({ userId: userNumber(7) }).lean();
    const broadcast = await BroadcastModel.findOne().lean();
    const item = await ItemModel.findOne().lean();
    const more = [
      `/hop-thu/${String(conversation?._id)}`,
      `/gui-tin/${String(broadcast?._id)}`,
      `/gui-tin/${String(broadcast?._id)}/chua-ro`,
      `/noi-dung/${String(item?._id)}`,
    ];
    const found: string[] = [];
    for (const path of [...PAGES, ...more]) {
      await page.goto(`${world.webUrl}/console${path}`);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (sideways > 0) found.push(`${path}: ${sideways} px sideways`);
      if ((await page.locator("h1").count()) !== 1) found.push(`${path}: not one h1`);
      if ((await page.locator("[style]").count()) > 0) found.push(`${path}: style attribute`);
      if (viewport === NARROW) smallOn.set(path, await smallTargets(page, path));
      const result = await page.evaluate(
        `${axe}; axe.run(document, { ${theme === "dark" ? COLOURS : ""} resultTypes: ["violations"] }).then((r) => r.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(" | ")))`,
      );
      for (const violation of result as string[]) found.push(`${path}: ${violation}`);
    }
    expect(found).toEqual([]);
    expect(reports).toEqual([]);
    await context.close();
  },
);

test("the administrator's pages hold the same at both widths", async () => {
  const found: string[] = [];
  for (const viewport of [WIDE, NARROW]) {
    const { page, context, reports } = await enter("quantri", viewport);
    for (const path of ["", "/don-vi", "/don-vi/sao-mai", "/tai-khoan", "/nhat-ky", "/dich-vu", "/toi"]) {
      await page.goto(`${world.webUrl}/console${path}`);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (sideways > 0) found.push(`${path} at ${viewport.width}: ${sideways} px sideways`);
      const serious = await page.evaluate(
        `${axe}; axe.run(document, { resultTypes: ["violations"] }).then((r) => r.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id + ": " + v.nodes[0].target.join(" ")))`,
      );
      for (const violation of serious as string[]) found.push(`${path} at ${viewport.width}: ${violation}`);
    }
    found.push(...reports);
    await context.close();
  }
  expect(found).toEqual([]);
});

test("targets are at least 44 px high at 360 px, and no consent or decision is preset", async () => {
  const { page, context } = await enter("canbo", NARROW);
  for (const path of PAGES.filter((one) => !smallOn.has(one))) {
    await page.goto(`${world.webUrl}/console${path}`);
    smallOn.set(path, await smallTargets(page, path));
  }
  const small = PAGES.flatMap((path) => smallOn.get(path) ?? []);
  expect(small).toEqual([]);
  await page.goto(`${world.webUrl}/console/noi-dung/moi`);
  expect(await page.locator("input[name=sourceClass]:checked").count()).toBe(0);
  await context.close();
});

test("without JavaScript pages read and forms post", async () => {
  const { page, context } = await enter("canbo", WIDE, false);
  await page.goto(`${world.webUrl}/console/noi-dung/moi`);
  await page.fill("#f-title", "Không cần JavaScript");
  await page.click("button[value=luu]");
  await page.waitForSelector(".note.good");
  expect(await ItemModel.countDocuments({ title: "Không cần JavaScript" })).toBe(1);
  for (const path of PAGES) {
    const answer = await page.goto(`${world.webUrl}/console${path}`);
    expect([path, answer?.status(), (await page.locator("h1").count()) === 1]).toEqual([path, 200, true]);
  }
  await context.close();
});

/** The second person: nothing an officer saved is heard before. */
async function approveReplies(): Promise<void> {
  const { page, context } = await enter("lanhdao");
  await page.goto(`${world.webUrl}/console/duyet-cau-tra-loi`);
  await page.check("input[value=approve]");
  await page.click("button:has-text('Xác nhận')");
  await page.waitForSelector("text=Đã duyệt. Từ tin nhắn tới");
  await context.close();
}

test("an officer edits a reply; the bot speaks the new words; a broken template is refused and kept on the page", async () => {
  const { page, context } = await enter("canbo");
  await page.goto(`${world.webUrl}/console/cau-tra-loi/gio`);
  await page.fill("#noi-dung-cau", "Xã làm việc {{contact.hours");
  await page.click("text=Lưu câu trả lời");
  await page.waitForSelector(".note.bad");
  expect(await page.inputValue("#noi-dung-cau")).toBe("Xã làm việc {{contact.hours");
  await page.fill("#noi-dung-cau", "Xã làm việc {{contact.hours}}, nghỉ lễ theo quy định.");
  await page.fill("input[name=keywords]", "chợ phiên");
  await page.click("text=Lưu câu trả lời");
  await page.waitForSelector(".note.good");
  await approveReplies();
  await world.say(userNumber(12), "cho phien hom nao");
  const replies = await eventually(
    "the new words",
    () => world.fromOa(userNumber(12)),
    (all) => all.some((m) => m.text.includes("nghỉ lễ theo quy định")),
  );
  expect(replies.at(-1)?.text).toContain("7:30–17:00");
  await context.close();
});

test("an officer adds an example and sees at once what would be read otherwise; the inbox says why", async () => {
  await world.say(userNumber(13), "bến ghe hàng bông tới chưa");
  const before = await eventually(
    "the message",
    () => MessageModel.findOne({ userId: userNumber(13), author: "resident" }).lean(),
    (row) => row !== null,
  );
  expect(before?.intent).not.toBe("tin");
  const { page, context, reports } = await enter("canbo");
  await page.goto(`${world.webUrl}/console/cau-tra-loi/tin`);
  await page.fill("textarea[name=tried]", "dung nhan tin\nđèn đường hỏng");
  await page.waitForSelector("#doc-thu >> text=Ngừng nhận tin");
  expect(await page.textContent("#doc-thu")).toContain("đèn, đường, hỏng");
  await page.fill("textarea[name=examples]", "bến ghe hàng bông tới chưa");
  await page.waitForSelector("#doc-thu >> text=bến ghe hàng bông tới chưa");
  await page.click("text=Lưu câu trả lời");
  await page.waitForSelector(".note.good");
  await approveReplies();
  await world.say(userNumber(14), "bến ghe hàng bông tới chưa vậy");
  await eventually(
    "read as the example",
    () => MessageModel.findOne({ userId: userNumber(14), author: "resident" }).lean(),
    (row) => row?.intent === "tin",
  );
  const conversation = await ConversationModel.findOne({ userId: userNumber(14) }).lean();
  await page.goto(`${world.webUrl}/console/hop-thu/${String(conversation?._id)}`);
  expect(await page.textContent("#tin")).toContain("Máy đọc là: Xem tin");
  expect(reports).toEqual([]);
  await context.close();
});

test("connecting by Zalo's page: permission, callback, check; a state that was not begun here is refused", async () => {
  const { page, context } = await enter("canbo");
  await page.goto(`${world.webUrl}/console/ket-noi-oa`);
  await page.click("text=Kết nối lại OA");
  await page.waitForURL((url) => url.pathname === "/v4/oa/permission");
  await page.click("text=Cho phép với OA UBND xã Sao Mai");
  await page.waitForSelector(".note.good");
  expect(await page.textContent(".note.good")).toContain("Đã nối với OA UBND xã Sao Mai");
  await page.goto(`${world.webUrl}/console/ket-noi-oa/tro-lai?code=x&state=made-up&oa_id=${OA}`);
  expect(await page.textContent("main")).toContain("quá hạn hoặc không bắt đầu từ trang này");
  await context.close();
});

/** Signed-in requests without a browser: the cookie of a log-in. */
async function session(who: string): Promise<(path: string, form?: Record<string, string>) => Promise<Response>> {
  const { context, page } = await enter(who);
  const cookies = (await context.cookies(`${world.webUrl}/console`))
    .map((cookie) => `${cookie.name}=${cookie.value}`)
    .join("; ");
  await page.goto(`${world.webUrl}/console/toi`);
  const csrf = (await page.getAttribute("input[name=_csrf]", "value")) ?? "";
  return (path, form) =>
    fetch(`${world.webUrl}/console${path}`, {
      redirect: "manual",
      headers: { cookie: cookies, "content-type": "application/x-www-form-urlencoded" },
      ...(form ? { method: "POST", body: new URLSearchParams({ _csrf: csrf, ...form }).toString() } : {}),
    });
}

test("safeguard 18: 403 for every forbidden cell of the role matrix", async () => {
  const { consoleRoutes } = await import("../../src/compose-web.ts");
  const { mayDo } = await import("../../src/officials/rules.ts");
  const routes = await consoleRoutes(world.core);
  await freshCode("login");
  const roles = {
    canbo: "commune_officer",
    lanhdao: "commune_approver",
    kiemtra: "auditor",
    quantri: "sys_admin",
  } as const;
  for (const [who, role] of Object.entries(roles)) {
    const ask = await session(who);
    // every cell stands in routes/role-matrix; here one in four against the running process
    const forbidden = routes.filter((row) => !mayDo(role, row.may) && isInPart(`${role} ${row.method} ${row.path}`, 4));
    expect(forbidden.length).toBeGreaterThan(5);
    const look = async (route: (typeof routes)[number]): Promise<void> => {
      const path = route.path.replace(/:\w+/g, "000000000000000000000000");
      const answer = await ask(path, route.method === "post" ? {} : undefined);
      expect([role, route.method, route.path, answer.status]).toEqual([role, route.method, route.path, 403]);
    };
    // a few at a time, as browsers ask
    for (let n = 0; n < forbidden.length; n += 8) await Promise.all(forbidden.slice(n, n + 8).map(look));
  }
});

test("without log-in every page leads to the log-in; without the token no form is taken", async () => {
  const { consoleRoutes } = await import("../../src/compose-web.ts");
  for (const route of await consoleRoutes(world.core)) {
    const path = route.path.replace(/:\w+/g, "000000000000000000000000");
    const answer = await fetch(`${world.webUrl}/console${path}`, {
      method: route.method.toUpperCase(),
      redirect: "manual",
    });
    expect([route.path, answer.status, answer.headers.get("location")]).toEqual([
      route.path,
      303,
      "/console/dang-nhap",
    ]);
  }
  const ask = await session("canbo");
  expect((await ask("/noi-dung/moi", { _csrf: "wrong", title: "x" })).status).toBe(403);
});

test("another commune's things are not found", async () => {
  officers.mails["benlua"] = (await world.addOfficial("commune_officer", "canbo", "ben-lua")).email;
  const ask = await session("benlua");
  const conversation = await ConversationModel.findOne().lean();
  const broadcast = await BroadcastModel.findOne().lean();
  const item = await ItemModel.findOne().lean();
  for (const path of [
    `/hop-thu/${String(conversation?._id)}`,
    `/gui-tin/${String(broadcast?._id)}`,
    `/gui-tin/${String(broadcast?._id)}/ket-qua.csv`,
    `/noi-dung/${String(item?._id)}`,
  ])
    expect([path, (await ask(path)).status]).toEqual([path, 404]);
});

test("after five wrong passwords this place waits; the answer is the same for every cause", async () => {
  const { email } = await world.addOfficial("commune_officer", "khoa");
  const context = await browser.newContext({ viewport: WIDE });
  const page = await context.newPage();
  const attempt = async (mail: string, password: string): Promise<string> => {
    await page.goto(`${world.webUrl}/console/dang-nhap`);
    await page.fill("input[name=email]", mail);
    await page.fill("input[name=password]", password);
    await Promise.all([page.waitForLoadState("load"), page.click("button.primary")]);
    await page.waitForSelector(".note.bad");
    return (await page.textContent(".note.bad")) ?? "";
  };
  const unknown = await attempt("khong-co@xa.gov.vn", "sai");
  for (let n = 0; n < 5; n += 1) expect(await attempt(email, "sai")).toBe(unknown);
  expect(await attempt(email, PASSWORD)).toContain("Thử lại sau");
  await context.close();
});

test("the audit log names the deeds, and nothing a resident wrote", async () => {
  const { AuditModel } = await import("../../src/officials/audit-log.model.ts");
  const lines = await AuditModel.find().lean();
  const actions = new Set(lines.map((line) => line.action));
  for (const action of [
    "log-in",
    "content-saved",
    "broadcast-created",
    "broadcast-submitted",
    "broadcast-approved",
    "broadcast-proved",
    "conversation-taken",
    "reply-sent",
    "reply-edited",
    "oa-connected",
  ])
    expect([action, actions.has(action)]).toEqual([action, true]);
  expect(JSON.stringify(lines)).not.toContain("gặp cán bộ");
});
