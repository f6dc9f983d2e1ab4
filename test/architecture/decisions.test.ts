import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { composeCore } from "../../src/compose.ts";
import { PERMISSIONS } from "../../src/kernel/permissions.ts";
import { permissionsOf, ROLES } from "../../src/officials/rules.ts";
import { composeRooms, finishDecisions } from "../../src/rooms.ts";
import { NAMES } from "../support/decisions/scenario.ts";
import { testSettings } from "../support/settings.ts";

const root = join(__dirname, "..", "..");
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => ({ path, text: readFileSync(join(root, "src", path), "utf8") }));
const core = composeCore(testSettings(), "test");
const all = composeRooms(core).flatMap(({ decisions = [] }) => decisions);
afterAll(async () => {
  await core.producer.close();
  core.redis.disconnect();
});
const isDescription = (path: string): boolean => path.endsWith(".decision.ts");
/** Not decisions about something: the machinery's own word, and a message's way in the chat. */
const OTHER_DECIDE = /\bdecide(Unknown|Place|Waiting)?\b/g;

test("every description is brought by a room under a name of its own, and walked through in test/stores", () => {
  const described = sources
    .filter(({ path }) => isDescription(path))
    .flatMap(({ text }) => [...text.matchAll(/= defineDecision</g)]);
  expect(described).toHaveLength(all.length);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect(all.map(({ name }) => name).toSorted()).toEqual(NAMES.toSorted());
});

test("what decides is written by descriptions alone: a store's decide… is called nowhere else", () => {
  const stores = sources.filter(({ path }) => path.endsWith(".store.ts"));
  const writes = stores
    .flatMap(({ text }) => [...text.matchAll(/export (?:async function|const) (decide[A-Z]\w+)/g)])
    .map((match) => match[1] ?? "")
    .filter((name) => name.replace(OTHER_DECIDE, "") !== "");
  expect(writes.length).toBeGreaterThanOrEqual(10);
  // an item also follows its plan; an organiser leaves himself out
  const follows = ["broadcasts/settle-items.ts", "quizzes/leave-out.ts", "cli/seed-demo.ts"];
  for (const { path, text } of sources)
    if (!isDescription(path) && !path.endsWith(".store.ts") && !follows.includes(path))
      expect([path, writes.filter((name) => new RegExp(`\\b${name}\\b`).test(text))]).toEqual([path, []]);
});

test("no other write brings a subject into a decided state", () => {
  const decided = /\$set: \{ ?(?:\.\.\.change, )?state: "(approved|published|sealed|decided|scheduled)"/g;
  const found = sources.flatMap(({ path, text }) =>
    [...text.matchAll(decided)].map((match) => {
      const before = text.slice(0, match.index);
      const name = [...before.matchAll(/export (?:async function|const) (\w+)/g)].at(-1)?.[1] ?? "";
      return `${path} ${name}`;
    }),
  );
  // taking a seal back shows the draft as it was decided
  expect(found.filter((place) => !/ decide[A-Z]/.test(place))).toEqual(["drafts/draft.store.ts takeSealBack"]);
  const asField = sources.filter(
    ({ path, text }) =>
      !path.startsWith("cli/") &&
      !path.endsWith(".store.ts") &&
      /state: "(approved|sealed|scheduled)"( as const)?[,} ]/.test(text.replace(/find\w*\([\s\S]*?\)/g, "")),
  );
  expect(asField.map(({ path }) => path)).toEqual([]);
});

test("every decision says who may, and some role may; whoever decides reads what is decided", () => {
  for (const { name, may, what } of all) {
    expect([name, PERMISSIONS.includes(may)]).toEqual([name, true]);
    expect([name, ROLES.some((role) => permissionsOf(role).includes(may))]).toEqual([name, true]);
    expect([name, what.length > 0]).toEqual([name, true]);
  }
});

test("new second persons: nobody who writes replies, drafts or meetings may also let them out", () => {
  for (const role of ROLES) {
    const may = permissionsOf(role);
    expect([role, may.includes("replies.edit") && may.includes("replies.approve")]).toEqual([role, false]);
    expect([role, may.includes("drafts.edit") && may.includes("drafts.publish")]).toEqual([role, false]);
  }
});

test("what follows every decision is finished by the sweep", async () => {
  const follows = all.filter(({ follow }) => follow);
  expect(follows.length).toBeGreaterThanOrEqual(7);
  const swept = await finishDecisions([
    { name: "a", decisions: all.map((one) => ({ ...one, finish: async () => 1 })) },
  ]);
  // hiding and appeal, exclusion and winners leave the same work
  expect(Object.keys(swept)).toHaveLength(follows.length - 2);
  const left = follows.filter(
    ({ name, follow }) => !swept[name] && !follows.some((one) => one.follow === follow && swept[one.name]),
  );
  expect(left).toEqual([]);
});

test("every page that decides asks for the permission of its description and carries what was seen", () => {
  const pages = sources.filter(({ path, text }) => path.endsWith(".console.ts") && /\bdecide\(\w+, deps/.test(text));
  expect(pages.length).toBeGreaterThanOrEqual(7);
  for (const { path, text } of pages)
    expect([path, /may: \w+\.may/.test(text), /seen: z\./.test(text) || /fingerprint: z\./.test(text)]).toEqual([
      path,
      true,
      true,
    ]);
});

test("what was on the screen comes with every press: nothing that decides looks for itself", () => {
  for (const { path, text } of sources) {
    if (path.startsWith("decisions/")) continue;
    expect([path, /\bseen\?:/.test(text)]).toEqual([path, false]);
    const looks = [...text.matchAll(/\b(lookAt|lookOf|lookAndDecide)\(/g)].map((match) => match[1]);
    // a page looks; only seeds and the operator's list of units, which have no page, look and decide in one breath
    if (!path.endsWith(".console.ts"))
      expect([path, looks.filter((name) => name !== "lookAndDecide")]).toEqual([path, []]);
    const atOnce = path.startsWith("cli/") || path === "units/import-units.ts";
    if (!atOnce) expect([path, looks.includes("lookAndDecide")]).toEqual([path, false]);
  }
});
