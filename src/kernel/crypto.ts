import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** Seals small secrets (tokens, TOTP seeds, kept events) for storage. */
export interface SecretBox {
  seal(plain: string | Buffer): string;
  /** Throws when the text was sealed under another key or was changed. */
  open(sealed: string): string;
  /** The same, as the bytes that were sealed. */
  openBytes(sealed: string): Buffer;
  /** Whether a text was sealed under this key (told by its mark, not by opening it). */
  holds(sealed: string): boolean;
}

/**
 * AES-256-GCM with a fresh 96-bit nonce per value. The text carries the first 8 hex digits of the key's
 * SHA-256, so that a key change is told apart from damage.
 * @param keyBase64 32 bytes in base64 (`SECRETS_KEY`)
 */
export function createSecretBox(keyBase64: string): SecretBox {
  const key = Buffer.from(keyBase64, "base64");
  if (key.length !== 32) throw new Error("SECRETS_KEY must be 32 bytes in base64");
  const keyId = createHash("sha256").update(key).digest("hex").slice(0, 8);
  const openBytes = (text: string): Buffer => {
    const [version, id, payload] = text.split(".");
    if (version !== "v1" || !payload) throw new Error("not a sealed value");
    if (id !== keyId) throw new Error("sealed under another key");
    const bytes = Buffer.from(payload, "base64url");
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
  };
  return {
    holds: (text) => text.startsWith(`v1.${keyId}.`),
    seal(plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const bytes = typeof plain === "string" ? Buffer.from(plain, "utf8") : plain;
      const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return `v1.${keyId}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url")}`;
    },
    open: (text) => openBytes(text).toString("utf8"),
    openBytes,
  };
}

/** Keyed hashes under a key of their own, made from `SECRETS_KEY`: the same text gives the same mark, and nobody without the key can make one. */
export function createMarker(keyBase64: string): (text: string) => string {
  const key = createHmac("sha256", Buffer.from(keyBase64, "base64")).update("marks").digest();
  return (text) => createHmac("sha256", key).update(text).digest("base64url").slice(0, 32);
}

/** A key of its own for one purpose, so that what is sealed for one cannot be opened for another (safeguard 13). */
export const deriveKey = (keyBase64: string, purpose: string): string =>
  Buffer.from(hkdfSync("sha256", Buffer.from(keyBase64, "base64"), "", purpose, 32)).toString("base64");

export const sha256Hex = (text: string | Buffer): string => createHash("sha256").update(text).digest("hex");

/** An alphabet that cannot be misread: no 0 O 1 I. */
const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/** One character of {@link ALPHABET} for each byte, 5 bits each. */
export const spell = (bytes: Uint8Array): string => Array.from(bytes, (byte) => ALPHABET.charAt(byte % 32)).join("");
/** Random text of `length` characters, 5 bits each. */
export const randomCode = (length: number): string => spell(randomBytes(length));

/** A code people copy by hand: two letters and twelve characters spelled from the first twelve bytes of a digest. */
export function codeFrom(prefix: string, digest: Uint8Array): string {
  const letters = spell(digest.subarray(0, 12));
  return `${prefix}-${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}

/** Such a code however it was typed (case, hyphens, blanks); "" when it is none. */
export function tidyCode(code: string): string {
  const plain = code.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return /^[A-Z]{2}[A-HJ-NP-Z2-9]{12}$/.test(plain)
    ? `${plain.slice(0, 2)}-${plain.slice(2, 6)}-${plain.slice(6, 10)}-${plain.slice(10)}`
    : "";
}
