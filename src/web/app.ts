import { basename, join } from "node:path";
import compression from "compression";
import express, { type Express, type RequestHandler, type Response } from "express";
import helmet from "helmet";
import type { Redis } from "ioredis";
import type { Clock } from "../kernel/clock.ts";
import type { ApiRoute } from "../kernel/api-route.ts";
import type { ConsoleRoute } from "../kernel/console-route.ts";
import type { MenuEntry } from "../kernel/room.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { rowOf } from "../kernel/table.ts";
import { findPublicPicture, isPictureGone } from "../content/item.store.ts";
import { gone, notFound } from "../kernel/errors.ts";
import type { Log } from "../kernel/logger.ts";
import { mountApi } from "./api.ts";
import { mountConsole } from "./console.ts";
import cookieParser from "cookie-parser";
import { createErrorDoor } from "./error-door.ts";
import { folderOf, hashFiles } from "./hashed-files.ts";
import { ICONS } from "./icons.ts";
import type { Limiters } from "./limits.ts";
import { logInRoutes } from "./log-in.routes.ts";
import { mountMiniApp } from "./mini-app.ts";
import { leadFormerOn } from "./former-units.ts";
import { mountPublic } from "./public-pages.ts";
import type { PublicPage } from "../kernel/public-page.ts";
import type { ResidentSessions } from "./resident-sessions.ts";
import { createCookies } from "./cookies.ts";
import { invitationRoutes } from "./invitation.routes.ts";
import { createProxyWatch } from "./proxy-watch.ts";
import { createFormGuard, createSessions } from "./sessions.ts";
import { createLook, createSignedInGate } from "./signed-in.ts";
import type { Throttle } from "../officials/throttle.ts";
import { createShell } from "./shell.ts";
import type { UploadQuota } from "./upload-quota.ts";
import { loadViews, type Ungiven } from "./views.ts";

export interface AppDeps {
  clock: Clock;
  log: Log;
  /** Redis for sessions */
  sessions: Redis;
  prefix: string;
  trustProxy: string[];
  limiters: Limiters;
  /** tries at the log-in */
  throttle: Throttle;
  /** files of one official on one day */
  quota: UploadQuota;
  /** the product speaks with the simulator */
  trial: boolean;
  /** a house to practise in: it says so on every page */
  practice: boolean;
  /** where one stands, for the real house to link to; "" for nowhere */
  practiceUrl: string;
  /** the page of the simulator's phone; "" in a real house */
  trialPhone: string;
  box: SecretBox;
  sessionSecret: string;
  publicUrl: string;
  /** where the permission page of Zalo stands: a form may lead there */
  oauthOrigin: string;
  /** where views and our own assets stand */
  sourceRoot: string;
  menu: readonly MenuEntry[];
  routes: readonly ConsoleRoute[];
  apiRoutes: readonly ApiRoute[];
  publicPages: readonly PublicPage[];
  residentSessions: ResidentSessions;
  miniAppOrigin: string;
  ungiven: Ungiven;
  /** where the built mini-app lies */
  miniAppFolder: string;
  isReady(): Promise<boolean>;
}

/** A part names its place in the file as it is: compressed it would be a part of something else. */
const isWhole: compression.CompressionFilter = (request, response) =>
  response.statusCode !== 206 && compression.filter(request, response);

/** The files of fonts keep their names from one version to the next. */
const MONTH = { maxAge: 30 * 86_400_000, index: false as const };
const AS_TOLD = { cacheControl: false, index: false as const };

/** The Express app: security headers, assets, health, the console. Webhooks never get here (webhooks/door.ts). */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", deps.trustProxy.includes("none") ? false : deps.trustProxy);
  app.use(createProxyWatch(deps));
  // JSON needs few of a page's headers, and comes first: a thousand comments a second pass here
  const secure = deps.publicUrl.startsWith("https:");
  app.use(everyAnswer(secure), compression({ filter: isWhole }));
  app.use("/api/v1", mountApi({ ...deps, sessions: deps.residentSessions }, deps.apiRoutes));
  app.use(pageHeaders(deps.oauthOrigin));
  mountAssets(app, deps.sourceRoot);
  const { limiters } = deps;
  mountHealth(app, deps);
  const cookies = createCookies(secure, deps.practice);
  const guard = createFormGuard(deps.sessionSecret, cookies);
  const gate = createSignedInGate({ clock: deps.clock, cookies });
  const shell = createShell({
    ...deps,
    render: loadViews(deps.sourceRoot, ICONS, deps.clock, deps.ungiven),
    csrfTokenOf: guard.tokenOf,
  });
  app.use(shortAddress);
  // read before anything is refused: whatever a resident wrote stands in the refusal again
  app.use("/cong-khai", express.urlencoded({ extended: false, limit: "64kb", parameterLimit: 20 }));
  app.use("/cong-khai", limiters.perMinute("public", 120));
  app.get("/cong-khai/anh/:id", async (request, response) => {
    const picture = await findPublicPicture(request.params.id);
    if (!picture && (await isPictureGone(request.params.id))) throw gone("Ảnh này đã được thu hồi.");
    if (!picture) throw notFound("ảnh này");
    response.set("Cache-Control", "public, max-age=86400").type(picture.mimeType).send(picture.bytes);
  });
  app.use(
    "/mini",
    leadFormerOn({ ...deps, shell }, (request) => request.path.split("/")[1] ?? ""),
  );
  app.use("/mini", mountMiniApp(deps.miniAppFolder));
  app.use("/cong-khai", mountPublic({ ...deps, shell }, deps.publicPages));
  app.get("/", (_request, response) => response.redirect(303, "/console"));
  app.use("/console", cookieParser(), createSessions(deps.sessions, deps.prefix, deps.sessionSecret, cookies));
  app.use("/console", (_request, response, next) => {
    response.set("Cache-Control", "no-store");
    next();
  });
  const open = { ...deps, shell, cookies, guard, gate, secure };
  // who is signed in is counted as that person, whoever shares the address
  app.use(
    "/console",
    limiters.perMinute("console", 300, (request) => request.session?.officialId, 1200),
  );
  app.use("/console", logInRoutes(open), invitationRoutes(open), mountConsole(open, deps.routes));
  app.use("/console", createLook(deps));
  app.use(() => {
    throw notFound();
  });
  app.use(createErrorDoor({ shell, log: deps.log }));
  return app;
}

/** Kits stand at an address of their own: it is printed and typed, and a phone's worker keeps what is below it. */
const shortAddress: RequestHandler = (request, _response, next) => {
  if (request.url.startsWith("/bo-tai-lieu/")) request.url = `/cong-khai${request.url}`;
  next();
};

const pageHeaders = (oauthOrigin: string) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:", "blob:"],
        mediaSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'", oauthOrigin],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false,
    referrerPolicy: { policy: "same-origin" },
  });

/** Workers stand outside the folder of the one page they keep, and are asked for anew each time. */
const WORKERS: Readonly<Record<string, string>> = {
  "paper-worker.js": "/console/du-thao/",
  "door-worker.js": "/cong-khai/lop/",
  "kit-worker.js": "/bo-tai-lieu/",
};
const allowWorker = (response: Response, path: string): void => {
  const scope = rowOf(WORKERS, basename(path));
  if (scope) response.set({ "Service-Worker-Allowed": scope, "Cache-Control": "no-cache" });
};

function mountAssets(app: Express, sourceRoot: string): void {
  const own = join(sourceRoot, "web", "assets");
  app.use(
    "/assets/fonts/be-vietnam-pro",
    express.static(folderOf("@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-400-normal.woff2"), MONTH),
  );
  app.use(
    "/assets/fonts/noto-sans",
    express.static(folderOf("@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2"), MONTH),
  );
  app.use("/assets", hashFiles(own).readHash);
  app.use("/assets", express.static(own, { ...AS_TOLD, setHeaders: allowWorker }));
  app.use("/assets/pico", express.static(folderOf("@picocss/pico/css/pico.min.css"), AS_TOLD));
  app.use("/assets/htmx", express.static(folderOf("htmx.org/dist/htmx.min.js"), AS_TOLD));
}

/** What everybody may know: that it runs, and whether it is ready; which part is not stands on the internal port. */
function mountHealth(app: Express, deps: AppDeps): void {
  app.get("/healthz", (_request, response) => response.json({ ok: true }));
  app.get("/readyz", deps.limiters.perMinute("ready", 10), async (_request, response) => {
    const ok = await deps.isReady();
    response.status(ok ? 200 : 503).json({ ok });
  });
}

/** On every answer, JSON as well: only https from now on, and no use of the device that nobody asked for. */
const everyAnswer =
  (secure: boolean): RequestHandler =>
  (_request, response, next) => {
    if (secure) response.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    response.set(
      "Permissions-Policy",
      "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    );
    next();
  };
