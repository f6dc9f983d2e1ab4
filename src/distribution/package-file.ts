import { zipSync } from "fflate";
import { z } from "zod";
import { KINDS } from "../content/kinds.ts";
import { canonical } from "../decisions/compare.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { type Content, FREE_FIELDS } from "./content.model.ts";

/** A package as a file (domain.md S2-07): a ZIP of a manifest, the contents by their hashes, and the pictures they show. */
const FORMAT = "loa-so/goi-noi-dung/1";
export const MANIFEST = "manifest.json";
export const contentName = (hash: string): string => `noi-dung/${hash}.json`;
export const pictureName = (sha: string, kind: "jpg" | "png"): string => `anh/${sha}.${kind}`;
/** Nothing else may lie in it: no path that leads elsewhere, no program, no second manifest. */
export const PART = /^(manifest\.json|noi-dung\/[0-9a-f]{64}\.json|anh\/[0-9a-f]{64}\.(jpg|png))$/;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const moment = z.iso.datetime();
const words = (most: number) => z.string().max(most);
export const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  /** where it was released and under which number: the same number is the same bytes */
  from: z.strictObject({ unit: words(80), office: words(200), id: z.string().regex(/^[0-9a-f]{24}$/) }),
  version: z.number().int().min(1).max(9999),
  title: words(200).min(1),
  note: words(2000),
  deadline: moment,
  entries: z
    .array(
      z.strictObject({
        code: z.string().regex(/^BT\d{2,4}$/),
        title: words(200),
        contents: z.array(hash).min(1).max(60),
        origin: z.strictObject({ organ: words(200).min(1), receivedAt: moment, dueAt: moment.nullable() }),
      }),
    )
    .min(1)
    .max(400),
  files: z
    .array(z.strictObject({ name: z.string().regex(PART), sha256: hash, bytes: z.number().int().min(0) }))
    .max(2000),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const contentSchema = z.strictObject({
  kind: z.enum(KINDS),
  details: z.strictObject({
    mediaUrl: words(500),
    mediaSeconds: z.number().min(0).max(100_000),
    mediaMegabytes: z.number().min(0).max(10_000),
    transcript: words(50_000),
    officialUrl: words(500),
    earlierText: words(5000),
    signer: words(120),
    liveEndsAt: moment.nullable(),
    privatePeople: z.enum(["", "khong", "co"]),
    consentNote: words(1000),
    embargoAt: moment.optional(),
    series: words(120).optional(),
    corrects: words(40).optional(),
    signedOn: words(20).optional(),
  }),
  title: words(1000),
  text: words(20_000),
  pictureAlt: words(500),
  pictureSha: z.string().regex(/^([0-9a-f]{64})?$/),
  source: words(300),
  sourceClass: z.enum(["", "cong-khai", "noi-bo"]),
  free: z.array(z.enum(FREE_FIELDS)).max(FREE_FIELDS.length),
  foreign: z.boolean(),
  variants: z.array(z.strictObject({ language: words(20), title: words(1000), text: words(20_000) })).max(20),
});

/** The words of a content as they lie in the file; its hash is the name of the part. */
export const contentBytes = (content: Content): Buffer =>
  Buffer.from(canonical({ ...content, _id: undefined, pictureId: undefined }));

/** The same package gives the same bytes, on every machine and day. */
export function writePackageFile(head: Omit<Manifest, "format" | "files">, parts: ReadonlyMap<string, Buffer>): Buffer {
  const names = [...parts.keys()].toSorted();
  const files = names.map((name) => {
    const bytes = parts.get(name) ?? Buffer.alloc(0);
    return { name, sha256: sha256Hex(bytes), bytes: bytes.length };
  });
  const manifest: Manifest = { format: FORMAT, ...head, files };
  const all: Record<string, Uint8Array> = { [MANIFEST]: Buffer.from(canonical(manifest)) };
  for (const name of names) all[name] = parts.get(name) ?? Buffer.alloc(0);
  return Buffer.from(zipSync(all, { level: 6, mtime: new Date(Date.UTC(2020, 0, 1, 12)) }));
}
