import { AuditModel } from "../../src/officials/audit-log.model.ts";
import { type Official, OfficialModel } from "../../src/officials/official.model.ts";
import { currentCode } from "../../src/officials/totp.ts";
import { House, noteOf, PASSWORD, SEED, textOf, type Visitor } from "../support/agent.ts";

let house: House;
let admin: Visitor;
let coordinator: Visitor;
const STRONG = "thuyền giấy muối ớt";
beforeAll(async () => {
  house = await House.open();
  admin = await house.as("sys_admin", "so", "quantri");
  coordinator = await house.as("dept_coordinator", "so", "dieuphoi");
});
afterAll(() => house.close());

const find = (email: string) => OfficialModel.findOne({ email }).lean<Official>().exec();
const wish = (email: string, role: string, unitCode = "sao-mai") => ({ name: "Người được mời", email, role, unitCode });
const linkIn = (html: string): string => /\/console\/loi-moi\/[\w-]{43}/.exec(html)?.[0] ?? "";

async function invite(by: Visitor, email: string, role: string, unitCode = "sao-mai"): Promise<string> {
  const answer = await by.post("/console/tai-khoan", wish(email, role, unitCode));
  expect([answer.status, textOf(answer).slice(0, 400)]).toEqual([200, expect.any(String)]);
  return linkIn(answer.text);
}
const codesIn = (html: string): string[] =>
  [...html.matchAll(/<li>([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})<\/li>/g)].map((one) => one[1] ?? "");
const screenCode = (html: string): string => /id="ma-gap-mat">([^<]+)</.exec(html)?.[1] ?? "";

/** All steps of a link in one browser; gives the seed and what the last page shows. */
async function setUp(
  visitor: Visitor,
  link: string,
  password = STRONG,
): Promise<{ seed: string; screen: string; codes: string[] }> {
  await visitor.get(link);
  expect((await visitor.post(`${link}/mat-khau`, { password, again: password })).status).toBe(303);
  let page = await visitor.get(link);
  let seed = "";
  let codes: string[] = [];
  if (page.text.includes("/bat-ma")) {
    await visitor.post(`${link}/bat-ma`);
    page = await visitor.get(link);
    seed = (/id="khoa">([^<]+)</.exec(page.text)?.[1] ?? "").replaceAll(" ", "");
    codes = codesIn((await visitor.post(`${link}/ma-6-so`, { code: currentCode(seed, new Date()) })).text);
    await visitor.post(`${link}/xong`);
    page = await visitor.get(link);
  }
  return { seed, screen: screenCode(page.text), codes };
}
const confirm = async (by: Visitor, email: string, code: string, more: Record<string, string> = {}) =>
  by.post(`/console/xac-nhan/${String((await find(email))?._id)}`, { code, met: "1", ...more });

test("officer: link, password, six digits, codes, a meeting; nothing before that, everything after", async () => {
  const email = "canbo.moi@sao-mai.gov.vn";
  const link = await invite(admin, email, "commune_officer");
  expect(JSON.stringify(await find(email))).not.toContain(link.split("/").at(-1));
  const invitee = house.visitor();
  expect((await invitee.get(link)).text).toContain(`hx-post="${link}/mat-khau/do"`);
  const meter = await invitee.post(`${link}/mat-khau/do`, { password: STRONG });
  expect([meter.status, /value="(\d)"/.exec(meter.text)?.[1]]).toEqual([200, expect.stringMatching(/[34]/)]);
  const near = await invitee.post(`${link}/mat-khau/do`, { password: "canbo moi saomai" });
  expect(textOf(near)).toContain("dễ đoán");
  for (const token of ["constructor", "x".repeat(43)])
    expect((await invitee.post(`/console/loi-moi/${token}/mat-khau/do`, { password: STRONG })).status).toBe(404);
  expect((await find(email))?.passwordHash).toBe("");
  const weak = await (await invitee.get(link),
  invitee.post(`${link}/mat-khau`, { password: "saomai123456", again: "saomai123456" }));
  expect([weak.status, textOf(weak)]).toEqual([422, expect.stringContaining("dễ đoán")]);
  const { seed, screen, codes } = await setUp(invitee, link);
  expect(codes).toHaveLength(10);
  expect(screen).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
  // set up, but not met: the right password and digits lead to the code again, to nothing else
  const waiting = await house.visitor().logIn(email, STRONG, currentCode(seed, new Date()));
  expect([waiting.status, waiting.headers["location"]]).toEqual([200, undefined]);
  expect(screenCode(waiting.text)).not.toBe(screen);
  // the first browser's code is void now; that of the second, who proved to be the person, counts
  expect((await confirm(coordinator, email, screen)).status).toBe(422);
  const done = await confirm(coordinator, email, screenCode(waiting.text).toLowerCase());
  expect([done.status, done.headers["location"]]).toEqual([303, "/console/xac-nhan"]);
  await house.freshCodes(email);
  const officer = await house.enter(email, STRONG, seed);
  expect((await officer.get("/console/hop-thu")).status).toBe(200);
  // the link is spent, and says so
  const late = await house.visitor().get(link);
  expect([late.status, textOf(late)]).toEqual([410, expect.stringContaining("đã dùng xong")]);
  const saved = await find(email);
  expect(saved?.invitation).toMatchObject({
    state: "done",
    passwordHash: "",
    totpSeed: "",
    recovery: [],
    codeHash: "",
  });
  const actions = (await AuditModel.find({ object: email }).sort({ _id: 1 }).lean()).map((line) => line.action);
  expect(actions).toEqual(
    expect.arrayContaining(["official-invited", "invitation-password", "invitation-set-up", "official-confirmed"]),
  );
});

test("who invited, the person itself and an officer cannot confirm; wrong codes run out", async () => {
  const email = "hai.nguoi@ben-lua.gov.vn";
  const link = await invite(admin, email, "commune_approver", "ben-lua");
  const { screen } = await setUp(house.visitor(), link);
  expect((await confirm(admin, email, screen)).status).toBe(403);
  const officer = await house.as("commune_officer", "ben-lua");
  expect((await confirm(officer, email, screen)).status).toBe(403);
  expect((await confirm(coordinator, email, screen, { met: "" })).status).toBe(422);
  for (let n = 0; n < 5; n += 1) expect((await confirm(coordinator, email, "AAAA-AAAA")).status).toBe(422);
  const spent = await confirm(coordinator, email, screen);
  expect([spent.status, textOf(spent)]).toEqual([409, expect.stringContaining("Lấy mã mới")]);
  expect((await find(email))?.active).toBe(false);
});

test("a new code and a refusal: by whom they are due, while they are due, with a reason", async () => {
  const email = "ba.nguoi@ben-lua.gov.vn";
  const link = await invite(admin, email, "commune_officer", "ben-lua");
  const invitee = house.visitor();
  const { screen } = await setUp(invitee, link);
  const id = String((await find(email))?._id);
  // another browser, and an invitation that is none, get no code; the one on the screen stays
  expect((await house.visitor().post(`${link}/ma-khac`)).status).toBeGreaterThanOrEqual(300);
  const before = await find(email);
  for (const odd of ["x".repeat(43), "constructor"])
    expect((await invitee.post(`/console/loi-moi/${odd}/ma-khac`)).status).toBeGreaterThanOrEqual(400);
  expect(await find(email)).toEqual(before);
  expect((await invitee.post(`${link}/ma-khac`)).status).toBe(303);
  const renewed = screenCode((await invitee.get(link)).text);
  expect([renewed === screen, /^[A-Z2-9]{4}-[A-Z2-9]{4}$/.test(renewed)]).toEqual([false, true]);
  const refuse = (who: Visitor, which: string, reason: string) =>
    who.post(`/console/xac-nhan/${which}/tu-choi`, { reason });
  const approver = await house.as("commune_approver", "sao-mai", "lanhdao");
  const waiting = await find(email);
  expect((await refuse(admin, id, "Không phải người của xã")).status).toBe(403);
  expect((await refuse(approver, id, "Không phải người của xã")).status).toBe(403);
  expect((await refuse(coordinator, "constructor", "Không phải")).status).toBe(404);
  expect((await refuse(coordinator, id, " ")).status).toBe(422);
  expect(await find(email)).toEqual(waiting);
  expect((await refuse(coordinator, id, "Không phải người của phường")).status).toBe(303);
  expect((await refuse(coordinator, id, "Lần nữa")).status).toBeGreaterThanOrEqual(400);
  expect((await confirm(coordinator, email, renewed)).status).toBeGreaterThanOrEqual(400);
  expect((await find(email))?.active).toBe(false);
});

test("the unit's approver confirms; then nobody at the department does any more", async () => {
  await house.as("commune_approver", "sao-mai", "lanhdao");
  const leader = await house.as("commune_approver", "sao-mai", "lanhdao");
  const email = "lanhdao2@sao-mai.gov.vn";
  const { screen } = await setUp(house.visitor(), await invite(coordinator, email, "commune_approver"));
  expect((await confirm(admin, email, screen)).status).toBe(403);
  const other = await house.as("commune_approver", "ben-lua", "lanhdao");
  expect((await confirm(other, email, screen)).status).toBe(403);
  expect(textOf(await leader.get("/console/xac-nhan"))).toContain(email);
  expect((await confirm(leader, email, screen)).status).toBe(303);
  // a lost confirmer: disabled, the department may again
  const next = "lanhdao3@sao-mai.gov.vn";
  const three = await setUp(house.visitor(), await invite(admin, next, "commune_officer"));
  await OfficialModel.updateMany({ unitCode: "sao-mai", role: "commune_approver" }, { $set: { active: false } });
  expect((await confirm(coordinator, next, three.screen)).status).toBe(303);
  await OfficialModel.updateMany({ unitCode: "sao-mai", role: "commune_approver" }, { $set: { active: true } });
});

test("an inviter who opens the link first leaves nothing behind: another browser begins anew", async () => {
  const email = "bay@sao-mai.gov.vn";
  const link = await invite(admin, email, "commune_officer");
  const thief = house.visitor();
  const stolen = await setUp(thief, link, "mật khẩu của kẻ gian lận này");
  const person = house.visitor();
  expect(textOf(await person.get(link))).toContain("đang mở ở một máy hoặc trình duyệt khác");
  // the code of the first browser is not on this screen
  expect(screenCode((await person.get(link)).text)).toBe("");
  await person.post(`${link}/bat-dau-lai`);
  const mine = await setUp(person, link);
  const leader = await house.as("commune_approver", "sao-mai", "lanhdao");
  expect((await confirm(leader, email, stolen.screen)).status).toBe(422);
  expect((await confirm(leader, email, mine.screen)).status).toBe(303);
  expect(
    (await house.visitor().logIn(email, "mật khẩu của kẻ gian lận này", currentCode(stolen.seed, new Date()))).status,
  ).toBe(422);
  expect((await house.visitor().logIn(email, STRONG, currentCode(mine.seed, new Date()))).status).toBe(303);
});

test("nobody raises themselves, nobody gives what the table does not say, nobody reaches another scope", async () => {
  const me = await find("dieuphoi@so.loaso.test");
  const boss = await find("quantri@so.loaso.test");
  const own = `/console/tai-khoan/${String(me?._id)}`;
  for (const [path, form] of [
    [`${own}/vai-tro`, { role: "sys_admin", unitCode: "so" }],
    [`${own}/vai-tro`, { role: "dept_editor", unitCode: "so" }],
    [`${own}/lien-ket`, {}],
    [`/console/tai-khoan/${String(boss?._id)}/lien-ket`, {}],
    [`/console/tai-khoan/${String(boss?._id)}/khoa`, { active: "0" }],
    [`/console/tai-khoan/${String(boss?._id)}/vai-tro`, { role: "propagandist", unitCode: "sao-mai" }],
  ] as const)
    expect([path, (await coordinator.post(path, form)).status]).toEqual([path, 403]);
  for (const role of ["sys_admin", "dept_coordinator", "dept_approver", "king", ""]) {
    const answer = await coordinator.post("/console/tai-khoan", wish(`x-${role}@so.gov.vn`, role, "so"));
    expect([role, answer.status]).toEqual([role, 422]);
  }
  for (const [role, unitCode] of [
    ["commune_officer", "so"],
    ["dept_editor", "sao-mai"],
    ["commune_officer", "khong-co"],
  ] as const)
    expect((await admin.post("/console/tai-khoan", wish("y@so.gov.vn", role, unitCode))).status).toBe(422);
  expect(await OfficialModel.countDocuments({ email: /^(x-|y@)/ })).toBe(0);
  expect((await find("dieuphoi@so.loaso.test"))?.role).toBe("dept_coordinator");
  expect(await AuditModel.countDocuments({ action: "account-refused" })).toBeGreaterThan(5);
});

test("a reset: the old way works until the new one is confirmed, then every session and the old way end", async () => {
  const leader = await house.as("commune_approver", "sao-mai", "lanhdao");
  const { email, id } = await house.addOfficial("commune_officer", "mat-may", "sao-mai");
  const officer = await house.enter(email);
  const answer = await admin.post(`/console/tai-khoan/${id}/lien-ket`);
  const link = linkIn(answer.text);
  expect(textOf(await officer.get("/console/toi"))).toContain("đã tạo liên kết đặt lại cách đăng nhập");
  const { seed, screen } = await setUp(house.visitor(), link);
  expect((await officer.get("/console/hop-thu")).status).toBe(200);
  expect((await confirm(leader, email, screen)).status).toBe(303);
  expect((await officer.get("/console/hop-thu")).status).toBe(303);
  expect((await house.visitor().logIn(email, PASSWORD, currentCode(SEED, new Date()))).status).toBe(422);
  const again = await house.enter(email, STRONG, seed);
  expect(textOf(await again.get("/console/toi"))).toContain("đã được đặt lại, Cán bộ mẫu lanhdao xác nhận");
});

test("a disabled account is not opened by a link, and a withdrawn one is over", async () => {
  const { email, id } = await house.addOfficial("propagandist", "nghi", "sao-mai");
  const link = linkIn((await admin.post(`/console/tai-khoan/${id}/lien-ket`)).text);
  await admin.post(`/console/tai-khoan/${id}/khoa`, { active: "0" });
  const visitor = house.visitor();
  expect((await visitor.get(link)).status).toBe(409);
  await admin.post(`/console/tai-khoan/${id}/khoa`, { active: "1" });
  await admin.post(`/console/tai-khoan/${id}/rut`);
  expect(textOf(await visitor.get(link))).toContain("đã được rút lại");
  expect((await find(email))?.active).toBe(true);
});

test("a role that may less holds at once; one that may more goes by link and meeting", async () => {
  const leader = await house.as("commune_approver", "sao-mai", "lanhdao");
  const { email, id } = await house.addOfficial("commune_officer", "doi-vai", "sao-mai");
  const officer = await house.enter(email);
  expect(
    (await admin.post(`/console/tai-khoan/${id}/vai-tro`, { role: "propagandist", unitCode: "sao-mai" })).status,
  ).toBe(303);
  expect((await find(email))?.role).toBe("propagandist");
  expect((await officer.get("/console/hop-thu")).status).toBe(303);
  const link = linkIn(
    (await admin.post(`/console/tai-khoan/${id}/vai-tro`, { role: "commune_approver", unitCode: "sao-mai" })).text,
  );
  const { screen } = await setUp(house.visitor(), link);
  expect((await find(email))?.role).toBe("propagandist");
  expect((await confirm(leader, email, screen)).status).toBe(303);
  expect((await find(email))?.role).toBe("commune_approver");
  expect(
    (await AuditModel.find({ action: "role-changed", object: email }).lean()).map((line) => line.details["thành"]),
  ).toEqual(["Tuyên truyền viên cơ sở", "Lãnh đạo duyệt tin"]);
});

test.each([
  ["a reset that was under way", "/lien-ket", {}],
  ["a higher role that was under way", "/vai-tro", { role: "commune_approver", unitCode: "sao-mai" }],
])("%s ends with a role that may less", async (_name, way, form) => {
  const leader = await house.as("commune_approver", "sao-mai", "lanhdao");
  const { email, id } = await house.addOfficial("commune_officer", `ha${way.length}`, "sao-mai");
  const link = linkIn((await admin.post(`/console/tai-khoan/${id}${way}`, form)).text);
  const visitor = house.visitor();
  const { screen } = await setUp(visitor, link);
  await admin.post(`/console/tai-khoan/${id}/vai-tro`, { role: "propagandist", unitCode: "sao-mai" });
  expect((await confirm(leader, email, screen)).status).toBe(409);
  expect(textOf(await visitor.get(link))).toContain("đã được rút lại");
  expect(await find(email)).toMatchObject({ role: "propagandist", invitation: { passwordHash: "", totpSeed: "" } });
});

test("who needs neither digits nor a meeting is in after one step", async () => {
  const email = "ttv@sao-mai.gov.vn";
  const visitor = house.visitor();
  const link = await invite(coordinator, email, "propagandist");
  const { seed } = await setUp(visitor, link);
  expect(seed).toBe("");
  expect(textOf(await visitor.get(link))).toContain("Tài khoản đã dùng được");
  expect((await house.visitor().logIn(email, STRONG)).status).toBe(303);
});

test("late, wrong, replaced: each says what to do", async () => {
  const email = "tre@sao-mai.gov.vn";
  const link = await invite(admin, email, "commune_officer");
  const visitor = house.visitor();
  await visitor.get(link);
  await OfficialModel.updateOne({ email }, { $set: { "invitation.expiresAt": new Date(Date.now() - 1000) } });
  const late = await visitor.get(link);
  expect([late.status, textOf(late)]).toEqual([
    410,
    expect.stringMatching(/đã hết hạn lúc .*Cán bộ mẫu quantri gửi lời mời mới/),
  ]);
  expect((await visitor.post(`${link}/mat-khau`, { password: STRONG, again: STRONG })).status).toBe(410);
  const fresh = await invite(admin, email, "commune_officer");
  expect((await visitor.get(link)).status).toBe(404);
  expect((await visitor.get(fresh)).status).toBe(200);
  for (const wrong of ["x".repeat(43), "%00", `${"a".repeat(42)}!`, "1"])
    expect([wrong, (await visitor.get(`/console/loi-moi/${wrong}`)).status]).toEqual([wrong, 404]);
  // the e-mail of somebody who joined is taken
  const taken = await admin.post("/console/tai-khoan", wish("quantri@so.loaso.test", "auditor", "so"));
  expect([taken.status, noteOf(taken)]).toEqual([409, expect.stringContaining("đã có tài khoản")]);
});

test("set up and met by nobody in time: the log-in says so, and shows no code that would be refused", async () => {
  const email = "qua-han@sao-mai.gov.vn";
  const { seed } = await setUp(house.visitor(), await invite(admin, email, "commune_officer"));
  await OfficialModel.updateOne({ email }, { $set: { "invitation.expiresAt": new Date(Date.now() - 1000) } });
  // only to who proves to be the person
  expect(textOf(await house.visitor().logIn(email, STRONG, "000000"))).not.toContain("hết hạn");
  const late = await house.visitor().logIn(email, STRONG, currentCode(seed, new Date()));
  expect([late.status, screenCode(late.text), textOf(late)]).toEqual([
    410,
    "",
    expect.stringMatching(/đã hết hạn lúc .*Cán bộ mẫu quantri gửi lời mời mới/),
  ]);
  expect((await find(email))?.invitation?.codeRound).toBe(0);
});

test("pages do not show the recovery codes twice; lost, ten new ones are made and the first are void", async () => {
  const email = "mat-trang@sao-mai.gov.vn";
  const visitor = house.visitor();
  const link = await invite(admin, email, "commune_officer");
  await visitor.get(link);
  await visitor.post(`${link}/mat-khau`, { password: STRONG, again: STRONG });
  await visitor.post(`${link}/bat-ma`);
  const seed = (/id="khoa">([^<]+)</.exec((await visitor.get(link)).text)?.[1] ?? "").replaceAll(" ", "");
  expect((await visitor.post(`${link}/ma-6-so`, { code: "000000" })).status).toBe(422);
  const first = codesIn((await visitor.post(`${link}/ma-6-so`, { code: currentCode(seed, new Date()) })).text);
  expect(codesIn((await visitor.get(link)).text)).toEqual([]);
  const second = codesIn((await visitor.post(`${link}/ma-du-phong`)).text);
  expect(second).toHaveLength(10);
  expect(second).not.toEqual(first);
  // a step pressed twice changes nothing and says so
  expect((await visitor.post(`${link}/bat-ma`)).status).toBe(409);
});

test("an administrator who disables the others is not alone by it: no fake coordinator confirms a fake leader", async () => {
  await OfficialModel.updateOne({ email: "dieuphoi@so.loaso.test" }, { $set: { active: false } });
  const email = "gia@so.gov.vn";
  const { screen } = await setUp(house.visitor(), await invite(admin, email, "dept_coordinator", "so"));
  expect(screen).not.toBe("");
  expect((await confirm(admin, email, screen)).status).toBe(403);
  expect((await find(email))?.active).toBe(false);
  await OfficialModel.updateOne({ email: "dieuphoi@so.loaso.test" }, { $set: { active: true } });
});

test("two who confirm at once, and a hundred presses of the last button: one account, one effect", async () => {
  const leader = await house.as("commune_approver", "sao-mai", "lanhdao");
  const email = "mot-lan@sao-mai.gov.vn";
  const { screen } = await setUp(house.visitor(), await invite(admin, email, "commune_officer"));
  const answers = await Promise.all(Array.from({ length: 5 }, () => confirm(leader, email, screen)));
  expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1);
  expect(await AuditModel.countDocuments({ action: "official-confirmed", object: email })).toBe(1);
});
