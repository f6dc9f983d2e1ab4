import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";

const BUNDLE = join(process.cwd(), "miniapp/www");
const HOST = "https://h5.zdn.vn";
export const ZAPP = `${HOST}/zapps/123`;
const AGENT =
  "Mozilla/5.0 (Linux; Android 13; SM-A515F) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0 Mobile Safari/537.36 Zalo android/24110645 ZaloTheme/light ZaloLanguage/vi";

/**
 * Zalo's app, as far as its real SDK can tell (zalo/miniapp.md §7.4): the bridge a native client injects, Zalo's host
 * serving our bundle by its app-config.json, and the one address that gives an access token. Everything else is refused.
 */
const bridge = (vouched: boolean, denied: boolean): string => `
  window.APP_ID = "123";
  window.ZJSBridge = { setJSToken() {}, setZAccSession() {} };
  window.__native = [];
  window.ZaloJavaScriptInterface = {
    getStatusBarHeight: () => 24,
    jsH5EventCallback() {},
    processActionMPDS: () => JSON.stringify({ error_code: 0, data: {} }),
    jsCall(_js, action, _access, params, callback) {
      window.__native.push({ action, params });
      const data = action === "action.jump.login" ? {
        miniProgramConfig: { userAuthorized: true },
        cookiesOAuthLogins: [
          { name: "h5.zdn.vn_zlink3rd", value: "js" },
          ...(${String(vouched)} ? [
            { name: "h5.zdn.vn_zoauth", value: "code" },
            { name: "h5.zdn.vn_zoauth_vrf", value: "verifier" },
          ] : []),
        ],
      } : {};
      const error_code = ${String(denied)} && action !== "action.jump.login" ? -201 : 0;
      setTimeout(() => (0, eval)(callback)({ error_code, error_message: "", data, action }), 5);
      return "";
    },
  };`;

export interface ZaloHost {
  context: BrowserContext;
  /** addresses that were asked for besides our bundle, our API and the token */
  strange: string[];
  /** false: nothing of ours is reached, as in a dead spot */
  net: boolean;
}

/** @param token what Zalo would hand our app for this person; "" = Zalo gives none */
export async function openZaloHost(browser: Browser, webUrl: string, token: string, denied = false): Promise<ZaloHost> {
  const config = JSON.parse(readFileSync(join(BUNDLE, "app-config.json"), "utf8")) as {
    listCSS: string[];
    listSyncJS: string[];
  };
  const page = `<!doctype html><html><head><meta name="viewport" content="width=device-width">${config.listCSS
    .map((file) => `<link rel="stylesheet" href="/zapps/123/${file}">`)
    .join("")}</head><body><div id="app"></div>${config.listSyncJS
    .map((file) => `<script type="module" src="/zapps/123/${file}"></script>`)
    .join("")}</body></html>`;
  const context = await browser.newContext({ viewport: { width: 360, height: 720 }, userAgent: AGENT });
  await context.addInitScript(bridge(token !== "", denied));
  const host: ZaloHost = { context, strange: [], net: true };
  const { strange } = host;
  await context.route("**/*", async (route) => {
    const request = route.request();
    const url = new URL(request.url());
    if (url.origin === HOST && url.pathname.startsWith("/zapps/123/assets/"))
      return route.fulfill({ path: join(BUNDLE, url.pathname.slice("/zapps/123/".length)) });
    if (url.origin === HOST && url.pathname.startsWith("/zapps/123"))
      return route.fulfill({ contentType: "text/html", body: page });
    if (url.origin === HOST && /^\/(api|cong-khai)\//.test(url.pathname)) {
      if (!host.net) return route.abort("internetdisconnected");
      const answer = await fetch(`${webUrl}${url.pathname}${url.search}`, {
        method: request.method(),
        headers: { ...(await request.allHeaders()), origin: HOST, host: "" },
        ...(request.method() === "POST" ? { body: new Uint8Array(request.postDataBuffer() ?? Buffer.alloc(0)) } : {}),
      });
      const contentType = answer.headers.get("content-type") ?? "application/json";
      return route.fulfill({ status: answer.status, contentType, body: Buffer.from(await answer.arrayBuffer()) });
    }
    if (url.href.startsWith("https://h5.zalo.me/openapi/access_token"))
      return route.fulfill({
        contentType: "application/json",
        body: JSON.stringify({ access_token: token, refresh_token: "r", expires_in: "3600" }),
      });
    if (url.href.startsWith("https://h5.zalo.me/log/")) return route.fulfill({ body: "{}" });
    strange.push(url.href);
    return route.abort();
  });
  return host;
}
