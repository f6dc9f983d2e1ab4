import { writeAudit } from "./audit-log.store.ts";
import type { LogInResult, WhyNot } from "./log-in.ts";
import type { Official } from "./official.model.ts";

type Ended = { kind: "out"; official: Official; sessionId: string };

const WHY: Readonly<Record<WhyNot, string>> = {
  account: "không có tài khoản",
  password: "sai mật khẩu",
  code: "sai mã 6 số",
  disabled: "tài khoản đã khoá",
  "no-factor": "chưa có mã 6 số",
  trial: "tài khoản dùng thử",
};

/** An address without the name before it: who mistypes a password into this field has not left it in the log. */
const maskEmail = (email: string): string => {
  const [local = "", domain] = email.trim().toLowerCase().split("@");
  return domain === undefined ? "(không phải thư điện tử)" : `${local.slice(0, 2)}…@${domain.slice(0, 80)}`;
};

/** The short form by which a line of the log and a row of "Nơi đăng nhập" find each other. */
export const shortSession = (id: string): string => id.slice(0, 8);

/** Who came in, who did not and why. A run of refusals is one line, so that nobody can flood the log. */
export async function auditLogIn(
  at: Date,
  result: LogInResult | Ended,
  from: { email: string; ip: string },
): Promise<void> {
  const { official } = result;
  const line = (action: string, details: Record<string, string | number> = {}) =>
    writeAudit({
      at,
      unitCode: official?.unitCode ?? "",
      officialId: official ? String(official._id) : "",
      name: official?.name ?? "(không rõ)",
      role: official?.role ?? "",
      action,
      object: official ? "" : maskEmail(from.email),
      details,
      ip: from.ip,
    });
  switch (result.kind) {
    case "in":
      return line("log-in", { phien: shortSession(result.sessionId) });
    case "out":
      return line("log-out", { phien: shortSession(result.sessionId) });
    case "unconfirmed":
      return line("log-in-failed", { vì: "chờ xác nhận" });
    case "expired":
      return line("log-in-failed", { vì: "lời mời hết hạn" });
    case "clock":
      return line("log-in-failed", { vì: `giờ điện thoại lệch ${result.minutes} phút` });
    case "wrong":
      return line("log-in-failed", { vì: WHY[result.why] });
    case "wait":
      if (result.firstRefusal) await line("log-in-refused", { đến: result.until.toISOString() });
  }
}
