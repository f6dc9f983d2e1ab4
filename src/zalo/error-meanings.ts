import { rowOf } from "../kernel/table.ts";
/**
 * Zalo's error numbers → what they mean to us, and the phrase an officer reads (zalo/openapi.md §7).
 * No other file holds a Zalo error number.
 */
export type Meaning =
  | "rate-limited"
  | "token-rejected"
  | "attachment-expired"
  | "bad-request"
  | "unknown-user"
  | "not-following"
  | "blocked"
  | "inactive-user"
  | "window-closed"
  | "window-closes"
  | "night"
  | "quota-used"
  | "user-cap"
  | "package-too-low"
  | "not-authorised"
  | "oa-disabled"
  | "wrong-oa-type"
  | "use-v3"
  | "still-processing"
  | "article-limit"
  | "policy"
  | "words-refused"
  | "money"
  | "ambiguous"
  | "unknown-error";

/** What the sender does next. `retry-later`: the send surely did not happen. `doubt`: it may have. */
export type NextStep = "retry-later" | "refresh-token" | "fail-person" | "stop-oa" | "switch-version" | "doubt";

interface Entry {
  meaning: Meaning;
  next: NextStep;
  phrase: string;
}

const entry = (meaning: Meaning, next: NextStep, phrase: string): Entry => ({ meaning, next, phrase });

const TABLE: Readonly<Record<number, Entry>> = {
  [-32]: entry("rate-limited", "retry-later", "Đã chạm giới hạn số lần gọi của Zalo; sẽ gửi tiếp sau"),
  [-100]: entry("attachment-expired", "fail-person", "Ảnh đã quá hạn 7 ngày trên Zalo; cần tải lại ảnh"),
  [-200]: entry("ambiguous", "doubt", "Zalo báo lỗi chung khi gửi; chưa rõ tin đã đi hay chưa"),
  [-201]: entry("bad-request", "fail-person", "Zalo báo người nhận không tồn tại hoặc nội dung không hợp lệ"),
  [-204]: entry("oa-disabled", "stop-oa", "OA đang bị khoá; cần liên hệ Zalo"),
  [-205]: entry("oa-disabled", "stop-oa", "OA không tồn tại; cần kết nối lại OA"),
  [-209]: entry("not-authorised", "stop-oa", "Ứng dụng chưa được kích hoạt trên Zalo"),
  [-210]: entry("bad-request", "fail-person", "Nội dung vượt quá độ dài hoặc dung lượng Zalo cho phép"),
  [-211]: entry("quota-used", "stop-oa", "Đã dùng hết hạn mức của tính năng này"),
  [-212]: entry("not-authorised", "stop-oa", "Ứng dụng chưa đăng ký tính năng này với Zalo"),
  [-213]: entry("not-following", "fail-person", "Người này không còn quan tâm OA"),
  [-214]: entry("still-processing", "retry-later", "Zalo đang xử lý bài viết"),
  [-216]: entry("token-rejected", "refresh-token", "Quyền truy cập OA đã hết hạn"),
  [-217]: entry("blocked", "fail-person", "Đã chặn tin của OA"),
  [-218]: entry("user-cap", "fail-person", "Người này đã nhận đủ số tin Zalo cho phép"),
  [-219]: entry("not-authorised", "stop-oa", "Ứng dụng đã bị gỡ hoặc bị khoá"),
  [-220]: entry("token-rejected", "refresh-token", "Quyền truy cập OA đã hết hạn hoặc bị thu hồi"),
  [-221]: entry("package-too-low", "stop-oa", "OA cần được Zalo xác thực để dùng tính năng này"),
  [-223]: entry("not-authorised", "stop-oa", "OA chưa cấp quyền này cho ứng dụng"),
  [-224]: entry("package-too-low", "stop-oa", "Gói dịch vụ của OA chưa đủ để gửi; cần nâng gói"),
  [-227]: entry("inactive-user", "fail-person", "Tài khoản người nhận bị khoá hoặc không hoạt động trên 45 ngày"),
  [-230]: entry("window-closed", "fail-person", "Hơn 7 ngày chưa nhắn OA"),
  [-231]: entry("window-closed", "fail-person", "Ngoài thời gian Zalo cho phép nhắn tin tư vấn"),
  [-232]: entry("window-closed", "fail-person", "Chưa từng nhắn OA, hoặc lần nhắn cuối đã quá hạn"),
  [-233]: entry("bad-request", "fail-person", "Loại tin này không được Zalo hỗ trợ"),
  [-234]: entry("night", "retry-later", "Zalo không cho gửi từ 22:00 đến 06:00"),
  [-235]: entry("wrong-oa-type", "switch-version", "Cách gửi này không dùng được cho loại OA này"),
  [-240]: entry("use-v3", "switch-version", "Zalo đã đóng cách gửi cũ"),
  [-242]: entry("not-authorised", "stop-oa", "Mã xác thực ứng dụng không đúng; cần kiểm tra cài đặt"),
  [-244]: entry("blocked", "fail-person", "Người này đã tắt loại tin này của OA"),
  [-248]: entry("policy", "fail-person", "Nội dung trái quy định của Zalo"),
  [-249]: entry("bad-request", "fail-person", "Mẫu tin không gửi được theo cách này"),
  [-320]: entry("money", "stop-oa", "Ứng dụng chưa nối tài khoản thanh toán Zalo Cloud"),
  [-321]: entry("money", "stop-oa", "Tài khoản thanh toán Zalo Cloud đã hết tiền"),
};

const ALIASES: Readonly<Record<number, number>> = { 216: -216, 401: -216, [-401]: -216, [-215]: -216 };

/** Looks a number up; one that stands nowhere is a `doubt`, because nobody knows what Zalo did. */
export function meaningOf(code: number, message = ""): Entry {
  if (code === -223 && /quota create article/i.test(message))
    return entry("article-limit", "fail-person", "OA đã dùng hết số bài viết của tháng");
  return (
    TABLE[ALIASES[code] ?? code] ??
    entry("unknown-error", "doubt", `Zalo báo lỗi chưa có trong bảng (số ${code}); chưa rõ tin đã đi hay chưa`)
  );
}

/** Reasons a person was not sent to, as stored in the ledger → the words of the page. */
export const REASON_PHRASES: Readonly<Record<string, { phrase: string; todo: string }>> = {
  "rate-limited": { phrase: "Zalo báo quá giới hạn số lần gọi", todo: "Không cần làm gì; hệ thống tự gửi tiếp." },
  "bad-request": {
    phrase: "Zalo báo người nhận không tồn tại hoặc tin không hợp lệ",
    todo: "Đồng bộ lại người quan tâm.",
  },
  "attachment-expired": { phrase: "Ảnh đã quá hạn trên Zalo", todo: "Tải lại ảnh rồi gửi lại." },
  "not-following": { phrase: "Không còn quan tâm OA", todo: "Không cần làm gì." },
  blocked: { phrase: "Đã chặn tin của OA", todo: "Không cần làm gì. Lựa chọn đã được tôn trọng." },
  "inactive-user": { phrase: "Tài khoản không hoạt động trên 45 ngày", todo: "Không cần làm gì." },
  "user-cap": { phrase: "Đã nhận đủ số tin Zalo cho phép", todo: "Không cần làm gì." },
  "window-closed": {
    phrase: "Hơn 7 ngày chưa nhắn OA",
    todo: "Không cần làm gì. Người này nhận lại được khi nhắn OA.",
  },
  "window-closes": {
    phrase: "Hết hạn 7 ngày trước khi tới lượt",
    todo: "Gửi sớm hơn để không mất, hoặc thêm tin theo mẫu.",
  },
  policy: { phrase: "Nội dung trái quy định của Zalo", todo: "Xem lại nội dung trước khi gửi lần sau." },
  "words-refused": {
    phrase: "Hệ thống không cho gửi: có liên kết ngoài danh sách hoặc lời đề nghị gửi OTP, mật khẩu, số căn cước",
    todo: "Sửa lời rồi gửi lại, hoặc đề xuất địa chỉ ở trang Tên miền được dùng.",
  },
  "article-limit": { phrase: "Hết số bài viết của tháng", todo: "Chờ sang tháng hoặc nâng gói." },
  "unit-cannot": { phrase: "Đơn vị của người này chưa dùng được kênh này", todo: "Chọn kênh khác cho các đơn vị đó." },
  "quota-used": { phrase: "Hết hạn mức của OA", todo: "Kiểm tra gói dịch vụ ở trang Kết nối OA." },
  "package-too-low": { phrase: "Gói dịch vụ của OA chưa đủ", todo: "Nâng gói dịch vụ của OA." },
  asked: {
    phrase: "Đang được hỏi có ngừng nhận tin không",
    todo: "Không cần làm gì. Khi người dân trả lời, lựa chọn được áp dụng.",
  },
  stopped: { phrase: "Đã nhắn DUNG", todo: "Không cần làm gì. Lựa chọn đã được tôn trọng." },
  cancelled: { phrase: "Đợt gửi đã huỷ phần chưa gửi", todo: "Không cần làm gì." },
  erased: { phrase: "Người này đã yêu cầu xoá dữ liệu", todo: "Không cần làm gì." },
  "given-up": { phrase: "Chưa rõ đã nhận hay chưa, cán bộ chọn bỏ qua", todo: "Không cần làm gì." },
  "lost-answer": { phrase: "Mất kết nối đúng lúc Zalo trả lời", todo: "Xem và quyết định gửi lại hoặc bỏ qua." },
  "worker-lost": { phrase: "Máy gửi dừng đột ngột trong lúc gửi", todo: "Xem và quyết định gửi lại hoặc bỏ qua." },
  ambiguous: {
    phrase: "Zalo báo lỗi chung, chưa rõ tin đã đi hay chưa",
    todo: "Xem và quyết định gửi lại hoặc bỏ qua.",
  },
  "unknown-error": { phrase: "Zalo báo lỗi lạ", todo: "Xem và quyết định gửi lại hoặc bỏ qua." },
};

export const phraseOf = (reason: string): { phrase: string; todo: string } =>
  rowOf(REASON_PHRASES, reason) ?? { phrase: `Lý do khác (${reason})`, todo: "Liên hệ quản trị của Sở." };
