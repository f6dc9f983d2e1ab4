import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");
const page = readFileSync(join(root, "docs", "asvs.md"), "utf8");
const rows = [...page.matchAll(/^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$/gm)].map(
  ([, id = "", what = "", stands = "", by = ""]) => ({ id, what, stands, by }),
);

test("ASVS 4.0.3 level 2: every row once, each with its test or its reason, at most ten that fail", () => {
  expect(rows).toHaveLength(259);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  for (const { id, stands, by } of rows) {
    expect([id, ["holds", "operator", "not used", "**fails**"].includes(stands)]).toEqual([id, true]);
    const file = /^`([^`]+)`/.exec(by)?.[1];
    if (stands === "holds" || stands === "operator")
      expect([id, file && existsSync(join(root, file))]).toEqual([id, true]);
    if (stands === "**fails**") expect([id, by.length > 10]).toEqual([id, true]);
  }
  expect(rows.filter(({ stands }) => stands === "**fails**").length).toBeLessThanOrEqual(10);
  // and the numbers on top are those of the rows
  for (const stands of ["holds", "operator", "not used", "fails"]) {
    const n = rows.filter((row) => row.stands.replaceAll("*", "") === stands).length;
    expect([stands, page.includes(`- **${stands}** (${n}`)]).toEqual([stands, true]);
  }
});

test("no text becomes code (ASVS 5.2.4)", () => {
  for (const room of ["src", "queues", "webhooks"])
    for (const path of readdirSync(join(root, room), { recursive: true, encoding: "utf8" }))
      if (path.endsWith(".ts"))
        expect([path, /(?<![.\w])eval\(|new Function\(/.test(readFileSync(join(root, room, path), "utf8"))]).toEqual([
          path,
          false,
        ]);
});
