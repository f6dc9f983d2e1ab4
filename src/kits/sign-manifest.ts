import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { days } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import type { KitKey, KitPart, KitQuestion } from "./kit.model.ts";
import { kitKeyOf } from "./kit.store.ts";

/** How long a phone shows a kit it has not asked about: a withdrawn item is on no phone longer. */
const HOLDS_DAYS = 7;

/** Where the phone's own words lead: an address and its QR for paper. */
export interface KitLink {
  name: string;
  url: string;
}
/** A part as phones get it; what was taken back keeps its name and reason alone. */
export type ManifestPart =
  | (Omit<KitPart, "itemId"> & { id: string; withdrawn: null })
  | { id: string; title: string; withdrawn: { reason: string; at: string } };
export interface Manifest {
  v: 1;
  kit: string;
  version: number;
  unit: string;
  office: string;
  title: string;
  issued: string;
  expires: string;
  /** what the phone made up for this one question: an answer to an older one is not fresh */
  nonce: string;
  points: string[];
  questions: KitQuestion[];
  parts: ManifestPart[];
  links: KitLink[];
}
export const endOf = (issued: Date): Date => new Date(issued.getTime() + days(HOLDS_DAYS));

/** What is sent: the very text that is signed, so that nobody has to write JSON the same way twice. */
export interface SignedManifest {
  manifest: string;
  /** Ed25519 over the bytes of `manifest`, base64 */
  signature: string;
}

const newPair = (box: SecretBox) => (): Omit<KitKey, "_id"> => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    sealed: box.seal(privateKey.export({ type: "pkcs8", format: "der" }).toString("base64")),
    open: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
  };
};
/** The unit's open half, as phones pin it: SPKI, base64. */
export const openKeyOf = async (box: SecretBox, unitCode: string): Promise<string> =>
  (await kitKeyOf(unitCode, newPair(box))).open;

export async function signManifest(box: SecretBox, unitCode: string, manifest: Manifest): Promise<SignedManifest> {
  const { sealed } = await kitKeyOf(unitCode, newPair(box));
  const key = createPrivateKey({ key: Buffer.from(box.open(sealed), "base64"), format: "der", type: "pkcs8" });
  const text = JSON.stringify(manifest);
  return { manifest: text, signature: sign(null, Buffer.from(text), key).toString("base64") };
}
