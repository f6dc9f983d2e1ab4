import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { acceptDeps } from "../../src/compose.ts";
import { lookAndDecide } from "../../src/decisions/decide.ts";
import { findByCode, openWords } from "../../src/requests/take-request.ts";
import { planTownHall } from "../../src/townhalls/steer-townhall.ts";
import { QuestionModel } from "../../src/townhalls/townhall.model.ts";
import { townHallPublication } from "../../src/townhalls/townhall.decision.ts";
import { openBrowser } from "../support/browser.ts";
import { MiniPhone, online, openDraft, openSheet, press, putRaw, readRaw, write } from "../support/mini-phone.ts";
import { eventually, World } from "../support/world.ts";

/** Nothing written on a phone is lost, whatever happens between the press and the receipt. */
let world: World;
let browser: Browser;
let draftId = "";
beforeAll(async () => {
  world = await World.start({ residents: 3 });
  draftId = await openDraft(world);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

/** Comments that say exactly this. */
const stored = async (text: string): Promise<number> =>
  (await CommentModel.find({ draftId }).lean()).filter(
    (one) => one.body !== "" && world.core.comments.openWords(one.body).text === text,
  ).length;
const arrived = (text: string): Promise<number> =>
  eventually(
    `“${text}” taken in`,
    () => stored(text),
    (n) => n > 0,
  );
const draftPath = (): string => `/du-thao/${draftId}`;
const ARTICLE = "article.draft";
const COMMENTS = "**/api/v1/drafts/*/comments";
const refusal = (status: number, message: string, headers: Record<string, string> = {}) => ({
  status,
  headers,
  contentType: "application/json",
  body: JSON.stringify({ error: { message, fields: {} } }),
});

test("429: it waits with the server's words, through a reload, and goes by itself when the pause is over", async () => {
  const phone = await MiniPhone.take(browser, world);
  const page = await phone.open(draftPath(), ARTICLE);
  await page.route(COMMENTS, (route) =>
    route.fulfill(refusal(429, "Đã nhận nhiều ý kiến từ máy này.", { "retry-after": "2" })),
  );
  await openSheet(page, "P4");
  await write(page, "Chờ rồi tự gửi");
  await press(page);
  await page.waitForSelector("h1:has-text('Ý kiến được giữ trên máy')");
  expect(await page.textContent("main")).toContain("Đã nhận nhiều ý kiến từ máy này.");
  await phone.go(page, "/y-kien");
  await page.waitForSelector("text=Chờ gửi lại");
  await page.unroute(COMMENTS);
  await page.waitForSelector("text=Đang tổng hợp", { timeout: 30_000 });
  expect(await stored("Chờ rồi tự gửi")).toBe(1);
  expect(new Set(phone.sent).size).toBe(1);
  await phone.context.close();
});

test("403 that is meant: refused with its sentence, kept through a reload; its owner says it otherwise, and it goes under a new key", async () => {
  const phone = await MiniPhone.take(browser, world);
  const page = await phone.open(draftPath(), ARTICLE);
  await page.route(COMMENTS, (route) => route.fulfill(refusal(403, "Nơi này không nhận ý kiến như vậy.")));
  await openSheet(page, "P4");
  await write(page, "Lời bị từ chối");
  await press(page);
  await page.waitForSelector("dialog [role=alert]:has-text('Nơi này không nhận ý kiến như vậy.')");
  expect(await page.inputValue("dialog textarea >> nth=0")).toBe("Lời bị từ chối");
  await page.unroute(COMMENTS);
  await phone.go(page, "/y-kien");
  await page.waitForSelector("text=Chưa được nhận");
  expect(await page.textContent("main")).toContain("Nơi này không nhận ý kiến như vậy.");
  await online(page);
  await page.click("button:has-text('Sửa')");
  await page.fill("form textarea >> nth=0", "Lời nói lại");
  await page.click("form button:has-text('Gửi')");
  await page.waitForSelector("text=Đang tổng hợp");
  expect([await stored("Lời bị từ chối"), await stored("Lời nói lại"), new Set(phone.sent).size]).toEqual([0, 1, 2]);
  await phone.context.close();
});

test("a proof that was refused is made anew at once; a hotel's log-in page is no answer of ours", async () => {
  const phone = await MiniPhone.take(browser, world);
  const page = await phone.open(draftPath(), ARTICLE);
  let answers = 0;
  await page.route(COMMENTS, (route) => {
    answers += 1;
    const proof = { error: { message: "Máy chưa làm xong", fields: {}, code: "proof" } };
    if (answers === 1)
      return route.fulfill({ status: 403, contentType: "application/json", body: JSON.stringify(proof) });
    if (answers === 2) return route.fulfill({ status: 200, contentType: "text/html", body: "<h1>Wi-Fi</h1>" });
    return route.continue();
  });
  await openSheet(page, "P4");
  await write(page, "Qua mạng khách sạn");
  await press(page);
  await page.waitForSelector("h1:has-text('Ý kiến được giữ trên máy')");
  await online(page);
  await page.waitForSelector("h1:has-text('Trân trọng cảm ơn')");
  expect([answers, await stored("Qua mạng khách sạn"), new Set(phone.sent).size]).toEqual([3, 1, 1]);
  await phone.context.close();
});

test("the page killed in mid-send, after the server had it: the code comes again, the comment is one", async () => {
  const phone = await MiniPhone.take(browser, world);
  const page = await phone.open(draftPath(), ARTICLE);
  await page.route(COMMENTS, async (route) => void (await route.fetch()));
  await openSheet(page, "P4");
  await write(page, "Tắt máy giữa chừng");
  await press(page);
  await arrived("Tắt máy giữa chừng");
  await page.close();
  const next = await phone.open("/y-kien", "text=Đang tổng hợp");
  expect(await next.textContent("main")).toContain("Tắt máy giữa chừng");
  expect([await stored("Tắt máy giữa chừng"), new Set(phone.sent).size]).toEqual([1, 1]);
  await phone.context.close();
});

test.each([
  ["with locks", ""],
  ["without locks, by a lease", "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })"],
])("two tabs %s: what waits goes once, and both tabs tell of it", async (_name, script) => {
  const phone = await MiniPhone.take(browser, world);
  const text = `Hai trang cùng mở ${script.length}`;
  if (script !== "") await phone.context.addInitScript(script);
  const first = await phone.open(draftPath(), ARTICLE);
  const second = await phone.open("/y-kien", "h1");
  await phone.context.setOffline(true);
  await openSheet(first, "P4");
  await write(first, text);
  await press(first);
  await first.waitForSelector("h1:has-text('Ý kiến được giữ trên máy')");
  await second.waitForSelector("text=Chờ có mạng để gửi");
  phone.sent.length = 0;
  await phone.context.setOffline(false);
  await Promise.all([online(first), online(second), online(first), online(second)]);
  await first.waitForSelector("h1:has-text('Trân trọng cảm ơn')");
  await second.waitForSelector("text=Đang tổng hợp");
  expect([phone.sent.length, await stored(text)]).toEqual([1, 1]);
  await phone.context.close();
});

test("two tabs with the same half-written words: sent from both it is one; each keeps its own further words", async () => {
  const phone = await MiniPhone.take(browser, world);
  const first = await phone.open(draftPath(), ARTICLE);
  await openSheet(first, "P5");
  await write(first, "Viết ở hai nơi");
  await eventually(
    "the draft kept",
    async () => (await phone.open("/y-kien", "h1")).textContent("main"),
    (text) => (text ?? "").includes("Viết ở hai nơi"),
  );
  const second = await phone.open(draftPath(), ARTICLE);
  await openSheet(second, "P5");
  await second.waitForSelector("text=Đã mở lại phần đang viết dở");
  await press(first);
  await first.waitForSelector(".code");
  await press(second);
  await second.waitForSelector(".code");
  expect(await second.textContent(".code")).toBe(await first.textContent(".code"));
  expect(await stored("Viết ở hai nơi")).toBe(1);
  await phone.context.close();
});

test("half written: a reload, a closed sheet, a killed page lose nothing; what was sent does not come back", async () => {
  const phone = await MiniPhone.take(browser, world);
  const page = await phone.open(draftPath(), ARTICLE);
  await openSheet(page, "P3.5");
  await write(page, "Đang viết dở thì hết pin");
  await page.close();
  const next = await phone.open("/y-kien", "text=Đang viết dở thì hết pin");
  await next.click("a:has-text('Viết tiếp')");
  await next.waitForSelector(ARTICLE);
  await openSheet(next, "P3.5");
  await next.waitForSelector("text=Đã mở lại phần đang viết dở");
  expect(await next.inputValue("dialog textarea >> nth=0")).toBe("Đang viết dở thì hết pin");
  expect(await next.locator(".stance input:checked").getAttribute("value")).toBe("gop-y");
  await press(next);
  await next.waitForSelector(".code");
  await next.click("text=Đọc tiếp dự thảo");
  await openSheet(next, "P3.5");
  await next.waitForSelector("dialog textarea");
  expect(await next.inputValue("dialog textarea >> nth=0")).toBe("");
  await phone.context.close();
});

test("no room: it says so while typing and after the press, the words stay on the screen to be copied, and go when the net is back", async () => {
  const phone = await MiniPhone.take(browser, world);
  const page = await phone.open(draftPath(), ARTICLE);
  await page.evaluate(
    "IDBObjectStore.prototype.put = () => { throw new DOMException('The quota has been exceeded.', 'QuotaExceededError'); }",
  );
  await openSheet(page, "P4");
  await write(page, "Máy đầy bộ nhớ");
  await page.waitForSelector("dialog :text('Máy đã đầy bộ nhớ')");
  await phone.context.setOffline(true);
  await press(page);
  await page.waitForSelector("dialog [role=alert]:has-text('Máy không còn chỗ')");
  await page.waitForSelector("dialog button:has-text('Chép nội dung')");
  expect(await page.inputValue("dialog .field textarea >> nth=0")).toBe("Máy đầy bộ nhớ");
  await phone.context.setOffline(false);
  await online(page);
  await page.waitForSelector(".code");
  expect(await stored("Máy đầy bộ nhớ")).toBe(1);
  await phone.context.close();
});

test("a browser that keeps nothing: everything is read and sent; what cannot go says that it stands on this page alone", async () => {
  const phone = await MiniPhone.take(browser, world);
  await phone.context.addInitScript(
    "IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); }; Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });",
  );
  const page = await phone.open(draftPath(), ARTICLE);
  await openSheet(page, "P4");
  await write(page, "Duyệt riêng tư");
  await page.waitForSelector("dialog :text('Trình duyệt này không lưu được')");
  await phone.context.setOffline(true);
  await press(page);
  await page.waitForSelector("dialog [role=alert]:has-text('chỉ có trên trang này')");
  await phone.context.setOffline(false);
  await online(page);
  await page.waitForSelector(".code");
  expect(await stored("Duyệt riêng tư")).toBe(1);
  await phone.context.close();
});

const NO_DATABASE = "IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };";

test("without a database the last letters outlive one killed page after another; sent, they do not come back", async () => {
  const phone = await MiniPhone.take(browser, world);
  await phone.context.addInitScript(NO_DATABASE);
  const first = await phone.open(draftPath(), ARTICLE);
  await openSheet(first, "P4");
  await write(first, "Chỉ có kho nhỏ");
  await first.close();
  const come = async (): Promise<Page> => {
    const page = await phone.open(draftPath(), ARTICLE);
    await openSheet(page, "P4");
    await page.waitForSelector("text=Đã mở lại phần đang viết dở");
    expect(await page.inputValue("dialog textarea >> nth=0")).toBe("Chỉ có kho nhỏ");
    return page;
  };
  await (await come()).close();
  const page = await come();
  await press(page);
  await page.waitForSelector(".code");
  const left = await page.evaluate("Object.keys(localStorage).filter((name) => name.includes('dang-go'))");
  expect(left).toEqual([]);
  await phone.context.close();
});

test("a small store without room for more letters never puts its older ones over those the database has", async () => {
  const phone = await MiniPhone.take(browser, world);
  await phone.context.addInitScript(
    "const put = Storage.prototype.setItem; Storage.prototype.setItem = function (name, text) { if (text.includes('hết chỗ')) throw new DOMException('full', 'QuotaExceededError'); put.call(this, name, text); };",
  );
  const page = await phone.open(draftPath(), ARTICLE);
  await openSheet(page, "P4");
  await write(page, "Câu đầu");
  await page.fill("dialog textarea >> nth=0", "Câu đầu, rồi hết chỗ");
  await eventually(
    "the database given all of it",
    () => readRaw(page),
    (rows) => rows.includes("Câu đầu, rồi hết chỗ"),
  );
  await page.close();
  const next = await phone.open("/y-kien", "text=Đang viết dở");
  expect(await next.textContent("main blockquote")).toBe("“gop-y\nCâu đầu, rồi hết chỗ”");
  await phone.context.close();
});

test("a report that waited on its page alone leaves nothing in the form: neither its words nor its photo go with the next", async () => {
  const phone = await MiniPhone.take(browser, world);
  await phone.context.addInitScript(NO_DATABASE);
  const page = await phone.open("/phan-anh", "textarea");
  const photo = await sharp({ create: { width: 60, height: 60, channels: 3, background: "#604020" } })
    .jpeg()
    .toBuffer();
  await page.fill("textarea", "Nắp cống vỡ");
  await page.setInputFiles("input[type=file]", { name: "cong.jpg", mimeType: "image/jpeg", buffer: photo });
  await phone.context.setOffline(true);
  await page.click("button:has-text('Gửi phản ánh')");
  await page.waitForSelector("[role=alert]:has-text('chỉ có trên trang này')");
  await phone.context.setOffline(false);
  await online(page);
  await page.waitForSelector(".code");
  await page.click("button:has-text('Gửi phản ánh khác')");
  await page.waitForSelector("textarea");
  expect(await page.inputValue("textarea")).toBe("");
  await page.fill("textarea", "Đèn đường tắt");
  await page.click("button:has-text('Gửi phản ánh')");
  const words = openWords(world.core.requests, await findByCode((await page.textContent(".code")) ?? ""));
  expect([words.what, words.picture]).toEqual(["Đèn đường tắt", ""]);
  await phone.context.close();
});

test("reports of two misused frames, both half written, are two", async () => {
  const phone = await MiniPhone.take(browser, world);
  const page = await phone.open("/phan-anh?khung=Quốc khánh", "textarea");
  await page.fill("textarea", "Khung thứ nhất bị cắt cờ");
  const next = await phone.open("/phan-anh?khung=Tết", "textarea");
  await next.fill("textarea", "Khung thứ hai chèn quảng cáo");
  await phone.go(page, "/y-kien");
  for (const words of ["Khung thứ nhất bị cắt cờ", "Khung thứ hai chèn quảng cáo"])
    await page.waitForSelector(`text=${words}`);
  await phone.context.close();
});

test("what an earlier app kept is sent under its own key; a broken entry is put aside, shown, and never thrown away", async () => {
  const phone = await MiniPhone.take(browser, world);
  const page = await phone.open("/y-kien", "h1");
  const key = "0b8c6a1e-5a86-4d55-9f7a-3f3cf1f0a077";
  const old = {
    key,
    draftId,
    draft: "D",
    place: "CT3, trang 6",
    position: "",
    stance: "gop-y",
    text: "Của bản cũ",
    reason: "",
  };
  await putRaw(page, {
    [`waiting:${key}`]: { value: { ...old, signed: false }, at: Date.now() },
    "waiting:hong": { value: { text: "Chữ trong mục hỏng" }, at: 1 },
    "out:hong": "không phải mục của ta",
    "receipt:SM-7K2Q-M9XT-4RAB": { value: { code: "SM-7K2Q-M9XT-4RAB", late: false, place: "CT9", sentAt: 5 }, at: 5 },
  });
  await page.reload();
  await page.waitForSelector("text=Của bản cũ");
  await page.waitForSelector("text=Đang tổng hợp");
  expect([phone.sent, await stored("Của bản cũ")]).toEqual([[key], 1]);
  await page.waitForSelector("text=Chữ trong mục hỏng");
  const shown = (await page.textContent("main")) ?? "";
  for (const words of ["không phải mục của ta", "SM-7K2Q-M9XT-4RAB", "CT9"]) expect(shown).toContain(words);
  await page.reload();
  await page.waitForSelector("text=Chữ trong mục hỏng");
  await phone.context.close();
});

test("a report with a photo and a question go the same way: kept without a net, sent with it, their codes found afterwards", async () => {
  const soon = new Date(Date.now() + 86_400_000);
  const hall = { title: "Đối thoại tháng này", about: "", place: "Hội trường", heldAt: soon, closesAt: soon };
  const hallId = await planTownHall(acceptDeps(world.core), "sao-mai", hall, { id: "1", name: "A" });
  const by = { id: "other", name: "Lãnh đạo mẫu" };
  await lookAndDecide(townHallPublication, world.core, { unitCode: "sao-mai", id: hallId, by, wish: undefined });
  const phone = await MiniPhone.take(browser, world);
  const page = await phone.open("/phan-anh", "textarea");
  const asking = await phone.open(`/doi-thoai/${hallId}`, "textarea");
  await page.fill("textarea", "Cột điện nghiêng ở thôn 3");
  const photo = await sharp({ create: { width: 90, height: 60, channels: 3, background: "#406080" } })
    .jpeg()
    .toBuffer();
  await page.setInputFiles("input[type=file]", { name: "cot.jpg", mimeType: "image/jpeg", buffer: photo });
  await asking.fill("textarea", "Bao giờ sửa đường thôn 3?");
  await phone.context.setOffline(true);
  await page.click("button:has-text('Gửi phản ánh')");
  await page.waitForSelector("text=Phản ánh được giữ trên máy");
  await asking.click("button:has-text('Gửi câu hỏi')");
  await asking.waitForSelector("[role=status]:has-text('Nội dung được giữ trên máy')");
  await Promise.all([page.close(), asking.close()]);
  await phone.context.setOffline(false);
  const next = await phone.open("/y-kien", "h1");
  await next.waitForSelector(".code:has-text('PA-')");
  await next.waitForSelector(".code:has-text('SM-')");
  const { requests } = world.core;
  const code = (await next.textContent(".code:has-text('PA-')")) ?? "";
  const words = openWords(requests, await findByCode(code));
  expect([words.what, words.picture]).toEqual(["Cột điện nghiêng ở thôn 3", expect.stringMatching(/^kept:/)]);
  await eventually(
    "one question there",
    () => QuestionModel.countDocuments({ townHallId: hallId, state: "asked" }),
    (n) => n === 1,
  );
  await phone.context.close();
});
