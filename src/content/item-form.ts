import { z } from "zod";
import { formatLocal, parseLocal } from "../kernel/dates.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { ItemFields } from "./item.store.ts";
import { type Details, KINDS, parseLength } from "./kinds.ts";

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
  embargoAt: z.string().max(20).default(""),
  series: z.string().max(120).default(""),
  corrects: z.string().max(40).default(""),
  signedOn: z.string().max(20).default(""),
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
  act: z.enum(["luu", "trinh", "gui"]).default("luu"),
});
export type ItemForm = z.infer<typeof itemForm>;

/** Only what was filled in: what was approved before there were these fields is still what was approved. */
function pressFields({ kind, embargoAt, series }: ItemForm): Pick<Details, "embargoAt" | "series"> {
  if (kind !== "thong-cao") return {};
  // a time without a zone is Vietnam's, wherever the browser, the server and the reader stand
  const until = parseLocal(embargoAt);
  const name = nfc(series.trim());
  return { ...(until ? { embargoAt: until } : {}), ...(name === "" ? {} : { series: name }) };
}
function correctionFields({ kind, corrects, signedOn }: ItemForm): Pick<Details, "corrects" | "signedOn"> {
  if (kind !== "dinh-chinh") return {};
  const day = parseLocal(signedOn);
  return { ...(corrects === "" ? {} : { corrects }), ...(day ? { signedOn: formatLocal(day).slice(0, 10) } : {}) };
}

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
    ...pressFields(body),
    ...correctionFields(body),
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
