import mongoose from "mongoose";
import { composeCore, type Core, ensureIndexes } from "../../src/compose.ts";
import { AppError } from "../../src/kernel/errors.ts";
import { startWriteCutter, type WriteCutter } from "../support/write-cutter.ts";
import { testSettings } from "../support/settings.ts";
import { type Case, casesOf, openHouse, standing } from "../support/account-cases.ts";

/** Accounts, killed at each write: afterwards the one state or the other, no third; pressed again it is done. */
let cutter: WriteCutter;
let core: Core;
let cases: Record<string, Case>;

beforeAll(async () => {
  const settings = testSettings();
  const uri = new URL(settings.MONGODB_URI);
  cutter = await startWriteCutter(Number(uri.port));
  uri.port = String(cutter.port);
  for (const name of ["bufferCommands", "autoIndex", "autoCreate"] as const) mongoose.set(name, false);
  // a cut ends the deed at once: the driver does not try a second time behind its back
  const patience = { serverSelectionTimeoutMS: 5000, minHeartbeatFrequencyMS: 20 };
  await mongoose.connect(uri.href, { ...patience, retryWrites: false, retryReads: false });
  await ensureIndexes();
  core = composeCore(settings, "test");
  cases = casesOf(core, await openHouse(core));
});
afterAll(async () => {
  cutter.heal();
  await core.producer.close();
  core.redis.disconnect();
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
  await cutter.close();
});

/** The database answers again after a cut. */
async function back(): Promise<void> {
  cutter.heal();
  for (let n = 0; ; n += 1)
    try {
      await mongoose.connection.db?.admin().ping();
      return;
    } catch (error) {
      if (n > 60) throw error;
    }
}

async function cutAt(one: Case, n: number, how: "before" | "after", after: unknown): Promise<boolean> {
  const person = await one.arrange();
  const before = await standing(core, person);
  cutter.cutAt(n, how);
  await one.press(person).catch(() => undefined);
  const wasCut = cutter.wasCut();
  await back();
  const now = await standing(core, person);
  expect([before, after]).toContainEqual(now);
  // whoever pressed got no answer and presses again; a refusal says what to do
  await one.press(person).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });
  expect(await standing(core, person)).toEqual(after);
  return wasCut;
}

const NAMES = [
  "made by the operator",
  "invited",
  "the password chosen",
  "the seed shown",
  "the digits proved",
  "the codes put away",
  "met and confirmed",
  "in force without a meeting",
  "refused",
  "the invitation withdrawn",
  "a reset link made",
  "a reset confirmed",
  "a role that may less",
  "a link for a role that may more",
  "a higher role confirmed",
  "disabled",
  "the own password changed",
  "the own six digits changed",
  "the own codes renewed",
];
test.each(NAMES)("%s", async (name) => {
  const one = cases[name];
  if (!one) throw new Error(`no such case: ${name}`);
  const uncut = await one.arrange();
  const before = await standing(core, uncut);
  cutter.heal();
  await one.press(uncut);
  const writes = cutter.writes();
  const after = await standing(core, uncut);
  expect(after).not.toEqual(before);
  let cuts = 0;
  for (let n = 1; n <= writes; n += 1)
    for (const how of ["before", "after"] as const) if (await cutAt(one, n, how, after)) cuts += 1;
  expect([writes > 0, cuts]).toEqual([true, writes * 2]);
});

test("no case is left out", () => expect(Object.keys(cases)).toEqual(NAMES));
