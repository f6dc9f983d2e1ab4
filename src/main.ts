import { createServer, type Server } from "node:http";
import { setFlagsFromString } from "node:v8";
import mongoose from "mongoose";
import { composeCore, connectMongo, type Core, ensureIndexes } from "./compose.ts";
import { BadSettings, readSettings } from "./config/settings.ts";
import { messageOf } from "./kernel/errors.ts";

/** Old space grows by a fifth between collections, not by half or more: memory stays near what is in use (bench/README.md). */
setFlagsFromString("--heap-growing-percent=20");

/** Starts the role asked for: `web`, `worker` or `all`. SIGTERM ends it in order with exit 0. */
const ROLES = ["web", "worker", "all"] as const;
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

async function startWeb(core: Core): Promise<() => Promise<void>> {
  // each role loads only what it uses
  const { composeWeb } = await import("./compose-web.ts");
  const { door, app, close } = composeWeb(core);
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16_384 },
    (request, response) => {
      if (!door(request, response)) app(request, response);
    },
  );
  server.keepAliveTimeout = 65_000;
  core.outside.warm();
  await listen(server, core.settings.PORT);
  core.log.info({ action: "web-ready", port: core.settings.PORT }, "web is ready");
  return async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 5000).unref();
    await closed;
    close();
  };
}

async function startWorker(core: Core): Promise<() => Promise<void>> {
  const { composeWorker } = await import("./compose-worker.ts");
  const worker = composeWorker(core);
  const server = createServer((request, response) => {
    if (request.url === "/healthz") response.end('{"ok":true}');
    else if (request.url === "/metrics") void core.metrics.registry.metrics().then((text) => response.end(text));
    else response.writeHead(404).end();
  });
  const port = core.settings.WORKER_PORT;
  if (port > 0) {
    server.on("error", (error) =>
      core.log.warn(
        { action: "worker-port", port, reason: messageOf(error) },
        "no metrics port; another worker may have it",
      ),
    );
    server.listen(port);
  }
  core.log.info({ action: "worker-ready" }, "worker is ready");
  return async () => {
    server.close();
    await worker.close();
  };
}

async function main(): Promise<void> {
  if (!role) fail(`usage: main.js ${ROLES.join("|")}`, 2);
  const core = composeCore(readSettings(), role);
  process.on("unhandledRejection", (error) =>
    core.log.error({ action: "unhandled-rejection", reason: messageOf(error) }, "unhandled rejection"),
  );
  await connectMongo(core.settings);
  await ensureIndexes();
  const stops: (() => Promise<void>)[] = [];
  if (role !== "worker") stops.push(await startWeb(core));
  if (role !== "web") stops.push(await startWorker(core));
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    core.log.info({ action: "stopping" }, "stopping in order");
    for (const end of stops) await end();
    core.outside.close();
    await core.producer.close();
    core.redis.disconnect();
    await mongoose.disconnect();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
}

main().catch((error: unknown) =>
  fail(error instanceof BadSettings ? error.message : `cannot start: ${messageOf(error)}`, 1),
);
