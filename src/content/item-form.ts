import { z } from "zod";
import { parseLocal } from "../kernel/dates.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { ItemFields } from "./item.store.ts";
import { KINDS, parseLength } from "./kinds.ts";

/** What the form of an item posts; sizes are bounded here, what is missing is said by rules.ts. */
export const itemForm = z.object({
  version: z.coerce.number().int().default(0),
  kind: z.enum(KINDS).default("tin"),
  mediaUrl: z.string().max(500).default(""),
  mediaLength: z.string().max(10).default(""),
  mediaMegabytes: z.coerce.number().min(0).max(10_000).catch(0).default(0),
  transcript: z.string().max(50_000).default(""),
  officialUrl: z.string().max(500).default(""),
  earlierText: z.string().max(5000).default(""),
  signer: z.string().max(120).default(""),
  liveEndsAt: z.string().max(20).default(""),
  privatePeople: z.enum(["", "khong", "co"]).default(""),
  consentNote: z.string().max(1000).default(""),
  belongs: z
    .union([
      z.array(z.string().max(90)),
      z
        .string()
        .max(90)
        .transform((one) => [one]),
    ])
    .default([]),
  title: z.string().max(1000).default(""),
  text: z.string().max(20_000).default(""),
  pictureId: z.string().max(40).default(""),
  pictureAlt: z.string().max(500).default(""),
  source: z.string().max(300).default(""),
  sourceClass: z.enum(["", "cong-khai", "noi-bo"]).default(""),
  removePicture: z.string().optional(),
  act: z.enum(["luu", "trinh"]).default("luu"),
});
export type ItemForm = z.infer<typeof itemForm>;

/** The form's words as they are stored: NFC, trimmed, lengths in seconds, times in UTC. */
export const fieldsOf = (body: ItemForm): ItemFields => ({
  kind: body.kind,
  details: {
    mediaUrl: body.mediaUrl.trim(),
    mediaSeconds: parseLength(body.mediaLength),
    mediaMegabytes: body.mediaMegabytes,
    transcript: nfc(body.transcript.trim()),
    officialUrl: body.officialUrl.trim(),
    earlierText: nfc(body.earlierText.trim()),
    signer: nfc(body.signer.trim()),
    liveEndsAt: parseLocal(body.liveEndsAt) ?? null,
    privatePeople: body.privatePeople,
    consentNote: body.privatePeople === "co" ? nfc(body.consentNote.trim()) : "",
  },
  belongings: body.belongs.slice(0, 20).flatMap((one) => {
    const [campaignId = "", topic = ""] = one.split(":");
    return /^[0-9a-f]{24}$/.test(campaignId) ? [{ campaignId, topic: topic.slice(0, 60) }] : [];
  }),
  title: nfc(body.title.trim()),
  text: nfc(body.text.replace(/\r\n/g, "\n").trim()),
  pictureId: body.removePicture ? "" : body.pictureId,
  pictureAlt: nfc(body.pictureAlt.trim()),
  source: nfc(body.source.trim()),
  sourceClass: body.sourceClass,
});
