/* `make code m=…`: six digits of somebody in the demo (the approver when nobody is named), from a running make start. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(process.env.LOA_DATA ?? join(root, ".data"), "environment.json");
if (!existsSync(file)) throw new Error("Nothing is running: make start first.");
const env = { ...process.env, ...JSON.parse(readFileSync(file, "utf8")) };
const email = process.argv[2] || "lanhdao@sao-mai.loaso.test";
process.stdout.write(
  execFileSync(process.execPath, [join(root, "dist/src/cli/main.js"), "demo", "code", email], { env }),
);
