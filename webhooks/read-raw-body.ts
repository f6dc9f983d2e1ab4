import type { IncomingMessage } from "node:http";

const MOST_BYTES = 1_048_576;

/** The exact bytes of a request, or "too-large" without reading further than the limit. */
export function readRawBody(request: IncomingMessage, most = MOST_BYTES): Promise<Buffer | "too-large" | "broken"> {
  return new Promise((resolve) => {
    const told = Number(request.headers["content-length"] ?? 0);
    if (told > most) return resolve("too-large");
    const parts: Buffer[] = [];
    let size = 0;
    request.on("data", (part: Buffer) => {
      size += part.length;
      if (size > most) {
        request.pause();
        return resolve("too-large");
      }
      parts.push(part);
    });
    request.on("end", () => resolve(parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts)));
    request.on("error", () => resolve("broken"));
    request.on("aborted", () => resolve("broken"));
  });
}
