/* Writes to its standard output what it is told to. */
import { text } from "node:stream/consumers";

const { what, n } = JSON.parse(await text(process.stdin));
if (what === "fail") throw new Error("no such report");
if (what === "bytes") process.stdout.write(Buffer.alloc(n, "a"));
if (what === "half") process.stdout.write("half", () => process.exit(3));
if (what === "wait") {
  process.stdout.write(String(process.pid));
  setInterval(() => undefined, 1000);
}
