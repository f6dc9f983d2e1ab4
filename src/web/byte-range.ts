import type { Request, Response } from "express";

/** The one part of the bytes a player asks for; all of them when it asks for none, or for several. */
export function askedPart(request: Request, length: number): { from: number; to: number; whole: boolean } | undefined {
  const asked = request.range(length);
  if (asked === -1) return undefined;
  const [part, ...more] = Array.isArray(asked) && asked.type === "bytes" ? asked : [];
  return part && more.length === 0
    ? { from: part.start, to: part.end, whole: false }
    : { from: 0, to: length - 1, whole: true };
}

/** All of it, or the part that is asked for: a player that gets all where it asked for a part cannot seek. */
export function sendBytes(request: Request, response: Response, body: Buffer): void {
  const part = askedPart(request, body.length);
  response.set("Accept-Ranges", "bytes");
  if (!part) return void response.set("Content-Range", `bytes */${body.length}`).sendStatus(416);
  if (part.whole) return void response.send(body);
  response
    .status(206)
    .set("Content-Range", `bytes ${part.from}-${part.to}/${body.length}`)
    .send(body.subarray(part.from, part.to + 1));
}
