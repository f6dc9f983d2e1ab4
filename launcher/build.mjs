/* Builds dist/: TypeScript to JavaScript, and the files that are read at run time beside it. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { gzipSync } from "node:zlib";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
rmSync(join(root, "dist"), { recursive: true, force: true });
execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", join(root, "tsconfig.json")], {
  stdio: "inherit",
});
for (const room of ["src", "simulator"])
  for (const path of readdirSync(join(root, room), { recursive: true, encoding: "utf8" }))
    if (/\.(hbs|css|svg|png|ico)$/.test(path) || /(assets|public)\/.*\.js$/.test(path))
      cpSync(join(root, room, path), join(root, "dist", room, path));

/* what runs on phones, each as one file for browsers of the last years: the door of a class, and what proves a kit's
   signature where the browser cannot */
for (const [from, to] of [
  ["main.js", "door.js"],
  ["prove.ts", "prove.js"],
])
  buildSync({
    entryPoints: [join(root, "src/training/phone", from)],
    outfile: join(root, "dist/src/web/assets", to),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    logLevel: "warning",
  });
const MOST_KB = 45;
const packed = gzipSync(readFileSync(join(root, "dist/src/web/assets/door.js"))).length / 1000;
if (packed > MOST_KB) throw new Error(`door.js is ${packed} kB packed; a phone at a door gets at most ${MOST_KB}`);

/* the mini-app is a package of its own; its build for our server lies beside the code that serves it */
const miniapp = join(root, "miniapp");
if (!existsSync(join(miniapp, "node_modules")))
  execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: miniapp, stdio: "inherit" });
execFileSync(process.execPath, ["build.mjs"], { cwd: miniapp, stdio: "inherit" });
cpSync(join(miniapp, "mini"), join(root, "dist/miniapp/www"), { recursive: true });
