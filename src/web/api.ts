import express, { type NextFunction, type Request, type Response, Router } from "express";
import { z } from "zod";
import type { ApiRoute, Resident } from "../kernel/api-route.ts";
import type { Clock } from "../kernel/clock.ts";
import { randomCode } from "../kernel/crypto.ts";
import { AppError, messageOf, notFound, sessionOver } from "../kernel/errors.ts";
import type { Log } from "../kernel/logger.ts";
import { addressOf } from "./address.ts";
import { repeats } from "./api-repeats.ts";
import type { Limiters } from "./limits.ts";
import { sentenceOfRequest, statusOfRequest } from "./request-error.ts";
import { atMost } from "./receive-upload.ts";
import { routeOf } from "./route-of.ts";
import type { ResidentSessions } from "./resident-sessions.ts";
import { leadOn } from "../units/lead-on.ts";

export interface ApiDeps {
  clock: Clock;
  log: Log;
  limiters: Limiters;
  sessions: ResidentSessions;
  /** the one other place pages of ours are served from: Zalo's host of Mini Apps (zalo/miniapp.md §10) */
  miniAppOrigin: string;
}

/** Pictures being received at one time; anybody may send one. */
const MOST_PICTURES = 12;

/** The JSON door: CORS → session → rate → size → validation → deed → answer; errors in words for people. */
export function mountApi(deps: ApiDeps, routes: readonly ApiRoute[]): Router {
  const router = Router();
  router.use((request, response, next) => {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Vary", "Origin");
    response.setHeader("X-Content-Type-Options", "nosniff");
    // opened as a page of its own it is a file, and never shown as one of ours
    response.setHeader("Content-Disposition", 'attachment; filename="api.json"');
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    if (request.get("origin") === deps.miniAppOrigin) {
      response.set("Access-Control-Allow-Origin", deps.miniAppOrigin);
      response.set("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Session");
      response.set("Access-Control-Allow-Methods", "GET, POST");
      response.set("Access-Control-Expose-Headers", "Retry-After");
      response.set("Access-Control-Max-Age", "600");
    }
    if (request.method === "OPTIONS") return void response.status(204).end();
    next();
  });
  router.get("/openapi.json", (_request, response) => void response.json(describeApi(routes)));
  const pictures = atMost(MOST_PICTURES);
  for (const route of routes) {
    const name = `${route.method}${route.path}`;
    const person = (request: Request) => residentOf(request)?.appUserId;
    const limit = deps.limiters.perMinute(`api:${name}`, route.perMinute, person);
    router[route.method](
      route.path,
      sessionOf(deps),
      ...(route.repeat
        ? [
            deps.limiters.perMinute(`again:${name}`, route.perMinute * REPEATS_FOR_ONE, person),
            ...readerOf(route),
            repeats(deps, route.repeat, (request) => parse(route.body, request.body), limit),
          ]
        : [
            limit,
            ...(route.picture === undefined ? [] : [pictures]),
            ...(route.method === "post" ? readerOf(route) : []),
          ]),
      handlerOf(deps, route),
    );
  }
  router.use(() => {
    throw notFound("địa chỉ này");
  });
  router.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    answerError(deps, error, request, response);
  });
  return router;
}

/** Asking for a known answer costs no allowance, yet even that is not asked without end. */
const REPEATS_FOR_ONE = 20;

const readerOf = (route: ApiRoute) =>
  route.picture === undefined
    ? [mustBeJson, express.json({ limit: "64kb" })]
    : [express.raw({ type: ["image/jpeg", "image/png", "image/webp"], limit: route.picture })];

/** A body that does not say it is JSON is not read as if it said nothing. */
const mustBeJson = (request: Request, _response: Response, next: NextFunction): void => {
  if (request.is("json") === false) throw new AppError(415, sentenceOfRequest(415));
  next();
};

/** Who a session belongs to is asked once, before the limit that counts by it. */
const sessionOf = (deps: ApiDeps) => async (request: Request, response: Response, next: NextFunction) => {
  const session = request.get("x-session") ?? "";
  response.locals["resident"] = session === "" ? undefined : await deps.sessions.find(session);
  next();
};
const residentOf = (request: Request): Resident | undefined => request.res?.locals["resident"] as Resident | undefined;

const handlerOf = (deps: ApiDeps, route: ApiRoute) => async (request: Request, response: Response) => {
  const resident = residentOf(request);
  if (route.auth === "resident" && !resident) throw sessionOver();
  if (route.method === "post") refuseOldSession(request);
  const answer = await route.handle({
    params: await paramsToday(request.params as Record<string, string>, deps.clock.now()),
    body: route.picture === undefined ? parse(route.body, request.body) : request.body,
    query: parse(route.query, request.query),
    resident,
    zaloToken: (request.get("authorization") ?? "").replace(/^Bearer /, ""),
    ip: addressOf(request),
    now: deps.clock.now(),
    log: deps.log,
    session: request.get("x-session") ?? "",
  });
  response.json(answer ?? {});
};

/** A phone may remember a unit that has ended: where one took its place, that one answers. */
async function paramsToday(params: Record<string, string>, now: Date): Promise<Record<string, string>> {
  const led = params["unit"] === undefined ? undefined : await leadOn(params["unit"], now);
  const [only, ...more] = led?.to ?? [];
  return only && more.length === 0 ? { ...params, unit: only._id } : params;
}

/**
 * Whoever writes under a session that is over hears so, and can begin another: taken for somebody without Zalo, the
 * words would be refused for want of a proof. Who comes with Zalo's own token is beginning one.
 */
function refuseOldSession(request: Request): void {
  const claimed = request.get("x-session") ?? "";
  if (claimed !== "" && !residentOf(request) && !request.get("authorization")) throw sessionOver();
}

function parse(schema: ApiRoute["body"], value: unknown): unknown {
  if (!schema) return {};
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path.join(".") || "form", "Chưa đúng dạng, vui lòng nhập lại"]),
  );
  throw new AppError(422, `Có ${Object.keys(fields).length} chỗ cần sửa`, fields);
}

/** An hour's allowance begins anew within the hour. */
const ALLOWANCE_PAUSE_S = 900;

function answerError(deps: ApiDeps, error: unknown, request: Request, response: Response): void {
  if (error instanceof AppError) {
    const { status, message, fields, code } = error;
    if (status === 429 && !response.hasHeader("Retry-After")) response.set("Retry-After", String(ALLOWANCE_PAUSE_S));
    response.status(status).json({ error: { message, fields, ...(code === "" ? {} : { code }) } });
    return;
  }
  const status = statusOfRequest(error);
  if (status !== undefined) {
    response.status(status).json({ error: { message: sentenceOfRequest(status), fields: {} } });
    return;
  }
  const code = randomCode(4);
  deps.log.error(
    { action: "api-failed", ref: code, method: request.method, path: routeOf(request), reason: messageOf(error) },
    "API request failed",
  );
  const message = `Rất xin lỗi Ông/Bà, hệ thống chưa làm được việc này. Nội dung vẫn được giữ trên máy. Mã ${code}`;
  response.status(500).json({ error: { message, fields: {} } });
}

const schemaOf = (schema: z.ZodType): unknown => z.toJSONSchema(schema, { unrepresentable: "any", io: "input" });
const inJson = (schema: z.ZodType) => ({ content: { "application/json": { schema: schemaOf(schema) } } });

function describeRow(route: ApiRoute): unknown {
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inQuery = Object.entries((route.query as z.ZodObject | undefined)?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    schema: schemaOf(schema as z.ZodType),
  }));
  const picture = { content: { "image/*": { schema: { type: "string", format: "binary" } } } };
  return {
    summary: route.summary,
    security: route.auth === "resident" ? [{ session: [] }] : [],
    parameters: [...inPath, ...inQuery],
    ...(route.body ? { requestBody: { required: true, ...inJson(route.body) } } : {}),
    ...(route.picture === undefined ? {} : { requestBody: { required: true, ...picture } }),
    responses: {
      200: { description: "OK", ...inJson(route.answer) },
      default: { $ref: "#/components/responses/Error" },
    },
  };
}

const ERROR = z.object({
  error: z.object({
    message: z.string(),
    fields: z.record(z.string(), z.string()),
    code: z.enum(["session", "proof"]).optional(),
  }),
});
/** OpenAPI 3.1 of the same table the router is made from. */
function describeApi(routes: readonly ApiRoute[]): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method]: describeRow(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Loa Số",
      version: "1",
      description: "What the mini-app and the browser ask for; errors in Vietnamese.",
    },
    servers: [{ url: "/api/v1" }],
    components: {
      securitySchemes: { session: { type: "apiKey", in: "header", name: "X-Session" } },
      responses: {
        Error: { description: "Error in words for people", ...inJson(ERROR) },
      },
    },
    paths,
  };
}
