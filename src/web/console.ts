import express, { type Request, type RequestHandler, type Response, Router } from "express";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { bringBack, keepTyped } from "../console/keep-typed.ts";
import { readDays, withDays } from "../console/read-days.ts";
import { dropKept } from "../console/kept-words.store.ts";
import { bodyOf, type Typed, typedOf } from "../console/typed.ts";
import type { Clock } from "../kernel/clock.ts";
import {
  type ConsoleRoute,
  type RouteContext,
  type RouteResult,
  type SignedIn,
  StoredButRefused,
} from "../kernel/console-route.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { AppError, forbidden, invalid, messageOf, notFound } from "../kernel/errors.ts";
import type { Log } from "../kernel/logger.ts";
import { writeAudit } from "../officials/audit-log.store.ts";
import { askedPart, sendBytes } from "./byte-range.ts";
import type { Cookies } from "./cookies.ts";
import { createPages, type MakePage, type Pages } from "./pages-of-forms.ts";
import { atMost, receiveUpload } from "./receive-upload.ts";
import { type FormGuard, isFormGuardError } from "./sessions.ts";
import { routeOf } from "./route-of.ts";
import type { Shell } from "./shell.ts";
import type { UploadQuota } from "./upload-quota.ts";

export interface ConsoleDeps {
  clock: Clock;
  log: Log;
  box: SecretBox;
  shell: Shell;
  cookies: Cookies;
  gate: RequestHandler;
  guard: FormGuard;
  quota: UploadQuota;
}

/** Files being received at one time, by all officials together. */
const MOST_UPLOADS = 8;

/** Mounts the table of routes: signed in → body → CSRF → permission → validation → the route's own work → answer. */
export function mountConsole(deps: ConsoleDeps, routes: readonly ConsoleRoute[]): Router {
  const router = Router();
  const uploads = atMost(MOST_UPLOADS);
  const pages = createPages(routes);
  const work = (route: ConsoleRoute) => async (request: Request, response: Response) => {
    if (!request.me?.permissions.includes(route.may)) return refuse(deps, request);
    const context = contextOf(deps, route, askedOf(request), request.me);
    const bytes = request.file?.size ?? 0;
    if (bytes > 0) await deps.quota.ask(request.me.id, bytes, route.file ?? "form");
    const result = await route.handle(context);
    if (bytes > 0 && result.kind === "redirect") await deps.quota.count(request.me.id, bytes);
    await answer(deps, request, response, result);
  };
  for (const route of routes)
    if (route.method === "get") router.get(route.path, deps.gate, work(route));
    else {
      // one paragraph of a draft may be 100,000 letters, each up to nine bytes when sent
      const words = express.urlencoded({ extended: false, limit: "1mb", parameterLimit: route.mostFields ?? 300 });
      // a form that may carry a file is taken without one as well
      const body = route.file ? [uploads, receiveUpload(route.file, route.mostFields), words] : words;
      router.post(route.path, deps.gate, body, async (request: Request, response: Response) => {
        const form: Form = { action: pathOf(request), typed: typedOf(request.body) };
        request.body = bodyOf(form.typed);
        try {
          await guarded(deps, request, response);
          if (request.over) return await keepForLater(deps, pages, request, response, form);
          if (request.tooLarge) throw request.tooLarge;
          const grow = form.typed["_them"]?.[0];
          if (grow !== undefined) return await oneMoreRow(deps, pages, request, response, { ...form, grow });
          const days = readDays(form.typed);
          form.typed = days.typed;
          if (Object.keys(days.faults).length > 0) throw invalid(days.faults);
          request.body = bodyOf(days.typed);
          await work(route)(request, response);
          if (request.me && response.statusCode < 400)
            await dropKept({ officialId: request.me.id, action: form.action });
        } catch (error) {
          const page = isPartial(request) ? undefined : await sendBack(deps, pages, request, form, error);
          if (page === undefined) throw error;
          response.status(page.status).send(page.markup);
        }
      });
    }
  return router;
}

const isPartial = (request: Request): boolean => request.get("hx-request") === "true";
const pathOf = (request: Request): string => request.originalUrl.split("?")[0] ?? "";

/** The form's own token. @throws what the guard throws */
const guarded = (deps: ConsoleDeps, request: Request, response: Response): Promise<void> =>
  new Promise((resolve, reject) => {
    void deps.guard.check(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });

interface Form {
  action: string;
  typed: Typed;
}

/** The session ended while somebody was typing: the words wait for the same person, who is sent to the log-in. */
async function keepForLater(
  deps: ConsoleDeps,
  pages: Pages,
  request: Request,
  response: Response,
  { action, typed }: Form,
): Promise<void> {
  const officialId = request.over?.officialId ?? "";
  const page = pages.originsOf(request, typed)[0] ?? "/console";
  await keepTyped(deps.box, { officialId, page, action, typed }, "session", deps.clock.now());
  await new Promise<void>((resolve) => request.session.destroy(() => resolve()));
  deps.cookies.keepWish(response, page);
  response.redirect(303, "/console/dang-nhap?het-phien=1");
}

/** What comes back with a refusal: not what a person may not see, and of 403 only for the form's own token, which says nothing of a right. */
function refusalOf(error: unknown): AppError | undefined {
  if (isFormGuardError(error))
    return new AppError(
      403,
      "Trang này mở từ phiên trước nên chưa gửi được. Chữ đã gõ còn đây, Ông/Bà bấm gửi lần nữa.",
    );
  return error instanceof AppError && ![401, 403, 404].includes(error.status) ? error : undefined;
}

/** The page of the form made anew, as far as this person may see it. */
const makePage =
  (deps: ConsoleDeps, request: Request, more: Readonly<Record<string, unknown>> = {}): MakePage =>
  async (route, at) => {
    const { me } = request;
    if (!me?.permissions.includes(route.may)) return undefined;
    const asked = { ...askedOf(request), ...at, body: {}, file: undefined, partial: false, again: true };
    const result = await route.handle(contextOf(deps, route, asked, me));
    return result.kind === "page"
      ? deps.shell.page(request, result.view, result.title, { ...result.data, ...more })
      : undefined;
  };

/** A refused form comes back with what was typed and the faults at their fields. */
async function sendBack(
  deps: ConsoleDeps,
  pages: Pages,
  request: Request,
  form: Form,
  error: unknown,
): Promise<{ status: number; markup: string } | undefined> {
  const refusal = refusalOf(error);
  if (!refusal || !request.me) return undefined;
  const { status, message, fields, shows } = refusal;
  const stored = refusal instanceof StoredButRefused;
  // what is stored goes on where it is stored
  const sent = stored ? { action: refusal.path, typed: { ...form.typed, _trang: [refusal.path] } } : form;
  const filling = { ...sent, errors: fields, message, changed: status === 409 || stored };
  const markup = await pages.fill(request, filling, makePage(deps, request, shows));
  return markup === undefined ? undefined : { status, markup };
}

/** [＋ Thêm dòng] without a script: nothing is done, the form comes back with one row more. */
async function oneMoreRow(
  deps: ConsoleDeps,
  pages: Pages,
  request: Request,
  response: Response,
  form: Form & { grow: string },
): Promise<void> {
  const filling = { ...form, errors: {}, message: "", changed: false };
  const markup = await pages.fill(request, filling, makePage(deps, request));
  if (markup === undefined) throw notFound();
  response.send(markup);
}

/** Somebody tried what the role may not: it stands in the log. */
async function refuse(deps: ConsoleDeps, request: Request): Promise<never> {
  const { me } = request;
  if (me) await writeAudit(lineOf(me, "refused", `${request.method} ${pathOf(request)}`, request.ip, deps));
  throw forbidden();
}

const lineOf = (me: SignedIn, action: string, object: string, ip: string | undefined, deps: { clock: Clock }) => ({
  at: deps.clock.now(),
  unitCode: me.scope.unit,
  officialId: me.id,
  name: me.name,
  role: me.role,
  action,
  object,
  details: {},
  ip: ip ?? "",
});

type Asked = Pick<RouteContext, "params" | "file" | "partial" | "ip" | "entryId" | "again"> & {
  query: unknown;
  body: unknown;
};
const askedOf = (request: Request): Asked => ({
  params: request.params as Record<string, string>,
  query: withDays(request.query),
  body: request.body,
  file: request.file
    ? { name: request.file.originalname, mimeType: request.file.mimetype, bytes: request.file.buffer }
    : undefined,
  partial: isPartial(request),
  ip: request.ip ?? "",
  entryId: request.entryId ?? "",
});

function contextOf(deps: ConsoleDeps, route: ConsoleRoute, request: Asked, me: SignedIn): RouteContext {
  const parse = (schema: ConsoleRoute["body"], value: unknown): unknown => {
    if (!schema) return {};
    const parsed = schema.safeParse(value ?? {});
    if (parsed.success) return parsed.data;
    throw invalid(
      Object.fromEntries(
        parsed.error.issues.map((issue) => [String(issue.path[0] ?? "form"), "Chưa đúng dạng, vui lòng nhập lại"]),
      ),
    );
  };
  return {
    ...request,
    me,
    body: parse(route.body, request.body),
    query: parse(route.query, request.query),
    now: deps.clock.now(),
    log: deps.log,
    audit: (action, object, details = {}) => writeAudit({ ...lineOf(me, action, object, request.ip, deps), details }),
  };
}

async function answer(deps: ConsoleDeps, request: Request, response: Response, result: RouteResult): Promise<void> {
  switch (result.kind) {
    case "redirect":
      if (result.note) request.session.note = result.note;
      response.redirect(303, result.to);
      return;
    case "fragment":
      response.send(await deps.shell.fragment(request, result.view, result.data));
      return;
    case "page": {
      const markup = await deps.shell.page(request, result.view, result.title, result.data);
      const at = { officialId: request.me?.id ?? "", page: request.originalUrl, now: deps.clock.now() };
      response.send(request.method === "GET" ? await bringBack(deps.box, markup, at) : markup);
      return;
    }
    case "image":
      response.set({
        "Content-Type": result.type,
        "Cache-Control": result.sent ? "no-store" : "private, max-age=3600",
        "Accept-Ranges": "bytes",
      });
      return sendPart(deps, request, response, result);
    case "file": {
      response.set({
        "Content-Type": result.type,
        "Content-Disposition": `attachment; filename="${result.name}"`,
        "Cache-Control": "no-store",
      });
      if (Buffer.isBuffer(result.body)) response.send(result.body);
      else
        await pipeline(Readable.from(result.body, { objectMode: false }), response).catch((error: unknown) =>
          // half a file must not look like a whole one: the connection is cut, the log says why
          deps.log.error({ action: "download-cut", path: routeOf(request), reason: messageOf(error) }, "download cut"),
        );
    }
  }
}

/** All of it, or the part that is asked for: Safari plays no sound and no film which it is not given in parts. */
function sendPart(
  deps: ConsoleDeps,
  request: Request,
  response: Response,
  { body, sent }: Extract<RouteResult, { kind: "image" }>,
): void {
  const part = askedPart(request, body.length);
  // a connection cut in between never finishes: what was not sent is not noted; nor is what a HEAD asks for
  if (sent && part && request.method === "GET")
    response.once("finish", () => {
      sent(part.from, part.to).catch((error: unknown) =>
        deps.log.error({ action: "sent-not-noted", path: routeOf(request), reason: messageOf(error) }, "not noted"),
      );
    });
  sendBytes(request, response, body);
}
