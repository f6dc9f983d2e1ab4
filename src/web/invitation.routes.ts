import express, { type Request, type RequestHandler, type Response, Router } from "express";
import { randomBytes } from "node:crypto";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { AppError, unlessRefused } from "../kernel/errors.ts";
import { writeAudit } from "../officials/audit-log.store.ts";
import type { Official } from "../officials/official.model.ts";
import { findOfficial } from "../officials/official.store.ts";
import { presentLink, presentWait } from "../officials/present-invitation.ts";
import {
  anotherCode,
  type AtLink,
  choosePassword,
  finishSetUp,
  judgePassword,
  openLink,
  proveSeed,
  renewCodes,
  showSeed,
  startOver,
} from "../officials/set-up-account.ts";
import type { Cookies } from "./cookies.ts";
import type { FormGuard } from "./sessions.ts";
import type { Shell } from "./shell.ts";

export interface InvitationDeps {
  clock: Clock;
  box: SecretBox;
  shell: Shell;
  cookies: Cookies;
  guard: FormGuard;
}
type Work = (link: AtLink, request: Request) => Promise<{ official?: Official; action?: string; codes?: string[] }>;

const TITLE = "Nhận tài khoản";
const body = express.urlencoded({ extended: false, limit: "10kb" });
const field = (request: Request, name: string): string => {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === "string" ? value.slice(0, 400) : "";
};

/**
 * What somebody with a one-time link does before there is an account to log in with: password, six digits, recovery
 * codes, and the code a second official reads from this screen.
 */
export function invitationRoutes(deps: InvitationDeps): Router {
  const router = Router();
  const tokenOf = (request: Request): string => String(request.params["token"] ?? "");

  const show = async (
    request: Request,
    response: Response,
    link: AtLink,
    more: Record<string, unknown> = {},
    status = 200,
  ) => {
    try {
      const official = await openLink(deps, link.token, link.device);
      const data = { errors: {}, codes: [], ...(await presentLink(deps, official, link.device)), ...more };
      response
        .status(status)
        .send(
          await deps.shell.page(request, "officials/invitation", TITLE, { bare: true, path: pathOf(link), ...data }),
        );
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await isOver(request, response, error);
    }
  };
  const isOver = async (request: Request, response: Response, error: AppError) =>
    response
      .status(error.status)
      .send(await deps.shell.page(request, "officials/invitation-over", TITLE, { bare: true, message: error.message }));

  const step =
    (work: Work): RequestHandler =>
    async (request, response) => {
      const device = deps.cookies.deviceOf(request) || randomBytes(32).toString("base64url");
      deps.cookies.keepDevice(response, device);
      const link = { token: tokenOf(request), device };
      try {
        const { official, action, codes } = await work(link, request);
        if (official && action) await auditStep(deps, request, official, action);
        if (codes) return await show(request, response, link, { codes });
        response.redirect(303, pathOf(link));
      } catch (error) {
        if (error instanceof AppError && error.status === 422)
          return show(request, response, link, { errors: error.fields }, 422);
        if (error instanceof AppError && error.status === 409)
          return show(request, response, link, { errors: { form: error.message } }, 409);
        if (error instanceof AppError) return void (await isOver(request, response, error));
        throw error;
      }
    };
  const post = (path: string, work: Work): void =>
    void router.post(`/loi-moi/:token${path}`, body, deps.guard.check, step(work));

  router.get("/loi-moi/:token", (request, response) =>
    show(request, response, { token: tokenOf(request), device: deps.cookies.deviceOf(request) }),
  );
  // asked by the waiting page itself: comes back whole once somebody has decided
  router.get("/loi-moi/:token/cho", async (request, response) => {
    const official = await unlessRefused(openLink(deps, tokenOf(request)));
    if (official?.invitation.state === "waiting") return void response.status(204).end();
    response
      .set("HX-Redirect", pathOf({ token: tokenOf(request), device: "" }))
      .status(200)
      .end();
  });
  post("/mat-khau", async (link, request) => ({
    official: await choosePassword(deps, link, {
      password: field(request, "password"),
      again: field(request, "again"),
    }),
    action: "invitation-password",
  }));
  router.post("/loi-moi/:token/mat-khau/do", body, deps.guard.check, async (request, response) => {
    const strength = await judgePassword(deps, tokenOf(request), field(request, "password"));
    response.send(await deps.shell.fragment(request, "officials/password-meter", { ...strength }));
  });
  post("/bat-ma", async (link) => (await showSeed(deps, link), {}));
  post("/ma-6-so", async (link, request) => ({ codes: await proveSeed(deps, link, field(request, "code")) }));
  post("/ma-du-phong", async (link) => ({ codes: await renewCodes(deps, link) }));
  post("/xong", async (link) => ({ official: await finishSetUp(deps, link), action: "invitation-set-up" }));
  post("/bat-dau-lai", async (link) => (await startOver(deps, link), {}));
  post("/ma-khac", async (link) => (await anotherCode(deps, link), {}));
  return router;
}

const pathOf = (link: AtLink): string => `/console/loi-moi/${link.token}`;

const auditStep = (deps: InvitationDeps, request: Request, official: Official, action: string): Promise<void> =>
  writeAudit({
    at: deps.clock.now(),
    unitCode: official.invitation?.unitCode ?? official.unitCode,
    officialId: String(official._id),
    name: official.name,
    role: official.invitation?.role ?? official.role,
    action,
    object: official.email,
    details: {},
    ip: request.ip ?? "",
  });

/** For somebody who proved password and digits at the log-in while the second official has not come yet. */
export async function waitingPage(
  deps: { clock: Clock; shell: Shell },
  request: Request,
  response: Response,
  officialId: string,
  device: string,
): Promise<void> {
  const official = await findOfficial(officialId);
  const data = official ? { name: official.name, ...(await presentWait(deps, official, device)) } : {};
  response.send(await deps.shell.page(request, "officials/invitation-wait", TITLE, { bare: true, ...data }));
}
