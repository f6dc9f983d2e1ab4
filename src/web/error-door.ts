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
export function createErrorDoor(deps: { shell: Shell; log: Pick<Log, "error"> }) {
  return async (error: unknown, request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (response.headersSent) return next(error);
    const known = readError(error);
    const code = known ? "" : randomCode(4);
    if (!known)
      deps.log.error(
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
    else if (request.session)
      response.status(status).send(await deps.shell.page(request, "web/error", "Chưa làm được", data));
    else if (request.originalUrl.startsWith("/cong-khai"))
      response.status(status).send(publicRefusal(deps.shell, request, message));
    else response.status(status).type("text/plain").send(message);
  };
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
