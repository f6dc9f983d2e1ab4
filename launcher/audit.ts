import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { licenceProblems, type Manifest } from "./licences.ts";

/** `make audit`: licences of what is shipped, advisories where the registry gives them, a bill of materials (CycloneDX). */
const root = resolve(import.meta.dirname, "..", "..");
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const TREES = [
  { name: "loa-so", folder: root },
  { name: "miniapp", folder: join(root, "miniapp") },
] as const;

interface Lock {
  packages: Record<string, { name?: string; version?: string; license?: string; dev?: boolean }>;
}

/** What is shipped: everything in the lock file that is not for development only. */
function shipped(folder: string): Manifest[] {
  const lock = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")) as Lock;
  return Object.entries(lock.packages).flatMap(([path, { name, version = "", license, dev }]) =>
    path === "" || dev
      ? []
      : [
          {
            name: name ?? path.replace(/^.*node_modules\//, ""),
            version,
            ...(license === undefined ? {} : { license }),
          },
        ],
  );
}

interface Advisories {
  metadata?: { vulnerabilities?: Record<string, number> };
  vulnerabilities?: Record<string, { severity: string; name: string }>;
  statusCode?: number;
  message?: string;
}

/** Advisories of a tree; a registry that gives none is said so and is no failure: the machine cannot know. */
function advisoryProblems(name: string, folder: string): string[] {
  const { stdout } = spawnSync("npm", ["audit", "--json", "--omit=dev"], { cwd: folder, encoding: "utf8" });
  const found = readJson(stdout);
  if (!found?.vulnerabilities) {
    say(
      `  ${name}: this registry gives no advisories${found?.statusCode ? ` (${found.statusCode})` : ""}; ask again where it does`,
    );
    return [];
  }
  const grave = Object.values(found.vulnerabilities).filter(({ severity }) => /high|critical/.test(severity));
  say(`  ${name}: ${Object.keys(found.vulnerabilities).length} advisories, ${grave.length} high or critical`);
  return grave.map((one) => `${one.name}: ${one.severity}`);
}

function readJson(text: string): Advisories | undefined {
  try {
    return JSON.parse(text) as Advisories;
  } catch {
    return undefined;
  }
}

interface Bill {
  bomFormat: string;
  metadata: { component: { name: string } };
  components: { name: string; version: string; purl?: string }[];
}

/** npm's own bill of materials, under our name; every package it lists has an address and a version. */
function writeBill(name: string, folder: string): void {
  const text = execFileSync("npm", ["sbom", "--sbom-format=cyclonedx", "--omit=dev"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 50_000_000,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const bill = JSON.parse(text) as Bill;
  bill.metadata.component.name = name;
  const nameless = bill.components.filter((one) => !one.purl || !one.version);
  if (bill.bomFormat !== "CycloneDX" || bill.components.length === 0 || nameless.length > 0)
    throw new Error(`the bill of ${name} is not complete: ${nameless.map((one) => one.name).join(", ")}`);
  const target = join(root, "dist", "sbom");
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, `${name}.cdx.json`), `${JSON.stringify(bill, null, 2)}\n`);
  say(`  dist/sbom/${name}.cdx.json: ${bill.components.length} components`);
}

const problems: string[] = [];
say("Licences");
for (const { name, folder } of TREES) {
  const packages = shipped(folder);
  const found = licenceProblems(packages);
  say(`  ${name}: ${packages.length} packages, ${found.length} to look at`);
  problems.push(...found);
}
say("Advisories");
for (const { name, folder } of TREES) problems.push(...advisoryProblems(name, folder));
say("Bill of materials");
for (const { name, folder } of TREES) writeBill(name, folder);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exit(problems.length > 0 ? 1 : 0);
