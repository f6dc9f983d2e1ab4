import { OfficialModel } from "../../src/officials/official.model.ts";
import { World } from "../support/world.ts";

/** What an operator does about accounts at the command line. */
let world: World;
beforeAll(async () => {
  world = await World.start({ workers: 0, web: false });
});
afterAll(() => world.stop());

const PASSWORD = "thuyền giấy muối ớt";
const add = (email: string, role: string, unit: string, password = PASSWORD) =>
  world.loa(
    ["officials", "add", "--email", email, "--name", "Người mới", "--role", role, "--unit", unit, "--json"],
    password,
  );

test("officials add: what a log-in takes is printed once, and nobody is made who could not log in", async () => {
  const admin = await add("quantri@so.gov.vn", "sys_admin", "so");
  expect(admin.code).toBe(0);
  expect(JSON.parse(admin.out)).toMatchObject({
    added: expect.any(String),
    totp: expect.stringMatching(/^otpauth:\/\/totp\//),
    next: "log in",
  });
  // who reads or approves still waits for the second official, also when the operator made the account
  const leader = await add("lanhdao@sao-mai.gov.vn", "commune_approver", "sao-mai");
  expect(JSON.parse(leader.out)).toMatchObject({
    totp: expect.stringContaining("secret="),
    next: expect.stringContaining("second official"),
  });
  expect(await OfficialModel.findOne({ email: "lanhdao@sao-mai.gov.vn" }).lean()).toMatchObject({
    active: false,
    invitation: { state: "waiting" },
  });
  const carrier = await add("ttv@sao-mai.gov.vn", "propagandist", "sao-mai");
  expect(JSON.parse(carrier.out)).toEqual({ added: expect.any(String), next: "log in" });
  for (const official of await OfficialModel.find().lean()) expect(JSON.stringify(official)).not.toContain(PASSWORD);
});

test.each([
  ["a weak password", "yeu@so.gov.vn", "sys_admin", "so", "saomai123456", "dễ đoán"],
  ["an unknown unit", "x@so.gov.vn", "sys_admin", "khong-co", PASSWORD, "Chọn một đơn vị"],
  ["a role of another kind of unit", "y@so.gov.vn", "commune_officer", "so", PASSWORD, "không thuộc Sở"],
  ["a role there is not", "z@so.gov.vn", "king", "so", PASSWORD, "Chọn một vai trò"],
  ["an e-mail that is taken", "quantri@so.gov.vn", "sys_admin", "so", PASSWORD, "đã có tài khoản"],
])("%s is refused with its sentence", async (_what, email, role, unit, password, says) => {
  const answer = await add(email, role, unit, password);
  expect([answer.code, answer.error]).toEqual([1, expect.stringContaining(says)]);
});

test("officials invite and officials link print a one-time link; only its hash is kept", async () => {
  const args = [
    "--email",
    "moi@sao-mai.gov.vn",
    "--name",
    "Người mời",
    "--role",
    "commune_officer",
    "--unit",
    "sao-mai",
  ];
  const invited = await world.loa(["officials", "invite", ...args, "--json"]);
  const { link, confirmation } = JSON.parse(invited.out) as { link: string; confirmation: string };
  expect(link).toMatch(/\/console\/loi-moi\/[\w-]{43}$/);
  expect(confirmation).toContain("second official");
  expect(JSON.stringify(await OfficialModel.find().lean())).not.toContain(link.split("/").at(-1));
  const again = await world.loa(["officials", "link", "--email", "quantri@so.gov.vn", "--json"]);
  expect(JSON.parse(again.out)).toMatchObject({ confirmation: "none needed" });
  expect((await world.loa(["officials", "link", "--email", "khong@co.vn"])).code).toBe(1);
  expect((await world.loa(["officials", "add"])).code).toBe(2);
});

test("keys rotate carries second factors along, those not confirmed yet as well", async () => {
  const key = Buffer.alloc(32, 9).toString("base64");
  const old = world.env["SECRETS_KEY"] ?? "";
  const rotated = await world.loa(["keys", "rotate", "--json"], old, { SECRETS_KEY: key });
  expect(rotated.code).toBe(0);
  const { createSecretBox } = await import("../../src/kernel/crypto.ts");
  const box = createSecretBox(key);
  for (const official of await OfficialModel.find({
    email: { $in: ["quantri@so.gov.vn", "lanhdao@sao-mai.gov.vn"] },
  }).lean())
    expect(box.open(official.totpSeed || (official.invitation?.totpSeed ?? ""))).toMatch(/^[A-Z2-7]{32}$/);
});

test("audit verify asks for no unit, and knows one that is none", async () => {
  expect(await world.loa(["audit", "verify", "--json"])).toMatchObject({ code: 0 });
  expect(await world.loa(["audit", "verify", "--unit", "sao-mai"])).toMatchObject({ code: 0 });
  const { code, error } = await world.loa(["audit", "verify", "--unit", "sao-mia"]);
  expect([code, error]).toEqual([1, expect.stringContaining("unit sao-mia is not known")]);
});
