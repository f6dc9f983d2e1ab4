import { createInterface } from "node:readline";
import { Readable } from "node:stream";

/** Lines of a text file, as they stand: only the line's end is taken away, a byte order mark too. */
export async function* linesIn(bytes: Buffer): AsyncGenerator<string> {
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  yield* createInterface({ input: Readable.from([text]), crlfDelay: Number.POSITIVE_INFINITY });
}
