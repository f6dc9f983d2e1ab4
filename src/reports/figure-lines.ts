import { CHANNEL_NAMES, STANCE_NAMES, STANCES } from "../comments/comment.model.ts";
import { GROUNDS, isGround } from "../comments/rules.ts";
import { formatNumber } from "../kernel/dates.ts";
import { rowOf } from "../kernel/table.ts";
import type { Figures } from "./report.model.ts";

const n = formatNumber;
/** Totals in words, each with its unit and the rule it is counted by. */
export function figureLines(figures: Figures): string[] {
  const channels = Object.entries(figures.byChannel).map(
    ([channel, count]) => `${rowOf(CHANNEL_NAMES, channel) ?? channel} ${n(count)}`,
  );
  const grounds = Object.entries(figures.byGround).map(
    ([ground, count]) => `${isGround(ground) ? GROUNDS[ground].name : ground}: ${n(count)}`,
  );
  return [
    `Số lượt gửi: ${n(figures.submissions)} (mỗi lần tự gửi, mỗi hội nghị, mỗi văn bản, mỗi phiếu tính một lượt).`,
    `Số ý kiến được tổng hợp: ${n(figures.opinions)} (gửi trong thời hạn, không bị ẩn, không rút lại; ý kiến giống nhau vẫn tính đủ). Theo kênh: ${channels.join("; ") || "không có"}.`,
    `Theo hướng: ${STANCES.map((stance) => `${STANCE_NAMES[stance].toLowerCase()} ${n(figures.byStance[stance])}`).join("; ")}. Trong đó ngoài phạm vi dự thảo: ${n(figures.offScope)}.`,
    `Số người: không đếm được ở các kênh ẩn danh. Hội nghị: ${n(figures.meetings)} cuộc, ${n(figures.present)} người dự, ${n(figures.speakers)} người phát biểu, ${n(figures.spoken)} lượt ý kiến tại chỗ. Tổ chức có văn bản: ${n(figures.organisations)}.`,
    `Câu hỏi (trả lời riêng, không tính là ý kiến): ${n(figures.questions)}. Gửi ngoài thời hạn (lưu, tính riêng): ${n(figures.late)}. Người góp ý tự rút: ${n(figures.withdrawn)}. Tin nhắn không phải góp ý: ${n(figures.notComments)}.`,
    `Không đăng vì căn cứ pháp luật: ${n(figures.hidden)}${grounds.length > 0 ? ` (${grounds.join("; ")})` : ""}. Danh mục ở Phụ lục 3.`,
  ];
}
