import { z } from "zod";
import { decide, lookOf } from "../decisions/decide.ts";
import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import { isReplyName, REPLY_NAMES } from "./default-replies.ts";
import { replyApproval } from "./reply.decision.ts";
import { listHistory, listWaiting, newestReplies, returnReply } from "./reply.store.ts";

/** Duyệt câu trả lời tự động: what waits beside what residents hear now. */
export function replyApprovalRoutes(deps: { clock: Clock }): ConsoleRoute[] {
  const view = async (context: RouteContext) => {
    const { me, now } = context;
    const spoken = await newestReplies(me.scope.unit);
    const rows = await Promise.all(
      (await listWaiting(me.scope.unit)).map(async (reply) => ({
        ...reply,
        label: isReplyName(reply.name) ? REPLY_NAMES[reply.name] : reply.name,
        keywords: reply.keywords.join(", "),
        examples: (reply.examples ?? []).join("\n"),
        spoken: spoken.get(reply.name)?.text ?? "",
        own: reply.byId === me.id,
        seen: await lookOf(replyApproval, reply.name, reply, now),
      })),
    );
    return page("chatbot/reply-approval", "Duyệt câu trả lời", { rows });
  };
  return [
    route({
      method: "get",
      path: "/duyet-cau-tra-loi",
      may: replyApproval.may,
      handle: (context) => view(context),
    }),
    route({
      method: "post",
      path: "/duyet-cau-tra-loi/:name",
      may: replyApproval.may,
      body: z.object({
        decision: z.enum(["approve", "return", ""]).default(""),
        reason: z.string().max(1000).default(""),
        seen: z.string().max(80).default(""),
      }),
      handle: async (context) => {
        const { decision, reason, seen } = context.body;
        const { scope, id, name } = context.me;
        const by = { id, name };
        const reply = context.params["name"] ?? "";
        const label = isReplyName(reply) ? REPLY_NAMES[reply] : reply;
        if (decision === "") throw invalid({ decision: "Cần chọn Duyệt hoặc Trả lại" });
        if (decision === "approve") {
          await decide(replyApproval, deps, { unitCode: scope, id: reply, seen, by, wish: undefined });
          await context.audit("reply-approved", label);
          return redirect("/console/duyet-cau-tra-loi", "Đã duyệt. Từ tin nhắn tới, máy dùng câu này.");
        }
        if (reason.trim() === "") throw invalid({ reason: "Cần ghi lý do trả lại" });
        const newest = (await listHistory(scope.unit, reply))[0];
        if (!newest || !(await returnReply(newest._id, { by, at: deps.clock.now(), reason: reason.trim() })))
          throw conflict("Câu trả lời này không còn chờ duyệt.");
        await context.audit("reply-returned", label);
        return redirect("/console/duyet-cau-tra-loi", "Đã trả lại người sửa.");
      },
    }),
  ];
}
