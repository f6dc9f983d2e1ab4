import { connect, createServer, type Server, type Socket } from "node:net";

/** A way to the database that can lose an answer: what was asked is done, and the asker never hears of it. */
export interface LossyProxy {
  port: number;
  /** from now on every `n`-th short answer is swallowed and its connection cut, `atMost` times: paced by the work done */
  loseEvery(n: number, atMost: number): void;
  lost(): number;
  close(): Promise<void>;
}

export async function startLossyProxy(targetPort: number): Promise<LossyProxy> {
  let every = 0;
  let most = 0;
  let seen = 0;
  let lost = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const target = connect(targetPort, "127.0.0.1");
    sockets.add(client).add(target);
    const end = (): void => {
      client.destroy();
      target.destroy();
    };
    client.on("error", end).on("close", end);
    target.on("error", end).on("close", end);
    client.pipe(target);
    target.on("data", (answer) => {
      // a short answer is that of a write; cursors and hellos are longer
      if (answer.length < 400 && lost < most) {
        seen += 1;
        if (seen % every === 0) {
          lost += 1;
          return end();
        }
      }
      client.write(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    loseEvery: (n, atMost) => {
      every = n;
      most = lost + atMost;
    },
    lost: () => lost,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
