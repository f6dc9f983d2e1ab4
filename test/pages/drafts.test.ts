import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { acceptComment } from "../../src/comments/accept-comment.ts";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { IntakeModel } from "../../src/comments/intake.model.ts";
import { appealHiding, findByCode } from "../../src/comments/steer-comment.ts";
import { acceptDeps } from "../../src/compose.ts";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { DraftModel } from "../../src/drafts/draft.model.ts";
import { AuditModel } from "../../src/officials/audit-log.model.ts";
import { findReport } from "../../src/reports/report.store.ts";
import { takeRequest } from "../../src/requests/take-request.ts";
import { requestDeps } from "../../src/compose.ts";
import { NARROW, openBrowser, WIDE } from "../support/browser.ts";
import { faultsOf, Officers } from "../support/officers.ts";
import { docx, p, t } from "../support/docx-file.ts";
import { paragraphsOf, unpack } from "../support/office-file.ts";
import { eventually, World } from "../support/world.ts";

let world: World;
let browser: Browser;
let officers: Officers;
let id = "";
const codes: Record<string, string> = {};
beforeAll(async () => {
  world = await World.start({ residents: 3 });
  browser = await openBrowser();
  officers = new Officers(world, browser);
  await officers.add("canbo", "commune_officer");
  await officers.add("lanhdao", "commune_approver");
  await officers.add("quantri", "sys_admin", "so");
  await officers.add("kiemtra", "auditor");
  await officers.add("ttv", "propagandist");
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
});
const url = (path: string): string => `${world.webUrl}/console${path}`;
const say = async (name: string, text: string, position = "", stance: "gop-y" | "khong-tan-thanh" = "gop-y") => {
  const given = {
    draftId: id,
    position,
    stance,
    text,
    reason: "",
    channel: "web" as const,
    once: `t-${name}`,
    rateBy: "",
  };
  codes[name] = (await acceptComment(acceptDeps(world.core), given)).code;
};

test("an officer brings a document in, is told what is wrong, corrects the structure and opens it", async () => {
  const { page, context, reports } = await officers.enter("canbo");
  await page.goto(url("/du-thao/moi"));
  await page.click("button.primary");
  await page.waitForSelector("text=Cần chọn tệp");
  await page.fill("input[name=title]", DEMO_DRAFT.title);
  await page.setInputFiles("input[name=file]", {
    name: "x.docx",
    mimeType: "application/octet-stream",
    buffer: Buffer.from([0xff, 0xd8, 0xff]),
  });
  await page.click("button.primary");
  await page.waitForSelector("text=Chỉ nhận tệp Word");
  expect(await page.inputValue("input[name=title]")).toBe(DEMO_DRAFT.title);
  await page.fill("textarea[name=questions]", DEMO_DRAFT.questions.join("\n"));
  await page.setInputFiles("input[name=file]", {
    name: "du-thao.txt",
    mimeType: "text/plain",
    buffer: Buffer.from(DEMO_DRAFT.first),
  });
  await page.click("button.primary");
  await page.waitForSelector("text=Đã đọc tệp");
  id = /du-thao\/([0-9a-f]{24})/.exec(page.url())?.[1] ?? "";
  expect(await page.textContent("article.draft")).toContain("P2.2-CT3");
  await page.click("text=Sửa cấu trúc");
  await page.check("fieldset:has(input[value='¶2']) input[type=checkbox]");
  await page.click("button.primary");
  await page.waitForSelector("text=Đã lưu cấu trúc");
  await page.goto(url(`/du-thao/${id}`));
  expect(await page.textContent("article.draft")).toContain("DỰ THẢO Chương trình hành động");
  await page.click("button:has-text('Công bố')");
  await page.waitForSelector("text=Đã trình công bố");
  expect((await fetch(`${world.webUrl}/api/v1/drafts/${id}`)).status).toBe(404);
  const leader = await officers.enter("lanhdao");
  await leader.page.goto(url(`/du-thao/${id}`));
  expect(await faultsOf(leader.page, "publication")).toEqual([]);
  await leader.page.check("input[value=approve]");
  await leader.page.click("button:has-text('Xác nhận')");
  await leader.page.waitForSelector("text=Người dân thấy ngay từ bây giờ");
  await leader.context.close();
  await page.reload();
  expect(await page.textContent(".chip")).toContain("Đang lấy ý kiến");
  expect((await fetch(`${world.webUrl}/api/v1/drafts/${id}`)).status).toBe(200);
  // a later version is compared before it is shown
  await page.click("summary:has-text('Thêm bản mới')");
  await page.setInputFiles("input[name=file]", {
    name: "ban2.txt",
    mimeType: "text/plain",
    buffer: Buffer.from(DEMO_DRAFT.second),
  });
  await page.click("button:has-text('Thêm bản')");
  await page.waitForSelector("text=Đã thêm bản 2, chưa công bố");
  expect(await page.locator("ins").allTextContents()).toEqual(expect.arrayContaining(["85"]));
  expect(reports).toEqual([]);
  await context.close();
});

test("the clerk reads by place, sorts, groups, hides only on a ground; every reading is logged; another decides the appeal", async () => {
  await say("a", "Đề nghị xã mở rộng đường đến thôn 5 trước mùa mưa năm tới.", "P3.2");
  await say("b", "Đề nghị xã mở rộng đường đến thôn 5 trước mùa mưa năm sau.", "P3.2");
  await say("c", "gops ys: neen cos saan chowi trer em", "P3.4");
  await say("d", "Vay tiền nhanh 0900 000 000 lãi thấp");
  await say("e", "Dự thảo có nói đến học phí không?", "P3.3");
  const { page, context, reports } = await officers.enter("canbo");
  await page.goto(url(`/du-thao/${id}/gop-y`));
  expect(await page.locator("table.places tbody tr").count()).toBe(4);
  await page.click("table.places a:has-text('P3.2')");
  await page.click("button:has-text('Gộp thành một nhóm 2 ý kiến')");
  await page.waitForSelector("text=2 ý kiến giống nhau");
  await page.goto(url(`/du-thao/${id}/gop-y/P3.4`));
  expect(await page.textContent("main")).toContain("đọc là: góp ý: nên có sân chơi trẻ em");
  await page.goto(url(`/du-thao/${id}/gop-y/toan-van`));
  // personal data is covered until the one comment is opened, which is logged
  expect(await page.textContent("main")).toContain("[đã che số điện thoại]");
  await page.click("text=Xem nguyên văn, xử lý");
  expect(await page.textContent("main")).toContain("0900 000 000");
  await page.click("button:has-text('Ẩn ý kiến')");
  await page.waitForSelector("text=Cần chọn một căn cứ");
  await page.check("input[value=quang-cao]");
  await page.fill("input[name=article]", "Nghị định 91/2020/NĐ-CP");
  await page.fill("textarea[name=note]", "mời vay tiền");
  await page.click("button:has-text('Ẩn ý kiến')");
  await page.waitForSelector(".note.good:has-text('Đã ẩn')");
  await appealHiding(
    { clock: world.core.clock, comments: world.core.comments },
    codes["d"] ?? "",
    "Không phải quảng cáo",
  );
  await page.reload();
  expect(await page.textContent("main")).toContain("Người đã ẩn không tự giải quyết");
  const leader = await officers.enter("lanhdao");
  await leader.page.goto(page.url());
  await leader.page.check("input[value=kept-hidden]");
  await leader.page.fill("textarea[name=note]", "Đúng là quảng cáo");
  await leader.page.click("button:has-text('Ghi quyết định')");
  await leader.page.waitForSelector("text=Đã giải quyết khiếu nại");
  await page.goto(url(`/du-thao/${id}/gop-y/P3.3`));
  await page.click("text=Xem nguyên văn, xử lý");
  await page.selectOption("select[name=kind]", "question");
  await page.click("button:has-text('Lưu loại')");
  await page.waitForSelector("text=Đã xếp loại");
  const logged = await AuditModel.countDocuments({ action: { $in: ["comments-read", "comment-opened"] } });
  expect(logged).toBeGreaterThan(5);
  expect([...reports, ...leader.reports]).toEqual([]);
  await leader.context.close();
  await context.close();
});

test("a meeting and an organisation's paper are entered with their own counts; a wrong place is named", async () => {
  const { page, context } = await officers.enter("canbo");
  await page.goto(url(`/du-thao/${id}/gop-y/nhap`));
  await page.selectOption("select[name=kind]", "meeting");
  await page.fill("input[name=title]", "Thôn 3");
  await page.fill("input[name=present]", "38");
  await page.fill("input[name=speakers]", "11");
  await page.fill("input[name=opinions]", "11");
  await page.fill("textarea[name=words]", "P9.9 | Chỉ góp ý | Sai chỗ");
  await page.click("button:has-text('Nhập ý kiến')");
  await page.waitForSelector("text=Không có vị trí “P9.9”");
  await page.fill(
    "textarea[name=words]",
    "P3.2 | Chỉ góp ý | Làm đường thôn 9 trước.\nP4 | Đồng ý một phần | Công khai thu chi hằng tháng.\nP2.2-CT2 | Tán thành | Nhất trí.",
  );
  await page.click("button:has-text('Nhập ý kiến')");
  await page.waitForSelector("text=Đã nhập 3 ý kiến");
  expect(await IntakeModel.findOne({ draftId: id }).lean()).toMatchObject({ present: 38, speakers: 11, opinions: 11 });
  const entered = await CommentModel.find({ draftId: id, channel: "meeting" }).lean();
  expect(entered.map((one) => one.stance).toSorted()).toEqual(["gop-y", "mot-phan", "tan-thanh"]);
  await context.close();
});

test("safeguard 18: who may not read comments gets 403; the auditor reads and changes nothing", async () => {
  const admin = await officers.enter("quantri");
  const answer = await admin.page.goto(url(`/du-thao/${id}/gop-y`));
  expect(answer?.status()).toBe(403);
  const auditor = await officers.enter("kiemtra");
  await auditor.page.goto(url(`/du-thao/${id}/gop-y/P3.2`));
  expect(await auditor.page.textContent("main")).toContain("Đề nghị xã mở rộng");
  expect(await auditor.page.locator("form[action*=tra-loi], form[action*='/an']").count()).toBe(0);
  await auditor.context.close();
  await admin.context.close();
  // a propagandist enters papers and reads nothing of what others said
  const ttv = await officers.enter("ttv");
  await ttv.page.goto(url("/du-thao"));
  await ttv.page.click("text=Nhập phiếu, hội nghị");
  await ttv.page.fill("textarea[name=words]", "P3.3 | Chỉ góp ý | Thiếu phần cho người khuyết tật.");
  await ttv.page.click("button:has-text('Nhập ý kiến')");
  await ttv.page.waitForSelector("text=Đã nhập 1 ý kiến");
  for (const closed of ["gop-y", "bao-cao", "bao-cao.docx", "bao-cao.xlsx"])
    expect((await ttv.page.request.get(url(`/du-thao/${id}/${closed}`))).status()).toBe(403);
  await ttv.context.close();
});

test("answered place by place, closed, sealed by the leader with six digits; the file opens, the receipt is proven in public", async () => {
  const { page, context, reports } = await officers.enter("canbo");
  for (;;) {
    await page.goto(url(`/du-thao/${id}/gop-y`));
    const open = page.locator("table.places tr:has-text('Chưa trả lời') a").first();
    if ((await open.count()) === 0) break;
    await open.click();
    await page.check("input[value=mot-phan]");
    await page.fill("textarea[name=words]", "Xã đưa vào kế hoạch năm 2027.");
    await page.click("button:has-text('Lưu câu trả lời')");
    await page.waitForSelector("text=Đã trả lời vị trí này");
  }
  const [preview] = await Promise.all([
    page.waitForEvent("download"),
    page.goto(url(`/du-thao/${id}/bao-cao`)).then(() => page.click("text=Tải Word")),
  ]);
  const bytes = readFileSync((await preview.path()) ?? "");
  const texts = paragraphsOf(
    (
      await unpack(
        (async function* () {
          yield bytes;
        })(),
      )
    )["word/document.xml"] ?? "",
  );
  expect(texts.join("\n")).toContain("BẢN CHƯA NIÊM PHONG");
  await DraftModel.updateOne({ _id: id }, { $set: { closeAt: new Date(Date.now() - 1000) } });
  const leader = await officers.enter("lanhdao");
  await leader.page.goto(url(`/du-thao/${id}/bao-cao`));
  expect(await leader.page.textContent("main")).toContain("Số liệu khớp với bảng và nhật ký");
  await leader.page.fill("textarea[name=signerTitle]", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH");
  await leader.page.fill("input[name=signerName]", "Cán bộ mẫu A");
  await leader.page.fill("input[name=code]", "000000");
  await leader.page.click("button:has-text('Niêm phong báo cáo')");
  await leader.page.waitForSelector("text=Mã 6 số chưa đúng");
  expect(await leader.page.inputValue("input[name=signerName]")).toBe("Cán bộ mẫu A");
  await leader.page.fill("input[name=code]", await officers.code("lanhdao", "approve"));
  await leader.page.click("button:has-text('Niêm phong báo cáo')");
  await leader.page.waitForSelector("text=Đã niêm phong. Báo cáo đang được lập");
  const report = await eventually(
    "the report",
    () => findReport(id),
    (one) => one?.state === "ready",
  );
  await leader.page.reload();
  expect(await leader.page.textContent("main")).toContain(report?.root ?? "-");
  const open = await browser.newContext({ javaScriptEnabled: false });
  const check = await open.newPage();
  await check.goto(`${world.webUrl}/cong-khai/kiem-tra`);
  await check.fill("input[name=code]", codes["a"] ?? "");
  await check.click("button");
  await check.waitForSelector("text=Có trong báo cáo");
  expect(await check.textContent("main")).toContain(report?.root ?? "-");
  await check.fill("input[name=code]", "SM-AAAA-BBBB-CCCC");
  await check.click("button");
  await check.waitForSelector("text=Không tìm thấy ý kiến có mã này");
  expect((await findByCode(codes["a"] ?? "")).state).toBe("kept");
  expect([...reports, ...leader.reports]).toEqual([]);
  await open.close();
  await leader.context.close();
  await context.close();
});

test("phản ánh and data requests on the console: assigned, answered, in time", async () => {
  await takeRequest(requestDeps(world.core), {
    unitCode: "sao-mai",
    channel: "web",
    what: "Đèn đường thôn 2 hỏng",
    where: "Ngã ba",
    contact: "",
    once: "q1",
    rateBy: "",
  });
  const { page, context, reports } = await officers.enter("canbo");
  await page.goto(url("/phan-anh"));
  await page.click("text=Đèn đường thôn 2 hỏng");
  await page.fill("input[name=office]", "Địa chính, xây dựng");
  await page.click("button:has-text('Chuyển')");
  await page.waitForSelector("text=Đã chuyển bộ phận");
  await page.click("button:has-text('Gửi trả lời')");
  await page.waitForSelector("text=Cần ghi nội dung trả lời");
  await page.fill("textarea[name=answer]", "Đã thay bóng đèn.");
  await page.click("button:has-text('Gửi trả lời')");
  await page.waitForSelector("text=người phản ánh xem bằng mã");
  await page.goto(url("/phan-anh"));
  expect((await page.textContent("main"))?.replace(/\s+/g, " ")).toContain("đã nhận 1 · đã trả lời 1, đúng hạn 1");
  await page.goto(url("/du-lieu-ca-nhan"));
  await page.waitForSelector("text=Không có yêu cầu nào đang chờ");
  expect(reports).toEqual([]);
  await context.close();
});

test("đối thoại: announced, asked from the mini-app and in the hall, answered and so published; personal data is masked", async () => {
  const { page, context, reports } = await officers.enter("canbo");
  await page.goto(url("/doi-thoai"));
  await page.click("button:has-text('Lập cuộc đối thoại')");
  await page.waitForSelector("text=Cần có tên cuộc đối thoại");
  await page.fill("input[name=title]", "Đối thoại quý IV");
  await page.fill("input[name=closesAt]", "2099-01-01T08:00");
  await page.click("button:has-text('Lập cuộc đối thoại')");
  await page.waitForSelector("text=Chờ lãnh đạo duyệt công bố");
  const leader = await officers.enter("lanhdao");
  await leader.page.goto(page.url());
  await leader.page.click("button:has-text('Duyệt công bố')");
  await leader.page.waitForSelector("text=Đã công bố.");
  await leader.context.close();
  await page.reload();
  const hall = /doi-thoai\/([0-9a-f]{24})/.exec(page.url())?.[1] ?? "";
  const phone = await (await browser.newContext({ viewport: NARROW })).newPage();
  await phone.goto(`${world.webUrl}/mini/sao-mai/doi-thoai/${hall}`);
  await phone.fill("textarea", "Bao giờ sửa đường thôn 5? Gọi tôi 0900 000 001.");
  await phone.click("button:has-text('Gửi câu hỏi')");
  await phone.waitForSelector(".code");
  await page.fill("textarea[name=text]", "Chợ cũ có giữ không?");
  await page.click("button:has-text('Ghi câu hỏi')");
  await page.waitForSelector("text=Đã ghi câu hỏi tại hội trường");
  const first = page.locator("section.card:has-text('sửa đường thôn 5')");
  await first.locator("textarea[name=answer]").fill("Quý I năm 2027, trước mùa mưa.");
  await first.locator("button:has-text('Trả lời và công khai')").click();
  await page.waitForSelector("text=Đã trả lời; câu hỏi và câu trả lời đã công khai");
  await phone.reload();
  await phone.waitForSelector("text=Quý I năm 2027");
  expect(await phone.textContent("main")).toContain("[đã che số điện thoại]");
  expect(await phone.textContent("main")).toContain("1 câu chờ trả lời");
  const shown = await (await fetch(`${world.webUrl}/cong-khai/doi-thoai/${hall}`)).text();
  expect(shown).toContain("Quý I năm 2027");
  expect(shown).not.toContain("Chợ cũ");
  expect(await faultsOf(page, "hall")).toEqual([]);
  expect(reports).toEqual([]);
  await phone.context().close();
  await context.close();
});

test("old letters are compared, doubts looked at, a split saved and taken back before anything is shown", async () => {
  const { page, context, reports } = await officers.enter("canbo", NARROW);
  const old = (words: string): string => p(t(words, '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'));
  const bytes = docx({ body: `${old("§iÒu 1. Ph¹m vi ®iÒu chØnh. Quy ­íc nµy")}<w:altChunk/>` });
  const choose = () => page.setInputFiles("input[name=file]", { name: "a.docx", mimeType: "", buffer: bytes });
  await page.goto(url("/du-thao/moi"));
  await page.fill("input[name=title]", "Quy ước");
  await choose();
  await page.click("button.primary");
  await page.waitForSelector("td:has-text('Điều 1. Phạm vi điều chỉnh')");
  const faults = await faultsOf(page, "letters");
  await choose();
  await page.check("input[name=lettersSeen]");
  await page.click("button.primary");
  await page.waitForSelector("text=Cần xem lại");
  await page.click("button:has-text('Công bố')");
  await page.waitForSelector("text=Còn 1 chỗ máy đọc chưa chắc");
  faults.push(...(await faultsOf(page, "doubts")));
  await page.check("#can-xem input[type=checkbox]");
  await page.click("text=Đã xem các chỗ đánh dấu");
  await page.waitForSelector("text=Đã xem hết các chỗ");
  await page.click("a.btn:has-text('Sửa cấu trúc')");
  await page.fill("textarea", "Điều 1. Phạm vi điều chỉnh.\nQuy ước này");
  await page.fill("input[name^=after-]", "Z9");
  await page.click("button.primary");
  await page.waitForSelector("text=Không có vị trí “Z9”");
  expect(await page.inputValue("textarea")).toContain("\nQuy ước này");
  await page.fill("input[name^=after-]", "");
  await page.click("button.primary");
  await page.waitForSelector("textarea >> nth=1");
  faults.push(...(await faultsOf(page, "structure")));
  await page.click("text=Hoàn tác lần lưu cuối");
  await page.waitForSelector("text=Đã hoàn tác");
  expect(await page.locator("textarea").count()).toBe(1);
  expect([...faults, ...reports]).toEqual([]);
  await context.close();
});

test.each([
  ["1366 px", WIDE],
  ["360 px", NARROW],
] as const)("pages of drafts at %s: axe finds nothing serious, nothing scrolls sideways", async (_name, viewport) => {
  const { page, context, reports } = await officers.enter("canbo", viewport);
  const faults: string[] = [];
  for (const path of [
    "/du-thao",
    "/du-thao/moi",
    `/du-thao/${id}`,
    `/du-thao/${id}/gop-y`,
    `/du-thao/${id}/gop-y/P3.2`,
    `/du-thao/${id}/gop-y/nhap`,
    `/du-thao/${id}/bao-cao`,
    `/du-thao/${id}/so-sanh?tu=1`,
    "/doi-thoai",
    "/phan-anh",
    "/du-lieu-ca-nhan",
  ]) {
    await page.goto(url(path));
    faults.push(...(await faultsOf(page, path)));
  }
  const draft = await DraftModel.findById(id).lean();
  for (const path of [
    "/don-vi/sao-mai",
    `/du-thao/${String(draft?._id)}`,
    `/du-thao/${String(draft?._id)}/so-lieu`,
    "/kiem-tra",
    "/nhung/sao-mai",
    "/phan-anh/sao-mai",
  ]) {
    await page.goto(`${world.webUrl}/cong-khai${path}`);
    faults.push(...(await faultsOf(page, path)));
  }
  expect([...faults, ...reports]).toEqual([]);
  await context.close();
});
