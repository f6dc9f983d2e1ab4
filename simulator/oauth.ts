import { createHash, randomBytes } from "node:crypto";
import { type Call, html, json } from "./http.ts";
import { escapeHtml, frame } from "./pages.ts";
import type { SimState } from "./state.ts";

const error = (code: number, name: string) => ({
  error: code,
  error_name: name,
  error_reason: "",
  error_description: name,
});

/** GET /v4/oa/permission: an OA admin says yes (OpenAPI sheet §1.1). */
export function permission(state: SimState, call: Call): void {
  const { settings } = state;
  if (call.query.get("app_id") !== settings.SIM_APP_ID) return json(call.response, error(-14002, "Invalid appId"));
  const redirect = call.query.get("redirect_uri") ?? "";
  if (settings.SIM_CALLBACK_URL && redirect !== settings.SIM_CALLBACK_URL)
    return json(call.response, error(-14003, "Invalid redirect uri"));
  const hidden = ["redirect_uri", "code_challenge", "state"]
    .map((name) => `<input type="hidden" name="${name}" value="${escapeHtml(call.query.get(name) ?? "")}">`)
    .join("");
  const choices = [...state.oas.values()]
    .map(
      (
        oa,
      ) => `<form method="post" action="/v4/oa/permission">${hidden}<input type="hidden" name="oa_id" value="${oa.id}">
      <button>Cho phép với OA ${escapeHtml(oa.name)}</button></form>`,
    )
    .join("");
  html(
    call.response,
    frame(
      "Cấp quyền cho ứng dụng",
      `<main class="card"><h1>Cấp quyền cho ứng dụng</h1><p>Ứng dụng ${settings.SIM_APP_ID} xin quyền gửi tin và quản lý người quan tâm.</p>${choices}</main>`,
    ),
  );
}

/** The admin's yes: back to the callback with a code that lives 10 minutes. */
export function grant(state: SimState, call: Call): void {
  const form = new URLSearchParams(call.body.toString("utf8"));
  const code = `C_${randomBytes(18).toString("base64url")}`;
  const oaId = form.get("oa_id") ?? "";
  state.codes.set(code, { oaId, challenge: form.get("code_challenge") ?? "", expires: state.now() + 600_000 });
  const to = new URL(form.get("redirect_uri") ?? "http://localhost");
  to.searchParams.set("code", code);
  to.searchParams.set("oa_id", oaId);
  if (form.get("state")) to.searchParams.set("state", form.get("state") ?? "");
  call.response.writeHead(302, { Location: to.toString() });
  call.response.end();
}

/** POST /v4/oa/access_token: code → pair, or refresh with rotation (§1.3). */
export function accessToken(state: SimState, call: Call): void {
  const { settings } = state;
  const form = new URLSearchParams(call.body.toString("utf8"));
  if (form.get("app_id") !== settings.SIM_APP_ID) return json(call.response, error(-14002, "Invalid appId"));
  if (call.headers["secret_key"] !== settings.SIM_APP_SECRET)
    return json(call.response, error(-14004, "Invalid secret key"));
  if (form.get("grant_type") === "authorization_code") {
    const code = state.codes.get(form.get("code") ?? "");
    state.codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (!code || code.expires < state.now() || (code.challenge && code.challenge !== challenge))
      return json(call.response, error(-14005, "Invalid code"));
    return json(call.response, state.issueTokens(code.oaId));
  }
  if (form.get("grant_type") === "refresh_token") {
    const token = form.get("refresh_token") ?? "";
    const row = state.refresh.get(token);
    state.count("refresh-calls");
    if (!row || row.expires < state.now()) {
      state.count("refresh-refused");
      if (state.usedRefresh.has(token) && settings.SIM_USED_REFRESH === "empty") {
        call.response.writeHead(200);
        call.response.end();
        return;
      }
      return json(call.response, error(-14014, "Invalid refresh token."));
    }
    state.refresh.delete(token);
    state.usedRefresh.add(token);
    return json(call.response, state.issueTokens(row.oaId));
  }
  json(call.response, error(-14018, "Invalid grant type"));
}
