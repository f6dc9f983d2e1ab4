import { barsOf } from "../kernel/charts.ts";
import { days } from "../kernel/clock.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { listBroadcasts } from "./broadcast.store.ts";
import { acceptedOf } from "./rules.ts";

/** Fewer people than this are not told apart (safeguard 7). */
const LEAST_SHOWN = 5;

/** Followers → allowed → accepted → received → seen → acted; every row is part of the one above. */
function funnelOf(broadcast: Broadcast): { name: string; n: number }[] {
  const { counts, total } = broadcast;
  const rows = [
    { name: "Trong nhóm nhận", n: total },
    { name: "Được phép gửi", n: total - counts.skipped },
    { name: "Zalo đã nhận", n: acceptedOf(counts) },
    { name: "Đã đến máy", n: counts.received + counts.seen },
    { name: "Đã xem", n: counts.seen },
  ];
  return broadcast.urgent ? [...rows, { name: "Bấm “Tôi đã nhận”", n: broadcast.acted }] : rows;
}

/** People who left within two days, per 1,000 whom the message reached. */
const leaveRate = (left: number, accepted: number): number => (accepted > 0 ? (left / accepted) * 1000 : 0);

export interface TopicRow {
  name: string;
  broadcasts: number;
  accepted: number;
  left: number;
  rate: number;
  alarm: boolean;
  small: boolean;
}

/** Leaving per 1,000 by the topic that was sent about, over a period. A broadcast of several topics counts in each. */
export async function leavingByTopic(whose: Whose, since: Date, alarm: number): Promise<TopicRow[]> {
  const unit = await findUnit(codeOf(whose));
  const sums = new Map<string, { broadcasts: number; accepted: number; left: number }>();
  for (const broadcast of await listBroadcasts(whose, since)) {
    if (acceptedOf(broadcast.counts) === 0) continue;
    for (const topic of broadcast.audience.topics.length > 0 ? broadcast.audience.topics : [""]) {
      const sum = sums.get(topic) ?? { broadcasts: 0, accepted: 0, left: 0 };
      sum.broadcasts += 1;
      sum.accepted += acceptedOf(broadcast.counts);
      sum.left += broadcast.left;
      sums.set(topic, sum);
    }
  }
  return [...sums]
    .map(([topic, sum]) => {
      const rate = leaveRate(sum.left, sum.accepted);
      return {
        name: topic === "" ? "Mọi người quan tâm" : (unit?.topics.find((one) => one.key === topic)?.name ?? topic),
        ...sum,
        rate,
        alarm: rate > alarm && sum.left >= LEAST_SHOWN,
        small: sum.left > 0 && sum.left < LEAST_SHOWN,
      };
    })
    .toSorted((a, b) => b.rate - a.rate);
}

/** What the result's page shows beside the eight numbers. */
export async function resultData(broadcast: Broadcast, now: Date, alarm: number): Promise<Record<string, unknown>> {
  const funnel = funnelOf(broadcast);
  const accepted = acceptedOf(broadcast.counts);
  const rate = leaveRate(broadcast.left, accepted);
  return {
    funnel: barsOf(funnel, 400, 40, true),
    funnelNarrow: barsOf(funnel, 300, 58, true),
    funnelHeight: funnel.length * 40,
    funnelNarrowHeight: funnel.length * 58,
    left: broadcast.left,
    leftSmall: broadcast.left > 0 && broadcast.left < LEAST_SHOWN,
    leaveRate: rate.toFixed(1).replace(".", ","),
    leaveAlarm: rate > alarm && broadcast.left >= LEAST_SHOWN,
    alarm,
    topics: await leavingByTopic(broadcast.unitCode, new Date(now.getTime() - days(90)), alarm),
    approvals: broadcast.approvals,
    plan: broadcast.plan,
    withoutReceipt: broadcast.withoutReceipt,
    needsAction: [
      { key: "failed", name: "Không gửi được", n: broadcast.counts.failed },
      { key: "skipped", name: "Bỏ qua", n: broadcast.counts.skipped },
      { key: "unknown", name: "Chưa rõ", n: broadcast.counts.unknown },
    ],
  };
}
