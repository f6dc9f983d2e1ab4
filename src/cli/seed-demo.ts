import axios from "axios";
import type { Core } from "../compose.ts";
import { currentFingerprint } from "../content/decide-item.ts";
import { NO_DETAILS } from "../content/kinds.ts";
import { createItem, findItem, listItems, moveToWaiting, decideItem } from "../content/item.store.ts";
import { makeAccount } from "../officials/add-account.ts";
import { adoptTrial, findByEmail } from "../officials/official.store.ts";
import { needsTotp } from "../officials/rules.ts";
import { TRIAL_PASSWORD } from "../officials/trial-accounts.ts";
import { connectByRefreshToken } from "../units/connect-oa.ts";
import { DEFAULT_TOPICS } from "../units/unit.model.ts";
import { addTester, findUnit, listUnits, type NamedUnit, saveUnits, testCodeOf } from "../units/unit.store.ts";
import { seedChanges } from "./seed-changes.ts";
import { seedDrafts } from "./seed-drafts.ts";
import { seedPlans } from "./seed-plans.ts";
import { lookAndDecide } from "../decisions/decide.ts";
import type { Person } from "../decisions/decision.ts";
import type { Package } from "../distribution/package.model.ts";
import { movePackage } from "../distribution/package.store.ts";
import { packageRelease } from "../distribution/release.decision.ts";
import { seedPackages } from "./seed-packages.ts";
import { seedQuiz } from "./seed-quiz.ts";
import { syncFollowers } from "../citizens/sync-followers.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import {
  DEMO_ACCOUNTS,
  DEMO_CAMPAIGNS,
  DEMO_ENTRIES,
  DEMO_ITEMS,
  DEMO_NAMES,
  DEMO_OAS,
  type DemoOa,
} from "./demo-data.ts";
import { addEntry, addOwnDay, listEntries } from "../calendar/calendar.store.ts";
import { addName, createCampaign, listCampaigns } from "../content/campaign.store.ts";
import { readLists } from "../content/parse-campaign.ts";
import { dayKey } from "../kernel/send-hours.ts";

const START = new Date("2025-07-01T00:00:00+07:00");
const contact = (name: string) => ({
  address: `Trụ sở UBND ${name}, tỉnh Hồng Sao`,
  hours: "7:30–11:30 và 13:30–17:00, thứ Hai đến thứ Sáu",
  phone: "0900 000 000",
  dutyPhone: "0900 000 001",
});

/** The invented province: a department, 126 communes of which three are rich, and one district that has ended. */
function demoUnits(): NamedUnit[] {
  const commune = (
    code: string,
    name: string,
    kind: NamedUnit["kind"],
    numbers: { population: number; households: number; hamlets: number },
  ): NamedUnit => ({
    _id: code,
    name,
    office: `UBND ${name.charAt(0).toLowerCase()}${name.slice(1)}`,
    kind,
    province: "Tỉnh Hồng Sao",
    parents: [{ code: "so", from: START, to: null }],
    from: START,
    to: null,
    ...numbers,
    topics: DEFAULT_TOPICS,
    contact: contact(name),
  });
  const rich = [
    commune("sao-mai", "Xã Sao Mai", "commune", { population: 12_900, households: 3480, hamlets: 12 }),
    commune("ben-lua", "Phường Bến Lụa", "ward", { population: 41_300, households: 11_200, hamlets: 24 }),
    commune("hon-en", "Đặc khu Hòn Én", "special-zone", { population: 1900, households: 520, hamlets: 3 }),
  ];
  const plain = Array.from({ length: 126 - rich.length }, (_, n) => {
    const number = String(n + 1).padStart(3, "0");
    return commune(`xa-mau-${number}`, `Xã Mẫu ${number}`, "commune", {
      population: 5000 + ((n * 137) % 9000),
      households: 1200 + ((n * 53) % 2600),
      hamlets: 6 + (n % 9),
    });
  });
  const department: NamedUnit = {
    ...commune("so", "Sở VHTTDL Hồng Sao", "department", { population: 0, households: 0, hamlets: 0 }),
    office: "Sở VHTTDL Hồng Sao",
    parents: [],
  };
  const ended: NamedUnit = {
    ...commune("huyen-sao", "Huyện Sao", "district", { population: 98_000, households: 26_000, hamlets: 0 }),
    from: new Date("2000-01-01T00:00:00+07:00"),
    to: START,
  };
  return [department, ended, ...rich, ...plain];
}

/** The simulator's own handles. */
export const call = async (core: Core, path: string, body: Record<string, unknown>): Promise<Record<string, unknown>> =>
  (await axios.post<Record<string, unknown>>(`${core.settings.ZALO_OPENAPI_URL}/sim/${path}`, body)).data;

/** OAs and residents in the simulator; asked only when it does not have them yet. */
async function fillSimulator(core: Core): Promise<void> {
  const { data } = await axios.get<{ oas: { id: string; residents: number }[] }>(
    `${core.settings.ZALO_OPENAPI_URL}/sim/state`,
  );
  const full = new Set(data.oas.filter(({ residents }) => residents > 0).map(({ id }) => id));
  await eachOfSeveral(
    DEMO_OAS.filter(({ id }) => !full.has(id)),
    (oa) => fillOa(core, oa),
  );
}

/** Colleagues of xã Sao Mai who look at drafts: on the phone's page they bear the same names. */
const TESTERS = ["Cán bộ mẫu A", "Cán bộ mẫu B", "Trưởng thôn mẫu"];

async function fillOa(core: Core, oa: DemoOa): Promise<void> {
  await call(core, "oas", { id: oa.id, name: oa.name, type: oa.type, package: "Comprehensive" });
  const count = oa.followers - oa.magic.length;
  await call(core, "residents", { oa: oa.id, count, firstId: oa.firstId, from: 1, within: 9 });
  if (oa.unit === "sao-mai")
    for (const [n, name] of TESTERS.entries())
      await call(core, "residents", { oa: oa.id, id: String(BigInt(oa.firstId) + BigInt(n)), name });
  for (const [n, magic] of oa.magic.entries())
    await call(core, "residents", {
      oa: oa.id,
      id: String(BigInt(oa.firstId) + BigInt(900_000 + n)),
      name: `Người dân mẫu (${magic})`,
      magic,
    });
}

async function addAccounts(core: Core): Promise<void> {
  for (const { mail, unit, name, role, seed } of DEMO_ACCOUNTS) {
    const email = `${mail}@${unit}.loaso.test`;
    if (await findByEmail(email)) {
      await adoptTrial(email, needsTotp(role) ? core.box.seal(seed) : "", core.clock.now());
      continue;
    }
    await makeAccount(core, { email, name, role, unitCode: unit, password: TRIAL_PASSWORD, seed, trial: true });
  }
}

/** A few items of the first phase, written by the officer and approved by the leader, and one that waits. */
async function addItems(core: Core): Promise<void> {
  if ((await listItems("sao-mai", ["draft", "waiting", "approved", "returned"], 1)).length > 0) return;
  const officer = await findByEmail("canbo@sao-mai.loaso.test");
  const leader = await findByEmail("lanhdao@sao-mai.loaso.test");
  if (!officer || !leader) return;
  const author = { id: String(officer._id), name: officer.name };
  for (const [n, demo] of DEMO_ITEMS.entries()) {
    const now = new Date(core.clock.now().getTime() - (DEMO_ITEMS.length - n) * 3_600_000);
    const id = await createItem({
      unitCode: "sao-mai",
      kind: "tin",
      details: { ...NO_DETAILS, privatePeople: "khong" },
      belongings: [],
      title: demo.title,
      text: demo.text,
      source: demo.source,
      sourceClass: "cong-khai",
      pictureId: "",
      pictureAlt: "",
      author,
      createdAt: now,
    });
    if (demo.state === "draft") continue;
    await moveToWaiting("sao-mai", id, 1, author, now);
    if (demo.state === "waiting") continue;
    const item = await findItem("sao-mai", id);
    if (item)
      await decideItem("sao-mai", id, item.version, {
        by: { id: String(leader._id), name: leader.name },
        at: now,
        fingerprint: await currentFingerprint(item),
      });
  }
}

/** Campaigns, names, a month's calendar and own days, and three colleagues who look at drafts. */
async function addPlans(core: Core): Promise<void> {
  const now = core.clock.now();
  if ((await listCampaigns(["so", "sao-mai"])).length === 0) {
    const made = new Map<string, string>();
    for (const { unit, level, parent, name, officialName, ...lists } of DEMO_CAMPAIGNS)
      made.set(
        name,
        await createCampaign({
          unitCode: unit,
          parentId: made.get(parent) ?? "",
          level,
          name,
          officialName,
          ...readLists(lists).lists,
          settlements: [],
          createdAt: now,
        }),
      );
    for (const { unit, ...name } of DEMO_NAMES) await addName({ unitCode: unit, ...name });
  }
  const officer = await findByEmail("canbo@sao-mai.loaso.test");
  if (officer && (await listEntries(["sao-mai"], "2000-01-01", "2100-01-01")).length === 0) {
    for (const { inDays, ...entry } of DEMO_ENTRIES)
      await addEntry({
        ...entry,
        unitCode: "sao-mai",
        day: dayKey(new Date(now.getTime() + inDays * 86_400_000)),
        itemId: "",
        createdBy: { id: String(officer._id), name: officer.name },
        createdAt: now,
      });
    await addOwnDay({
      unitCode: "sao-mai",
      name: "Hội làng Sao Mai",
      lunar: true,
      day: 12,
      month: 11,
      leadDays: 10,
      suggestions: ["Lịch hội làng và chỗ gửi xe"],
    });
  }
  const first = BigInt(DEMO_OAS[0]?.firstId ?? 0);
  if (((await findUnit("sao-mai"))?.testers.length ?? 0) === 0) {
    await testCodeOf("sao-mai", "XEMTHU");
    for (const [n, name] of TESTERS.entries())
      await addTester("sao-mai", { userId: String(first + BigInt(n)), name, at: now });
  }
}

/** Eight at a time: each waits for the simulator most of its time. */
async function eachOfSeveral<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < all.length; n += 8) await Promise.all(all.slice(n, n + 8).map(work));
}

/** Connects whatever is not connected yet. @returns how many that were */
async function connectOas(core: Core): Promise<number> {
  let connected = 0;
  await eachOfSeveral(DEMO_OAS, async (oa) => {
    if (await findOaOfUnit(oa.unit)) return;
    const pair = await call(core, "tokens", { oa: oa.id });
    await connectByRefreshToken(core, oa.unit, String(pair["refresh_token"]));
    // xã Sao Mai at once, so that its pages are full when they are first opened; the others by the worker
    if (oa.unit === "sao-mai") await syncFollowers(core, oa.id);
    else await core.enqueue.sync(oa.id);
    connected += 1;
  });
  return connected;
}

/** Nobody types six digits for a seed. */
export async function release(core: Core, read: Package, by: Person): Promise<void> {
  await movePackage(read, "draft", { state: "waiting" }, core.clock.now());
  const withoutDigits = { ...packageRelease, sixDigits: async () => true };
  await lookAndDecide(withoutDigits, core, { unitCode: "so", id: String(read._id), by, wish: undefined });
}

/** Seeds the demo (domain.md §6.1, §6.2). Run again it adds only what is missing. */
export async function seedDemo(core: Core): Promise<Record<string, unknown>> {
  // what somebody decided about a unit since then stands
  const known = new Set((await listUnits()).map(({ _id }) => _id));
  await saveUnits(demoUnits().filter(({ _id }) => !known.has(_id)));
  await addAccounts(core);
  await fillSimulator(core);
  const connected = await connectOas(core);
  await seedChanges(core);
  await addItems(core);
  await addPlans(core);
  await seedDrafts(core);
  await seedQuiz(core);
  await seedPlans(core);
  await seedPackages(core, (read, by) => release(core, read, by));
  return { units: 128, accounts: DEMO_ACCOUNTS.length, oasConnectedNow: connected, oas: DEMO_OAS.length };
}
