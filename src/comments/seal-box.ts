import { createHmac } from "node:crypto";
import { createMarker, createSecretBox, deriveKey, type SecretBox, codeFrom } from "../kernel/crypto.ts";

export interface CommentWords {
  text: string;
  reason: string;
  /** Vietnamese gist of a text in another language, written by who entered it; "" else */
  gist: string;
  /** the paragraph as its author would have it, whole and verbatim; missing when none was given */
  amendment?: string;
}

/** Everything secret about comments, under keys of their own: another room's key opens nothing here. */
export interface CommentBox {
  sealWords(words: CommentWords): string;
  openWords(sealed: string): CommentWords;
  box: SecretBox;
  /** one-way marks: of identical words, of a person's own comments */
  mark(kind: "words" | "owner", text: string): string;
  /** the receipt code that belongs to a sender's key: asked again it is the same, and it is stored nowhere */
  codeFor(prefix: string, once: string): string;
}

export function createCommentBox(secretsKey: string): CommentBox {
  const key = deriveKey(secretsKey, "comments");
  const box = createSecretBox(key);
  const marker = createMarker(key);
  return {
    box,
    sealWords: (words) => box.seal(JSON.stringify(words)),
    openWords: (sealed) => JSON.parse(box.open(sealed)) as CommentWords,
    mark: (kind, text) => marker(`${kind}:${text}`),
    codeFor: (prefix, once) => codeFrom(prefix, createHmac("sha256", key).update(`receipt:${once}`).digest()),
  };
}
