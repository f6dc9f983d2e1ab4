import type { Log } from "./kernel/logger.ts";
import { fileURLToPath } from "node:url";
import type { Core } from "./compose.ts";
import { composeDoor } from "./compose-door.ts";
import { stalledOf } from "./compose-internal.ts";
import { isZaloHost } from "./config/settings.ts";
import type { ConsoleRoute } from "./kernel/console-route.ts";
import { createThrottle } from "./officials/throttle.ts";
import { composeRooms, menuOf, rowsOf } from "./rooms.ts";
import { createApp } from "./web/app.ts";
import { checkReadiness, isReady } from "./web/health.ts";
import { createLimiters } from "./web/limits.ts";
import { createUploadQuota } from "./web/upload-quota.ts";
import { createResidentSessions } from "./web/resident-sessions.ts";

/** Every page of the console with what it needs. */
export const consoleRoutes = async (core: Core): Promise<readonly ConsoleRoute[]> =>
  (await rowsOf(composeRooms(core))).console;

/** Against the simulator: accounts of the demo may log in. */
const isTrial = (settings: Core["settings"]): boolean => !isZaloHost(settings.ZALO_OPENAPI_URL);

/** Web role: the door in front, Express behind it, on one port. */
export async function composeWeb(core: Core) {
  const { settings } = core;
  const rooms = composeRooms(core);
  const rows = await rowsOf(rooms);
  const { door, close } = composeDoor(core);
  const app = createApp({
    residentSessions: createResidentSessions(core.visits, core.prefix),
    apiRoutes: rows.api,
    publicPages: rows.pages,
    miniAppOrigin: settings.MINIAPP_ORIGIN,
    miniAppFolder: fileURLToPath(new URL("../miniapp/www", import.meta.url)),
    clock: core.clock,
    log: core.log,
    sessions: core.visits,
    prefix: core.prefix,
    trustProxy: settings.TRUST_PROXY,
    limiters: createLimiters({
      redis: core.visits,
      prefix: core.prefix,
      mark: core.dayMark,
      clock: core.clock,
      log: core.log,
      on: settings.API_LIMITS === "on",
    }),
    throttle: createThrottle(core.visits, async (key) => `${core.prefix}:tries:${await core.dayMark(key)}`),
    quota: createUploadQuota({ redis: core.visits, prefix: core.prefix, clock: core.clock }),
    isReady: async () =>
      isReady(await checkReadiness({ redis: core.redis, sessions: core.visits, stalled: stalledOf(core) })),
    trial: isTrial(settings),
    practice: settings.PRACTICE === "on",
    practiceUrl: settings.PRACTICE_URL,
    trialPhone: isTrial(settings) ? settings.TRIAL_PHONE_URL : "",
    box: core.box,
    sessionSecret: settings.SESSION_SECRET,
    publicUrl: settings.PUBLIC_URL,
    oauthOrigin: new URL(settings.ZALO_OAUTH_URL).origin,
    sourceRoot: fileURLToPath(new URL(".", import.meta.url)),
    menu: menuOf(rooms),
    ungiven: settings.NODE_ENV === "development" ? undefined : tellUngiven(core.log),
    routes: rows.console,
  });
  return { door, app, close };
}

const tellUngiven = (log: Log) => (view: string, reason: string) =>
  log.error({ action: "view-ungiven", view, reason }, "a page was not given what its view asks for");
