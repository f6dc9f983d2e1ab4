import { days } from "../kernel/clock.ts";
import { formatNumber } from "../kernel/dates.ts";
import { rowOf } from "../kernel/table.ts";
import type { Notice } from "../zalo/notice.model.ts";
import { listNotices, sumRatings } from "../zalo/notice.store.ts";
import type { Oa } from "../zalo/oa.model.ts";

/** Zalo's states of a template (zalo/webhook.md §4.10), as officers read them. */
const TEMPLATE_STATES: Readonly<Record<string, string>> = {
  PENDING_REVIEW: "đang chờ Zalo duyệt",
  ENABLE: "dùng được",
  REJECT: "Zalo từ chối",
  DISABLE: "Zalo đã tắt",
};
const RATED_DAYS = 30;

/** What Zalo told about OAs, in words: templates, the day's allowance, stars of the last 30 days. */
export async function zaloNotices(oas: readonly Pick<Oa, "_id" | "name">[], now: Date) {
  const ids = oas.map(({ _id }) => _id);
  const [notices, ratings] = await Promise.all([
    listNotices(ids),
    sumRatings(ids, new Date(now.getTime() - days(RATED_DAYS))),
  ]);
  const nameOf = (id: string): string => oas.find(({ _id }) => _id === id)?.name ?? id;
  return [
    ...notices.map((notice) => ({
      name: nameOf(notice.oaId),
      words: wordsOf(notice),
      at: notice.at,
      bad: notice.kind === "template" && !["ENABLE", "PENDING_REVIEW"].includes(notice.value),
    })),
    ...[...ratings].map(([oaId, { n, mean }]) => ({
      name: nameOf(oaId),
      words: `Người dân chấm ${formatNumber(n)} lượt trong ${RATED_DAYS} ngày qua, trung bình ${mean.toFixed(1).replace(".", ",")} trên 5`,
      at: now,
      bad: false,
    })),
  ];
}

function wordsOf({ kind, about, value, before, reason }: Notice): string {
  if (kind === "daily-quota")
    return `Số tin được gửi mỗi ngày: ${value}${before === "" ? "" : ` (trước là ${before})`}`;
  const state = rowOf(TEMPLATE_STATES, value) ?? value;
  return `Mẫu tin ${about}: ${state}${reason === "" ? "" : `. Lý do Zalo ghi: ${reason}`}`;
}
