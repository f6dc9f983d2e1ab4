import type { AccountNotice, Official } from "./official.model.ts";
import { rowOf } from "../kernel/table.ts";

/** What a person is told about the own account, at the next log-in and under "Tài khoản của tôi". */
const NOTICES = {
  "password-changed": () => "Mật khẩu đã được đổi.",
  "totp-changed": () => "Mã 6 số đã chuyển sang ứng dụng xác thực khác.",
  "totp-set": () => "Mã 6 số đã được bật.",
  "codes-renewed": () => "Mười mã dự phòng mới đã được tạo, mã cũ hết hiệu lực.",
  "code-spent": (left) => `Một mã dự phòng đã được dùng, còn ${left} mã.`,
  "link-made": (by) => `${by} đã tạo liên kết đặt lại cách đăng nhập của tài khoản này.`,
  "link-withdrawn": (by) => `${by} đã rút liên kết đặt lại cách đăng nhập.`,
  "reset-done": (by) => `Mật khẩu và mã 6 số đã được đặt lại${by ? `, ${by} xác nhận` : ""}.`,
  "role-changed": (by) => `Vai trò đã đổi thành ${by}.`,
  disabled: (by) => `${by} đã khoá tài khoản này.`,
  enabled: (by) => `${by} đã mở lại tài khoản này.`,
  "new-device": (device) => `Đăng nhập lần đầu từ ${device}.`,
  "failed-log-ins": (count) => `Có ${count} lần đăng nhập sai trước lần đăng nhập này.`,
} satisfies Record<string, (by: string) => string>;
export type NoticeKind = keyof typeof NOTICES;

export const noticeText = (notice: Pick<AccountNotice, "kind" | "by">): string =>
  rowOf(NOTICES, notice.kind)?.(notice.by) ?? notice.kind;

export const notice = (kind: NoticeKind, at: Date, by = ""): AccountNotice => ({ at, kind, by });
/** Thirty are kept; what is older stands in the audit log. */
export const pushNotices = (...notices: AccountNotice[]) => ({ notices: { $each: notices, $slice: -30 } });

/** What this person has not said to have read, oldest first; what was told several times stands once, with its last time. */
export function unreadNotices({ notices, noticesReadAt }: Pick<Official, "notices" | "noticesReadAt">) {
  const told = new Map<string, { at: Date; times: number }>();
  for (const one of notices.filter(({ at }) => !noticesReadAt || at > noticesReadAt)) {
    const text = noticeText(one);
    const times = (told.get(text)?.times ?? 0) + 1;
    told.delete(text);
    told.set(text, { at: one.at, times });
  }
  return [...told].map(([text, { at, times }]) => ({ at, text: times > 1 ? `${text} (${times} lần)` : text }));
}
