import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Pinned stand-ins for MongoDB (ADR 0003). Production is MongoDB 8. */
export const RUST_VERSION = "0.5.3-beta.196";
export const WHEEL_VERSION = "0.7.0b3";

export const ENGINES = ["mongod", "secantusd-rs", "secantusd-py"] as const;
export type Engine = (typeof ENGINES)[number];

export const cacheFolder = (): string => join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "loa-so");
const cachedRust = (): string => join(cacheFolder(), `secantusd-rs-${RUST_VERSION}`, "bin", "secantusd-rs");
const cachedWheel = (): string => join(cacheFolder(), `secantusdb-${WHEEL_VERSION}`, "bin", "secantusd-py");

export function onPath(program: string): string | undefined {
  try {
    return execFileSync("/bin/sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Where each engine's program is, when it is there. */
export function findEngine(engine: Engine): string | undefined {
  if (engine === "mongod") return onPath("mongod");
  if (engine === "secantusd-rs") return onPath("secantusd-rs") ?? (existsSync(cachedRust()) ? cachedRust() : undefined);
  return existsSync(cachedWheel()) ? cachedWheel() : undefined;
}

/** Installs the wheel into its own virtual environment in the cache: some ten seconds. */
export function installWheel(): string {
  const folder = join(cacheFolder(), `secantusdb-${WHEEL_VERSION}`);
  const python = ["python3", "python3.13", "python3.12", "python3.11", "python3.10"].map(onPath).find(Boolean);
  if (!python) throw new Error("no MongoDB engine and no Python 3.10 or newer to install one; set MONGODB_URI");
  process.stdout.write(`Installing the database engine SecantusDB ${WHEEL_VERSION} into ${folder} …\n`);
  execFileSync(python, ["-m", "venv", folder], { stdio: "inherit" });
  execFileSync(
    join(folder, "bin", "pip"),
    ["install", "--quiet", "--disable-pip-version-check", `SecantusDB==${WHEEL_VERSION}`],
    { stdio: "inherit" },
  );
  return cachedWheel();
}

/** The engine to use: what `MONGO_ENGINE` forces, else the first there is, else the wheel. */
export function chooseEngine(wanted = process.env["MONGO_ENGINE"] || "auto"): { engine: Engine; program: string } {
  if (wanted !== "auto" && !(ENGINES as readonly string[]).includes(wanted))
    throw new Error(`MONGO_ENGINE must be auto, ${ENGINES.join(", ")}`);
  for (const engine of ENGINES) {
    if (wanted !== "auto" && wanted !== engine) continue;
    const program = findEngine(engine);
    if (program) return { engine, program };
    if (wanted === engine && engine !== "secantusd-py")
      throw new Error(
        `${engine} was asked for and is not there${engine === "secantusd-rs" ? "; run: make database" : ""}`,
      );
  }
  return { engine: "secantusd-py", program: installWheel() };
}

/** `make database`: builds the fast sibling once. Needs cargo, cmake and a C++ compiler; about 12 minutes on 2 cores. */
export function buildRust(): void {
  if (existsSync(cachedRust())) return void process.stdout.write(`secantusd-rs ${RUST_VERSION} is in the cache.\n`);
  process.stdout.write("Building secantusd-rs, about 12 minutes on 2 cores …\n");
  execFileSync(
    "cargo",
    [
      "install",
      "secantus-mdb",
      "--version",
      RUST_VERSION,
      "--ignore-rust-version",
      "--root",
      join(cacheFolder(), `secantusd-rs-${RUST_VERSION}`),
    ],
    { stdio: "inherit" },
  );
}
