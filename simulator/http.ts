import type { IncomingMessage, ServerResponse } from "node:http";

/** The little of HTTP that the simulator needs, on node:http for speed. */
export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: Buffer;
  request: IncomingMessage;
  response: ServerResponse;
}

export async function readBody(request: IncomingMessage, max = 60_000_000): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > max) throw new Error("body too large");
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

export function json(
  response: ServerResponse,
  body: unknown,
  headers: Record<string, string> = {},
  status = 200,
): void {
  const bytes = Buffer.from(JSON.stringify(body), "utf8");
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": bytes.length,
    ...headers,
  });
  response.end(bytes);
}

export function html(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { "Content-Type": "text/html; charset=utf-8" });
  response.end(body);
}

export const parse = (bytes: Buffer): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

/** The one file of a multipart body. */
export async function readFilePart(call: Call): Promise<{ name: string; type: string; bytes: Buffer } | undefined> {
  const response = new Response(new Uint8Array(call.body), {
    headers: { "Content-Type": call.headers["content-type"] ?? "" },
  });
  try {
    const file = (await response.formData()).get("file");
    if (!file || typeof file === "string") return undefined;
    return { name: file.name, type: file.type, bytes: Buffer.from(await file.arrayBuffer()) };
  } catch {
    return undefined;
  }
}
