import { connect, createServer, type Server, type Socket } from "node:net";

/** A way to the database that can lose an answer: what was asked is done, and the asker never hears of it. */
export interface LossyProxy {
  port: number;
  /** the next `n` answers are swallowed and their connections cut */
  lose(n: number): void;
  lost(): number;
  close(): Promise<void>;
}

export async function startLossyProxy(targetPort: number): Promise<LossyProxy> {
  let toLose = 0;
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
      if (toLose > 0 && answer.length < 400) {
        toLose -= 1;
        lost += 1;
        return end();
      }
      client.write(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    lose: (n) => {
      toLose += n;
    },
    lost: () => lost,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
