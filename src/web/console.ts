import express, { type Request, type RequestHandler, type Response, Router } from "express";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fillForm, showWords } from "../console/fill-form.ts";
import { bringBack, keepTyped } from "../console/keep-typed.ts";
import { dropKept } from "../console/kept-words.store.ts";
import { bodyOf, type Typed, typedOf } from "../console/typed.ts";
import type { Clock } from "../kernel/clock.ts";
import type { ConsoleRoute, RouteContext, RouteResult, SignedIn } from "../kernel/console-route.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { AppError, forbidden, invalid, messageOf } from "../kernel/errors.ts";
import type { Log } from "../kernel/logger.ts";
import { writeAudit } from "../officials/audit-log.store.ts";
import type { Cookies } from "./cookies.ts";
import { createPages, type Pages } from "./pages-of-forms.ts";
import { atMost, receiveUpload } from "./receive-upload.ts";
import { type FormGuard, isFormGuardError } from "./sessions.ts";
import { routeOf } from "./route-of.ts";
import type { Shell } from "./shell.ts";

export interface ConsoleDeps {
  clock: Clock;
  log: Log;
  box: SecretBox;
  shell: Shell;
  cookies: Cookies;
  gate: RequestHandler;
  guard: FormGuard;
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
    await answer(deps, request, response, await route.handle(context));
  };
  for (const route of routes)
    if (route.method === "get") router.get(route.path, deps.gate, work(route));
    else {
      const body = route.file
        ? [uploads, receiveUpload(route.file)]
        : // one paragraph of a draft may be 100,000 letters, each up to nine bytes when sent
          express.urlencoded({ extended: false, limit: "1mb", parameterLimit: 300 });
      router.post(route.path, deps.gate, body, async (request: Request, response: Response) => {
        const form = { action: pathOf(request), typed: typedOf(request.body) };
        request.body = bodyOf(form.typed);
        try {
          await guarded(deps, request, response);
          if (request.over) return await keepForLater(deps, pages, request, response, form);
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

/** What came back with a refusal: 422 and 409 always; 403 only for the form's own token, which says nothing of a right. */
function refusalOf(error: unknown): AppError | undefined {
  if (isFormGuardError(error))
    return new AppError(
      403,
      "Trang này mở từ phiên trước nên chưa gửi được. Chữ đã gõ còn đây, Ông/Bà bấm gửi lần nữa.",
    );
  return error instanceof AppError && [409, 422].includes(error.status) ? error : undefined;
}

/** The page of the form made anew, with what was typed and the faults at their fields. */
async function sendBack(
  deps: ConsoleDeps,
  pages: Pages,
  request: Request,
  form: Form,
  error: unknown,
): Promise<{ status: number; markup: string } | undefined> {
  const refusal = refusalOf(error);
  const { me } = request;
  if (!refusal || !me) return undefined;
  const markup = await pages.fill(request, form, refusal, async (route, at) => {
    if (!me.permissions.includes(route.may)) return undefined;
    const context = contextOf(
      deps,
      route,
      { ...askedOf(request), ...at, body: {}, file: undefined, partial: false },
      me,
    );
    const result = await route.handle(context);
    return result.kind === "page" ? deps.shell.page(request, result.view, result.title, result.data) : undefined;
  });
  return markup === undefined ? undefined : { status: refusal.status, markup };
}

/** Somebody tried what the role may not: it stands in the log. */
async function refuse(deps: ConsoleDeps, request: Request): Promise<never> {
  const { me } = request;
  if (me) await writeAudit(lineOf(me, "refused", `${request.method} ${pathOf(request)}`, request.ip, deps));
  throw forbidden();
}

const lineOf = (me: SignedIn, action: string, object: string, ip: string | undefined, deps: { clock: Clock }) => ({
  at: deps.clock.now(),
  unitCode: me.unitCode,
  officialId: me.id,
  name: me.name,
  role: me.role,
  action,
  object,
  details: {},
  ip: ip ?? "",
});

type Asked = Pick<RouteContext, "params" | "file" | "partial" | "ip" | "entryId"> & { query: unknown; body: unknown };
const askedOf = (request: Request): Asked => ({
  params: request.params as Record<string, string>,
  query: request.query,
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

const NO_FORM = "Việc này không còn làm được ở trang này. Chữ đã gõ còn đây:";

/** A page that says by itself what was refused: what was typed stands in its form all the same. */
function refilled(request: Request, markup: string, { status = 200 }: { status?: number }): string {
  if (status < 400) return markup;
  const form = { action: pathOf(request), typed: typedOf(request.body), errors: {}, changed: false, kept: false };
  return fillForm(markup, { ...form, message: "" }) ?? showWords(markup, { ...form, message: NO_FORM });
}

async function answer(deps: ConsoleDeps, request: Request, response: Response, result: RouteResult): Promise<void> {
  switch (result.kind) {
    case "redirect":
      if (result.note) request.session.note = result.note;
      response.redirect(303, result.to);
      return;
    case "fragment":
      response.status(result.status ?? 200).send(await deps.shell.fragment(request, result.view, result.data));
      return;
    case "page": {
      const markup = await deps.shell.page(request, result.view, result.title, result.data);
      const at = { officialId: request.me?.id ?? "", page: request.originalUrl, now: deps.clock.now() };
      const whole =
        request.method === "GET" ? await bringBack(deps.box, markup, at) : refilled(request, markup, result);
      response.status(result.status ?? 200).send(whole);
      return;
    }
    case "image":
      response.set({ "Content-Type": result.type, "Cache-Control": "private, max-age=3600" }).send(result.body);
      return;
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
