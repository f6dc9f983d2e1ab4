import { z } from "zod";
import { listItems, readPicture } from "../content/item.store.ts";
import { shortFingerprint } from "../content/rules.ts";
import type { Clock } from "../kernel/clock.ts";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { randomCode, type SecretBox } from "../kernel/crypto.ts";
import { formatDuration, formatMoment } from "../kernel/dates.ts";
import { invalid } from "../kernel/errors.ts";
import type { Outside } from "../outside/task.ts";
import type { Unit } from "../units/unit.model.ts";
import { findUnit, testCodeOf } from "../units/unit.store.ts";
import { phraseOf } from "../zalo/error-meanings.ts";
import type { ZaloClient } from "../zalo/client.ts";
import { decide, lookOf } from "../decisions/decide.ts";
import { broadcastApproval } from "./broadcast.decision.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { compareWordsTask } from "./broadcast.tasks.ts";
import { findOwn } from "./find-own.ts";
import { listInState } from "./broadcast.store.ts";
import { radioScript, smsText } from "./compose-urgent.ts";
import { returnBroadcast, submitBroadcast, withdrawBroadcast } from "./decide-broadcast.ts";
import { planSentence } from "./plan-sentence.ts";
import { keysNeeded, MOST_TESTERS, STATE_NAMES } from "./rules.ts";
import { sendTest } from "./send-test.ts";

export interface ApprovalDeps {
  clock: Clock;
  outside: Outside;
  box: SecretBox;
  zalo: Pick<ZaloClient, "sendMessage" | "uploadImage">;
  /** of a trial: the page that shows a tester's phone; "" in a real house */
  phoneOf(oaId: string, userId: string): string;
}

const CHANNEL_NAMES = { personal: "Tin tư vấn, từng người", article: "Tin bài, phát chung" } as const;
export const channelName = (broadcast: Pick<Broadcast, "channel" | "templateId" | "alsoArticle">): string =>
  (broadcast.templateId ? "Tin tư vấn, thêm tin theo mẫu" : CHANNEL_NAMES[broadcast.channel]) +
  (broadcast.alsoArticle ? ", cùng tin bài phát chung" : "");

/** What differs from the version that was returned, word by word. */
async function changesOf(
  outside: Outside,
  broadcast: Broadcast,
): Promise<{ added: boolean; removed: boolean; value: string }[]> {
  const before = broadcast.previous;
  if (!before) return [];
  const after = broadcast.contents.map((content) => content.message).join("\n\n");
  return (await outside.run(compareWordsTask, { before, after }))
    .filter((part) => part.kind !== "same" && part.text.trim() !== "")
    .map(({ kind, text }) => ({ added: kind === "added", removed: kind === "removed", value: text.trim() }))
    .slice(0, 60);
}

/** One page for a plan before it goes: the author tries it out and asks, the approver decides. */
export async function proposalData(
  { outside, phoneOf }: Pick<ApprovalDeps, "outside" | "phoneOf">,
  context: Pick<RouteContext, "me" | "now">,
  broadcast: Broadcast,
): Promise<Record<string, unknown>> {
  const { me, now } = context;
  const unit = await findUnit(broadcast.unitCode);
  const authors = [broadcast.createdBy.id, ...broadcast.contents.map((content) => content.authorId)];
  const isAuthor = authors.includes(me.id);
  const mayApprove = me.permissions.includes("broadcasts.approve");
  const canSend = me.permissions.includes("broadcasts.send");
  const approvedByMe = broadcast.approvals.some((one) => one.by.id === me.id);
  const missing = keysNeeded(broadcast.urgent) - broadcast.approvals.length;
  if (mayApprove) await lookOf(broadcastApproval, String(broadcast._id), broadcast, now);
  const step = broadcast.state !== "draft" ? 5 : broadcast.tests.length > 0 ? 4 : 3;
  return {
    id: String(broadcast._id),
    unitCode: broadcast.unitCode,
    title: broadcast.title,
    state: broadcast.state,
    stateName: STATE_NAMES[broadcast.state],
    stopReason: broadcast.stopReason,
    step,
    urgent: broadcast.urgent,
    channel: channelName(broadcast),
    article: broadcast.channel === "article",
    audienceName: broadcast.audienceName,
    units: broadcast.units.length,
    when: broadcast.sendAt ? formatMoment(broadcast.sendAt, now) : "ngay khi được duyệt",
    plan: planned(broadcast, now),
    contents: broadcast.contents.map((content) => ({ ...content, text: content.message })),
    office: unit?.office ?? "",
    fingerprint: shortFingerprint(broadcast.fingerprint),
    fullFingerprint: broadcast.fingerprint,
    createdBy: broadcast.createdBy.name,
    submittedAt: broadcast.submittedAt,
    returned: broadcast.returned,
    tests: broadcast.tests,
    lastTest: broadcast.tests.at(-1) ?? null,
    approvals: broadcast.approvals,
    keys: keysNeeded(broadcast.urgent),
    missingKeys: missing,
    changes: await changesOf(outside, broadcast),
    isDraft: broadcast.state === "draft",
    isWaiting: broadcast.state === "waiting",
    isScheduled: broadcast.state === "scheduled",
    isAuthor,
    canSend,
    canApprove: mayApprove && broadcast.state === "waiting" && !isAuthor && !approvedByMe,
    approvedByMe,
    mayApprove,
    ...(await testing(phoneOf, broadcast, unit, canSend)),
    radio: broadcast.urgent ? radioScript(broadcast, unit?.office ?? "", broadcast.sendAt ?? now) : null,
    sms: broadcast.urgent ? smsText(broadcast, unit?.office ?? "") : "",
  };
}

/** What it was planned to reach, and until when. */
function planned({ plan, sendAt }: Broadcast, now: Date) {
  if (!plan) return null;
  const takesMs = plan.takesMinutes * 60_000;
  const until = sendAt ? `, lúc ${formatMoment(new Date(sendAt.getTime() + takesMs), now)}` : "";
  return {
    ...plan,
    missing: plan.audience - plan.reached,
    sentence: planSentence(plan, plan.takesMinutes, sendAt, now),
    ends: plan.takesMinutes ? `${formatDuration(takesMs)} sau khi bắt đầu${until}` : "",
    reasons: Object.entries(plan.unreachable).map(([reason, n]) => ({ ...phraseOf(reason), n })),
  };
}

/** Colleagues who get it first, while it is a draft. */
async function testing(phoneOf: ApprovalDeps["phoneOf"], broadcast: Broadcast, unit: Unit | null, canSend: boolean) {
  const open = broadcast.state === "draft" && canSend;
  const testers = open && unit ? unit.testers : [];
  return {
    testers: testers.map(({ userId, name, at }, n) => ({
      n,
      name,
      at,
      since: at.toISOString(),
      phone: phoneOf(broadcast.oaId, userId),
    })),
    testedAt: broadcast.tests.at(-1)?.at ?? null,
    testCode: open && broadcast.units.length === 0 ? await testCodeOf(broadcast.unitCode, randomCode(6)) : "",
    mostTesters: MOST_TESTERS,
  };
}

/** Gửi thử, trình duyệt, duyệt, trả lại. */
export function approvalRoutes(deps: ApprovalDeps): ConsoleRoute[] {
  const back = (context: RouteContext, note: string) => redirect(`/console/gui-tin/${context.params["id"]}`, note);

  return [
    route({
      method: "get",
      path: "/cho-duyet",
      may: "broadcasts.approve",
      async handle({ me, now }) {
        const waiting = await listInState(me.scope, ["waiting"]);
        const inPlans = new Set(waiting.flatMap((row) => row.contents.map((content) => content.itemId)));
        const items = (await listItems(me.scope, ["waiting"])).filter((item) => !inPlans.has(String(item._id)));
        return page("broadcasts/waiting", "Chờ duyệt", {
          rows: waiting.map((row) => ({
            id: String(row._id),
            title: row.title,
            urgent: row.urgent,
            author: row.createdBy.name,
            people: row.plan?.reached ?? 0,
            when: row.sendAt ? formatMoment(row.sendAt, now) : "ngay khi được duyệt",
            submittedAt: row.submittedAt,
            mine: row.approvals.some((one) => one.by.id === me.id),
            missing: keysNeeded(row.urgent) - row.approvals.length,
          })),
          items: items.map((item) => ({
            id: String(item._id),
            title: item.title,
            author: item.author.name,
            submittedAt: item.submittedAt,
          })),
        });
      },
    }),
    route({
      method: "post",
      path: "/gui-tin/:id/gui-thu",
      may: "broadcasts.send",
      body: z.object({
        tester: z
          .union([
            z.array(z.string().regex(/^\d{1,3}$/)),
            z
              .string()
              .regex(/^\d{1,3}$/)
              .transform((n) => [n]),
          ])
          .default([]),
      }),
      async handle(context) {
        const broadcast = await findOwn(context);
        const by = byMe(context);
        const { sent, refused } = await sendTest(
          { ...deps, readPicture },
          broadcast,
          context.body.tester.map(Number),
          by,
        );
        await context.audit("broadcast-tested", broadcast.title, { người: sent });
        if (refused.length > 0) throw invalid({ tester: `Chưa gửi được cho ${refused.join("; ")}` });
        return back(context, `Đã gửi thử cho ${sent} người.`);
      },
    }),
    route({
      method: "post",
      path: "/gui-tin/:id/trinh",
      may: "broadcasts.send",
      async handle(context) {
        const broadcast = await findOwn(context);
        await submitBroadcast(deps, context.me.scope, String(broadcast._id), {
          id: context.me.id,
          name: context.me.name,
        });
        await context.audit("broadcast-submitted", broadcast.title);
        return back(context, "Đã trình duyệt. Chưa có tin nào được gửi.");
      },
    }),
    route({
      method: "post",
      path: "/gui-tin/:id/rut",
      may: "broadcasts.send",
      async handle(context) {
        const broadcast = await findOwn(context);
        await withdrawBroadcast(deps, context.me.scope, String(broadcast._id));
        await context.audit("broadcast-withdrawn", broadcast.title);
        return back(context, "Đã rút về bản nháp. Phần đã duyệt không còn hiệu lực.");
      },
    }),
    route({
      method: "post",
      path: "/gui-tin/:id/duyet",
      may: broadcastApproval.may,
      body: z.object({
        decision: z.enum(["duyet", "tra-lai", ""]).default(""),
        reason: z.string().max(1000).default(""),
        code: z.string().max(12).default(""),
        fingerprint: z.string().max(80).default(""),
      }),
      async handle(context) {
        const { decision, reason, code, fingerprint } = context.body;
        const by = byMe(context);
        const broadcast = await findOwn(context);
        const id = String(broadcast._id);
        if (decision === "") throw invalid({ decision: "Chọn Duyệt hoặc Trả lại" });
        if (decision === "tra-lai") {
          await returnBroadcast(deps, context.me.scope, id, by, reason);
          await context.audit("broadcast-returned", broadcast.title, { "lý do": reason });
          return back(context, "Đã trả lại người soạn.");
        }
        const press = { unitCode: context.me.scope, id, seen: fingerprint, by, code, wish: undefined };
        const { missing } = await decide(broadcastApproval, deps, press);
        await context.audit("broadcast-approved", broadcast.title, { "dấu vân tay": shortFingerprint(fingerprint) });
        return back(context, missing > 0 ? `Đã ghi nhận. Cần thêm ${missing} người xác nhận.` : "Đã duyệt.");
      },
    }),
  ];
}
