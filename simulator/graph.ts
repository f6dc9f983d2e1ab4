import { createHmac } from "node:crypto";
import { type Call, json } from "./http.ts";
import type { Resident, SimOa, SimState } from "./state.ts";

/** Token a resident's Mini App would hand over; it names OA and person, as nobody outside reads it. */
export const miniToken = (oa: SimOa, resident: Resident): string =>
  Buffer.from(`${oa.id}.${resident.id}`).toString("base64url");

/** GET /v2.0/me: whose Mini App token this is (Mini App sheet §9.1). The proof is made with the app's secret. */
export function graphMe(state: SimState, call: Call): void {
  const token = String(call.headers["access_token"] ?? "");
  const proof = createHmac("sha256", state.settings.SIM_APP_SECRET).update(token).digest("hex");
  if (call.headers["appsecret_proof"] !== proof)
    return json(call.response, { error: -14, message: "Invalid appsecret_proof" });
  const [oaId = "", userId = ""] = Buffer.from(token, "base64url").toString("utf8").split(".");
  const resident = state.oas.get(oaId)?.residents.get(userId);
  if (!resident) return json(call.response, { error: 452, message: "Session key invalid" });
  const asked = (call.query.get("fields") ?? "").split(",").includes("user_id_by_oa");
  const bridge = state.settings.SIM_USER_ID_BY_OA;
  if (asked && bridge === "refused") return json(call.response, { error: 100, message: "Invalid parameter" });
  json(call.response, {
    id: resident.byApp,
    name: resident.name,
    ...(asked && bridge === "on" && resident.follows ? { user_id_by_oa: resident.id } : {}),
    is_sensitive: false,
    error: 0,
    message: "Success",
  });
}
