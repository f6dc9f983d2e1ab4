import { createServer, type Server } from "node:http";
import { createServer as createTcp, type AddressInfo, type Server as TcpServer, type Socket } from "node:net";
import { idleFor } from "../../src/zalo/idle-sockets.ts";
import { createTransport } from "../../src/zalo/transport.ts";

const portOf = (server: Server | TcpServer): number => (server.address() as AddressInfo).port;
const listen = <S extends Server | TcpServer>(server: S): Promise<S> =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
const OK = '{"error":0,"data":{}}';

test.each([
  [undefined, 4000],
  ["", 4000],
  ["timeout=5, max=1000", 3500],
  ["timeout=5", 3500],
  ["timeout=2", 500],
  ["timeout=1", 0],
  ["timeout=0", 0],
  ["timeout=600", 4000],
])("with the hint %s a connection may lie idle %d ms", (hint, ms) => expect(idleFor(hint)).toBe(ms));

describe("never connected, or sent and lost", () => {
  const sockets = new Set<Socket>();
  const servers: (Server | TcpServer)[] = [];
  const tcp = async (onSocket: (socket: Socket) => void): Promise<number> => {
    const server = await listen(
      createTcp((socket) => {
        sockets.add(socket);
        socket.on("error", () => undefined);
        onSocket(socket);
      }),
    );
    servers.push(server);
    return portOf(server);
  };
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
  });
  const call = async (url: string): Promise<string> =>
    (await createTransport(400).call({ method: "post", url, data: "{}" })).kind;

  test("nobody listens: nothing was sent", async () => expect(await call("http://127.0.0.1:9/")).toBe("not-sent"));
  test("a name nobody knows: nothing was sent", async () =>
    expect(await call("http://khong-co.invalid/")).toBe("not-sent"));
  test("a failure that says nothing of the connection: it may have happened", async () => {
    const adapter = async (): Promise<never> => {
      throw new TypeError("nobody foresaw this");
    };
    const { kind } = await createTransport(400).call({ method: "post", url: "http://127.0.0.1:9/", adapter });
    expect(kind).toBe("lost");
  });
  test("TLS is never finished: nothing was sent", async () => {
    const port = await tcp(() => undefined);
    expect(await call(`https://127.0.0.1:${port}/`)).toBe("not-sent");
  });
  test("TLS is cut in the middle: nothing was sent", async () => {
    const port = await tcp((socket) => socket.once("data", () => socket.destroy()));
    expect(await call(`https://127.0.0.1:${port}/`)).toBe("not-sent");
  });
  test("connected, and no answer in time: it may have happened", async () => {
    const port = await tcp(() => undefined);
    expect(await call(`http://127.0.0.1:${port}/`)).toBe("lost");
  });
  test("connected, and cut before the answer: it may have happened", async () => {
    const port = await tcp((socket) => socket.once("data", () => socket.destroy()));
    expect(await call(`http://127.0.0.1:${port}/`)).toBe("lost");
  });
});

test("a connection the other side is about to close is not used again", async () => {
  const seen = new Set<Socket>();
  const server = createServer((request, response) => {
    seen.add(request.socket);
    // tells the truth: one second, then it is gone
    response.writeHead(200, { "Keep-Alive": "timeout=1" }).end(OK);
  });
  await listen(server);
  const transport = createTransport(2000);
  const call = () => transport.call({ method: "post", url: `http://127.0.0.1:${portOf(server)}/`, data: "{}" });
  for (let n = 0; n < 5; n += 1) expect((await call()).kind).toBe("ok");
  expect(seen.size).toBe(5);
  server.closeAllConnections();
  server.close();
});

test("a patient other side is called again over the same connection", async () => {
  const seen = new Set<Socket>();
  const server = createServer((request, response) => {
    seen.add(request.socket);
    response.writeHead(200, { "Keep-Alive": "timeout=60" }).end(OK);
  });
  await listen(server);
  const transport = createTransport(2000);
  for (let n = 0; n < 5; n += 1)
    expect(
      (await transport.call({ method: "post", url: `http://127.0.0.1:${portOf(server)}/`, data: "{}" })).kind,
    ).toBe("ok");
  expect(seen.size).toBe(1);
  server.closeAllConnections();
  server.close();
});
