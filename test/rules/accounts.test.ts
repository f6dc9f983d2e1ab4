import fc from "fast-check";
import { fitsUnit, isRaise, mayConfirm, mayGive, mayLookAfter } from "../../src/officials/grants.ts";
import { codeOnScreen, hashOfCode } from "../../src/officials/invitation-rules.ts";
import { passwordProblem, passwordStrength } from "../../src/officials/password-rules.ts";
import { mayDo, needsTotp, readsOrApproves, ROLES, type Role } from "../../src/officials/rules.ts";
import { deviceName, endsAt, isAlive, isUse } from "../../src/officials/session-rules.ts";
import { addressOf } from "../../src/web/address.ts";

describe("who may give which role", () => {
  // every cell of the table: giver in the row, role in the column, in the order of ROLES
  const TABLE: Record<Role, string> = {
    sys_admin: "yyyyyyyyy",
    dept_coordinator: "nnynyyyyy",
    dept_editor: "nnnnnnnnn",
    dept_approver: "nnnnnnnnn",
    commune_officer: "nnnnnnnnn",
    commune_approver: "nnnnnnnnn",
    propagandist: "nnnnnnnnn",
    auditor: "nnnnnnnnn",
    contributor: "nnnnnnnnn",
  };
  test.each(ROLES)("%s", (giver) =>
    expect(ROLES.map((role) => (mayGive(giver, role) ? "y" : "n")).join("")).toBe(TABLE[giver]),
  );
  test("who gives a role may look after accounts, and the other way round", () => {
    for (const role of ROLES) expect(TABLE[role].includes("y")).toBe(mayDo(role, "officials.manage"));
  });
  test("nobody but an administrator gives a role that may look after accounts", () => {
    for (const giver of ROLES.filter((role) => role !== "sys_admin"))
      for (const role of ROLES.filter((one) => mayDo(one, "officials.manage")))
        expect(mayGive(giver, role)).toBe(false);
  });
  test("nobody looks after the own account", () => {
    for (const role of ROLES) expect(mayLookAfter({ id: "a", role }, { id: "a", role })).toBe(false);
  });
  test.each([
    ["sys_admin", "yn"],
    ["dept_coordinator", "yn"],
    ["dept_editor", "yn"],
    ["dept_approver", "yn"],
    ["commune_officer", "ny"],
    ["commune_approver", "ny"],
    ["propagandist", "ny"],
    ["auditor", "yy"],
    ["contributor", "yy"],
  ] as const)("%s stands in a department, a commune: %s", (role, answer) => {
    expect((fitsUnit(role, "department") ? "y" : "n") + (fitsUnit(role, "commune") ? "y" : "n")).toBe(answer);
    expect(fitsUnit(role, "ward")).toBe(fitsUnit(role, "special-zone"));
  });
  test("a role that may more, or another unit, is a raise; less is none", () => {
    const at = (role: Role, unitCode = "a") => ({ role, unitCode });
    expect(isRaise(at("commune_officer"), at("propagandist"))).toBe(false);
    expect(isRaise(at("propagandist"), at("commune_officer"))).toBe(true);
    expect(isRaise(at("commune_officer"), at("commune_approver"))).toBe(true);
    expect(isRaise(at("commune_approver"), at("commune_officer"))).toBe(true);
    expect(isRaise(at("propagandist"), at("propagandist", "b"))).toBe(true);
    for (const role of ROLES) expect(isRaise(at(role), at(role))).toBe(false);
  });
});

describe("a second official", () => {
  const one = { inviteeId: "new", inviterId: "boss", unitCode: "xa", departments: ["so"], approverIds: [] as string[] };
  const who = (id: string, role: Role, unitCode: string) => ({ id, role, unitCode });
  test.each([
    ["the unit's approver", who("ap", "commune_approver", "xa"), ["ap"], true],
    ["another unit's approver", who("ap2", "commune_approver", "xb"), ["ap"], false],
    ["somebody at the department while the unit has an approver", who("co", "dept_coordinator", "so"), ["ap"], false],
    ["somebody at the department for the first approver", who("co", "dept_coordinator", "so"), [], true],
    ["the approver of the department for the first", who("da", "dept_approver", "so"), [], true],
    ["another department", who("co", "dept_coordinator", "so-khac"), [], false],
    ["an officer of the unit", who("of", "commune_officer", "xa"), [], false],
    ["an editor at the department, who may not confirm", who("ed", "dept_editor", "so"), [], false],
    ["who invited", who("boss", "sys_admin", "so"), [], false],
    ["who invited, though the unit's approver", who("boss", "commune_approver", "xa"), ["boss"], false],
    ["the person itself", who("new", "commune_approver", "xa"), ["new"], false],
  ] as const)("%s", (_what, confirmer, approverIds, answer) =>
    expect(mayConfirm(confirmer, { ...one, approverIds })).toBe(answer),
  );
  test.each([
    ["sys_admin", "yn"],
    ["dept_coordinator", "yn"],
    ["dept_editor", "yy"],
    ["dept_approver", "yy"],
    ["commune_officer", "yy"],
    ["commune_approver", "yy"],
    ["propagandist", "nn"],
    ["auditor", "yy"],
    ["contributor", "nn"],
  ] as const)("%s: second factor, second official always: %s", (role, answer) =>
    expect((needsTotp(role) ? "y" : "n") + (readsOrApproves(role) ? "y" : "n")).toBe(answer),
  );
  test("the code on a screen is that of one browser, one link, one round; typed in any way", () => {
    const code = codeOnScreen("browser", "link", 0);
    expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    expect(hashOfCode(` ${code.toLowerCase().replace("-", " ")} `)).toBe(hashOfCode(code));
    expect(
      new Set([
        code,
        codeOnScreen("other", "link", 0),
        codeOnScreen("browser", "link", 1),
        codeOnScreen("browser", "l2", 0),
      ]).size,
    ).toBe(4);
  });
});

describe("a password", () => {
  const about = ["Nguyễn Văn An", "an.nguyen@sao-mai.gov.vn", "Xã Sao Mai", "UBND xã Sao Mai", "Tỉnh Hồng Sao"];
  test.each([
    "ngắn quá 1!",
    "mat-khau-thu-nghiem",
    "Saomai@2026!!",
    "Xã Sao Mai 2026",
    "UBNDxaSaoMai!",
    "Ubnd-Xa-Sao-Mai",
    "nguyenvanan1985",
    "NguyenVanAn@123",
    "an.nguyen@sao-mai",
    "tôi yêu việt nam",
    "TOI YEU VIET NAM",
    "Matkhau@123456",
    "Zalo@UBND#2026",
    "qwertyuiop[]",
    "20112026201120",
    "aaaaaaaaaaaaaaaa",
    "hongsao2026hongsao",
    "daihoidang14",
    "mat-khau-thu-nghiem-123",
    "UyBanNhanDan@2026",
    "Nguyen@Van#An$85",
    "DoiMatKhauMoi2026",
    "x".repeat(129),
  ])("%s will not do", (password) => {
    expect(passwordProblem(password, about)).toEqual(expect.any(String));
    expect([1, 2]).toContain(passwordStrength(password, about).of4);
    expect(passwordStrength(password, about)).toMatchObject({ words: passwordProblem(password, about) });
  });
  test.each([
    "hoa gạo nước mưa",
    "hoa gao nuoc mua 7",
    "cây dù xanh trên mái tôn",
    "k7#Vq!2m$Zx9",
    "thuyền giấy muối ớt",
    "H' Niê Ayŭn bến đò rổ rá",
    "tre nứa lá vàng bay qua ngõ",
    "mot-mat-khau-dai",
    "Correct-horse-battery-1",
  ])("%s will do, in any form of its marks", (password) => {
    expect(passwordProblem(password, about)).toBeUndefined();
    expect(passwordProblem(password.normalize("NFD"), about)).toBeUndefined();
    expect([3, 4]).toContain(passwordStrength(password, about).of4);
  });
  test("eleven characters are too few however they are stored", () => {
    expect(passwordProblem("tôi đi chợạ!".normalize("NFD").slice(0, 11))).toContain("12");
  });
});

describe("a session", () => {
  const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 26) + minutes * 60_000);
  test.each([
    ["29 minutes without use", 0, 29, true],
    ["30 minutes without use", 0, 30, false],
    ["in use for just under 12 hours", 700, 719, true],
    ["12 hours, in use", 719, 720, false],
  ])("%s", (_what, used, now, alive) => {
    const session = { startedAt: at(0), usedAt: at(used) };
    expect(isAlive(session, at(now))).toBe(alive);
    expect(endsAt(session) > at(now)).toBe(alive);
  });
  test.each([
    ["a page", "GET", false, "document", true],
    ["a page of an old browser", "GET", false, "", true],
    ["a button's part of a page", "GET", false, "empty", true],
    ["a page asking for news", "GET", true, "empty", false],
    ["a picture on the page", "GET", false, "image", false],
    ["a form, whatever it says", "POST", true, "empty", true],
  ])("%s counts as use: %s", (_what, method, poll, destination, use) =>
    expect(isUse({ method, poll, destination })).toBe(use),
  );
  test.each([
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge trên Windows"],
    ["Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/120 Chrome/114 Safari/537.36", "Cốc Cốc trên Windows"],
    ["Mozilla/5.0 (Linux; Android 13) Chrome/130.0 Mobile Safari/537.36", "Chrome trên Android"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17 Safari/604", "Safari trên iPhone"],
    ["curl/8", "Trình duyệt không rõ"],
    ["", "Trình duyệt không rõ"],
  ])("%s", (agent, name) => expect(deviceName(agent)).toBe(name));
});

describe("who a request comes from", () => {
  const of = (ip: string | undefined, remote = "10.0.0.9") =>
    addressOf({ ip, socket: { remoteAddress: remote } } as Parameters<typeof addressOf>[0]);
  test.each([
    ["27.72.1.9", "27.72.1.9"],
    ["::ffff:27.72.1.9", "27.72.1.9"],
    ["2405:4802:1f0a:6b10::1", "2405:4802:1f0a:6b00::/56"],
    ["2405:4802:1f0a:6bff:9:9:9:9", "2405:4802:1f0a:6b00::/56"],
    ["::1", "0000:0000:0000:0000::/56"],
    ["fe80::1%eth0", "fe80:0000:0000:0000::/56"],
    ["unknown", "10.0.0.9"],
    ["27.72.1.9:4711", "10.0.0.9"],
    ["<script>", "10.0.0.9"],
    [undefined, "10.0.0.9"],
  ])("%s", (ip, address) => expect(of(ip)).toBe(address));
  test("addresses of one household are one, those of two are two", () =>
    fc.assert(
      fc.property(fc.ipV6(), fc.ipV6(), (a, b) => {
        const bits = (ip: string): string => new URL(`http://[${ip}]/`).hostname;
        expect(of(bits(a).slice(1, -1))).toBe(of(a));
        if (of(a) === of(b)) expect(of(a)).toMatch(/::\/56$|^\d+\./);
      }),
    ));
});
