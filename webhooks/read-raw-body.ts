import type { IncomingMessage } from "node:http";

export const MOST_BYTES = 1_048_576;

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

/** Deepest nesting of brackets outside strings, found without building anything. */
export function nestingOf(body: Buffer): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < body.length; i += 1) {
    const byte = body[i];
    if (inString) {
      if (byte === 0x5c) i += 1;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return deepest;
}
