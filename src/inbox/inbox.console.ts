import { z } from "zod";
import { type ConsoleRoute, fragment, page, redirect, route } from "../kernel/console-route.ts";
import { invalid } from "../kernel/errors.ts";
import { nameInLog } from "./conversation.console.ts";
import { listQuery, readList } from "./read-list.ts";
import { readTalk, readThread, type ThreadDeps } from "./read-thread.ts";
import { assignTo } from "./steer-conversation.ts";
import type { Clock } from "../kernel/clock.ts";

export interface InboxDeps extends ThreadDeps {
  clock: Clock;
}

/** So many go to a colleague in one press. */
const MOST_AT_ONCE = 100;

/** Hộp thư: who waits, the thread, the reply box (ui.md §2.3). */
export function inboxRoutes(deps: InboxDeps): ConsoleRoute[] {
  const minutes = deps.waitingAlertMinutes;
  return [
    route({
      method: "get",
      path: "/hop-thu",
      may: "inbox.use",
      query: listQuery,
      handle: async (context) =>
        page("inbox/inbox", "Hộp thư", { ...(await readList(minutes, context)), selected: false, thread: null }),
    }),
    route({
      method: "get",
      path: "/hop-thu/danh-sach",
      may: "inbox.use",
      query: listQuery,
      handle: async (context) => fragment("inbox/conversation-list", await readList(minutes, context)),
    }),
    route({
      method: "post",
      path: "/hop-thu/chuyen",
      may: "inbox.use",
      body: z.object({
        ids: z.union([z.string(), z.array(z.string())]).default([]),
        to: z.string().default(""),
        why: z.string().max(500).default(""),
      }),
      async handle(context) {
        const { ids, to, why } = context.body;
        const chosen = [...new Set([ids].flat())];
        if (chosen.length === 0) throw invalid({ ids: "Chọn ít nhất một hội thoại để chuyển" });
        if (chosen.length > MOST_AT_ONCE) throw invalid({ ids: `Mỗi lần chuyển tối đa ${MOST_AT_ONCE} hội thoại` });
        const colleague = await assignTo(deps, context.me.scope, chosen, to, context.me, why);
        await context.audit("conversation-assigned", `${chosen.length} hội thoại`, { cho: colleague.name });
        return redirect("/console/hop-thu", `Đã chuyển ${chosen.length} hội thoại cho ${colleague.name}.`);
      },
    }),
    route({
      method: "get",
      path: "/hop-thu/:id",
      may: "inbox.use",
      query: listQuery,
      async handle(context) {
        const thread = await readThread(deps, context);
        if (!context.again) await context.audit("conversation-read", nameInLog(context));
        return page("inbox/inbox", "Hộp thư", { ...(await readList(minutes, context)), thread, selected: true });
      },
    }),
    route({
      method: "get",
      path: "/hop-thu/:id/tin",
      may: "inbox.use",
      query: listQuery,
      handle: async (context) => fragment("inbox/messages", (await readTalk(deps, context)).shown),
    }),
  ];
}
