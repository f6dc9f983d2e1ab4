import { listBroadcasts, listInState } from "../broadcasts/broadcast.store.ts";
import { isPlan } from "../broadcasts/present.ts";
import { settledOf, STATE_NAMES } from "../broadcasts/rules.ts";
import { countWaiting } from "../chatbot/conversation.store.ts";
import { countFollowers, countNewFollowers } from "../citizens/citizen.store.ts";
import { listItems } from "../content/item.store.ts";
import { listFrames } from "../frames/frame.store.ts";
import { listContests } from "../quizzes/contest.store.ts";
import { days, minutes } from "../kernel/clock.ts";
import { type ConsoleRoute, fragment, page, route, type RouteContext } from "../kernel/console-route.ts";
import { formatDate, formatDuration, formatNumber, formatWeekday } from "../kernel/dates.ts";
import { formatLunar } from "../kernel/lunar.ts";
import { findUnit, listChildren } from "../units/unit.store.ts";
import { findOaOfUnit, listOas } from "../zalo/oa.store.ts";
import type { QueueFactsLike } from "./health.ts";

export interface HomeDeps {
  waitingAlertMinutes: number;
  queueFacts(): Promise<QueueFactsLike[]>;
}

interface Task {
  icon: string;
  tone: string;
  title: string;
  note: string;
  button: string;
  to: string;
}

/** Việc cần làm hôm nay: waiting people, doubtful sends, things to mend or approve, silence of the OA; in this order. */
export function homeRoutes(deps: HomeDeps): ConsoleRoute[] {
  const read = async ({ me, now }: RouteContext): Promise<Record<string, unknown>> => {
    const may = (permission: (typeof me.permissions)[number]): boolean => me.permissions.includes(permission);
    const unit = await findUnit(me.unitCode);
    const oa = await findOaOfUnit(me.unitCode);
    const broadcasts = may("broadcasts.view")
      ? await listBroadcasts(me.unitCode, new Date(now.getTime() - days(60)))
      : [];
    const tasks: Task[] = [];
    if (may("oa.connect") && oa?.state === "needs-reconnect")
      tasks.push({
        icon: "link",
        tone: "danger",
        title: "OA đã ngắt, không gửi và nhận được tin",
        note: oa.stateReason,
        button: "Kết nối lại OA",
        to: "/console/ket-noi-oa",
      });
    if (may("oa.connect") && !oa && unit?.kind !== "department")
      tasks.push({
        icon: "link",
        tone: "gold",
        title: "Đơn vị chưa nối OA",
        note: "Cần nối OA để nhận và gửi tin",
        button: "Kết nối OA",
        to: "/console/ket-noi-oa",
      });
    if (may("inbox.use")) {
      const waiting = await countWaiting(me.unitCode);
      if (waiting.count > 0) {
        const oldest = now.getTime() - (waiting.oldest?.getTime() ?? now.getTime());
        tasks.push({
          icon: "clock",
          tone: oldest > minutes(deps.waitingAlertMinutes) ? "danger" : "gold",
          title: `${formatNumber(waiting.count)} người đang chờ trả lời`,
          note: `Lâu nhất: ${formatDuration(oldest)}`,
          button: "Mở hộp thư",
          to: "/console/hop-thu",
        });
      }
    }
    for (const broadcast of broadcasts) {
      const id = String(broadcast._id);
      if (broadcast.counts.unknown > 0 && broadcast.state !== "cancelled")
        tasks.push({
          icon: "doubt",
          tone: "viol",
          title: `${formatNumber(broadcast.counts.unknown)} tin chưa rõ đã đến hay chưa`,
          note: `“${broadcast.title}” · cần người quyết định gửi lại hay bỏ qua`,
          button: `Xem ${formatNumber(broadcast.counts.unknown)} người`,
          to: `/console/gui-tin/${id}/chua-ro`,
        });
      if (broadcast.state === "paused")
        tasks.push({
          icon: "pause",
          tone: "gold",
          title: "Một đợt gửi đang tạm dừng",
          note: `“${broadcast.title}” · ${broadcast.stopReason}`,
          button: "Xem đợt gửi",
          to: `/console/gui-tin/${id}`,
        });
    }
    const plans = may("broadcasts.approve") ? await listInState(me.unitCode, ["waiting"]) : [];
    for (const plan of plans
      .filter((row) => row.createdBy.id !== me.id)
      .toSorted((a, b) => Number(b.urgent) - Number(a.urgent)))
      if (!plan.approvals.some((one) => one.by.id === me.id))
        tasks.push({
          icon: plan.urgent ? "warn" : "horn",
          tone: plan.urgent ? "danger" : "tint",
          title: plan.urgent ? "Tin khẩn cấp chờ Ông/Bà duyệt" : "Đợt gửi chờ Ông/Bà duyệt",
          note: `“${plan.title}” · ${plan.createdBy.name} · tới ${formatNumber(plan.plan?.reached ?? 0)} người`,
          button: "Xem và duyệt",
          to: `/console/gui-tin/${String(plan._id)}`,
        });
    if (may("broadcasts.send"))
      for (const draft of await listInState(me.unitCode, ["draft"]))
        if (draft.returned || draft.stopReason)
          tasks.push({
            icon: "horn",
            tone: "tint",
            title: "Đợt gửi cần sửa rồi trình lại",
            note: `“${draft.title}” · ${draft.stopReason || `người duyệt ghi: ${draft.returned?.reason ?? ""}`}`,
            button: "Mở đợt gửi",
            to: `/console/gui-tin/${String(draft._id)}`,
          });
    if (may("content.approve")) {
      const planned = new Set(plans.flatMap((row) => row.contents.map((content) => content.itemId)));
      const waiting = (await listItems(me.unitCode, ["waiting"])).filter(
        (item) => item.author.id !== me.id && !planned.has(String(item._id)),
      );
      for (const item of waiting.slice(0, 5))
        tasks.push({
          icon: "doc",
          tone: "tint",
          title: "Nội dung chờ Ông/Bà duyệt",
          note: `“${item.title}” · ${item.author.name}`,
          button: "Xem và duyệt",
          to: `/console/noi-dung/${String(item._id)}`,
        });
    }
    if (may("quizzes.approve"))
      for (const contest of await listContests([me.unitCode], ["waiting"]))
        if (contest.submittedBy?.id !== me.id)
          tasks.push({
            icon: "check",
            tone: "tint",
            title: "Cuộc thi chờ Ông/Bà duyệt",
            note: `“${contest.title}” · ${contest.submittedBy?.name ?? ""}`,
            button: "Xem và duyệt",
            to: `/console/thi/${String(contest._id)}`,
          });
    if (may("frames.approve"))
      for (const frame of await listFrames([me.unitCode], ["waiting"]))
        if (frame.submittedBy?.id !== me.id)
          tasks.push({
            icon: "person",
            tone: "tint",
            title: "Khung ảnh chờ Ông/Bà duyệt",
            note: `“${frame.title}” · ${frame.submittedBy?.name ?? ""}`,
            button: "Xem và duyệt",
            to: `/console/khung/${String(frame._id)}`,
          });
    if (may("content.write"))
      for (const item of (await listItems(me.unitCode, ["returned"])).slice(0, 5))
        tasks.push({
          icon: "doc",
          tone: "tint",
          title: "Nội dung bị trả lại để sửa",
          note: `“${item.title}” · người duyệt ghi: ${item.returned?.reason ?? ""}`,
          button: "Sửa nội dung",
          to: `/console/noi-dung/${String(item._id)}/sua`,
        });
    const silent = oa?.lastEventAt ? now.getTime() - oa.lastEventAt.getTime() : 0;
    if (may("oa.connect") && silent > days(30))
      tasks.push({
        icon: "warn",
        tone: silent > days(150) ? "danger" : "gold",
        title: `OA im lặng ${formatDuration(silent)}`,
        note: "Zalo có thể khoá OA không hoạt động 180 ngày",
        button: "Soạn tin mới",
        to: "/console/noi-dung/moi",
      });

    const facts = await deps.queueFacts();
    // a campaign waits for its turns by nature; what people wait for is the inbox, the events and the answers
    const oldest = Math.max(
      0,
      ...facts.filter((fact) => ["inbox", "events", "answers"].includes(fact.name)).map((fact) => fact.oldestMs),
    );
    const department = unit?.kind === "department";
    const children = department ? await listChildren(me.unitCode, now) : [];
    const oas = department ? await listOas() : [];
    return {
      tasks,
      taskCount: tasks.length,
      weekday: formatWeekday(now),
      today: formatDate(now),
      lunar: formatLunar(now),
      canWrite: may("content.write"),
      showBroadcasts: may("broadcasts.view"),
      broadcasts: broadcasts
        .filter((b) => b.state !== "draft")
        .slice(0, 8)
        .map((b) => ({
          id: String(b._id),
          title: b.title,
          state: b.state,
          stateName: STATE_NAMES[b.state],
          planned: isPlan(b),
          settled: settledOf(b.counts),
          total: isPlan(b) ? (b.plan?.reached ?? 0) : b.total,
          startedAt: b.startedAt ?? b.dueAt ?? b.sendAt,
        })),
      followers: oa ? await countFollowers(oa._id) : 0,
      newFollowers: oa ? await countNewFollowers(oa._id, new Date(now.getTime() - days(7))) : 0,
      oaKnown: Boolean(oa),
      department,
      units: children.length,
      connected: oas.filter((row) => row.state === "connected").length,
      needReconnect: oas.filter((row) => row.state !== "connected").length,
      serviceOk: oldest < minutes(1),
      oldestWords: formatDuration(oldest),
      now,
    };
  };
  return [
    route({
      method: "get",
      path: "/",
      may: "home.view",
      handle: async (context) => page("web/home", "Việc cần làm hôm nay", await read(context)),
    }),
    route({
      method: "get",
      path: "/viec",
      may: "home.view",
      handle: async (context) => fragment("web/home-part", await read(context)),
    }),
  ];
}
