import express, { type Request, type RequestHandler, type Response, Router } from "express";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Clock } from "../kernel/clock.ts";
import type { ConsoleRoute, RouteContext, RouteResult, SignedIn } from "../kernel/console-route.ts";
import { forbidden, invalid, messageOf } from "../kernel/errors.ts";
import type { Log } from "../kernel/logger.ts";
import { writeAudit } from "../officials/audit-log.store.ts";
import { atMost, receiveUpload } from "./receive-upload.ts";
import type { FormGuard } from "./sessions.ts";
import type { Shell } from "./shell.ts";

export interface ConsoleDeps {
  clock: Clock;
  log: Log;
  shell: Shell;
  gate: RequestHandler;
  guard: FormGuard;
}

/** Files being received at one time, by all officials together. */
const MOST_UPLOADS = 8;

/** Mounts the table of routes: signed in → body → CSRF → permission → validation → the route's own work → answer. */
export function mountConsole(deps: ConsoleDeps, routes: ConsoleRoute[]): Router {
  const router = Router();
  const uploads = atMost(MOST_UPLOADS);
  for (const route of routes) {
    const body = route.file
      ? [uploads, receiveUpload(route.file)]
      : // one paragraph of a draft may be 100,000 letters, each up to nine bytes when sent
        express.urlencoded({ extended: false, limit: "1mb", parameterLimit: 300 });
    router[route.method](
      route.path,
      deps.gate,
      ...(route.method === "post" ? [body, deps.guard.check].flat() : []),
      async (request: Request, response: Response) => {
        if (!request.me?.permissions.includes(route.may)) return refuse(deps, request);
        const context = contextOf(deps, route, request, request.me);
        await answer(deps, request, response, await route.handle(context));
      },
    );
  }
  return router;
}

/** Somebody tried what the role may not: it stands in the log. */
async function refuse(deps: ConsoleDeps, request: Request): Promise<never> {
  const { me } = request;
  if (me)
    await writeAudit(
      lineOf(me, "refused", `${request.method} ${request.originalUrl.split("?")[0] ?? ""}`, request, deps),
    );
  throw forbidden();
}

const lineOf = (me: SignedIn, action: string, object: string, request: Request, deps: { clock: Clock }) => ({
  at: deps.clock.now(),
  unitCode: me.unitCode,
  officialId: me.id,
  name: me.name,
  role: me.role,
  action,
  object,
  details: {},
  ip: request.ip ?? "",
});

function contextOf(deps: ConsoleDeps, route: ConsoleRoute, request: Request, me: SignedIn): RouteContext {
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
  const ip = request.ip ?? "";
  return {
    me,
    params: request.params as Record<string, string>,
    body: parse(route.body, request.body),
    query: parse(route.query, request.query),
    file: request.file
      ? { name: request.file.originalname, mimeType: request.file.mimetype, bytes: request.file.buffer }
      : undefined,
    partial: request.get("hx-request") === "true",
    now: deps.clock.now(),
    ip,
    log: deps.log,
    entryId: request.entryId ?? "",
    audit: (action, object, details = {}) => writeAudit({ ...lineOf(me, action, object, request, deps), details }),
  };
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
    case "page":
      response
        .status(result.status ?? 200)
        .send(await deps.shell.page(request, result.view, result.title, result.data));
      return;
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
          deps.log.error({ action: "download-cut", path: request.path, reason: messageOf(error) }, "download cut"),
        );
    }
  }
}
