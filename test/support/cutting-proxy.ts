import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A way to Zalo that closes connections at the worst moment: as a call is written, or as its answer comes. */
export interface CuttingProxy {
  url: string;
  /** how many calls were cut before they got through, and after they were done */
  cut: { before: number; after: number };
  /** from now on every call gets through and its answer back */
  behave(): void;
  close(): Promise<void>;
}

/** @param plan what becomes of the n-th call */
export async function startCuttingProxy(
  target: string,
  plan: (n: number) => "pass" | "before" | "after",
): Promise<CuttingProxy> {
  const { port } = new URL(target);
  const cut = { before: 0, after: 0 };
  const sockets = new Set<Socket>();
  let calls = 0;
  let behaving = false;
  const server = createServer((client) => {
    const zalo = connect(Number(port), "127.0.0.1");
    sockets.add(client).add(zalo);
    let fate: ReturnType<typeof plan> = "pass";
    const end = (): void => {
      client.destroy();
      zalo.destroy();
    };
    for (const socket of [client, zalo]) socket.on("error", end).on("close", end);
    client.on("data", (bytes) => {
      if (/^(POST|GET) /.test(bytes.toString("latin1", 0, 5))) {
        fate = behaving ? "pass" : plan((calls += 1));
        if (fate === "before") {
          cut.before += 1;
          return end();
        }
      }
      zalo.write(bytes);
    });
    zalo.on("data", (bytes) => {
      if (fate !== "after") return void client.write(bytes);
      cut.after += 1;
      end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    behave: () => {
      behaving = true;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
