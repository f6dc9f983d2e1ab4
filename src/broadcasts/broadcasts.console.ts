import { z } from "zod";
import { days } from "../kernel/clock.ts";
import { type ConsoleRoute, fragment, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatMoment, formatTime } from "../kernel/dates.ts";
import { matching, searchWords } from "../kernel/search-terms.ts";
import { invalid } from "../kernel/errors.ts";
import type { Outside } from "../outside/task.ts";
import { phraseOf } from "../zalo/error-meanings.ts";
import type { Limits } from "../zalo/limits.ts";
import { channelName, proposalData } from "./approval.console.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { findOwn } from "./find-own.ts";
import { listBroadcasts } from "./broadcast.store.ts";
import { listOfParent } from "./broadcast-parts.store.ts";
import { findByState } from "./ledger-doubt.store.ts";
import { isOver, isPlan, presentProgress } from "./present.ts";
import { copyAddress } from "./plan-wish.ts";
import { resultData } from "./present-result.ts";
import { isWithZalo, settledOf, STATE_NAMES, WITH_ZALO } from "./rules.ts";
import type { BroadcastDeps } from "./start-broadcast.ts";
import { cancelBroadcast, pauseBroadcast, resumeBroadcast, settleUnknown } from "./steer-broadcast.ts";

export interface BroadcastsDeps extends BroadcastDeps {
  limits: Limits;
  leaveAlarm: number;
  outside: Outside;
  phoneOf(oaId: string, userId: string): string;
}

/** Gửi tin: the list, one broadcast while it goes, decisions about people in doubt. */
export function broadcastsRoutes(deps: BroadcastsDeps): ConsoleRoute[] {
  const progressData = async (context: RouteContext, broadcast: Broadcast): Promise<Record<string, unknown>> => {
    const { heldBackMs } = broadcast.oaId ? await deps.limits.describe(broadcast.oaId) : { heldBackMs: 0 };
    const children = broadcast.units.length > 0 ? await listOfParent(String(broadcast._id)) : [];
    const shown = presentProgress(broadcast, context.now);
    const [article] =
      broadcast.alsoArticle && broadcast.units.length === 0 ? await listOfParent(String(broadcast._id)) : [];
    // a department's action is held as long as one of its units has something left to hold
    const allWithZalo = children.length > 0 && children.every(isWithZalo);
    return {
      ...shown,
      ...(allWithZalo ? { canPause: false, canCancel: false, withZalo: WITH_ZALO } : {}),
      channel: channelName(broadcast),
      heldUntil:
        broadcast.state === "sending" && heldBackMs > 1500
          ? formatTime(new Date(context.now.getTime() + heldBackMs))
          : "",
      restsUntil:
        ["freezing", "sending"].includes(broadcast.state) && broadcast.quietUntil
          ? formatMoment(broadcast.quietUntil, context.now)
          : "",
      alsoArticle: article
        ? { id: String(article._id), stateName: STATE_NAMES[article.state], state: article.state, total: article.total }
        : null,
      articleLeftOut: broadcast.articleLeftOut,
      canSend: context.me.permissions.includes("broadcasts.send"),
      copy: copyAddress(broadcast),
      children: children.map((child) => ({
        unit: child.unitCode,
        state: child.state,
        stateName: STATE_NAMES[child.state],
        restsUntil: child.state === "sending" && child.quietUntil ? formatMoment(child.quietUntil, context.now) : "",
        settled: settledOf(child.counts),
        total: child.total,
      })),
    };
  };
  const go = (context: RouteContext, note: string) => redirect(`/console/gui-tin/${context.params["id"]}`, note);

  return [
    route({
      method: "get",
      path: "/gui-tin",
      may: "broadcasts.view",
      query: z.object({ tim: searchWords }),
      async handle({ me, now, query: { tim } }) {
        // a search goes further back than the list, by the same index
        const [back, most] = tim === "" ? [180, 200] : [730, 2000];
        const listed = await listBroadcasts(me.scope, new Date(now.getTime() - days(back)), most);
        const found = matching(listed, tim, (b) => `${b.title} ${b.audienceName}`).slice(0, 200);
        const rows = found.map((b) => ({
          id: String(b._id),
          title: b.title,
          urgent: b.urgent,
          state: b.state,
          stateName: STATE_NAMES[b.state],
          audience: b.audienceName,
          planned: isPlan(b),
          settled: settledOf(b.counts),
          total: isPlan(b) ? (b.plan?.reached ?? 0) : b.total,
          startedAt: b.startedAt ?? b.dueAt ?? b.sendAt,
        }));
        return page("broadcasts/list", "Gửi tin", { rows, tim, canSend: me.permissions.includes("broadcasts.send") });
      },
    }),
    route({
      method: "get",
      path: "/gui-tin/:id",
      may: "broadcasts.view",
      async handle(context) {
        const broadcast = await findOwn(context);
        if (isPlan(broadcast) || (broadcast.state === "cancelled" && broadcast.startedAt === null))
          return page("broadcasts/proposal", broadcast.title, await proposalData(deps, context, broadcast));
        const progress = await progressData(context, broadcast);
        if (!isOver(broadcast.state)) return page("broadcasts/progress", "Đợt gửi", progress);
        const result = await resultData(broadcast, context.now, deps.leaveAlarm);
        return page("broadcasts/result", "Kết quả gửi", { ...progress, ...result });
      },
    }),
    route({
      method: "get",
      path: "/gui-tin/:id/tien-do",
      may: "broadcasts.view",
      handle: async (context) =>
        fragment("broadcasts/progress-part", await progressData(context, await findOwn(context))),
    }),
    route({
      method: "post",
      path: "/gui-tin/:id/tam-dung",
      may: "broadcasts.send",
      async handle(context) {
        const broadcast = await findOwn(context);
        await pauseBroadcast(String(broadcast._id));
        await context.audit("broadcast-paused", broadcast.title);
        return go(context, "Đã tạm dừng. Những tin đang đi sẽ có kết quả trong ít giây.");
      },
    }),
    route({
      method: "post",
      path: "/gui-tin/:id/gui-tiep",
      may: "broadcasts.send",
      async handle(context) {
        const broadcast = await findOwn(context);
        await resumeBroadcast(deps, String(broadcast._id));
        await context.audit("broadcast-resumed", broadcast.title);
        return go(context, "Đang gửi tiếp.");
      },
    }),
    route({
      method: "get",
      path: "/gui-tin/:id/huy",
      may: "broadcasts.send",
      handle: async (context) =>
        page("broadcasts/cancel", "Huỷ phần chưa gửi", {
          ...presentProgress(await findOwn(context), context.now),
        }),
    }),
    route({
      method: "post",
      path: "/gui-tin/:id/huy",
      may: "broadcasts.send",
      body: z.object({ reason: z.string().max(500).default("") }),
      async handle(context) {
        const broadcast = await findOwn(context);
        if (context.body.reason.trim() === "") throw invalid({ reason: "Cần ghi lý do để lưu vào nhật ký" });
        await cancelBroadcast(deps, String(broadcast._id));
        await context.audit("broadcast-cancelled", broadcast.title, { "lý do": context.body.reason });
        return go(context, "Đã huỷ phần chưa gửi.");
      },
    }),
    route({
      method: "get",
      path: "/gui-tin/:id/chua-ro",
      may: "broadcasts.view",
      async handle(context) {
        const broadcast = await findOwn(context);
        const rows = await findByState(String(broadcast._id), "unknown", 200);
        return page("broadcasts/unknown", "Người chưa rõ", {
          id: String(broadcast._id),
          title: broadcast.title,
          total: broadcast.counts.unknown,
          rows: rows.map((row) => ({
            id: row._id,
            tail: row.u.slice(-4),
            at: row.at,
            why: phraseOf(row.r ?? "").phrase,
          })),
          canSend: context.me.permissions.includes("broadcasts.send"),
        });
      },
    }),
    route({
      method: "post",
      path: "/gui-tin/:id/chua-ro",
      may: "broadcasts.send",
      body: z.object({
        row: z.union([z.array(z.string()), z.string().transform((one) => [one])]).default([]),
        all: z.string().optional(),
        decision: z.enum(["gui-lai", "bo-qua", ""]).default(""),
        reason: z.string().max(500).default(""),
      }),
      async handle(context) {
        const broadcast = await findOwn(context);
        const { row, all, decision, reason } = context.body;
        const rows = all ? ("all" as const) : row;
        if (rows !== "all" && rows.length === 0) throw invalid({ row: "Chọn ít nhất một người, hoặc chọn tất cả" });
        if (decision === "") throw invalid({ decision: "Chọn Gửi lại hoặc Bỏ qua" });
        const changed = await settleUnknown(
          deps,
          String(broadcast._id),
          rows,
          decision === "gui-lai" ? "resend" : "give-up",
          reason,
        );
        await context.audit("unknown-decided", broadcast.title, {
          "quyết định": decision === "gui-lai" ? "gửi lại" : "bỏ qua",
          người: changed,
          "lý do": reason,
        });
        return go(context, `Đã quyết định cho ${changed} người.`);
      },
    }),
  ];
}
