import { formatMoment, formatNumber } from "../kernel/dates.ts";
import type { PlanFigures } from "./broadcast.model.ts";

type Figures = Pick<PlanFigures, "reached" | "costVnd" | "unreachable" | "stoppedReached" | "article">;

/**
 * The plan in one sentence, the same before it is handed in and before it is decided: how many, at what cost, from when to
 * when, and who is lost on the way.
 * @param sendAt when it is meant to go; null: as soon as it is approved
 */
export function planSentence(figures: Figures, takesMinutes: number, sendAt: Date | null, now: Date): string {
  const begins = Math.max(sendAt?.getTime() ?? 0, now.getTime());
  const ends = new Date(begins + takesMinutes * 60_000);
  const when = sendAt ? `gửi ${formatMoment(sendAt, now)}` : "gửi ngay khi được duyệt";
  const done = sendAt
    ? `xong khoảng ${formatMoment(ends, now)}`
    : `xong khoảng ${formatMoment(ends, now)} nếu duyệt ngay bây giờ`;
  const lost = figures.unreachable["window-closes"] ?? 0;
  const tail = [
    lost > 0 ? `${formatNumber(lost)} người hết hạn 7 ngày trước khi tới lượt nên không nhận được` : "",
    figures.stoppedReached > 0
      ? `trong đó ${formatNumber(figures.stoppedReached)} người đã nhắn DUNG vẫn thấy tin${figures.article > 0 ? " bài" : ", vì là tin khẩn cấp"}`
      : "",
  ].filter((part) => part !== "");
  return [
    `${formatNumber(figures.reached)} người nhận, ${formatNumber(figures.costVnd)} đồng, ${when}, ${done}`,
    ...tail,
  ].join("; ");
}
