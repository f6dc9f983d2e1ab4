import { OfficialModel } from "../../src/officials/official.model.ts";
import { makeAccount } from "../../src/officials/add-account.ts";
import { TRIAL_PASSWORD } from "../../src/officials/trial-accounts.ts";
import { currentCode } from "../../src/officials/totp.ts";
import { House, SEED, textOf } from "../support/agent.ts";

const email = "lanhdao@sao-mai.loaso.test";
const seedTrial = (house: House) =>
  makeAccount(house.core, {
    email,
    name: "Lãnh đạo mẫu B",
    role: "commune_approver",
    unitCode: "sao-mai",
    password: TRIAL_PASSWORD,
    seed: SEED,
    trial: true,
  });

describe("a seeded trial", () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open();
    await seedTrial(house);
    await house.addOfficial("commune_officer", "that", "sao-mai");
  });
  afterAll(() => house.close());

  test("the log-in page shows who there is, with password and digits that work; nobody real is in the list", async () => {
    const visitor = house.visitor();
    const page = await visitor.get(`/console/dang-nhap?dien=${email}`);
    expect(textOf(page)).toContain("Lãnh đạo mẫu B");
    expect(page.text).toContain(TRIAL_PASSWORD);
    expect(page.text).not.toContain("that@sao-mai");
    const code = /name="code"[^>]*value="(\d{6})"/.exec(page.text)?.[1] ?? "";
    const form = { email, password: TRIAL_PASSWORD, code };
    expect((await visitor.post("/console/dang-nhap", form)).status).toBe(303);
    // a second log-in within the half minute: the page shows the next digits
    const again = house.visitor();
    const next =
      /name="code"[^>]*value="(\d{6})"/.exec((await again.get(`/console/dang-nhap?dien=${email}`)).text)?.[1] ?? "";
    expect((await again.post("/console/dang-nhap", { ...form, code: next })).status).toBe(303);
  });

  test("a real person's e-mail fills in nothing", async () => {
    const page = await house.visitor().get("/console/dang-nhap?dien=that@sao-mai.loaso.test");
    expect(page.text).not.toMatch(/name="email"[^>]*value="that/);
  });

  test("who changes a trial's password takes it off the page", async () => {
    await OfficialModel.updateOne({ email }, { $set: { trial: false } });
    expect((await house.visitor().get("/console/dang-nhap")).text).not.toContain(TRIAL_PASSWORD);
    await OfficialModel.updateOne({ email }, { $set: { trial: true } });
  });
});

describe("seeded, but speaking with Zalo itself", () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open({ ZALO_OPENAPI_URL: "https://openapi.zalo.me" });
    await seedTrial(house);
  });
  afterAll(() => house.close());

  test("shows nothing, and lets nobody of the demo in", async () => {
    const visitor = house.visitor();
    const page = await visitor.get("/console/dang-nhap");
    expect(page.text).not.toContain(TRIAL_PASSWORD);
    expect(page.text).not.toContain(email);
    expect((await visitor.logIn(email, TRIAL_PASSWORD, currentCode(SEED, new Date()))).status).toBe(422);
  });
});
