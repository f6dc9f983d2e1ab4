import { mayEditCampaign } from "../../src/content/campaign.policy.ts";
import { type Grant, isGrantInForce, may, type Over, permissionsAt } from "../../src/kernel/grant.ts";
import { ownCode, type Scope } from "../../src/kernel/scope.ts";
import { permissionsOf } from "../../src/officials/rules.ts";
import { mayEditUnit, mayNameTesters } from "../../src/units/unit.policy.ts";

const scope: Scope = { unit: ownCode("ben-lua"), own: ["ben-lua", "sao-mai"], above: ["so"], below: [], after: [] };
const day = (text: string): Date => new Date(`${text}T00:00:00+07:00`);
const grant = (role: "commune_officer" | "commune_approver", over: Over): Grant => ({
  role,
  over,
  from: day("2026-01-01"),
  to: null,
  permissions: permissionsOf(role),
});
const seed = grant("commune_officer", { kind: "unit", id: "ben-lua" });

test.each<[string, Grant[], Parameters<typeof may>[1], Parameters<typeof may>[2], boolean]>([
  ["own unit, own role", [seed], "content.write", { unitCode: "ben-lua" }, true],
  ["a unit that came whole", [seed], "content.write", { unitCode: "sao-mai" }, true],
  ["another unit", [seed], "content.write", { unitCode: "hon-en" }, false],
  ["what the role may not", [seed], "content.approve", { unitCode: "ben-lua" }, false],
  ["nothing granted", [], "content.write", { unitCode: "ben-lua" }, false],
  [
    "a role over another unit",
    [grant("commune_approver", { kind: "unit", id: "hon-en" })],
    "content.approve",
    { unitCode: "hon-en" },
    true,
  ],
  [
    "… is none over the own",
    [grant("commune_approver", { kind: "unit", id: "hon-en" })],
    "content.approve",
    { unitCode: "ben-lua" },
    false,
  ],
  [
    "over a plan, whichever unit",
    [grant("commune_approver", { kind: "plan", id: "p1" })],
    "content.approve",
    { unitCode: "hon-en", planId: "p1" },
    true,
  ],
  [
    "over another plan",
    [grant("commune_approver", { kind: "plan", id: "p1" })],
    "content.approve",
    { unitCode: "ben-lua", planId: "p2" },
    false,
  ],
  [
    "a plan named like a class",
    [grant("commune_approver", { kind: "plan", id: "c1" })],
    "content.approve",
    { unitCode: "ben-lua", classId: "c1" },
    false,
  ],
])("%s", (_, grants, permission, thing, allowed) => {
  expect(may({ scope, grants }, permission, thing)).toBe(allowed);
});

test.each([
  ["2025-12-31T23:59:59+07:00", false],
  ["2026-01-01T00:00:00+07:00", true],
  ["2026-01-31T23:59:59+07:00", true],
  ["2026-02-01T00:00:00+07:00", false],
])("a grant for January at %s: %s", (at, inForce) => {
  expect(isGrantInForce({ from: day("2026-01-01"), to: day("2026-02-01") }, new Date(at))).toBe(inForce);
});

test("routes ask what somebody may at the own unit", () => {
  expect(permissionsAt(scope, [seed])).toEqual(permissionsOf("commune_officer"));
  const both = permissionsAt(scope, [seed, grant("commune_approver", { kind: "unit", id: "ben-lua" })]);
  expect(both).toEqual(expect.arrayContaining(["content.write", "content.approve"]));
  expect(permissionsAt(scope, [seed, grant("commune_approver", { kind: "plan", id: "p" })])).not.toContain(
    "content.approve",
  );
});

test("policies ask for the object", () => {
  const me = { scope, grants: [seed], permissions: permissionsOf("commune_officer") };
  expect(mayEditCampaign(me, { unitCode: "sao-mai" })).toBe(true);
  expect(mayEditCampaign(me, { unitCode: "so" })).toBe(false);
  expect([mayNameTesters(me, "ben-lua"), mayNameTesters(me, "sao-mai")]).toEqual([true, false]);
  const clerk = { scope, permissions: permissionsOf("dept_coordinator") };
  expect([mayEditUnit(clerk, "ben-lua"), mayEditUnit(clerk, "so")]).toEqual([true, false]);
  expect(mayEditUnit(me, "ben-lua")).toBe(false);
});
