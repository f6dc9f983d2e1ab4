import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from "node:crypto";
import { sha256Hex } from "../kernel/crypto.ts";
import { payloadOf, type Ticket, writeTicket } from "./ticket.ts";

/** The department's pair: what makes tickets stays sealed here, what proves them goes to every phone at a door. */
export interface TicketKeys {
  /** PKCS 8, base64 */
  secret: string;
  /** SPKI, base64 */
  open: string;
}
export function newTicketKeys(): TicketKeys {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    secret: privateKey.export({ type: "pkcs8", format: "der" }).toString("base64"),
    open: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
  };
}

export const classTag = (classId: string): string => sha256Hex(`class:${classId}`).slice(0, 8);
export const newTicketId = (): string => randomBytes(8).toString("hex");

export function signTicket(secret: string, ticket: Ticket): string {
  const key = createPrivateKey({ key: Buffer.from(secret, "base64"), format: "der", type: "pkcs8" });
  return writeTicket(ticket, sign(null, payloadOf(ticket), key));
}

export function verifier(open: string): (payload: Uint8Array, signature: Uint8Array) => boolean {
  const key = createPublicKey({ key: Buffer.from(open, "base64"), format: "der", type: "spki" });
  return (payload, signature) => verify(null, payload, key, signature);
}
