import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { control } from "./control.ts";
import { graphMe } from "./graph.ts";
import { type Call, html, json, readBody } from "./http.ts";
import { accessToken, grant, permission } from "./oauth.ts";
import { openapi } from "./openapi.ts";
import { phonePage } from "./pages.ts";
import { readSimSettings } from "./settings.ts";
import { SimState } from "./state.ts";
import { WebhookSender } from "./webhooks.ts";

/** The simulator: a Zalo of our own in one process. See README.md beside this file. */
const settings = readSimSettings();
const state = new SimState(settings);
const sender = new WebhookSender(state);
const PUBLIC: Readonly<Record<string, string>> = { "phone.js": "text/javascript", "phone.css": "text/css" };

async function answer(call: Call): Promise<void> {
  const { path, response } = call;
  if (path === "/v2.0/me") return graphMe(state, call);
  if (path.startsWith("/v2.0/") || path.startsWith("/v3.0/")) return openapi(state, sender, call);
  if (path.startsWith("/sim/")) return control(state, sender, call);
  if (path === "/v4/oa/permission") return call.method === "POST" ? grant(state, call) : permission(state, call);
  if (path === "/v4/oa/access_token") return accessToken(state, call);
  if (path === "/" || path === "/phone")
    return html(response, phonePage([...state.oas.values()].map(({ id, name }) => ({ id, name }))));
  const file = path.startsWith("/public/") ? PUBLIC[path.slice(8)] : undefined;
  if (file) {
    response.writeHead(200, { "Content-Type": `${file}; charset=utf-8` });
    response.end(readFileSync(new URL(`./public/${path.slice(8)}`, import.meta.url)));
    return;
  }
  const media = path.startsWith("/media/") ? state.readUpload(path.slice(7)) : undefined;
  if (media) {
    response.writeHead(200, { "Content-Type": media.type });
    response.end(media.bytes);
    return;
  }
  json(response, { error: 404, message: "Empty api" }, {}, 404);
}

const server = createServer((request, response) => {
  void (async () => {
    const url = new URL(request.url ?? "/", "http://simulator");
    const call: Call = {
      method: request.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: await readBody(request),
      request,
      response,
    };
    await answer(call);
  })().catch((error: unknown) => {
    process.stderr.write(`simulator: ${String(error)}\n`);
    if (!response.headersSent) json(response, { error: -1, message: "simulator error" }, {}, 500);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(settings.SIM_PORT, settings.SIM_HOST, () => {
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : settings.SIM_PORT;
  process.stdout.write(`simulator ready on ${port}\n`);
});

for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.once(signal, () => {
    state.save();
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
