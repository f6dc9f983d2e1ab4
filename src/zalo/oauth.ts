import { createHash, randomBytes } from "node:crypto";
import type { Transport } from "./transport.ts";

/** OAuth v4 of an OA with PKCE (zalo/openapi.md §1). */
export interface Grant {
  accessToken: string;
  refreshToken: string;
  accessSeconds: number;
  refreshSeconds: number;
}

/** `dead`: a person has to consent again. `noise`: try later with the stored pair read anew. */
export type GrantReply =
  | { kind: "granted"; grant: Grant }
  | { kind: "dead"; reason: string }
  | { kind: "misconfigured"; reason: string }
  | { kind: "noise"; reason: string };

export interface Pkce {
  verifier: string;
  challenge: string;
}

export function newPkce(): Pkce {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: challengeOf(verifier) };
}

export const challengeOf = (verifier: string): string =>
  createHash("sha256").update(verifier, "ascii").digest("base64url");

export interface OAuth {
  permissionUrl(redirectUri: string, challenge: string, state: string): string;
  exchange(code: string, verifier: string): Promise<GrantReply>;
  refresh(refreshToken: string): Promise<GrantReply>;
}

const THREE_MONTHS = 90 * 86_400;
/** Wrong app id, address, secret or grant type: nobody's consent helps, the settings are wrong (§1.4). */
const CONFIG_CODES = new Set([-14002, -14003, -14004, -14018, -14029]);

export function createOAuth(transport: Transport, oauthUrl: string, appId: string, appSecret: string): OAuth {
  const post = async (form: Record<string, string>): Promise<GrantReply> => {
    const reply = await transport.call({
      method: "post",
      url: `${oauthUrl}/v4/oa/access_token`,
      headers: { "Content-Type": "application/x-www-form-urlencoded", secret_key: appSecret },
      data: new URLSearchParams({ app_id: appId, ...form }).toString(),
    });
    if (reply.kind === "ok") return readGrant(reply.body);
    if (reply.kind === "error")
      return {
        kind: CONFIG_CODES.has(reply.code) ? "misconfigured" : "dead",
        reason: `${reply.code} ${reply.message}`.trim(),
      };
    // An empty 200 means the refresh token was consumed before (§1.4, seen in production).
    if (reply.message === "empty answer") return { kind: "dead", reason: "empty answer: refresh token already used" };
    return { kind: "noise", reason: reply.message };
  };
  return {
    permissionUrl(redirectUri, challenge, state) {
      const query = new URLSearchParams({ app_id: appId, redirect_uri: redirectUri, code_challenge: challenge, state });
      return `${oauthUrl}/v4/oa/permission?${query.toString()}`;
    },
    exchange: (code, verifier) => post({ code, grant_type: "authorization_code", code_verifier: verifier }),
    refresh: (refreshToken) => post({ refresh_token: refreshToken, grant_type: "refresh_token" }),
  };
}

function readGrant(body: Record<string, unknown>): GrantReply {
  const accessToken = body["access_token"];
  const refreshToken = body["refresh_token"];
  if (typeof accessToken !== "string" || accessToken === "")
    return { kind: "dead", reason: "answer without access_token" };
  return {
    kind: "granted",
    grant: {
      accessToken,
      refreshToken: typeof refreshToken === "string" ? refreshToken : "",
      accessSeconds: Number(body["expires_in"]) || 90_000,
      refreshSeconds: Number(body["refresh_token_expires_in"]) || THREE_MONTHS,
    },
  };
}
