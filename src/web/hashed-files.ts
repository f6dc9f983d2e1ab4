import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { RequestHandler } from "express";

const require = createRequire(import.meta.url);
/** The folder of an installed package, by one file in it. */
export const folderOf = (file: string): string => dirname(require.resolve(file));

/** What pages draw with besides our own: the address below `/assets/`, and where it stands. */
const FROM_PACKAGES = {
  "pico/pico.min.css": "@picocss/pico/css/pico.min.css",
  "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
} as const;

/** What the build makes of TypeScript for a phone's browser; not there while the sources run as they are. */
const BUILT = ["door.js", "prove.js"];

const HASHED = /^(\/.+)\.([0-9a-f]{10})(\.[a-z0-9]+)$/;
const withHash = (name: string, hash: string): string => name.replace(/(\.[a-z0-9]+)$/, `.${hash}$1`);

/** The hash of every file's content, by its name below `/assets/`. */
function hashesOf(ownFolder: string): ReadonlyMap<string, string> {
  const names = existsSync(ownFolder) ? readdirSync(ownFolder, { recursive: true, encoding: "utf8" }) : [];
  const own = names
    .map((name): [string, string] => [name, join(ownFolder, name)])
    .filter(([, path]) => statSync(path).isFile());
  const others = Object.entries(FROM_PACKAGES).map(([name, file]): [string, string] => [name, require.resolve(file)]);
  const hashes = new Map(
    [...own, ...others].map(([name, path]) => [
      name,
      createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 10),
    ]),
  );
  for (const name of BUILT) if (!hashes.has(name)) hashes.set(name, "0".repeat(10));
  return hashes;
}

export interface HashedFiles {
  /** `tokens.css` → `/assets/tokens.3f2a….css`: another content is another address */
  addressOf(name: string): string;
  /** Takes the hash out of an address, and says how long its answer may be kept: a year, or not without asking. */
  readHash: RequestHandler;
}

/** @param ownFolder our own files; what stands below `/assets/` from packages is known by name */
export function hashFiles(ownFolder: string): HashedFiles {
  const hashes = hashesOf(ownFolder);
  return {
    addressOf(name) {
      const hash = hashes.get(name);
      if (!hash) throw new Error(`no file ${name} below /assets/`);
      return `/assets/${withHash(name, hash)}`;
    },
    readHash(request, response, next) {
      const [, base = "", hash, end = ""] = HASHED.exec(request.path) ?? [];
      // a page of an older build asks for its own files: it gets today's, and asks again the next time
      if (hash) request.url = `${base}${end}`;
      const lasts = hash !== undefined && hashes.get(`${base}${end}`.slice(1)) === hash;
      response.set("Cache-Control", lasts ? "public, max-age=31536000, immutable" : "no-cache");
      next();
    },
  };
}
