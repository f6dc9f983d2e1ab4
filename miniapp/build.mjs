/* Builds twice: `mini/` for our own server, `www/` with the app-config.json that Zalo's deploy tool reads. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
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

/** The service worker is told which files there are; Zalo's SDK is of no use in a browser, old font formats of none at all. */
const files = readdirSync(join(root, "mini/assets"))
  .filter((name) => !name.startsWith("zalo-bridge") && !name.endsWith(".woff"))
  .map((name) => `/mini/assets/${name}`);
const version = createHash("sha256").update(files.join()).digest("hex").slice(0, 12);
const worker = join(root, "mini/sw.js");
writeFileSync(
  worker,
  readFileSync(worker, "utf8").replace("self.__FILES__", JSON.stringify(files)).replace("__BUILD__", version),
);
