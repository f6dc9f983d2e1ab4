import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { join } from "node:path";
import { folderOf } from "./data-engine.ts";
import { chooseEngine, type Engine, onPath } from "./engines.ts";

/** A service this process started and ends again by its id. */
export interface Service {
  name: string;
  url: string;
  child: ChildProcess;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** A port nobody listens on, given by the system. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

const isOpen = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host });
    const answer = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
  });

/** Waits until a port answers; throws when the process ends before, or after `ms`. */
export async function waitForPort(
  port: number,
  child: ChildProcess | undefined,
  ms = 60_000,
  host = "127.0.0.1",
): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await isOpen(port, host))) {
    if (child && child.exitCode !== null)
      throw new Error(`${child.spawnfile} ended with ${child.exitCode} before it listened`);
    if (Date.now() > deadline) throw new Error(`nothing listens on ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts a program and remembers how to end it: a signal, then waiting until it is gone. */
export function startProgram(
  name: string,
  program: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; log?: string; cwd?: string } = {},
): ChildProcess {
  const out = options.log ? openSync(options.log, "a") : "ignore";
  const child = spawn(program, args, {
    stdio: ["ignore", out, out],
    env: options.env ?? process.env,
    ...(options.cwd ? { cwd: options.cwd } : {}),
  });
  child.on("error", (error) => process.stderr.write(`${name}: ${error.message}\n`));
  return child;
}

export function stopChild(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM", ms = 20_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), ms);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill(signal);
  });
}

const serviceOf = (name: string, url: string, child: ChildProcess): Service => ({
  name,
  url,
  child,
  stop: (signal) => stopChild(child, signal),
});

/** Redis as the product needs it: every write on disk before it is acknowledged, nothing evicted. */
export function startRedis(folder: string, port: number): Promise<Service> {
  const data = join(folder, "redis");
  mkdirSync(data, { recursive: true });
  // an entry of a stream shares its bytes with no other: what is taken out of the inbox is not in the next file any more
  const alone = ["--stream-node-max-entries", "1"];
  const durable = ["--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction", ...alone];
  return startRedisServer("redis", folder, port, ["--dir", data, ...durable]);
}

/** Sessions and counts of requests: in memory only and bounded; what lives shortest goes first when it is full. */
export const startSessionsRedis = (folder: string, port: number): Promise<Service> =>
  startRedisServer("redis-sessions", folder, port, ["--maxmemory", "64mb", "--maxmemory-policy", "volatile-ttl"]);

async function startRedisServer(name: string, folder: string, port: number, args: string[]): Promise<Service> {
  const program = onPath("redis-server");
  if (!program) throw new Error("redis-server is not installed; run: make install");
  const child = startProgram(name, program, ["--port", String(port), "--bind", "127.0.0.1", "--save", "", ...args], {
    log: join(folder, `${name}.log`),
  });
  await waitForPort(port, child);
  return serviceOf(name, `redis://127.0.0.1:${port}`, child);
}

/** The MongoDB engine, each with a data folder of its own: one engine's files are not another's. */
export async function startMongo(
  folder: string,
  port: number,
  database: string,
  wanted?: string,
  // as the product needs it: on the disk before it is acknowledged, power cuts included
  { syncs } = { syncs: true },
): Promise<Service & { engine: Engine }> {
  const { engine, program } = chooseEngine(wanted);
  const data = folderOf(folder, engine);
  mkdirSync(data, { recursive: true });
  const args =
    engine === "mongod"
      ? ["--dbpath", data, "--port", String(port), "--bind_ip", "127.0.0.1"]
      : [
          "--storage-path",
          data,
          "--port",
          String(port),
          "--host",
          "127.0.0.1",
          ...(syncs ? ["--sync-on-commit"] : []),
          "--cache-size",
          "256M",
          "--log-level",
          "ERROR",
          ...(engine === "secantusd-rs" ? ["--log-file-max", "16MB"] : []),
        ];
  const child = startProgram(engine, program, args, { log: join(folder, "mongo.log") });
  await waitForPort(port, child);
  return { ...serviceOf(engine, `mongodb://127.0.0.1:${port}/${database}?directConnection=true`, child), engine };
}
