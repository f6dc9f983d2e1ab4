import { z } from "zod";
import type { AudienceRule } from "../citizens/citizen.store.ts";
import { listItems } from "../content/item.store.ts";
import { shortFingerprint } from "../content/rules.ts";
import { days } from "../kernel/clock.ts";
import { type ConsoleRoute, fragment, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatDuration } from "../kernel/dates.ts";
import { AppError, invalid, notFound } from "../kernel/errors.ts";
import { findUnit } from "../units/unit.store.ts";
import { phraseOf } from "../zalo/error-meanings.ts";
import type { Limits } from "../zalo/limits.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { findOfUnit, listBroadcasts } from "./broadcast.store.ts";
import { exportCsv } from "./export-ledger.ts";
import { findByState } from "./ledger.store.ts";
import { presentProgress } from "./present.ts";
import { planConsultation, settledOf, STATE_NAMES } from "./rules.ts";
import { type BroadcastDeps, draftBroadcast, startBroadcast } from "./start-broadcast.ts";
import { cancelBroadcast, pauseBroadcast, resumeBroadcast, settleUnknown } from "./steer-broadcast.ts";

export interface BroadcastsDeps extends BroadcastDeps {
  limits: Limits;
  priceVnd: number;
}

const LANGUAGES = [{ key: "vi", name: "Tiếng Việt" }];
const audienceForm = z.object({ item: z.string().max(40).default(""), audience: z.string().max(80).default("") });

/** Gửi tin: choose, plan, start, watch, decide, result. */
export function broadcastsRoutes(deps: BroadcastsDeps): ConsoleRoute[] {
  const load = async (context: RouteContext): Promise<Broadcast> => {
    const broadcast = await findOfUnit(context.me.unitCode, context.params["id"] ?? "");
    if (!broadcast) throw notFound("đợt gửi này");
    return broadcast;
  };
  const audiencesOf = async (unitCode: string): Promise<{ key: string; name: string; rule: AudienceRule }[]> => {
    const unit = await findUnit(unitCode);
    return [
      { key: "all", name: "Người quan tâm OA", rule: { kind: "all", value: "" } },
      ...(unit?.topics ?? []).map((topic) => ({
        key: `topic-${topic.key}`,
        name: `Người chọn chủ đề ${topic.name}`,
        rule: { kind: "topic" as const, value: topic.key },
      })),
      ...LANGUAGES.map((language) => ({
        key: `language-${language.key}`,
        name: `Người dùng ${language.name.toLowerCase()}`,
        rule: { kind: "language" as const, value: language.key },
      })),
    ];
  };
  const progressData = async (context: RouteContext): Promise<Record<string, unknown>> => ({
    ...presentProgress(await load(context), context.now),
    canSend: context.me.permissions.includes("broadcasts.send"),
  });
  const go = (context: RouteContext, note: string) => redirect(`/console/gui-tin/${context.params["id"]}`, note);

  return [
    route({
      method: "get",
      path: "/gui-tin",
      may: "broadcasts.view",
      async handle({ me, now }) {
        const rows = (await listBroadcasts(me.unitCode, new Date(now.getTime() - days(180)))).map((b) => ({
          id: String(b._id),
          title: b.title,
          state: b.state,
          stateName: STATE_NAMES[b.state],
          audience: b.audienceName,
          settled: settledOf(b.counts),
          total: b.total,
          startedAt: b.startedAt,
        }));
        return page("broadcasts/list", "Gửi tin", { rows, canSend: me.permissions.includes("broadcasts.send") });
      },
    }),
    route({
      method: "get",
      path: "/gui-tin/moi",
      may: "broadcasts.send",
      query: audienceForm,
      async handle({ me, query, now }) {
        const [items, audiences, oa] = await Promise.all([
          listItems(me.unitCode, ["approved"], 50),
          audiencesOf(me.unitCode),
          findOaOfUnit(me.unitCode),
        ]);
        const chosenItem = items.find((item) => String(item._id) === query.item);
        const chosen = audiences.find((audience) => audience.key === query.audience);
        const plan =
          chosenItem && chosen && oa ? await planConsultation(oa._id, chosen.rule, now, deps.priceVnd) : null;
        const perMinute = oa ? (await deps.limits.describe(oa._id)).perMinute : 0;
        return page("broadcasts/plan", "Kế hoạch gửi", {
          items: items.map((item) => ({ id: String(item._id), title: item.title, selected: item === chosenItem })),
          audiences: audiences.map((audience) => ({ ...audience, selected: audience === chosen })),
          hasOa: Boolean(oa),
          chosen: chosenItem
            ? {
                id: String(chosenItem._id),
                title: chosenItem.title,
                fingerprint: shortFingerprint(chosenItem.approval?.fingerprint ?? ""),
                approvedBy: chosenItem.approval?.by.name ?? "",
                approvedAt: chosenItem.approval?.at ?? null,
              }
            : null,
          audience: chosen
            ? { key: chosen.key, phrase: chosen.name.charAt(0).toLowerCase() + chosen.name.slice(1) }
            : null,
          plan: plan
            ? {
                ...plan,
                missing: plan.audience - plan.reached,
                reasons: Object.entries(plan.unreachable).map(([reason, n]) => ({ ...phraseOf(reason), n })),
                perMinute,
                takes: formatDuration((plan.reached / Math.max(1, perMinute)) * 60_000),
              }
            : null,
        });
      },
    }),
    route({
      method: "post",
      path: "/gui-tin/moi",
      may: "broadcasts.send",
      body: audienceForm,
      async handle(context) {
        const chosen = (await audiencesOf(context.me.unitCode)).find(
          (audience) => audience.key === context.body.audience,
        );
        if (!chosen) throw invalid({ audience: "Chọn nhóm người nhận" });
        const id = await draftBroadcast(deps, context.me.unitCode, context.body.item, chosen.rule, chosen.name, {
          id: context.me.id,
          name: context.me.name,
        });
        const { title } = (await findOfUnit(context.me.unitCode, id)) ?? { title: "" };
        await context.audit("broadcast-created", title, { "người nhận": chosen.name });
        await startBroadcast(deps, id);
        await context.audit("broadcast-started", title);
        return redirect(`/console/gui-tin/${id}`, "Đã bắt đầu gửi.");
      },
    }),
    route({
      method: "get",
      path: "/gui-tin/:id",
      may: "broadcasts.view",
      handle: async (context) => page("broadcasts/progress", "Đợt gửi", await progressData(context)),
    }),
    route({
      method: "get",
      path: "/gui-tin/:id/tien-do",
      may: "broadcasts.view",
      handle: async (context) => fragment("broadcasts/progress-part", await progressData(context)),
    }),
    route({
      method: "post",
      path: "/gui-tin/:id/tam-dung",
      may: "broadcasts.send",
      async handle(context) {
        const broadcast = await load(context);
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
        const broadcast = await load(context);
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
          ...presentProgress(await load(context), context.now),
          errors: {},
        }),
    }),
    route({
      method: "post",
      path: "/gui-tin/:id/huy",
      may: "broadcasts.send",
      body: z.object({ reason: z.string().max(500).default("") }),
      async handle(context) {
        const broadcast = await load(context);
        if (context.body.reason.trim() === "")
          return page(
            "broadcasts/cancel",
            "Huỷ phần chưa gửi",
            { ...presentProgress(broadcast, context.now), errors: { reason: "Cần ghi lý do để lưu vào nhật ký" } },
            422,
          );
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
        const broadcast = await load(context);
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
          errors: {},
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
        const broadcast = await load(context);
        const { row, all, decision, reason } = context.body;
        const rows = all ? ("all" as const) : row;
        try {
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
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          const list = await findByState(String(broadcast._id), "unknown", 200);
          return page(
            "broadcasts/unknown",
            "Người chưa rõ",
            {
              id: String(broadcast._id),
              title: broadcast.title,
              total: broadcast.counts.unknown,
              rows: list.map((r) => ({ id: r._id, tail: r.u.slice(-4), at: r.at, why: phraseOf(r.r ?? "").phrase })),
              errors: Object.keys(error.fields).length > 0 ? error.fields : { row: error.message },
              reason,
              canSend: true,
            },
            error.status,
          );
        }
      },
    }),
    route({
      method: "get",
      path: "/gui-tin/:id/ket-qua.csv",
      may: "broadcasts.view",
      async handle(context) {
        const broadcast = await load(context);
        await context.audit("broadcast-exported", broadcast.title);
        return {
          kind: "file",
          name: `ket-qua-${String(broadcast._id)}.csv`,
          type: "text/csv; charset=utf-8",
          body: exportCsv(String(broadcast._id), broadcast.chunks),
        };
      },
    }),
  ];
}
