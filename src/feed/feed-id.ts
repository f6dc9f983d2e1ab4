import { createHash } from "node:crypto";

/** Of our own making; never changed, or every reader shows everything as new. */
const SPACE = Buffer.from("8f0c6f6e2a5b4d0f9c1e7b64a3d2c510", "hex");

/** The same name for ever, whatever the unit, the title or the domain is called later (RFC 9562 version 5). */
export function urnOf(kind: "item" | "feed", id: string): string {
  const bytes = createHash("sha1").update(SPACE).update(`${kind}:${id}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return `urn:uuid:${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")}`;
}
