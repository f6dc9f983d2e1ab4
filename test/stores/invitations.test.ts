import fc from "fast-check";
import { randomBytes } from "node:crypto";
import mongoose from "mongoose";
import { composeCore, connectMongo, ensureIndexes } from "../../src/compose.ts";
import { AppError } from "../../src/kernel/errors.ts";
import { makeAccount } from "../../src/officials/add-account.ts";
import { confirmOfficial, refuseOfficial } from "../../src/officials/confirm-official.ts";
import { inviteOfficial } from "../../src/officials/invite-official.ts";
import { codeOnScreen } from "../../src/officials/invitation-rules.ts";
import { findOfficial } from "../../src/officials/official.store.ts";
import { isPassword } from "../../src/officials/passwords.ts";
import {
  anotherCode,
  choosePassword,
  finishSetUp,
  openLink,
  proveSeed,
  showSeed,
  startOver,
} from "../../src/officials/set-up-account.ts";
import { currentCode } from "../../src/officials/totp.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import { testSettings } from "../support/settings.ts";

/** Any order of steps by two browsers at one link: what takes effect is what the browser set whose code was read. */
const core = composeCore(testSettings(), "test");
const FROM = new Date("2025-07-01T00:00:00+07:00");
const unit = (code: string, kind: "department" | "commune", parent: string) => ({
  _id: code,
  name: code,
  office: code,
  kind,
  province: "",
  parents: parent ? [{ code: parent, from: FROM, to: null }] : [],
  from: FROM,
  to: null,
  population: 0,
  households: 0,
  hamlets: 0,
  topics: [],
  contact: { address: "", hours: "", phone: "", dutyPhone: "" },
});
const admin = { id: "", name: "Quản trị", role: "sys_admin", unitCode: "so" } as const;
const leader = { id: "", name: "Lãnh đạo", role: "commune_approver", unitCode: "xa" } as const;
let ids = { admin: "", leader: "" };

beforeAll(async () => {
  await connectMongo(core.settings);
  await ensureIndexes();
  await saveUnits([unit("so", "department", ""), unit("xa", "commune", "so")]);
  const make = async (one: { name: string; role: "sys_admin" | "commune_approver"; unitCode: string }) =>
    (await makeAccount(core, { ...one, email: `${one.role}@x.vn`, password: "x" })).id;
  ids = { admin: await make(admin), leader: await make(leader) };
});
afterAll(async () => {
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
  await core.producer.close();
  core.redis.disconnect();
});

const BROWSERS = [
  { device: randomBytes(32).toString("base64url"), password: "thuyền giấy muối ớt" },
  { device: randomBytes(32).toString("base64url"), password: "cây dù xanh mái tôn" },
] as const;
const STEPS = ["password", "seed", "digits", "finish", "again", "new-code", "confirm", "old-code", "refuse"] as const;
type Step = (typeof STEPS)[number];

async function take(
  step: Step,
  browser: (typeof BROWSERS)[number],
  token: string,
  id: string,
  told: { code: string; password: string },
): Promise<void> {
  const link = { token, device: browser.device };
  const me = { ...leader, id: ids.leader };
  switch (step) {
    case "password":
      return void (await choosePassword(core, link, { password: browser.password, again: browser.password }));
    case "seed":
      return showSeed(core, link);
    case "digits": {
      const sealed = (await findOfficial(id))?.invitation?.totpSeed ?? "";
      return void (await proveSeed(core, link, sealed ? currentCode(core.box.open(sealed), new Date()) : ""));
    }
    case "finish":
      return void (await finishSetUp(core, link));
    case "again":
      return startOver(core, link);
    case "new-code":
      return anotherCode(core, link);
    case "confirm": {
      // what stands on this browser's screen now, if anything does
      const one = await openLink(core, token);
      told.code = codeOnScreen(browser.device, one.invitation.tokenHash, one.invitation.codeRound);
      told.password = browser.password;
      return void (await confirmOfficial(core, me, id, told.code));
    }
    case "old-code":
      return void (await confirmOfficial(core, me, id, told.code));
    case "refuse":
      return void (await refuseOfficial(core, me, id, "không phải người này"));
  }
}

test("whatever the order, an account is opened only by its browser's own code, with its own password", async () => {
  let number = 0;
  let opened = 0;
  // the steps of an honest person, with anything in between
  const honest = (["password", "seed", "digits", "finish", "confirm"] as const).map((step) => ({ step, browser: 0 }));
  const any = fc.record({ step: fc.constantFrom(...STEPS), browser: fc.constantFrom(0, 1) });
  const runs = fc.tuple(...honest.map((one) => fc.tuple(fc.array(any, { maxLength: 2 }), fc.constant(one))));
  await fc.assert(
    fc.asyncProperty(runs, async (parts) => {
      const steps = parts.flatMap(([before, one]) => [...before, one]);
      const wish = { email: `nguoi${(number += 1)}@x.vn`, name: "Người", role: "commune_officer", unitCode: "xa" };
      const { id, token } = await inviteOfficial(core, { ...admin, id: ids.admin }, wish);
      const told = { code: "", password: "" };
      for (const { step, browser } of steps) {
        const by = BROWSERS[browser] ?? BROWSERS[0];
        const before = await findOfficial(id);
        await take(step, by, token, id, told).catch((error: unknown) => {
          // every refusal is one that a person is told about
          if (!(error instanceof AppError)) throw error;
        });
        const after = await findOfficial(id);
        if (!before?.active && after?.active) {
          opened += 1;
          expect(["confirm", "old-code"]).toContain(step);
          expect(await isPassword(after.passwordHash, told.password)).toBe(true);
          expect(after.invitation).toMatchObject({
            state: "done",
            passwordHash: "",
            totpSeed: "",
            codeHash: "",
            endedBy: leader.name,
          });
        }
        if (after && !after.active)
          expect([after.passwordHash, after.totpSeed, after.joinedAt]).toEqual(["", "", null]);
      }
    }),
    { numRuns: 25 },
  );
  expect(opened).toBeGreaterThan(0);
}, 120_000);
