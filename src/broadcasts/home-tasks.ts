import type { Item } from "../content/item.model.ts";
import { listCorrecting, listItems } from "../content/item.store.ts";
import { days } from "../kernel/clock.ts";
import { formatNumber } from "../kernel/dates.ts";
import type { Task, TaskKind } from "../kernel/room.ts";
import { ownOf, type Whose } from "../kernel/scope.ts";
import type { BroadcastHead } from "./broadcast.model.ts";
import { listSentWith } from "./broadcast-times.store.ts";
import { listBroadcasts, listInState } from "./broadcast.store.ts";
import { acceptedOf } from "./rules.ts";

const pageOf = (broadcast: BroadcastHead): string => `/console/gui-tin/${String(broadcast._id)}`;

function troubles(broadcast: BroadcastHead): Task[] {
  const unknown = formatNumber(broadcast.counts.unknown);
  const doubt: Task = {
    icon: "doubt",
    tone: "viol",
    title: `${unknown} tin chưa rõ đã đến hay chưa`,
    note: `“${broadcast.title}” · cần người quyết định gửi lại hay bỏ qua`,
    button: `Xem ${unknown} người`,
    to: `${pageOf(broadcast)}/chua-ro`,
  };
  const pause: Task = {
    icon: "pause",
    tone: "gold",
    title: "Một đợt gửi đang tạm dừng",
    note: `“${broadcast.title}” · ${broadcast.stopReason}`,
    button: "Xem đợt gửi",
    to: pageOf(broadcast),
  };
  return [
    ...(broadcast.counts.unknown > 0 && broadcast.state !== "cancelled" ? [doubt] : []),
    ...(broadcast.state === "paused" ? [pause] : []),
  ];
}

const running: TaskKind = {
  may: "broadcasts.view",
  rank: 30,
  list: async ({ scope }, now) => (await listBroadcasts(scope, new Date(now.getTime() - days(60)))).flatMap(troubles),
};

const plansToApprove: TaskKind = {
  may: "broadcasts.approve",
  rank: 40,
  async list(me) {
    const plans = (await listInState(me.scope, ["waiting"])).filter(
      (plan) => plan.createdBy.id !== me.id && !plan.approvals.some((one) => one.by.id === me.id),
    );
    return plans
      .toSorted((a, b) => Number(b.urgent) - Number(a.urgent))
      .map((plan) => ({
        icon: plan.urgent ? "warn" : "horn",
        tone: plan.urgent ? "danger" : "tint",
        title: plan.urgent ? "Tin khẩn cấp chờ Ông/Bà duyệt" : "Đợt gửi chờ Ông/Bà duyệt",
        note: `“${plan.title}” · ${plan.createdBy.name} · tới ${formatNumber(plan.plan?.reached ?? 0)} người`,
        button: "Xem và duyệt",
        to: pageOf(plan),
      }));
  },
};

const plansToMend: TaskKind = {
  may: "broadcasts.send",
  rank: 50,
  list: async ({ scope }) =>
    (await listInState(scope, ["draft"]))
      .filter((draft) => draft.returned || draft.stopReason)
      .map((draft) => ({
        icon: "horn",
        tone: "tint",
        title: "Đợt gửi cần sửa rồi trình lại",
        note: `“${draft.title}” · ${draft.stopReason || `người duyệt ghi: ${draft.returned?.reason ?? ""}`}`,
        button: "Mở đợt gửi",
        to: pageOf(draft),
      })),
};

/** Items that wait and are not decided with a plan they stand in. */
async function itemsWithoutPlan(whose: Whose): Promise<{ plans: number; items: Item[] }> {
  const [plans, items] = await Promise.all([listInState(whose, ["waiting"]), listItems(whose, ["waiting"])]);
  const planned = new Set(plans.flatMap((plan) => plan.contents.map((content) => content.itemId)));
  return { plans: plans.length, items: items.filter((item) => !planned.has(String(item._id))) };
}

const itemsToApprove: TaskKind = {
  may: "content.approve",
  rank: 60,
  list: async (me) =>
    (await itemsWithoutPlan(me.scope)).items
      .filter((item) => item.author.id !== me.id)
      .slice(0, 5)
      .map((item) => ({
        icon: "doc",
        tone: "tint",
        title: "Nội dung chờ Ông/Bà duyệt",
        note: `“${item.title}” · ${item.author.name}`,
        button: "Xem và duyệt",
        to: `/console/noi-dung/${String(item._id)}`,
      })),
};

/** Days in which a correction is still news. */
const CORRECTION_DAYS = 90;

/** The wrong words went out to people: whoever sent them sends the correction, too. */
const correctionsToSend: TaskKind = {
  may: "broadcasts.send",
  rank: 48,
  async list({ scope }, now) {
    const corrections = await listCorrecting(ownOf(scope), new Date(now.getTime() - days(CORRECTION_DAYS)), now);
    if (corrections.length === 0) return [];
    const ids = corrections.flatMap(({ _id, details }) => [String(_id), details.corrects ?? ""]);
    const sent = await listSentWith(scope, ids);
    const carrying = (id: string | undefined) =>
      sent.filter(({ contents }) => contents.some((one) => one.itemId === id));
    return corrections.flatMap(({ _id, title, details }) => {
      const wrong = carrying(details.corrects);
      if (wrong.length === 0 || carrying(String(_id)).length > 0) return [];
      const people = wrong.reduce((sum, { counts }) => sum + acceptedOf(counts), 0);
      return [
        {
          icon: "correct",
          tone: "gold" as const,
          title: `Đính chính chưa gửi, ${formatNumber(people)} lượt người đã nhận tin sai`,
          note: `“${title}” · ${formatNumber(wrong.length)} đợt gửi mang tin sai`,
          button: "Soạn đợt gửi đính chính",
          to: `/console/gui-tin/moi?item=${String(_id)}`,
        },
      ];
    });
  },
};

/** Plans that wait, and items that wait without a plan of their own. */
export async function countApprovals(whose: Whose): Promise<number> {
  const { plans, items } = await itemsWithoutPlan(whose);
  return plans + items.length;
}

export const broadcastTasks: readonly TaskKind[] = [
  running,
  plansToApprove,
  plansToMend,
  correctionsToSend,
  itemsToApprove,
];
