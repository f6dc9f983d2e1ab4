import { z } from "zod";
import { type ConsoleRoute, redirect, route, type RouteContext, type RouteResult } from "../kernel/console-route.ts";
import { notFound } from "../kernel/errors.ts";
import { graphemes, withoutMarks } from "../kernel/vietnamese.ts";
import { type AnswerDeps, sendAgain, sendAnswer } from "./answer-resident.ts";
import { type CloseDeps, closeTalk } from "./close.ts";
import { factsOf, findAttachment, readBytes, reopenAttachment } from "./attachment.store.ts";
import { labelTalk } from "./label-talk.ts";
import { endingOf } from "./media-types.ts";
import { assignTo, handBack, loadConversation, takeOver, writeNote } from "./steer-conversation.ts";

export interface ConversationDeps extends AnswerDeps, CloseDeps {
  enqueueAttachment(attachmentId: string): Promise<void>;
}

type Context = Pick<RouteContext, "me" | "params">;
export const idOf = ({ params }: Context): string => params["id"] ?? "";
/** the log names conversations, not people */
export const nameInLog = (context: Context): string => `hội thoại …${idOf(context).slice(-6)}`;
export const backTo = (context: Context, note: string): RouteResult =>
  redirect(`/console/hop-thu/${idOf(context)}`, note);

/** What an officer does with one conversation. */
export function conversationRoutes(deps: ConversationDeps): ConsoleRoute[] {
  /** An attachment of a conversation of the officer's own unit. */
  const attachmentOf = async (context: Context) => {
    const conversation = await loadConversation(context.me.scope, idOf(context));
    const attachment = await findAttachment(context.params["attachment"] ?? "");
    if (!attachment?.conversation.equals(conversation._id)) throw notFound("tệp này");
    return attachment;
  };
  return [
    route({
      method: "post",
      path: "/hop-thu/:id/nhan",
      may: "inbox.use",
      async handle(context) {
        await takeOver(deps, context.me.scope, idOf(context), context.me);
        await context.audit("conversation-taken", nameInLog(context));
        return backTo(context, "Ông/Bà đang trả lời người này. Máy tự động đã tắt.");
      },
    }),
    route({
      method: "post",
      path: "/hop-thu/:id/tra-lai",
      may: "inbox.use",
      async handle(context) {
        const inDanger = await handBack(context.me.scope, idOf(context), context.me);
        await context.audit("conversation-handed-back", nameInLog(context));
        const stays = inDanger ? " Tin khẩn còn ở đầu danh sách đến khi có câu trả lời hoặc được đóng có lý do." : "";
        return backTo(context, `Đã trả lại cho máy tự động.${stays}`);
      },
    }),
    route({
      method: "post",
      path: "/hop-thu/:id/tra-loi",
      may: "inbox.use",
      file: "tep",
      body: z.object({ text: z.string().default(""), _last: z.string().max(40).optional() }),
      async handle(context) {
        const { text, _last: last } = context.body;
        const { file } = context;
        await sendAnswer(deps, context.me.scope, idOf(context), context.me, { text, last, file });
        await context.audit("reply-sent", nameInLog(context), {
          "ký tự": graphemes(text),
          ...(file && file.bytes.length > 0 ? { tệp: 1 } : {}),
        });
        return backTo(context, "Đã gửi câu trả lời.");
      },
    }),
    route({
      method: "post",
      path: "/hop-thu/:id/chuyen",
      may: "inbox.use",
      body: z.object({ to: z.string().default(""), why: z.string().max(500).default("") }),
      async handle(context) {
        const { to: toId, why } = context.body;
        const to = await assignTo(deps, context.me.scope, [idOf(context)], toId, context.me, why);
        await context.audit("conversation-assigned", nameInLog(context), { cho: to.name });
        return backTo(context, "Đã chuyển người trả lời.");
      },
    }),
    route({
      method: "post",
      path: "/hop-thu/:id/ghi-chu",
      may: "inbox.use",
      body: z.object({ note: z.string().max(1000).default("") }),
      async handle(context) {
        await writeNote(deps, context.me.scope, idOf(context), context.me, context.body.note);
        await context.audit("note-added", nameInLog(context));
        return backTo(context, "Đã thêm ghi chú.");
      },
    }),
    route({
      method: "post",
      path: "/hop-thu/:id/dong",
      may: "inbox.use",
      body: z.object({ reason: z.string().max(500).default("") }),
      async handle(context) {
        await closeTalk(deps, context.me.scope, idOf(context), context.me, context.body.reason);
        await context.audit("conversation-closed", nameInLog(context));
        return redirect("/console/hop-thu", "Đã đóng hội thoại. Người dân nhắn lại cần cán bộ thì sẽ mở lại.");
      },
    }),
    route({
      method: "post",
      path: "/hop-thu/:id/nhan-de",
      may: "inbox.use",
      body: z.object({
        labels: z.union([z.string(), z.array(z.string())]).default([]),
        more: z.string().max(200).default(""),
      }),
      async handle(context) {
        const { labels, more } = context.body;
        await labelTalk(context.me.scope, idOf(context), [...[labels].flat(), ...more.split(",")]);
        await context.audit("conversation-labelled", nameInLog(context));
        return backTo(context, "Đã lưu nhãn.");
      },
    }),
    route({
      method: "post",
      path: "/hop-thu/:id/gui-lai/:message",
      may: "inbox.use",
      async handle(context) {
        await sendAgain(deps, context.me.scope, idOf(context), context.params["message"] ?? "");
        return backTo(context, "Đã gửi lại.");
      },
    }),
    route({
      method: "get",
      path: "/hop-thu/:id/tep/:attachment",
      may: "inbox.use",
      async handle(context) {
        const attachment = await attachmentOf(context);
        const bytes = attachment.state === "kept" ? await readBytes(deps.box, attachment._id) : undefined;
        if (!bytes) throw notFound("tệp này");
        if (attachment.kind !== "file") return { kind: "image", type: attachment.type, body: bytes };
        const stem = withoutMarks(factsOf(deps.box, attachment).name.replace(/\.[^.]*$/, ""))
          .replace(/[^\w-]+/g, "-")
          .slice(0, 80);
        return {
          kind: "file",
          name: `${stem || "tep"}.${endingOf(attachment.type)}`,
          type: attachment.type,
          body: bytes,
        };
      },
    }),
    route({
      method: "post",
      path: "/hop-thu/:id/tep/:attachment/tai-lai",
      may: "inbox.use",
      async handle(context) {
        const attachment = await attachmentOf(context);
        if (await reopenAttachment(attachment._id)) await deps.enqueueAttachment(attachment._id);
        return backTo(context, "Đang tải lại từ Zalo.");
      },
    }),
  ];
}
