import express, { type Request, type Response, Router } from "express";
import { rateLimit } from "express-rate-limit";
import type { Redis } from "ioredis";
import { RedisStore, type RedisReply } from "rate-limit-redis";
import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { formatTime } from "../kernel/dates.ts";
import { logIn } from "../officials/log-in.ts";
import { writeAudit } from "../officials/audit-log.store.ts";
import { requireSignedIn } from "./console.ts";
import { requireCsrf } from "./sessions.ts";
import type { Shell } from "./shell.ts";

export interface LogInDeps {
  clock: Clock;
  box: SecretBox;
  shell: Shell;
  redis: Redis;
  prefix: string;
}

const form = z.object({
  email: z.string().max(200),
  password: z.string().max(400),
  code: z.string().max(12).default(""),
});

/** The log-in pages: the only part of the console that is open. 20 tries a quarter of an hour from one address. */
export function logInRoutes(deps: LogInDeps): Router {
  const router = Router();
  const limiter = rateLimit({
    windowMs: 15 * 60_000,
    limit: 20,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    store: new RedisStore({
      prefix: `${deps.prefix}:log-in:`,
      sendCommand: (...args: string[]) => deps.redis.call(args[0] ?? "PING", ...args.slice(1)) as Promise<RedisReply>,
    }),
    handler: (request, response) =>
      void show(request, response, 429, {
        problem: "Có quá nhiều lần thử từ nơi này. Vui lòng chờ 15 phút rồi thử lại.",
      }),
  });
  const show = async (
    request: Request,
    response: Response,
    status: number,
    data: Record<string, unknown>,
  ): Promise<void> => {
    response
      .status(status)
      .send(await deps.shell.page(request, "web/log-in", "Đăng nhập", { bare: true, email: "", problem: "", ...data }));
  };

  router.get("/dang-nhap", (request, response) =>
    request.session.officialId ? response.redirect(303, "/console") : show(request, response, 200, {}),
  );

  router.post(
    "/dang-nhap",
    express.urlencoded({ extended: false, limit: "10kb" }),
    limiter,
    requireCsrf,
    async (request, response) => {
      const input = form.safeParse(request.body);
      if (!input.success) return show(request, response, 422, { problem: "Thư điện tử hoặc mật khẩu chưa đúng." });
      const result = await logIn(deps, input.data);
      const { email } = input.data;
      if (result.kind === "wrong")
        return show(request, response, 422, { email, problem: "Thư điện tử hoặc mật khẩu chưa đúng." });
      if (result.kind === "locked")
        return show(request, response, 422, {
          email,
          problem: `Tạm khoá đến ${formatTime(result.until)}. Liên hệ quản trị của Sở.`,
        });
      const { official } = result;
      const after = request.session.after;
      await new Promise<void>((resolve, reject) =>
        request.session.regenerate((error: unknown) => (error ? reject(error) : resolve())),
      );
      request.session.officialId = String(official._id);
      await writeAudit({
        at: deps.clock.now(),
        unitCode: official.unitCode,
        officialId: String(official._id),
        name: official.name,
        role: official.role,
        action: "log-in",
        object: "",
        details: {},
        ip: request.ip ?? "",
      });
      response.redirect(303, after?.startsWith("/console") ? after : "/console");
    },
  );

  router.post(
    "/dang-xuat",
    requireSignedIn,
    express.urlencoded({ extended: false, limit: "10kb" }),
    requireCsrf,
    async (request, response) => {
      const { me } = request;
      if (me)
        await writeAudit({
          at: deps.clock.now(),
          unitCode: me.unitCode,
          officialId: me.id,
          name: me.name,
          role: me.role,
          action: "log-out",
          object: "",
          details: {},
          ip: request.ip ?? "",
        });
      await new Promise<void>((resolve) => request.session.destroy(() => resolve()));
      response.clearCookie("loa.sid", { path: "/console" }).redirect(303, "/console/dang-nhap");
    },
  );
  return router;
}
