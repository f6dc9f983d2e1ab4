import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setFlagsFromString } from "node:v8";
import mongoose from "mongoose";
import { composeCore, connectMongo, type Core, ensureIndexes } from "./compose.ts";
import { BadSettings, readSettings } from "./config/settings.ts";
import { AheadClock } from "./kernel/clock.ts";
import { messageOf } from "./kernel/errors.ts";
import { openHouse } from "./practice/open-house.ts";
import { createPhone } from "./practice/phone.ts";

/** Old space grows by a fifth between collections, not by half or more: memory stays near what is in use (bench/README.md). */
setFlagsFromString("--heap-growing-percent=20");

/** Starts the role asked for: `door`, `web`, `worker` or `all`. SIGTERM ends it in order with exit 0. */
const ROLES = ["door", "web", "worker", "all"] as const;
const role = ROLES.find((name) => name === (process.argv[2] ?? "all"));

function fail(message: string, status: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(status);
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, () => resolve());
  });

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTP server that ends in order: what was begun gets its answer. */
async function serve(handler: Handler, port: number): Promise<() => Promise<void>> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16_384 }, handler);
  server.keepAliveTimeout = 65_000;
  await listen(server, port);
  return async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 5000).unref();
    await closed;
  };
}

async function startWeb(core: Core): Promise<() => Promise<void>> {
  // each role loads only what it uses
  const { composeWeb } = await import("./compose-web.ts");
  const { door, app, close } = await composeWeb(core);
  core.outside.warm();
  const end = await serve((request, response) => {
    if (!door(request, response)) app(request, response);
  }, core.settings.PORT);
  core.log.info({ action: "web-ready", port: core.settings.PORT }, "web is ready");
  return async () => {
    await end();
    close();
  };
}

/** The door by itself: needs Redis and nothing else, so that what Zalo tells is held whatever the rest of the house does. */
async function startDoor(core: Core): Promise<() => Promise<void>> {
  const { composeDoor } = await import("./compose-door.ts");
  const { door, isReady, close } = composeDoor(core);
  const end = await serve((request, response) => {
    if (door(request, response)) return;
    if (request.url === "/healthz") response.end('{"ok":true}');
    else if (request.url === "/readyz")
      void isReady().then((ready) => response.writeHead(ready ? 200 : 503).end(`{"ok":${String(ready)}}`));
    else response.writeHead(404).end();
  }, core.settings.PORT);
  core.log.info({ action: "door-ready", port: core.settings.PORT }, "the door is ready");
  return async () => {
    await end();
    close();
  };
}

async function startWorker(core: Core): Promise<() => Promise<void>> {
  const { composeWorker } = await import("./compose-worker.ts");
  const worker = await composeWorker(core);
  core.log.info({ action: "worker-ready" }, "worker is ready");
  return () => worker.close();
}

/** Behind https it is for real: then what visitors cause must not be able to fill the memory of the inbox. */
function warnOfSharedMemory(core: Core): void {
  if (core.visits === core.redis && core.settings.PUBLIC_URL.startsWith("https:"))
    core.log.warn(
      { action: "sessions-share-redis" },
      "sessions and counts of requests share Redis with the inbox; set REDIS_SESSIONS_URL to one of their own",
    );
}

/** Numbers and readiness in detail, for every role, where only the operator's own network reaches. */
async function startInternal(core: Core, role: string): Promise<() => Promise<void>> {
  const { INTERNAL_PORT: port, INTERNAL_HOST: host } = core.settings;
  if (port === 0) return async () => undefined;
  const { composeInternal } = await import("./compose-internal.ts");
  const server = composeInternal(core, role);
  server.on("error", (error) =>
    core.log.warn(
      { action: "internal-port", port, reason: messageOf(error) },
      "no internal port; another role on this machine may have it: give each its own INTERNAL_PORT",
    ),
  );
  server.listen(port, host);
  return async () => void server.close();
}

/** A practice speaks with the simulator alone, and both go by one clock. The door by itself has no database to read it in. */
async function standBesideSimulator(core: Core): Promise<void> {
  if (role === "door") throw new Error("PRACTICE=on runs web, worker or all; the door stands in front of the web role");
  const phone = createPhone(core.settings.ZALO_OPENAPI_URL);
  await phone.prove();
  if (core.clock instanceof AheadClock) await phone.setAhead(core.clock.aheadMs);
}

async function main(): Promise<void> {
  if (!role) fail(`usage: main.js ${ROLES.join("|")}`, 2);
  const core = composeCore(readSettings(), role);
  process.on("unhandledRejection", (error) =>
    core.log.error({ action: "unhandled-rejection", reason: messageOf(error) }, "unhandled rejection"),
  );
  if (role !== "door") {
    await connectMongo(core.settings);
    await openHouse(core);
    await ensureIndexes();
  }
  if (core.settings.PRACTICE === "on") await standBesideSimulator(core);
  const stops: (() => Promise<void>)[] = [];
  warnOfSharedMemory(core);
  if (role === "door") stops.push(await startDoor(core));
  if (role === "web" || role === "all") stops.push(await startWeb(core));
  if (role === "worker" || role === "all") stops.push(await startWorker(core));
  // last to go: an operator sees until the end what is still running
  stops.push(await startInternal(core, role ?? "all"));
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    core.log.info({ action: "stopping" }, "stopping in order");
    for (const end of stops) await end();
    core.outside.close();
    await core.producer.close();
    core.redis.disconnect();
    core.visits.disconnect();
    await mongoose.disconnect();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
}

main().catch((error: unknown) =>
  fail(error instanceof BadSettings ? error.message : `cannot start: ${messageOf(error)}`, 1),
);
