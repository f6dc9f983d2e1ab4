/* Builds twice: `mini/` for our own server, `www/` with the app-config.json that Zalo's deploy tool reads. */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = dirname(fileURLToPath(import.meta.url));
for (const mode of ["server", "zalo"]) {
  process.env.NODE_ENV = "production";
  await build({ root, mode, logLevel: "warn" });
}

/** Zalo serves its own page and loads what these lists name, in this order (zalo/miniapp.md §3). */
const manifest = JSON.parse(readFileSync(join(root, "www/.vite/manifest.json"), "utf8"));
const entry = manifest["index.html"];
const config = JSON.parse(readFileSync(join(root, "app-config.json"), "utf8"));
config.listCSS = entry.css ?? [];
config.listSyncJS = [entry.file];
writeFileSync(join(root, "www/app-config.json"), `${JSON.stringify(config, null, 2)}\n`);
