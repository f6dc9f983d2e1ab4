import { verifyAsync } from "@noble/ed25519";

/** A key as SPKI ends with its 32 bytes. */
const KEY_BYTES = 32;
const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

export type Prove = (payload: Uint8Array, signature: Uint8Array) => Promise<boolean>;

/** Proves tickets by the browser's own Ed25519; an older browser by a library that needs only its hashing. */
export function prover(open: string): Prove {
  const spki = bytesOf(open);
  const own = crypto.subtle.importKey("spki", spki, { name: "Ed25519" }, false, ["verify"]).catch(() => undefined);
  return async (payload, signature) => {
    const key = await own;
    const [words, sign] = [Uint8Array.from(payload), Uint8Array.from(signature)];
    if (key) return crypto.subtle.verify({ name: "Ed25519" }, key, sign, words);
    return verifyAsync(sign, words, spki.slice(-KEY_BYTES)).catch(() => false);
  };
}
