/* The script a phone loads before the first page shows may weigh this much, packed (stack.md §7). */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const MOST_BYTES = 120_000;
const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), "miniapp/mini");
const manifest = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8"));
const needed = new Set();
const walk = (name) => {
  if (needed.has(name)) return;
  needed.add(name);
  for (const next of manifest[name].imports ?? []) walk(next);
};
walk("index.html");
const bytes = [...needed].reduce(
  (sum, name) => sum + gzipSync(readFileSync(join(folder, manifest[name].file))).length,
  0,
);
console.log(`mini-app: ${bytes} bytes of script at the first opening, packed; at most ${MOST_BYTES}`);
if (bytes > MOST_BYTES) process.exit(1);
