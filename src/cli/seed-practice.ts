import { syncFollowers } from "../citizens/sync-followers.ts";
import { acceptDeps, type Core } from "../compose.ts";
import { lookAndDecide } from "../decisions/decide.ts";
import { draftPublication } from "../drafts/draft.decision.ts";
import { listDrafts } from "../drafts/draft.store.ts";
import { startDraft } from "../drafts/prepare-draft.ts";
import { proposeDraft } from "../drafts/propose-draft.ts";
import { days } from "../kernel/clock.ts";
import { makeAccount } from "../officials/add-account.ts";
import { findByEmail } from "../officials/official.store.ts";
import type { Role } from "../officials/rules.ts";
import { TRIAL_PASSWORD } from "../officials/trial-accounts.ts";
import { connectByRefreshToken } from "../units/connect-oa.ts";
import { DEFAULT_TOPICS } from "../units/unit.model.ts";
import { listUnits, type NamedUnit, saveUnits } from "../units/unit.store.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import { DEMO_DRAFT } from "./demo-draft.ts";
import { call, release } from "./seed-demo.ts";
import { seedPackages } from "./seed-packages.ts";

const MOST_SEATS = 99;
const START = new Date("2025-07-01T00:00:00+07:00");
const RESIDENTS = 12;
const FIRST_OA = 5_000_000_000_000_000_000n;
const FIRST_RESIDENT = 5_100_000_000_000_000_000n;

interface Seat {
  code: string;
  name: string;
  oa: string;
  firstResident: bigint;
}
const seatOf = (n: number): Seat => {
  const number = String(n).padStart(2, "0");
  return {
    code: `tap-${number}`,
    name: `Xã Tập ${number}`,
    oa: String(FIRST_OA + BigInt(n)),
    firstResident: FIRST_RESIDENT + BigInt(n * 1000),
  };
};

function unitOf(code: string, name: string, kind: NamedUnit["kind"]): NamedUnit {
  return {
    _id: code,
    name,
    office: kind === "department" ? name : `UBND ${name.charAt(0).toLowerCase()}${name.slice(1)}`,
    kind,
    province: "Tỉnh Tập",
    parents: kind === "department" ? [] : [{ code: "so", from: START, to: null }],
    from: START,
    to: null,
    population: kind === "department" ? 0 : 6000,
    households: kind === "department" ? 0 : 1600,
    hamlets: kind === "department" ? 0 : 6,
    topics: DEFAULT_TOPICS,
    contact: {
      address: `Trụ sở ${name}`,
      hours: "7:30–11:30 và 13:30–17:00, thứ Hai đến thứ Sáu",
      phone: "0900 000 000",
      dutyPhone: "0900 000 001",
    },
  };
}

async function addAccount(core: Core, mail: string, unitCode: string, name: string, role: Role): Promise<void> {
  const email = `${mail}@${unitCode}.loaso.test`;
  if (await findByEmail(email)) return;
  await makeAccount(core, { email, name, role, unitCode, password: TRIAL_PASSWORD, trial: true });
}

/** An OA with its invented residents; one of them has restricted it, so that not everybody is reached. */
async function connectSeat(core: Core, { code, name, oa, firstResident }: Seat): Promise<void> {
  if (await findOaOfUnit(code)) return;
  await call(core, "oas", { id: oa, name: `UBND ${name}`, type: 2, package: "Comprehensive" });
  await call(core, "residents", { oa, count: RESIDENTS - 1, firstId: String(firstResident), within: 3 });
  const last = String(firstResident + BigInt(RESIDENTS));
  await call(core, "residents", { oa, id: last, name: "Người dân mẫu (chặn tin)", magic: "blocked" });
  const pair = await call(core, "tokens", { oa });
  await connectByRefreshToken(core, code, String(pair["refresh_token"]));
  await syncFollowers(core, oa);
}

async function openDraft(core: Core, { code, name }: Seat): Promise<void> {
  if ((await listDrafts(code, ["editing", "published", "sealed"])).length > 0) return;
  const deps = { ...acceptDeps(core), outside: core.outside };
  const own = (text: string): string => text.replaceAll("xã Sao Mai", name.replace("Xã", "xã"));
  const fields = {
    title: own(DEMO_DRAFT.title),
    about: own(DEMO_DRAFT.about),
    campaignId: "",
    skin: "state" as const,
    questions: [],
  };
  const upload = { name: "du-thao.txt", bytes: Buffer.from(own(DEMO_DRAFT.first)), note: "Bản lấy ý kiến" };
  const [by, leader] = [
    { id: "practice", name: "Nhà tập" },
    { id: "practice-leader", name: "Lãnh đạo nhà tập" },
  ];
  const id = await startDraft(deps, code, fields, upload, by);
  const now = core.clock.now();
  const period = { openAt: new Date(now.getTime() - 1000), closeAt: new Date(now.getTime() + days(90)) };
  await proposeDraft(deps, code, id, period, by);
  await lookAndDecide(draftPublication, deps, { unitCode: code, id, by: leader, wish: undefined });
}

/** A department and so many communes, one a seat of the class. Run again it adds only what is missing. */
export async function seedPractice(core: Core, seats: number): Promise<Record<string, unknown>> {
  if (core.settings.PRACTICE !== "on") throw new Error("this is a real house; PRACTICE=on makes one to practise in");
  if (!Number.isInteger(seats) || seats < 1 || seats > MOST_SEATS) throw new Error(`seats: 1 to ${MOST_SEATS}`);
  const all = Array.from({ length: seats }, (_, n) => seatOf(n + 1));
  const known = new Set((await listUnits()).map(({ _id }) => _id));
  const units = [unitOf("so", "Sở Tập", "department"), ...all.map(({ code, name }) => unitOf(code, name, "commune"))];
  await saveUnits(units.filter(({ _id }) => !known.has(_id)));
  await addAccount(core, "bientap", "so", "Biên tập Sở Tập", "dept_editor");
  await addAccount(core, "lanhdao", "so", "Lãnh đạo Sở Tập", "dept_approver");
  for (const [n, seat] of all.entries()) {
    const number = String(n + 1).padStart(2, "0");
    await addAccount(core, "hocvien", seat.code, `Học viên ${number}`, "commune_officer");
    await addAccount(core, "lanhdao", seat.code, `Lãnh đạo ${number}`, "commune_approver");
    await connectSeat(core, seat);
    await openDraft(core, seat);
  }
  await seedPackages(
    core,
    (read, by) => release(core, read, by),
    all.map(({ code }) => code),
  );
  return { seats, residents: seats * RESIDENTS };
}
