import type { SignedIn } from "../../src/kernel/console-route.ts";
import { composeCore } from "../../src/compose.ts";
import { composeRooms, menuOf } from "../../src/rooms.ts";
import { permissionsOf, type Role } from "../../src/officials/rules.ts";
import { ICONS } from "../../src/web/icons.ts";
import { menuFor, setupOf } from "../../src/web/menu.ts";
import { testSettings } from "../support/settings.ts";

const core = composeCore(testSettings(), "web");
// what waits behind an entry is another test's
const entries = menuOf(composeRooms(core)).map((entry) => ({ ...entry, count: async () => 0, alarm: async () => "" }));
afterAll(async () => {
  await core.producer.close();
  core.redis.disconnect();
});
const meAs = (role: Role): SignedIn => ({ permissions: permissionsOf(role) }) as SignedIn;
const ROLES: Role[] = [
  "commune_officer",
  "commune_approver",
  "dept_editor",
  "dept_approver",
  "dept_coordinator",
  "auditor",
  "contributor",
  "sys_admin",
];

test.each(ROLES)("%s: at most 16 rows in four groups, no icon twice, every icon drawn", async (role) => {
  const { groups } = await menuFor(entries, meAs(role), "/console");
  const rows = groups.flatMap((group) => group.entries);
  expect(rows.length).toBeLessThanOrEqual(16);
  expect(groups.length).toBeLessThanOrEqual(4);
  expect(rows.map(({ icon }) => icon)).toEqual([...new Set(rows.map(({ icon }) => icon))]);
  expect(rows.filter(({ icon }) => !ICONS.has(icon))).toEqual([]);
  expect(rows.filter(({ current }) => current).map(({ path }) => path)).toEqual(["/console"]);
  // nothing that a person may open is left out: it stands in the menu, or behind "Thiết lập"
  const behind = rows.some(({ path }) => path === "/console/thiet-lap") ? setupOf(entries, meAs(role)) : [];
  const open = entries.filter(({ needs }) => permissionsOf(role).includes(needs)).map(({ path }) => path);
  expect(open.filter((path) => ![...rows, ...behind].some((row) => row.path === path))).toEqual([]);
});

test("who approves finds what waits first of all", async () => {
  const { groups } = await menuFor(entries, meAs("commune_approver"), "/console/cho-duyet");
  expect(groups[0]?.entries[0]).toMatchObject({ path: "/console/cho-duyet", current: true });
});

test("a page below an entry marks it and no other", async () => {
  const current = async (path: string) => {
    const { groups } = await menuFor(entries, meAs("dept_coordinator"), path);
    return groups.flatMap((group) => group.entries.filter((row) => row.current).map((row) => row.path));
  };
  expect(await current("/console/so-sanh-gop-y")).toEqual(["/console/so-sanh-gop-y"]);
  expect(await current("/console/don-vi/sao-mai/nhat-ky")).toEqual(["/console/don-vi"]);
});
