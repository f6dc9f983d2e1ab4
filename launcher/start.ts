import { type ChildProcess, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DEMO_ACCOUNTS } from "../src/cli/demo-data.ts";
import { TRIAL_PASSWORD } from "../src/officials/trial-accounts.ts";
import { settleEngine, terminalQuestion } from "./data-engine.ts";
import { chooseEngine, type Engine } from "./engines.ts";
import { productEnvironment, simulatorEnvironment } from "./environment.ts";
import {
  type Service,
  startMongo,
  startProgram,
  startRedis,
  startSessionsRedis,
  stopChild,
  waitForPort,
} from "./services.ts";

/**
 * `make start`: services, demo data, web, worker and simulator; addresses and accounts; Ctrl-C ends all in order.
 * `make practice`: the same beside it, with services, data and ports of its own, as a house to practise in (ADR 0044).
 */
const practice = process.argv[2] === "practice";
const root = resolve(import.meta.dirname, "..", "..");
const folder = resolve(process.env["LOA_DATA"] ?? join(root, ".data"), practice ? "practice" : ".");
/** The practice stands a hundred ports higher. */
const port = (name: string, usual: number): number => Number(process.env[name] || usual + (practice ? 100 : 0));
const ports = {
  web: port("PORT", 3000),
  internal: port("INTERNAL_PORT", 3001),
  worker: port("LOA_WORKER_PORT", 3002),
  simulator: port("SIM_PORT", 3900),
};
const SESSIONS_PORT = port("LOA_SESSIONS_PORT", 6398);
const REDIS_PORT = port("LOA_REDIS_PORT", 6399);
const MONGO_PORT = port("LOA_MONGO_PORT", 27_099);
const pidFile = join(folder, "launcher.pid");
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const services: Service[] = [];
const roles: { name: string; child: ChildProcess }[] = [];
let stopping = false;

async function stopAll(status: number): Promise<never> {
  if (stopping) return new Promise<never>(() => undefined);
  stopping = true;
  say("\nStopping …");
  for (const { child } of roles.toReversed()) await stopChild(child);
  for (const service of services.toReversed()) await service.stop();
  rmSync(pidFile, { force: true });
  say("Stopped. The data stays.");
  process.exit(status);
}

function isRunning(): boolean {
  if (!existsSync(pidFile)) return false;
  try {
    process.kill(Number(readFileSync(pidFile, "utf8")), 0);
    return true;
  } catch {
    return false;
  }
}

/** The database engine, asked about before anything is started. Undefined when the operator has one of their own. */
async function settleDatabase(): Promise<Engine | undefined> {
  if (process.env["MONGODB_URI"]) return undefined;
  const ask = terminalQuestion();
  const anew = process.env["LOA_BEGIN_ANEW"] === "1";
  return settleEngine(folder, chooseEngine().engine, { anew, ...(ask ? { ask } : {}) });
}

async function startServices(
  chosen: Engine | undefined,
): Promise<{ mongo: string; redis: string; sessions: string; engine: string }> {
  let redis = process.env["REDIS_URL"] ?? "";
  if (!redis) {
    const service = await startRedis(folder, REDIS_PORT);
    services.push(service);
    redis = service.url;
  }
  let sessions = process.env["REDIS_SESSIONS_URL"] ?? "";
  if (!sessions && !process.env["REDIS_URL"]) {
    const service = await startSessionsRedis(folder, SESSIONS_PORT);
    services.push(service);
    sessions = service.url;
  }
  let mongo = process.env["MONGODB_URI"] ?? "";
  let engine = "your own (MONGODB_URI)";
  if (!mongo) {
    const service = await startMongo(folder, MONGO_PORT, practice ? "loa-practice" : "loa", chosen);
    services.push(service);
    mongo = service.url;
    engine = service.engine;
  }
  return { mongo, redis, sessions, engine };
}

function startRole(name: string, script: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = startProgram(name, process.execPath, [join(root, "dist", script), ...args], {
    env,
    log: join(folder, `${name}.log`),
  });
  roles.push({ name, child });
  child.once("exit", (code) => {
    if (stopping) return;
    say(`${name} ended by itself (${code ?? "signal"}); see ${join(folder, `${name}.log`)}`);
    void stopAll(1);
  });
  return child;
}

function printAddresses(env: NodeJS.ProcessEnv, engine: string): void {
  const simulator = `http://localhost:${ports.simulator}`;
  if (practice)
    return say(`
A house to practise in is running. Database engine: ${engine}.

  Console, sandbox OA     ${env["PUBLIC_URL"]}/console
                          its log-in page lists the learners, one a commune, with password and six digits
  An invented phone       ${simulator}/phone

  A real house links to it with PRACTICE_URL=${env["PUBLIC_URL"]}. Ctrl-C stops everything; the data stays.`);
  say(`
Loa Số is running. Database engine: ${engine}. Production is MongoDB 8.

  Console for officials   ${env["PUBLIC_URL"]}/console
                          its log-in page lists the demo's people with password and six digits
  A resident's phone      ${simulator}/phone

  Password of all demo accounts: ${TRIAL_PASSWORD}`);
  for (const account of DEMO_ACCOUNTS)
    say(`    ${`${account.mail}@${account.unit}.loaso.test`.padEnd(34)} ${account.name}`);
  say(`
  Six digits also by: make code m=canbo@sao-mai.loaso.test

  Ctrl-C stops everything; the data stays.`);
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  if (isRunning()) {
    say("It is running already (make stop ends it).");
    process.exit(1);
  }
  const chosen = await settleDatabase();
  writeFileSync(pidFile, String(process.pid));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stopAll(0));
  say("Starting services …");
  const { engine, ...urls } = await startServices(chosen);
  const made = productEnvironment(folder, ports, urls);
  const env = practice ? { ...made, PRACTICE: "on" } : made;
  writeFileSync(join(folder, "environment.json"), JSON.stringify(env, null, 2), { mode: 0o600 });
  await waitForPort(
    ports.simulator,
    startRole("simulator", "simulator/main.js", [], simulatorEnvironment(folder, ports, env)),
  );
  say(`Seeding the ${practice ? "practice" : "demo"} (first time: up to a minute on ${engine}) …`);
  const loa = (...args: string[]): string =>
    execFileSync(process.execPath, [join(root, "dist/src/cli/main.js"), ...args], { env, encoding: "utf8" });
  if (practice) loa("practice", "seed", "--seats", process.env["SEATS"] || "4");
  else loa("demo", "seed");
  await waitForPort(ports.web, startRole("web", "src/main.js", ["web"], env));
  startRole("worker", "src/main.js", ["worker"], { ...env, INTERNAL_PORT: String(ports.worker) });
  printAddresses(env, engine);
}

main().catch((error: unknown) => {
  process.stderr.write(`cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  void stopAll(1);
});
