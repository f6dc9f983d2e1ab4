import { connect, createServer, type Server, type Socket } from "node:net";

const WRITES = new Set(["insert", "update", "delete", "findAndModify", "commitTransaction", "bulkWrite"]);
/** `before`: the write never arrives. `after`: it is done and its answer is lost. Either way nothing gets through afterwards. */
export type Cut = "before" | "after";

/** A way to the database that ends at a chosen write, as a machine ends that loses its power there. */
export interface WriteCutter {
  port: number;
  /** from now on: the n-th write is cut */
  cutAt(n: number, how: Cut, onCut?: () => void): void;
  /** lets everything through again and counts writes from 0 */
  heal(): void;
  /** writes since {@link heal} */
  writes(): number;
  /** whether the cut happened */
  wasCut(): boolean;
  close(): Promise<void>;
}

/** Splits a stream into the messages of MongoDB's wire protocol, each with the name of its command. */
class Messages {
  private rest = Buffer.alloc(0);
  *take(bytes: Buffer): Generator<{ bytes: Buffer; id: number; answers: number; command: string }> {
    this.rest = Buffer.concat([this.rest, bytes]);
    while (this.rest.length >= 4 && this.rest.length >= this.rest.readInt32LE(0)) {
      const length = this.rest.readInt32LE(0);
      const message = this.rest.subarray(0, length);
      this.rest = this.rest.subarray(length);
      // header 16, flags 4, kind 1, size of the document 4, type of its first element 1; then the name
      const end = message.indexOf(0, 26);
      const command = message.readInt32LE(12) === 2013 ? message.toString("utf8", 26, end) : "";
      yield { bytes: message, id: message.readInt32LE(4), answers: message.readInt32LE(8), command };
    }
  }
}

export async function startWriteCutter(targetPort: number): Promise<WriteCutter> {
  const sockets = new Set<Socket>();
  let [seen, at, dead] = [0, 0, false];
  let how: Cut = "before";
  let onCut: (() => void) | undefined;
  const cut = (): void => {
    dead = true;
    onCut?.();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const server: Server = createServer((client) => {
    if (dead) return void client.destroy();
    const target = connect(targetPort, "127.0.0.1");
    sockets.add(client).add(target);
    const end = (): void => {
      client.destroy();
      target.destroy();
    };
    for (const socket of [client, target]) socket.on("error", end).on("close", end);
    const [asked, answered] = [new Messages(), new Messages()];
    let last = -1;
    client.on("data", (data) => {
      for (const message of asked.take(data)) {
        if (dead) return;
        if (WRITES.has(message.command)) {
          seen += 1;
          if (seen === at && how === "before") return cut();
          if (seen === at) last = message.id;
        }
        target.write(message.bytes);
      }
    });
    target.on("data", (data) => {
      for (const message of answered.take(data)) {
        if (last !== -1 && message.answers === last) return cut();
        client.write(message.bytes);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    cutAt(n, way, then) {
      [seen, at, how, onCut] = [0, n, way, then];
    },
    heal() {
      [seen, at, dead, onCut] = [0, 0, false, undefined];
    },
    writes: () => seen,
    wasCut: () => dead,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
