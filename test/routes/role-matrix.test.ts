import type { Response } from "supertest";
import mongoose from "mongoose";
import { OfficialModel } from "../../src/officials/official.model.ts";
import type { Role } from "../../src/officials/rules.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import { createResidentSessions } from "../../src/web/resident-sessions.ts";
import { isInPart } from "../support/part-of.ts";
import { House, type Visitor } from "../support/agent.ts";
import { ALL_ROLES, DECLARED, PARAMS, type Right, rolesWith, WITH_FILE } from "./declared.ts";
import { type Home, makeHome } from "./homes.ts";
import { listRoutes } from "./list-routes.ts";
import { differences, snapshot, snapshotAnew } from "./snapshot.ts";

/** Every route × every role × own and another unit's objects, GET and POST, against a page written by hand. */
let house: House;
const homes = new Map<string, Home>();
const people = new Map<Role | "visitor" | "resident", Visitor>();
let session = "";

const OF_DEPARTMENT: readonly Role[] = ["sys_admin", "dept_coordinator", "dept_editor", "dept_approver"];
const homeOf = (role: Who): string => (OF_DEPARTMENT.includes(role as Role) ? "so" : "sao-mai");
/** A unit that this person's own has nothing to do with: not beside it under the same department either. */
const AWAY = "xa-bac";
type Who = Role | "visitor" | "resident";
const EVERYBODY: readonly Who[] = [...ALL_ROLES, "visitor", "resident"];

beforeAll(async () => {
  house = await House.open({ API_LIMITS: "off" }, { tellsCommands: true });
  const from = new Date("2025-07-01T00:00:00+07:00");
  const far = { province: "Tỉnh Bắc", from, to: null, population: 1, households: 1, hamlets: 1, topics: [] };
  const contact = { address: "", hours: "", phone: "", dutyPhone: "" };
  await saveUnits([
    { ...far, _id: "so-bac", name: "Sở Bắc", office: "Sở Bắc", kind: "department", parents: [], contact },
    {
      ...far,
      _id: AWAY,
      name: "Xã Bắc",
      office: "UBND xã Bắc",
      kind: "commune",
      parents: [{ code: "so-bac", from, to: null }],
      contact,
    },
  ]);
  for (const unit of ["so", "sao-mai", AWAY]) {
    const home = await makeHome(house.core, unit);
    const official = await house.addOfficial(unit === "so" ? "dept_editor" : "propagandist", "mau", unit);
    homes.set(unit, { ...home, ids: { ...home.ids, official: official.id } });
  }
  for (const role of ALL_ROLES) people.set(role, await house.as(role, homeOf(role)));
  people.set("visitor", house.visitor());
  people.set("resident", house.visitor());
  const sessions = createResidentSessions(house.core.visits, house.core.prefix);
  session = await sessions.begin({ appUserId: "900001", name: "Người dân mẫu" });
});
afterAll(() => house.close());

const rows = Object.entries(DECLARED).flatMap(([right, routes]) =>
  routes.map((route) => ({
    right: right as Right,
    route,
    method: route.split(" ")[0] ?? "",
    path: route.split(" ")[1] ?? "",
  })),
);
type Row = (typeof rows)[number];

/** The route with a home's own objects in the place of its parameters. */
function addressOf({ path }: Row, home: Home): string {
  const fit = PARAMS.filter(([start]) => path.startsWith(start)).toSorted(([a], [b]) => b.length - a.length);
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const found = fit.find(([, params]) => Object.hasOwn(params, name))?.[1][name];
    if (found === undefined) throw new Error(`${path}: say in PARAMS what :${name} names`);
    return found.startsWith("=") ? found.slice(1) : (home.ids[found] ?? "");
  });
}
const hasObject = ({ path }: Row): boolean => /:(?!token|name)\w+/.test(path);

async function ask(who: Who, row: Row, home: Home): Promise<Response> {
  const visitor = people.get(who);
  if (!visitor) throw new Error(`no ${who}`);
  const address = addressOf(row, home).replace(".*/", "");
  const headers: Record<string, string> = who === "resident" ? { "x-session": session } : {};
  if (row.method === "GET") return visitor.get(address, headers);
  if (row.path.startsWith("/api/"))
    return visitor.agent
      .post(address)
      .set(headers)
      .send({})
      .ok(() => true);
  return WITH_FILE.includes(row.route) ? visitor.postFile(address, {}) : visitor.post(address, {}, headers);
}

/** A few at a time, as browsers ask. */
async function inBatches<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let n = 0; n < all.length; n += 8) await Promise.all(all.slice(n, n + 8).map(work));
}

/** Whether the gate let the request in; what the route then made of an empty form is another matter. */
function isLetIn(row: Row, answer: Response): boolean {
  const toLogIn = answer.status === 303 && (answer.headers["location"] ?? "").startsWith("/console/dang-nhap");
  if (NEEDS_ZALO.includes(row.route)) return answer.status === 401;
  if (row.right === "anyone") return answer.status < 500 && answer.status !== 401;
  return ![401, 403].includes(answer.status) && !toLogIn && answer.status < 500;
}
const isExpected = (who: Who, right: Right): boolean => {
  if (right === "anyone") return true;
  if (right === "resident") return who === "resident";
  return rolesWith(right).includes(who as Role);
};

/** These end the very session that asks; they come last and once. */
const ENDS = ["POST /api/v1/session/end", "POST /console/dang-xuat"];
/** What any official with the right may read of any unit: names, contact, channel; no word of a resident. */
const OPEN_TO_OTHERS = ["GET /console/don-vi/:code"];
/** Refused though own: what a fixture has nothing of. */
const NOTHING_THERE = [
  "GET /console/don-vi/thay-doi/:id",
  "POST /console/don-vi/thay-doi/:id",
  "POST /console/don-vi/thay-doi/:id/ghi-nhan",
  "POST /console/don-vi/thay-doi/:id/huy",
  "POST /console/don-vi/thay-doi/:id/xoa",
  "GET /console/thi/:id/vong/:n/ket-qua",
  "GET /console/thi/:id/vong/:n/bat-thuong",
  "GET /console/thi/:id/vong/:n/lien-he/:code",
  "GET /console/thi/cau-hoi/:id/tep",
  "GET /console/phan-anh/:id/anh",
  "POST /console/bai-gui-den/:submission/nhan",
  "POST /console/bai-gui-den/:submission/tra-lai",
  "POST /console/bao-chi/chi-tieu/:target/bo",
  "POST /console/can-ho-tro/vuong-mac/:trouble",
  "POST /console/can-ho-tro/don-vi/:code/giup",
  "GET /console/tap-huan/:id/bao-cao.docx",
  "GET /console/tap-huan/:id/giay-moi",
  "GET /console/tap-huan/:id/giay-moi.docx",
  "GET /console/tap-huan/:id/giay-chung-nhan.pdf",
  "GET /console/tap-huan/:id/cho/:seat/giay-moi.docx",
  "GET /console/tap-huan/:id/cho/:seat/giay-chung-nhan.pdf",
  "GET /console/tap-huan/:id/tep/:slot",
  // the sum of what units below reported: a commune has none
  "GET /console/bao-cao/:id/tong-hop",
  "GET /console/bao-cao/:id/bao-cao.docx",
  "GET /console/bao-cao/:id/bao-cao.pdf",
  "GET /console/bao-cao/:id/bao-cao.xlsx",
  "GET /console/bao-cao/:id/bao-cao.json",
  // revoked by whoever pressed first
  "POST /console/tap-huan/:id/cua/:door/thu-hoi",
  "POST /console/thi/:id/vong/:n/loai",
  "POST /console/thi/:id/vong/:n/cong-bo",
  "GET /console/khung/:id/xem-truoc",
  "GET /console/giong-doc/:id/tep",
  "GET /console/bo-tai-lieu/:id/tep/:hash",
  "GET /console/giong-doc/:id/tai-ve",
  "GET /console/du-thao/:id/bao-cao.pdf",
  // a page of a paper nobody photographed; who only enters papers sees no other's
  "GET /console/du-thao/:id/gop-y/phieu/:intake",
  "GET /console/du-thao/:id/gop-y/phieu/:intake/anh/:scan",
  "POST /console/du-thao/:id/gop-y/phieu/:intake/anh",
];
/** Answers "who are you" to everybody here: no Zalo stands behind this house. */
const NEEDS_ZALO = ["POST /api/v1/session"];

test("the page names every route of the composed app, and no other", () => {
  expect(rows.map(({ route }) => route).toSorted()).toEqual(listRoutes(house.app));
});

const count = { cells: 0, letIn: 0, refused: 0, away: 0, skipped: 0 };

test.each(EVERYBODY)("%s: what is not declared is refused and changes nothing", async (who) => {
  const [own, away] = [homes.get(homeOf(who)), homes.get(AWAY)];
  if (!own || !away) throw new Error("no home");
  const before = await snapshot();
  const cells = rows.flatMap((row) => {
    const expected = isExpected(who, row.right);
    // who lacks the right is refused whatever the object: another unit's is tried for one row in four, all in `make soak`
    const triesAway = hasObject(row) && (expected || isInPart(`${who} ${row.route}`, 4));
    const places = triesAway ? [own, away] : [own];
    if (hasObject(row) && !triesAway) count.skipped += 1;
    const isPublic = row.right === "anyone" || row.right === "resident";
    return places.flatMap((home) => (expected && (home === own || isPublic) ? [] : [{ row, home, expected }]));
  });
  const wrong: string[] = [];
  await inBatches(cells, async ({ row, home, expected }) => {
    const answer = await ask(who, row, home);
    count.cells += 1;
    count[expected ? "away" : "refused"] += 1;
    if (!expected && isLetIn(row, answer)) wrong.push(`${row.route} let ${who} in: ${answer.status}`);
    if (!expected || OPEN_TO_OTHERS.includes(row.route)) return;
    if (answer.status < 400) wrong.push(`${row.route} of ${home.unit} answered ${who}: ${answer.status}`);
    if (answer.status >= 500) wrong.push(`${row.route} of ${home.unit} broke for ${who}: ${answer.status}`);
    if (answer.text?.includes(home.mark)) wrong.push(`${row.route} told ${who} words of ${home.unit}`);
  });
  expect(wrong).toEqual([]);
  expect(differences(before, await snapshot())).toEqual([]);
});

test.each(EVERYBODY)("%s: what is declared is let in", async (who) => {
  const [own, away] = [homes.get(homeOf(who)), homes.get(AWAY)];
  if (!own || !away) throw new Error("no home");
  const wrong: string[] = [];
  const mine = rows.filter(({ right }) => isExpected(who, right));
  const look = async (row: Row): Promise<void> => {
    const isPublic = row.right === "anyone" || row.right === "resident";
    for (const home of isPublic && hasObject(row) ? [own, away] : [own]) {
      const answer = await ask(who, row, home);
      count.cells += 1;
      count.letIn += 1;
      const isOut = row.route === "POST /console/dang-xuat" && answer.status === 303;
      // nobody works in this house: what the presses queued stands still after five minutes, and readiness says so
      const isStill = row.route === "GET /readyz" && answer.status === 503;
      if (!isOut && !isStill && !isLetIn(row, answer))
        wrong.push(`${row.route} refused ${who}: ${answer.status} ${answer.text?.slice(0, 90)}`);
      if (!isPublic && answer.status === 404 && !NOTHING_THERE.includes(row.route))
        wrong.push(`${row.route} did not find ${who}'s own: ${answer.status}`);
    }
  };
  // reports are packed one after the other: whoever asks for several at once is told to wait
  const isRead = ({ method, path }: Row): boolean => method === "GET" && !path.includes("/bao-cao.");
  await inBatches(mine.filter(isRead), look);
  const presses = mine.filter((row) => !isRead(row));
  for (const row of presses.toSorted((a, b) => Number(ENDS.includes(a.route)) - Number(ENDS.includes(b.route))))
    await look(row);
  expect(wrong).toEqual([]);
});

test("nothing but this process wrote: what was read again by and by is what stands there", async () => {
  expect(differences(await snapshot(), await snapshotAnew())).toEqual([]);
});

test("how many cells were looked at", async () => {
  process.stderr.write(
    `role matrix: ${rows.length} routes × ${EVERYBODY.length} persons: ${count.cells} of ${count.cells + count.skipped} cells, ` +
      `${count.letIn} let in, ${count.refused} refused by right, ${count.away} refused as another unit's\n`,
  );
  expect(count.cells).toBe(count.letIn + count.refused + count.away);
  expect(count.cells).toBeGreaterThan(3000);
  expect(await OfficialModel.countDocuments()).toBeGreaterThan(8);
  expect(mongoose.connection.readyState).toBe(1);
});
