import { createHash } from "node:crypto";
import { formatDate, formatNumber, formatTime } from "../kernel/dates.ts";
import type { Outside } from "../outside/task.ts";
import { phraseOf } from "../zalo/error-meanings.ts";
import { channelName } from "./approval.console.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { drawProofTask } from "./broadcast.tasks.ts";
import type { ProofBlock } from "./draw-proof.ts";
import { streamLedger } from "./ledger.store.ts";
import { presentRow, STATE_CHIPS } from "./present.ts";
import { STATE_NAMES, totalOf } from "./rules.ts";

/**
 * SHA-256 over the ledger in its order: one line "person TAB state TAB reason" for each. Receipts change nothing, as a
 * person received or seen counts as accepted; an erased person's id is empty. Streams 250 rows at a time.
 */
export async function hashLedger(broadcast: Broadcast): Promise<string> {
  const hash = createHash("sha256");
  for await (const row of streamLedger(String(broadcast._id), broadcast.chunks)) {
    const { userId, state, reason } = presentRow(row);
    hash.update(`${userId}\t${state}\t${reason}\n`);
  }
  return hash.digest("hex");
}

const moment = (at: Date | null): string => (at ? `${formatTime(at)} ngày ${formatDate(at)}` : "–");

/** One page an auditor can keep: what went out, who approved it, what became of everybody, and the hash of the ledger. */
export async function makeProof(
  deps: { outside: Outside },
  broadcast: Broadcast,
  office: string,
  now: Date,
): Promise<Buffer> {
  const { counts } = broadcast;
  const blocks: ProofBlock[] = [];
  const line = (name: string, value: string): void => void blocks.push({ kind: "line", name, value });
  const heading = (text: string): void => void blocks.push({ kind: "heading", text });

  heading("Đợt gửi");
  line("Tin:", broadcast.title);
  line("Trạng thái:", STATE_NAMES[broadcast.state]);
  line("Người nhận:", broadcast.audienceName);
  line("Kênh:", channelName(broadcast));
  line("Giờ hẹn:", moment(broadcast.sendAt));
  line("Bắt đầu, kết thúc:", `${moment(broadcast.startedAt)}, ${moment(broadcast.finishedAt)}`);
  if (broadcast.stopReason) line("Ghi chú:", broadcast.stopReason);

  heading("Người soạn và người duyệt");
  line("Soạn và trình:", `${broadcast.createdBy.name}, ${moment(broadcast.submittedAt)}`);
  for (const approval of broadcast.approvals) line("Duyệt:", `${approval.by.name}, ${moment(approval.at)}`);
  line("Dấu vân tay bản duyệt (SHA-256):", broadcast.fingerprint);

  heading(`Kết quả của ${formatNumber(broadcast.total)} người trong danh sách đã chốt`);
  for (const chip of STATE_CHIPS) line(`${chip.word}:`, `${formatNumber(counts[chip.state])} người`);
  line(
    "Cộng:",
    `${formatNumber(totalOf(counts))} người${totalOf(counts) === broadcast.total ? ", khớp danh sách" : ", KHÔNG khớp danh sách"}`,
  );
  if (broadcast.urgent) line("Bấm “Tôi đã nhận”:", `${formatNumber(broadcast.acted)} người`);
  const reasons = Object.entries(broadcast.reasons).toSorted(([, a], [, b]) => b - a);
  if (reasons.length > 0) {
    heading("Vì sao bỏ qua, không gửi được hoặc chưa rõ");
    for (const [key, n] of reasons.slice(0, 8))
      line(`${phraseOf(key.split(":")[1] ?? "").phrase}:`, `${formatNumber(n)} người`);
  }
  heading("Sổ gửi");
  line("SHA-256 của sổ (mỗi người một dòng: mã, kết quả, lý do):", await hashLedger(broadcast));
  const note = `Số liệu đếm lúc ${moment(broadcast.countedAt)}. “Đã đến máy” và “Đã xem” chỉ có khi Zalo báo và chỉ hiện số tổng. Kiểm tra lại: npm run -s loa -- broadcasts verify ${String(broadcast._id)}`;
  blocks.push({ kind: "note", text: note });
  heading("Nguyên văn");
  const words = broadcast.contents.map((content) => content.message).join("\n\n");
  blocks.push({ kind: "rest", text: words });
  return deps.outside.run(drawProofTask, { office, title: broadcast.title, made: moment(now), blocks });
}
