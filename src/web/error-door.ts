import type { NextFunction, Request, Response } from "express";
import { AppError, messageOf, notFound } from "../kernel/errors.ts";
import { randomCode } from "../kernel/crypto.ts";
import type { Log } from "../kernel/logger.ts";
import { formOf } from "./public-pages.ts";
import { sentenceOfRequest, statusOfRequest } from "./request-error.ts";
import { routeOf } from "./route-of.ts";
import { isFormGuardError } from "./sessions.ts";
import type { Shell } from "./shell.ts";

/** The one place where an error becomes an answer. Our own faults get a short code that stands in the log as well. */
export function createErrorDoor(deps: { shell: Shell; log: Pick<Log, "error" | "info"> }) {
  return async (error: unknown, request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (response.headersSent) return next(error);
    const known = readError(error);
    const code = known ? "" : randomCode(4);
    if (!known) logFault(deps.log, request, error, code);
    const status = known?.status ?? 500;
    const message = known?.message ?? "Rất xin lỗi, hệ thống chưa làm được việc này. Những gì đã lưu vẫn còn.";
    const wantsHtml = request.path.startsWith("/console") || request.accepts(["html", "json"]) === "html";
    if (!wantsHtml) {
      response.status(status).json({ error: { message, code } });
      return;
    }
    const fields = Object.values(known?.fields ?? {});
    const data = { message, fields, code, bare: !request.me };
    if (request.get("hx-request"))
      response.status(status).send(await deps.shell.fragment(request, "web/error-note", data));
    else if (request.session) {
      // a form whose token is of another session says nothing of a right
      const words = (isFormGuardError(error) ? undefined : ADVICE[status]) ?? OTHER;
      const page = await errorPage(deps, request, status, { ...data, ...words });
      response
        .status(status)
        .type(page.plain ? "text/plain" : "html")
        .send(page.text);
    } else if (request.originalUrl.startsWith("/cong-khai"))
      response.status(status).send(publicRefusal(deps.shell, request, message));
    else response.status(status).type("text/plain").send(message);
  };
}

function logFault(log: Pick<Log, "error">, request: Request, error: unknown, code: string): void {
  log.error(
    {
      action: "request-failed",
      // under another name it would be taken out of the line as the secret a "code" is elsewhere
      ref: code,
      method: request.method,
      path: routeOf(request),
      reason: messageOf(error),
      stack: error instanceof Error ? error.stack : "",
    },
    "request failed",
  );
}

/** What it is called and what to do about it; by status. */
const ADVICE: Readonly<Record<number, { heading: string; advice: string }>> = {
  403: {
    heading: "Không có quyền làm việc này",
    advice: "Chưa có gì thay đổi. Nếu việc này là của Ông/Bà, nhờ quản trị của đơn vị xem lại vai trò.",
  },
  404: {
    heading: "Không tìm thấy trang này",
    advice: "Địa chỉ có thể thiếu chữ, hoặc mục này đã xóa, đã chuyển sang đơn vị khác. Mở lại từ danh sách.",
  },
  409: {
    heading: "Đã có thay đổi từ lúc Ông/Bà mở trang",
    advice: "Chưa có gì bị ghi đè. Quay lại, tải lại trang để xem bản mới rồi làm tiếp.",
  },
  410: { heading: "Trang này không còn", advice: "Mở lại từ danh sách để xem cái gì đang thay nó." },
  429: { heading: "Làm nhanh quá", advice: "Chờ một phút rồi thử lại. Những gì đã lưu vẫn còn." },
  500: {
    heading: "Rất xin lỗi, chưa làm được",
    advice: "Thử lại sau một phút. Vẫn chưa được thì bấm “Không dùng được?” ở cuối trang.",
  },
};
const OTHER = { heading: "Chưa làm được", advice: "Quay lại trang trước, sửa rồi gửi lần nữa." };

/** A page of its own: what happened, a code that stands in the log as well, and ways back. */
async function errorPage(
  { shell, log }: { shell: Shell; log: Pick<Log, "info"> },
  request: Request,
  status: number,
  data: { code: string; bare: boolean; heading: string; message: string },
): Promise<{ text: string; plain: boolean }> {
  // what only the sender's program can mend is nothing to read to an administrator
  const errorCode = data.code || (ADVICE[status] ? randomCode(4) : "");
  if (data.code === "" && errorCode !== "")
    log.info(
      { action: "page-refused", ref: errorCode, status, method: request.method, path: routeOf(request) },
      "refused",
    );
  try {
    const shown = { ...data, errorCode, back: pageBefore(request) };
    return { text: await shell.page(request, "web/error", data.heading, shown), plain: false };
  } catch {
    // the menu asks the same database that may be what failed
    return {
      text: [data.message, errorCode && `Mã ${errorCode}.`, "Thử lại sau một phút."].filter(Boolean).join(" "),
      plain: true,
    };
  }
}

/** Where the browser came from, when that is another page of ours. */
function pageBefore(request: Request): string {
  const referer = request.get("referer") ?? "";
  if (!URL.canParse(referer)) return "";
  const { host, pathname, search } = new URL(referer);
  const isOurs = host === request.get("host") && pathname.startsWith("/console");
  return isOurs && pathname + search !== request.originalUrl ? pathname + search : "";
}

/** A form somebody filled in comes back with the sentence and every word, ready to be sent again. */
function publicRefusal(shell: Shell, request: Request, message: string): string {
  const written = Object.entries(request.method === "POST" ? formOf(request) : {}).map(([name, value]) => ({
    name,
    value,
    long: value.length > 60 || value.includes("\n"),
  }));
  const { pathname } = new URL(request.originalUrl, "http://here");
  const data = { message, office: "", written, action: pathname };
  return written.length === 0
    ? shell.publicPage("web/error-public", "Chưa mở được", data)
    : shell.publicPage("web/refused-public", "Chưa gửi được", data);
}

function readError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (isFormGuardError(error))
    return new AppError(
      403,
      "Trang đã mở quá lâu nên chưa gửi được. Vui lòng quay lại, tải lại trang rồi gửi lần nữa.",
    );
  const status = statusOfRequest(error);
  if (status === 404) return notFound();
  if (status !== undefined) return new AppError(status, sentenceOfRequest(status));
  return undefined;
}
