import mongoose from "mongoose";
import type { Response } from "supertest";
import type { Clock } from "../../src/kernel/clock.ts";
import { days } from "../../src/kernel/clock.ts";
import { formatDate } from "../../src/kernel/dates.ts";
import { dayKey } from "../../src/kernel/send-hours.ts";
import type { Role } from "../../src/officials/rules.ts";
import { composeRooms, finishDecisions } from "../../src/rooms.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { DECLARED, PARAMS, type Right, rolesWith } from "../routes/declared.ts";
import { type Home, makeHome } from "../routes/homes.ts";
import { differences, snapshot } from "../routes/snapshot.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";

/**
 * "Xã Sao Mai goes whole to Phường Bến Lụa on day D, Xã Hòn Én is divided into two": every list, page, export and feed
 * of every room, asked as everybody who may, on the eve, on the day and after it. Nothing is lost, nothing is moved.
 */
const SOON = new Date(Date.now() + days(1));
const DAY = new Date(`${dayKey(SOON)}T00:00:00+07:00`);
let today = new Date(+DAY - 60_000);
const clock: Clock = { now: () => today };
let house: House;
const homes = new Map<string, Home>();
const OLD = ["sao-mai", "ben-lua", "hon-en"];
const markOf = (unit: string): string => `Dấu riêng ${unit}`;

beforeAll(async () => {
  house = await House.open({ API_LIMITS: "off" }, { clock });
  const template = await UnitModel.findById("ben-lua").lean();
  await UnitModel.create({ ...template, _id: "hon-en", name: "Xã Hòn Én", office: "UBND xã Hòn Én" });
  for (const unit of [...OLD, "so"]) {
    const home = await makeHome(house.core, unit);
    const official = await house.addOfficial(unit === "so" ? "dept_editor" : "propagandist", "mau", unit);
    homes.set(unit, { ...home, ids: { ...home.ids, official: official.id } });
  }
});
afterAll(() => house.close());

const rows = Object.entries(DECLARED).flatMap(([right, routes]) =>
  routes
    .filter((route) => route.startsWith("GET "))
    .map((route) => ({ right: right as Right, path: route.slice(4).replace(".*/", "") })),
);
const inConsole = rows.filter(({ right }) => right !== "anyone" && right !== "resident");
const lists = inConsole.filter(({ path }) => !path.includes(":"));
const objects = inConsole.filter(({ path }) => path.includes(":"));
const open = rows.filter(
  ({ right, path }) => right === "anyone" && path.includes(":unit") && !/\/(khung|trang)\//.test(path),
);

type Row = (typeof rows)[number];
/** A few at a time, as browsers ask. */
async function inBatches(all: readonly Row[], work: (one: Row) => Promise<void>): Promise<void> {
  for (let n = 0; n < all.length; n += 8) await Promise.all(all.slice(n, n + 8).map(work));
}

const COMMUNE: readonly Role[] = ["commune_officer", "commune_approver", "auditor", "propagandist"];
const DEPARTMENT: readonly Role[] = ["dept_coordinator", "dept_editor", "dept_approver"];
const mayBe = (right: Right, among: readonly Role[]): Role | undefined =>
  among.find((role) => right === "signed-in" || rolesWith(right).includes(role));

/** The route with a home's own objects in the place of its parameters. */
function addressOf(path: string, home: Home): string {
  const fit = PARAMS.filter(([start]) => path.startsWith(start)).toSorted(([a], [b]) => b.length - a.length);
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const found = fit.find(([, params]) => Object.hasOwn(params, name))?.[1][name] ?? "";
    return found.startsWith("=") ? found.slice(1) : (home.ids[found] ?? "");
  });
}
const homeOf = (unit: string): Home => {
  const home = homes.get(unit);
  if (!home) throw new Error(`no home ${unit}`);
  return home;
};

/** Signed in once, and anew when so much time has passed that the session is over. */
const signedIn = new Map<string, Map<Role, Visitor>>();
async function peopleOf(unit: string, roles: readonly Role[]): Promise<Map<Role, Visitor>> {
  const key = `${unit} ${Math.floor((+today - +DAY) / days(1) + 0.5)}`;
  const people = signedIn.get(key) ?? new Map<Role, Visitor>();
  for (const role of roles) if (!people.has(role)) people.set(role, await house.as(role, unit));
  signedIn.set(key, people);
  return people;
}
const marksIn = (answer: Response): string[] => OLD.filter((unit) => answer.text?.includes(markOf(unit)));

/** Which units' words each list shows to who works in `unit`. */
async function marksOfLists(unit: string, roles: readonly Role[]): Promise<Map<string, string[]>> {
  const people = await peopleOf(unit, roles);
  const seen = new Map<string, string[]>();
  await inBatches(lists, async ({ right, path }) => {
    const role = mayBe(right, roles);
    const answer = role && (await people.get(role)?.get(path));
    if (!answer) return;
    expect([unit, path, answer.status < 500]).toEqual([unit, path, true]);
    seen.set(path, marksIn(answer));
  });
  return seen;
}
/** How each page of one of `owner`'s objects answers who works in `unit`. */
async function answersOfObjects(unit: string, owner: string): Promise<Map<string, number>> {
  const people = await peopleOf(unit, COMMUNE);
  const seen = new Map<string, number>();
  // reports are packed one after the other: whoever asks for several at once is told to wait
  const asked = objects.toSorted((a, b) => Number(a.path.includes("/bao-cao.")) - Number(b.path.includes("/bao-cao.")));
  const at = asked.findIndex(({ path }) => path.includes("/bao-cao."));
  const look = async ({ right, path }: Row): Promise<void> => {
    const role = mayBe(right, COMMUNE);
    const answer = role && (await people.get(role)?.get(addressOf(path, homeOf(owner))));
    if (answer) seen.set(path, answer.status);
  };
  await inBatches(asked.slice(0, at), look);
  for (const one of asked.slice(at)) await look(one);
  return seen;
}
/** What anybody reads under a unit's address, once an old one was followed. */
async function openOf(unit: string): Promise<Map<string, string[]>> {
  const seen = new Map<string, string[]>();
  for (const { path } of open) {
    const visitor = house.visitor();
    let answer = await visitor.get(addressOf(path, homeOf(unit)));
    if (answer.status === 302) answer = await visitor.get(answer.headers["location"] ?? "");
    expect([path, answer.status < 400]).toEqual([path, true]);
    seen.set(path, marksIn(answer));
  }
  return seen;
}

const eve = {
  lists: new Map<string, Map<string, string[]>>(),
  objects: new Map<string, number>(),
  open: new Map<string, Map<string, string[]>>(),
};
let places = new Map<string, string>();
let before = new Map() as Awaited<ReturnType<typeof snapshot>>;

test("the eve: each sees its own, and the change that is decided shows nowhere yet", async () => {
  const clerk = await house.as("dept_coordinator", "so");
  await clerk.get("/console/don-vi/thay-doi");
  const draft = await clerk.post("/console/don-vi/thay-doi", { decision: "9/NQ", day: dayKey(DAY) });
  const at = draft.headers["location"] ?? "";
  const parts = {
    share: ["all", "part", "rest"],
    from: ["sao-mai", "hon-en", "hon-en"],
    to: ["ben-lua", "hon-bac", "hon-nam"],
    areas: ["", "Thôn Đông", ""],
    foundCode: ["hon-bac", "hon-nam"],
    foundName: ["Xã Hòn Bắc", "Xã Hòn Nam"],
    foundOffice: ["", ""],
    foundKind: ["commune", "commune"],
  };
  await clerk.post(at, { decision: "9/NQ", day: dayKey(DAY), ...parts });
  const seen = /name="seen"\s+value="([^"]+)"/.exec((await clerk.get(at)).text)?.[1] ?? "";
  expect((await clerk.post(`${at}/ghi-nhan`, { seen })).status).toBe(303);
  await finishDecisions(composeRooms(house.core));

  for (const unit of OLD) {
    const shown = await marksOfLists(unit, COMMUNE);
    eve.lists.set(unit, shown);
    for (const [path, marks] of shown) expect([path, marks.filter((one) => one !== unit)]).toEqual([path, []]);
    expect([...shown.values()].flat().length).toBeGreaterThan(12);
    eve.open.set(unit, await openOf(unit));
  }
  eve.lists.set("so", await marksOfLists("so", DEPARTMENT));
  for (const [path, status] of await answersOfObjects("sao-mai", "sao-mai")) eve.objects.set(path, status);
  before = await snapshot();
  places = await unitsOfRecords();
});

/** Every mark that stood in a list of the eve and is missing now. */
const lost = (was: Map<string, string[]> | undefined, now: Map<string, string[]>): string[] =>
  [...(was ?? [])].flatMap(([path, marks]) =>
    marks.filter((mark) => !now.get(path)?.includes(mark)).map((mark) => `${path}: ${mark}`),
  );

test.each<[string, number]>([
  ["the first minute of the day", 60_000],
  ["two days later", days(2)],
])("%s: the successor has both, the department all, old links lead on", async (_, after) => {
  today = new Date(+DAY + after);
  await finishDecisions(composeRooms(house.core));
  const ben = await marksOfLists("ben-lua", COMMUNE);
  expect(lost(eve.lists.get("sao-mai"), ben)).toEqual([]);
  expect(lost(eve.lists.get("ben-lua"), ben)).toEqual([]);
  expect(lost(eve.lists.get("so"), await marksOfLists("so", DEPARTMENT))).toEqual([]);
  const pages = await answersOfObjects("ben-lua", "sao-mai");
  const refused = [...eve.objects].flatMap(([path, status]) =>
    status < 400 && (pages.get(path) ?? 500) >= 400 ? [`${path}: ${pages.get(path)}`] : [],
  );
  expect(refused).toEqual([]);
  expect(lost(eve.open.get("sao-mai"), await openOf("sao-mai"))).toEqual([]);
  expect(lost(eve.open.get("ben-lua"), await openOf("ben-lua"))).toEqual([]);
});

test("what was divided stands on a line of its own, under no successor", async () => {
  for (const unit of ["hon-bac", "hon-nam"]) {
    const shown = await marksOfLists(unit, COMMUNE);
    expect([...shown].filter(([, marks]) => marks.length > 0)).toEqual([]);
    const officer = await house.as("commune_officer", unit, "sau");
    for (const path of ["/console", "/console/noi-dung", "/console/du-thao", "/console/phan-anh"])
      expect(textOf(await officer.get(path))).toContain(`tách từ Xã Hòn Én từ ${formatDate(DAY)}`);
    const page = textOf(await house.visitor().get(`/cong-khai/don-vi/${unit}`));
    expect(page).toContain("Xã Hòn Én, đơn vị cũ, đã chia");
    expect(page).toContain(markOf("hon-en"));
  }
  const department = await house.as("dept_coordinator", "so", "sau");
  for (const path of ["/console/don-vi", "/console/so-sanh", "/console/so-sanh-gop-y"]) {
    const page = textOf(await department.get(path));
    expect([path, page.includes("đơn vị cũ, đã chia: nay thuộc Xã Hòn Bắc, Xã Hòn Nam")]).toEqual([path, true]);
    expect([path, page.includes(`gồm Xã Sao Mai từ ${formatDate(DAY)}`)]).toEqual([path, true]);
  }
  // its own people finish what is open
  expect(lost(eve.lists.get("hon-en"), await marksOfLists("hon-en", COMMUNE))).toEqual([]);
});

/** Which unit every record names. */
async function unitsOfRecords(): Promise<Map<string, string>> {
  const { db } = mongoose.connection;
  const rows = new Map<string, string>();
  for (const { name } of (await db?.listCollections({}, { nameOnly: true }).toArray()) ?? [])
    for (const row of (await db
      ?.collection(name)
      .find({}, { projection: { unitCode: 1 } })
      .toArray()) ?? [])
      rows.set(`${name} ${String(row._id)}`, String(row["unitCode"]));
  return rows;
}

test("nothing was moved, nothing sealed was rewritten", async () => {
  const now = await unitsOfRecords();
  // the OA of a unit that came whole to one without an OA is handed over; here each has its own
  const moved = [...places].filter(
    ([record, unit]) => now.get(record) !== unit && !record.startsWith("decision_looks"),
  );
  expect(moved).toEqual([]);
  // plans go back to draft, somebody opened a conversation, who signs in leaves a session
  const MAY = /^(units|unit_changes|officials|items|broadcasts|conversations|findings) /;
  const rest = differences(before, await snapshot()).filter((line) => !line.endsWith(": came") && !MAY.test(line));
  expect(rest).toEqual([]);
});
