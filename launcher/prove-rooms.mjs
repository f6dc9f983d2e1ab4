/*
 * `make prove-rooms`: adds an empty room with a page, a menu entry, a job and a task to a copy of the house, checks that
 * types, import rules and the manifests still agree and that the room's rows are there, and says which files outside the
 * room that touched. More than two: exit 1.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const MOST = 2;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const copy = mkdtempSync(join(tmpdir(), "loa-room-"));
const COPIED = [
  "src",
  "queues",
  "webhooks",
  "miniapp/src",
  "README.md",
  "package.json",
  "tsconfig.json",
  ".dependency-cruiser.cjs",
];
for (const path of COPIED) cpSync(join(root, path), join(copy, path), { recursive: true });
symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));

const ROOM = {
  "views/page.hbs": "<h1>{{title}}</h1>\n",
  "example.console.ts": `import { type ConsoleRoute, page, route } from "../kernel/console-route.ts";

export const exampleRoutes = (): ConsoleRoute[] => [
  route({
    method: "get",
    path: "/vi-du",
    may: "home.view",
    handle: async () => page("example/page", "Ví dụ", {}),
  }),
];
`,
  "example.job.ts": `import { z } from "zod";
import { defineJob, fewTimes } from "../kernel/job.ts";

export const exampleJob = defineJob({
  queue: "upkeep",
  name: "example",
  payload: z.object({ v: z.literal(1), id: z.string() }),
  idOf: ({ id }) => \`example-\${id}\`,
  options: fewTimes,
  load: async () => undefined,
  run: async (_deeds, _deps: object, _payload) => undefined,
});
`,
  "room.ts": `import { bringJob, type Jobs } from "../kernel/job.ts";
import type { Room } from "../kernel/room.ts";
import { exampleJob } from "./example.job.ts";

export const createExampleRoom = (deps: { producer: Jobs }): Room => ({
  name: "example",
  menu: [{ path: "/console/vi-du", name: "Ví dụ", icon: "doc", needs: "home.view", group: "daily", rank: 9000 }],
  tasks: [{ may: "home.view", rank: 9000, list: async () => [] }],
  jobs: [bringJob(exampleJob, deps)],
  rows: async () => ({ console: (await import("./example.console.ts")).exampleRoutes() }),
});
`,
};
for (const [path, text] of Object.entries(ROOM)) {
  mkdirSync(dirname(join(copy, "src/example", path)), { recursive: true });
  writeFileSync(join(copy, "src/example", path), text);
}

/** @param {string} path @param {string} before @param {string} line */
function insert(path, before, line) {
  const text = readFileSync(join(copy, path), "utf8");
  if (!text.includes(before)) throw new Error(`${path} has no ${before}`);
  writeFileSync(join(copy, path), text.replace(before, `${line}\n${before}`));
}
insert("src/rooms.ts", "import { createFramesRoom }", 'import { createExampleRoom } from "./example/room.ts";');
insert("src/rooms.ts", "    createContentRoom(house),", "    createExampleRoom(house),");
insert("README.md", "  content/     items", "  example/     an empty room");

/** @param {string[]} command */
const run = (...command) => execFileSync(process.execPath, command, { cwd: copy, stdio: "inherit" });
run("node_modules/typescript/bin/tsc", "-p", "tsconfig.json");
run("node_modules/.bin/depcruise", "--config", ".dependency-cruiser.cjs", "src", "queues", "webhooks");
const asked = `
import { composeCore } from "./dist/src/compose.js";
import { readSettings } from "./dist/src/config/settings.js";
import { composeRooms, menuOf, rowsOf } from "./dist/src/rooms.js";
const rooms = composeRooms(composeCore(readSettings(), "proof"));
const rows = await rowsOf(rooms);
const there = [
  rows.console.some(({ path }) => path === "/vi-du"),
  menuOf(rooms).some(({ path }) => path === "/console/vi-du"),
  rooms.some(({ jobs = [] }) => jobs.some(({ kind }) => kind.name === "example")),
];
console.log("page, menu entry, job:", there.join(" "));
process.exit(there.every(Boolean) ? 0 : 1);
`;
writeFileSync(join(copy, "ask.mjs"), asked);
// nothing is connected: the list is made, and asked what stands in it
const settings = {
  NODE_ENV: "test",
  MONGODB_URI: "mongodb://127.0.0.1:9/none",
  REDIS_URL: "redis://127.0.0.1:9",
  ZALO_APP_ID: "1",
  ZALO_APP_SECRET: "APP_SECRET_OF_NOBODY",
  ZALO_OA_SECRET_KEY: "OA_SECRET_OF_NOBODY",
  ZALO_MINIAPP_ID: "1",
  ZALO_MINIAPP_API_KEY: "API_KEY_OF_NOBODY",
  SECRETS_KEY: Buffer.alloc(32, 7).toString("base64"),
  SESSION_SECRET: "a-secret-for-nothing-of-32-letters-long",
};
execFileSync(process.execPath, ["ask.mjs"], { cwd: copy, stdio: "inherit", env: { ...process.env, ...settings } });

const touched = COPIED.flatMap((top) => {
  const paths =
    top.includes(".") && !top.includes("/")
      ? [""]
      : readdirSync(join(copy, top), { recursive: true, encoding: "utf8" });
  return paths.map((path) => join(top, path)).filter((path) => /\.\w+$/.test(path) && !path.startsWith("src/example/"));
}).filter((path) => readFileSync(join(copy, path)).compare(readFileSync(join(root, path))) !== 0);
rmSync(copy, { recursive: true, force: true });
console.log(
  `an empty room with a page, a menu entry, a job and a task: ${touched.length} shared files touched (${touched.join(", ")}), its own: ${Object.keys(ROOM).length}`,
);
process.exit(touched.length > MOST ? 1 : 0);
