import { z } from "zod";
import { graphemes, nfc } from "../kernel/vietnamese.ts";

/**
 * What an OA may say to one person, and the builder that refuses what Zalo would refuse
 * (zalo/openapi.md §2.1, §2.2). Lengths are graphemes after NFC.
 */
export const LIMITS = {
  text: 2000,
  buttons: 5,
  buttonTitle: 100,
  query: 1000,
  elements: 5,
  title: 100,
  subtitle: 500,
} as const;

const upTo = (max: number, what: string) =>
  z
    .string()
    .transform(nfc)
    .refine((text) => graphemes(text) <= max, `${what} dài quá ${max} ký tự`);

const buttonSchema = z.discriminatedUnion("type", [
  z.object({
    title: upTo(LIMITS.buttonTitle, "Nút").pipe(z.string().min(1)),
    type: z.literal("oa.query.show"),
    payload: upTo(LIMITS.query, "Lệnh của nút").pipe(z.string().min(1)),
  }),
  z.object({
    title: upTo(LIMITS.buttonTitle, "Nút").pipe(z.string().min(1)),
    type: z.literal("oa.query.hide"),
    payload: upTo(LIMITS.query, "Lệnh của nút").pipe(z.string().min(1)),
  }),
  z.object({
    title: upTo(LIMITS.buttonTitle, "Nút").pipe(z.string().min(1)),
    type: z.literal("oa.open.url"),
    payload: z.object({ url: z.url({ protocol: /^https$/ }) }),
  }),
  z.object({
    title: upTo(LIMITS.buttonTitle, "Nút").pipe(z.string().min(1)),
    type: z.literal("oa.open.phone"),
    payload: z.object({ phone_code: z.string().regex(/^[0-9+]{3,15}$/) }),
  }),
]);
export type Button = z.infer<typeof buttonSchema>;

const outgoingSchema = z
  .object({
    text: upTo(LIMITS.text, "Tin"),
    /** id of an image uploaded to Zalo (kept there for 7 days) */
    imageAttachmentId: z.string().min(1).optional(),
    /** token of a file uploaded to Zalo; a file goes without words (zalo/openapi.md §2.1) */
    fileToken: z.string().min(1).optional(),
    buttons: z.array(buttonSchema).max(LIMITS.buttons, `Không quá ${LIMITS.buttons} nút`).default([]),
    quoteMessageId: z.string().optional(),
    /** parts of `text` that the reader wrote or that stand in a document on show: the gate passes over them */
    quoted: z.array(z.string()).optional(),
  })
  .refine(
    ({ text, imageAttachmentId, fileToken }) =>
      fileToken !== undefined || imageAttachmentId !== undefined || text !== "",
    "Tin không có chữ",
  )
  .refine(({ text, fileToken }) => fileToken === undefined || text === "", "Tệp gửi riêng, không kèm chữ");
export type Outgoing = z.input<typeof outgoingSchema>;

/** The `message` of `/v3.0/oa/message/cs` (and of v2 for state-agency OAs). Throws a ZodError on what Zalo would refuse. */
export function buildMessage(outgoing: Outgoing): Record<string, unknown> {
  const message = outgoingSchema.parse(outgoing);
  if (message.fileToken) return { attachment: { type: "file", payload: { token: message.fileToken } } };
  const payload: Record<string, unknown> = {};
  if (message.imageAttachmentId) {
    payload["template_type"] = "media";
    payload["elements"] = [{ media_type: "image", attachment_id: message.imageAttachmentId }];
  }
  if (message.buttons.length > 0) payload["buttons"] = message.buttons;
  return {
    text: message.text,
    ...(message.quoteMessageId ? { quote_message_id: message.quoteMessageId } : {}),
    ...(Object.keys(payload).length > 0 ? { attachment: { type: "template", payload } } : {}),
  };
}

/** Every word of a message that a person reads or an address that opens. */
export const wordsOfMessage = ({ text, buttons = [] }: Outgoing): string[] => [
  text,
  ...buttons.flatMap((button) => [button.title, button.type === "oa.open.url" ? button.payload.url : ""]),
];

const bodyItem = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), content: z.string().min(1) }),
  z.object({ type: z.literal("image"), url: z.url(), caption: z.string().optional() }),
]);

/** An article as Zalo takes it (zalo/openapi.md §5). The cover needs a public address and its own `status`. */
const articleSchema = z.object({
  title: upTo(150, "Tiêu đề bài").pipe(z.string().min(1)),
  author: upTo(50, "Tên tác giả").pipe(z.string().min(1)),
  description: upTo(300, "Mô tả bài").pipe(z.string().min(1)),
  coverUrl: z.url(),
  body: z.array(bodyItem).min(1),
});
export type Article = z.input<typeof articleSchema>;

export function buildArticle(article: Article): Record<string, unknown> {
  const { title, author, description, coverUrl, body } = articleSchema.parse(article);
  return {
    type: "normal",
    title,
    author,
    description,
    cover: { cover_type: "photo", photo_url: coverUrl, status: "show" },
    body,
    status: "show",
    comment: "hide",
  };
}

export const wordsOfArticle = ({ title, author, description, body }: Article): string[] => [
  title,
  author,
  description,
  ...body.map((part) => (part.type === "text" ? part.content.replace(/<[^>]*>/g, "\n") : (part.caption ?? ""))),
];

/**
 * Broadcast of 1–5 verified articles to all followers, or to those of some of Zalo's 63 provinces
 * (zalo/openapi.md §2.6). Zalo also offers age and sex; they have no place here (safeguard 13).
 */
export function buildArticleBroadcast(articleIds: string[], cities: string[] = []): Record<string, unknown> {
  const ids = z.array(z.string().min(1)).min(1).max(5, "Mỗi lần phát không quá 5 bài").parse(articleIds);
  return {
    recipient: {
      target:
        cities.length > 0
          ? {
              cities: z
                .array(z.string().regex(/^\d{1,2}$/))
                .parse(cities)
                .join(","),
            }
          : {},
    },
    message: {
      attachment: {
        type: "template",
        payload: { template_type: "media", elements: ids.map((id) => ({ media_type: "article", attachment_id: id })) },
      },
    },
  };
}
