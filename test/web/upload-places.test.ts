import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import express, { type NextFunction, type Request, type RequestHandler, type Response } from "express";
import type { AppError } from "../../src/kernel/errors.ts";
import { atMost } from "../../src/web/receive-upload.ts";
import { eventually } from "../support/world.ts";

/** Two may be received at one time; the look-up before it lasts until the sender has left, or not at all. */
let server: Server;
let inside = 0;
let arrived = 0;
let left = 0;
beforeAll(async () => {
  const app = express();
  const lookUp: RequestHandler = async (request, response, next) => {
    if (request.get("x-leaves") !== undefined) {
      arrived += 1;
      await once(response, "close");
      left += 1;
    }
    next();
  };
  app.post("/", lookUp, atMost(2), (request, response) => {
    inside += 1;
    if (request.get("x-stays") === undefined) response.json({});
  });
  app.use((error: AppError, _request: Request, response: Response, _next: NextFunction) => {
    response.status(error.status).end();
  });
  server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const portOf = (): number => (server.address() as AddressInfo).port;
const send = async (): Promise<number> => (await fetch(`http://127.0.0.1:${portOf()}/`, { method: "POST" })).status;
/** A sender that never comes to the end of its body. */
const begin = (header: string): Socket => {
  const socket = connect(portOf(), "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${header}: 1\r\nContent-Length: 9\r\n\r\nabc`);
  return socket;
};

test("twelve senders whose connection was reset hold no place: the next upload goes through", async () => {
  const senders = Array.from({ length: 12 }, () => begin("x-leaves"));
  await eventually(
    "all are being looked up",
    async () => arrived,
    (n) => n === 12,
  );
  for (const one of senders) one.resetAndDestroy();
  await eventually(
    "all were looked up after they had left",
    async () => left,
    (n) => n === 12,
  );
  expect(await send()).toBe(200);
});

test("who is being received holds a place until the connection ends", async () => {
  inside = 0;
  const two = [begin("x-stays"), begin("x-stays")];
  await eventually(
    "both are inside",
    async () => inside,
    (n) => n === 2,
  );
  expect(await send()).toBe(503);
  for (const one of two) one.resetAndDestroy();
  await eventually("their places are free", send, (status) => status === 200);
});
