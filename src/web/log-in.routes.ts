import express, { type Request, type RequestHandler, type Response, Router } from "express";
import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { formatTime } from "../kernel/dates.ts";
import { logIn, type LogInResult } from "../officials/log-in.ts";
import { auditLogIn } from "../officials/audit-log-in.ts";
import { endSession } from "../officials/official.store.ts";
import { deviceName } from "../officials/session-rules.ts";
import { expiredSentence, showNextCode } from "../officials/set-up-account.ts";
import type { Throttle } from "../officials/throttle.ts";
import { clockSentence } from "../officials/totp.ts";
import { type TrialAccount, trialAccounts } from "../officials/trial-accounts.ts";
import { addressOf } from "./address.ts";
import type { Cookies } from "./cookies.ts";
import { waitingPage } from "./invitation.routes.ts";
import type { FormGuard } from "./sessions.ts";
import type { Shell } from "./shell.ts";
import { findSignedIn } from "./signed-in.ts";

export interface LogInRoutesDeps {
  clock: Clock;
  box: SecretBox;
  shell: Shell;
  cookies: Cookies;
  gate: RequestHandler;
  guard: FormGuard;
  throttle: Throttle;
  /** the product speaks with the simulator: accounts of the demo may log in, and are shown */
  trial: boolean;
  /** people reach us by https only */
  secure: boolean;
}

const form = z.object({
  email: z.string().max(200),
  password: z.string().max(400),
  code: z.string().max(40).default(""),
});
const WRONG = "Thư điện tử, mật khẩu hoặc mã 6 số chưa đúng. Mã đổi sau 30 giây, mỗi mã dùng một lần.";
const body = express.urlencoded({ extended: false, limit: "10kb" });

/** The log-in: the part of the console that is open to who is not in yet. */
export function logInRoutes(deps: LogInRoutesDeps): Router {
  const router = Router();
  const show = async (request: Request, response: Response, status: number, data: Record<string, unknown>) => {
    const accounts: TrialAccount[] = deps.trial ? await trialAccounts(deps.box, deps.clock.now()) : [];
    const fill = accounts.find((one) => one.email === request.query["dien"]);
    const given = { email: fill?.email ?? "", password: fill?.password ?? "", code: fill?.code ?? "" };
    const view = { bare: true, problem: "", over: "", accounts, ...given, ...data };
    response.status(status).send(await deps.shell.page(request, "web/log-in", "Đăng nhập", view));
  };

  router.get("/dang-nhap", async (request, response) => {
    if (await findSignedIn(request, deps.clock.now())) return response.redirect(303, "/console");
    await show(request, response, 200, { over: sentenceFor(request) });
  });

  router.post("/dang-nhap", body, deps.guard.check, async (request, response) => {
    if (deps.secure && !request.secure) return show(request, response, 503, { problem: PROXY });
    const typed = form.safeParse(request.body);
    if (!typed.success) return show(request, response, 422, { problem: WRONG });
    const device = deps.cookies.deviceOf(request);
    const address = addressOf(request);
    const name = deviceName(request.get("user-agent") ?? "");
    const result = await logIn(deps, { ...typed.data, device, address, deviceName: name });
    await auditLogIn(deps.clock.now(), result, { email: typed.data.email, ip: request.ip ?? "" });
    const { email } = typed.data;
    if (result.kind === "in") return enter(deps, request, response, result);
    if (result.kind === "unconfirmed") {
      deps.cookies.keepDevice(response, result.device);
      await showNextCode(deps, result.official, result.device);
      return waitingPage(deps, request, response, String(result.official._id), result.device);
    }
    if (result.kind === "expired")
      return show(request, response, 410, { email, problem: expiredSentence(result.invitation) });
    if (result.kind === "wait") return show(request, response, 429, { email, problem: waitSentence(result.until) });
    const problem = result.kind === "clock" ? `${clockSentence(result.minutes)}.` : WRONG;
    await show(request, response, 422, { email, problem });
  });

  router.post("/dang-xuat", deps.gate, body, deps.guard.check, async (request, response) => {
    const { official, entryId = "" } = request;
    if (official) {
      await endSession(String(official._id), entryId);
      await auditLogIn(
        deps.clock.now(),
        { kind: "out", official, sessionId: entryId },
        { email: "", ip: request.ip ?? "" },
      );
    }
    await new Promise<void>((resolve) => request.session.destroy(() => resolve()));
    const { name, options } = deps.cookies.session;
    response.clearCookie(name, options).redirect(303, "/console/dang-nhap");
  });

  // somebody is typing: asked for by the page now and then, so that writing counts as use before it is sent; after a new
  // log-in beside it the page learns the token its forms need now
  router.get("/con-dung", deps.gate, (request, response) => {
    response.set("X-Form-Token", deps.guard.tokenOf(request)).status(204).end();
  });
  return router;
}

const PROXY =
  "Máy chủ trung gian chưa báo rằng trang này mở bằng https, nên chưa đăng nhập được. Người vận hành xem TRUST_PROXY và X-Forwarded-Proto trong sổ tay vận hành.";
const waitSentence = (until: Date): string =>
  `Đã thử sai nhiều lần từ nơi này. Thử lại sau ${formatTime(new Date(until.getTime() + 59_000))}. Ông/Bà vẫn đăng nhập được ở máy đã quen, hoặc liên hệ quản trị của Sở.`;

/** Why somebody is back at the log-in, when the page before said so. */
function sentenceFor(request: Request): string {
  if (request.query["het-phien"] === "1") return "Phiên đã hết. Ông/Bà đăng nhập lại để làm tiếp.";
  if (request.query["doi-mat-khau"] === "1")
    return "Đã đổi mật khẩu, mọi nơi đã đăng xuất. Ông/Bà đăng nhập bằng mật khẩu mới.";
  return "";
}

async function enter(
  deps: LogInRoutesDeps,
  request: Request,
  response: Response,
  { official, sessionId, device }: Extract<LogInResult, { kind: "in" }>,
): Promise<void> {
  const wish = deps.cookies.wishOf(request);
  await new Promise<void>((resolve, reject) =>
    request.session.regenerate((error: unknown) => (error ? reject(error) : resolve())),
  );
  request.session.officialId = String(official._id);
  request.session.entryId = sessionId;
  deps.cookies.keepDevice(response, device);
  deps.cookies.dropWish(response);
  response.redirect(303, wish || "/console");
}
