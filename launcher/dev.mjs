/* `make dev`: builds, runs, and does both again when a source changes. */
import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const run = (args) => spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
const ended = (child) => new Promise((resolve) => child.once("exit", resolve));
let app;
let timer;
let busy = Promise.resolve();

async function again() {
  if (app && app.exitCode === null) {
    app.kill("SIGTERM");
    await ended(app);
  }
  if ((await ended(run(["launcher/build.mjs"]))) === 0) app = run(["dist/launcher/start.js"]);
}
for (const room of ["src", "queues", "webhooks", "simulator", "launcher"])
  watch(join(root, room), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => (busy = busy.then(again)), 300);
  });
process.on("SIGINT", () => app?.kill("SIGINT"));
busy = again();
