import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { formatDate, formatNumber, formatTime } from "../kernel/dates.ts";
import { phraseOf } from "../zalo/error-meanings.ts";
import { channelName } from "./approval.console.ts";
import type { Broadcast } from "./broadcast.model.ts";
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

const resolve = createRequire(import.meta.url).resolve;
const REGULAR = "@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf";
const BOLD = "@expo-google-fonts/be-vietnam-pro/700Bold/BeVietnamPro_700Bold.ttf";
const GREY = "#4a5462";
const moment = (at: Date | null): string => (at ? `${formatTime(at)} ngày ${formatDate(at)}` : "–");

/** One page an auditor can keep: what went out, who approved it, what became of everybody, and the hash of the ledger. */
export async function makeProof(broadcast: Broadcast, office: string, now: Date): Promise<Buffer> {
  const ledgerHash = await hashLedger(broadcast);
  // loaded when the first proof is asked for
  const { default: Pdf } = await import("pdfkit");
  const pdf = new Pdf({
    size: "A4",
    margins: { top: 48, bottom: 40, left: 56, right: 48 },
    lang: "vi-VN",
    info: { Title: `Giấy xác nhận gửi tin: ${broadcast.title}`, Author: office },
  });
  const parts: Buffer[] = [];
  const whole = new Promise<Buffer>((done, fail) => {
    pdf.on("data", (part: Buffer) => parts.push(part));
    pdf.on("end", () => done(Buffer.concat(parts)));
    pdf.on("error", fail);
  });
  pdf.registerFont("regular", resolve(REGULAR)).registerFont("bold", resolve(BOLD));
  const nfc = (text: string): string => text.normalize("NFC");
  const line = (name: string, value: string): void => {
    pdf.font("regular").fontSize(9.5).fillColor(GREY).text(nfc(name), { continued: true });
    pdf.fillColor("#000").text(`  ${nfc(value)}`);
  };
  const heading = (text: string): void => {
    pdf.moveDown(0.6).font("bold").fontSize(11).fillColor("#13284a").text(nfc(text));
    pdf.moveDown(0.15);
  };
  pdf.font("bold").fontSize(9.5).text(nfc(office.toUpperCase()));
  pdf.moveDown(0.4).fontSize(16).fillColor("#13284a").text("Giấy xác nhận gửi tin");
  pdf
    .font("regular")
    .fontSize(9.5)
    .fillColor("#000")
    .text(`Lập lúc ${moment(now)} từ sổ gửi của Loa Số`);

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
  const { counts } = broadcast;
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
  line("SHA-256 của sổ (mỗi người một dòng: mã, kết quả, lý do):", ledgerHash);
  pdf
    .font("regular")
    .fontSize(8.5)
    .fillColor(GREY)
    .text(
      nfc(
        `Số liệu đếm lúc ${moment(broadcast.countedAt)}. “Đã đến máy” và “Đã xem” chỉ có khi Zalo báo và chỉ hiện số tổng. Kiểm tra lại: npm run -s loa -- broadcasts verify ${String(broadcast._id)}`,
      ),
    );
  heading("Nguyên văn");
  const room = pdf.page.height - pdf.y - 48;
  pdf
    .font("regular")
    .fontSize(9)
    .fillColor("#000")
    .text(nfc(broadcast.contents.map((content) => content.message).join("\n\n")), {
      height: Math.max(24, room),
      ellipsis: true,
    });
  pdf.end();
  return whole;
}
