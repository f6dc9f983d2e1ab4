import express, { type NextFunction, type Request, type Response, Router } from "express";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Clock } from "../kernel/clock.ts";
import type { ConsoleRoute, RouteContext, RouteResult, SignedIn } from "../kernel/console-route.ts";
import { forbidden, invalid, messageOf } from "../kernel/errors.ts";
import type { Log } from "../kernel/logger.ts";
import { writeAudit } from "../officials/audit-log.store.ts";
import type { Official } from "../officials/official.model.ts";
import { findOfficial } from "../officials/official.store.ts";
import { permissionsOf } from "../officials/rules.ts";
import { atMost, receiveUpload } from "./receive-upload.ts";
import { requireCsrf } from "./sessions.ts";
import type { Shell } from "./shell.ts";

declare global {
  namespace Express {
    interface Request {
      me?: SignedIn;
      official?: Official;
    }
  }
}

export interface ConsoleDeps {
  clock: Clock;
  log: Log;
  shell: Shell;
}

export const signedInOf = (official: Official): SignedIn => ({
  id: String(official._id),
  name: official.name,
  email: official.email,
  role: official.role,
  unitCode: official.unitCode,
  permissions: permissionsOf(official.role),
});

/** Only signed-in, active officials; others are sent to the log-in and come back to where they were. */
export async function requireSignedIn(request: Request, response: Response, next: NextFunction): Promise<void> {
  const official = request.session.officialId ? await findOfficial(request.session.officialId) : null;
  if (official?.active) {
    request.official = official;
    request.me = signedInOf(official);
    return next();
  }
  if (request.method === "GET" && !request.get("hx-request")) request.session.after = request.originalUrl.slice(0, 500);
  if (request.get("hx-request")) response.set("HX-Redirect", "/console/dang-nhap").status(401).end();
  else response.redirect(303, "/console/dang-nhap");
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
      : express.urlencoded({ extended: false, limit: "200kb", parameterLimit: 300 });
    router[route.method](
      route.path,
      requireSignedIn,
      ...(route.method === "post" ? [body, requireCsrf].flat() : []),
      async (request: Request, response: Response) => {
        const context = contextOf(deps, route, request);
        await answer(deps, request, response, await route.handle(context));
      },
    );
  }
  return router;
}

function contextOf(deps: ConsoleDeps, route: ConsoleRoute, request: Request): RouteContext {
  const me = request.me;
  if (!me?.permissions.includes(route.may)) throw forbidden();
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
    audit: (action, object, details = {}) =>
      writeAudit({
        at: deps.clock.now(),
        unitCode: me.unitCode,
        officialId: me.id,
        name: me.name,
        role: me.role,
        action,
        object,
        details,
        ip,
      }),
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
