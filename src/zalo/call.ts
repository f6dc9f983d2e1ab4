import { createHmac } from "node:crypto";
import type { AxiosRequestConfig } from "axios";
import type { Log } from "../kernel/logger.ts";
import { meaningOf } from "./error-meanings.ts";
import type { Limits } from "./limits.ts";
import type { Tokens } from "./tokens.ts";
import type { Reply, Transport } from "./transport.ts";
import { ZaloError } from "./zalo-error.ts";

export interface CallParts {
  transport: Transport;
  tokens: Tokens;
  limits: Limits;
  log: Log;
  openapiUrl: string;
  appSecret: string;
}

/** What every call carries: the OA's token, and the app's proof that it may use it. */
function createStamp(openapiUrl: string, appSecret: string) {
  /** one token is used for thousands of calls */
  let proof = { token: "", value: "" };
  const proofOf = (token: string): string => {
    if (proof.token !== token) proof = { token, value: createHmac("sha256", appSecret).update(token).digest("hex") };
    return proof.value;
  };

  return (request: AxiosRequestConfig, token: string): AxiosRequestConfig => ({
    ...request,
    url: openapiUrl + (request.url ?? ""),
    headers: {
      ...request.headers,
      access_token: token,
      appsecret_proof: proofOf(token),
    },
  });
}

/** How Zalo's OpenAPI is called for an OA: token, proof, the limits of the OA and of the app. */
export function createCaller({ transport, tokens, limits, log, openapiUrl, appSecret }: CallParts) {
  const withToken = createStamp(openapiUrl, appSecret);

  /** One call with the OA's token; a refused token is renewed once and the call made once more. */
  async function call(oaId: string, request: AxiosRequestConfig, reserved = false): Promise<Reply> {
    let access = await tokens.access(oaId);
    for (let attempt = 0; ; attempt += 1) {
      if (access.kind === "no-access") throw new ZaloError("no-access", access.reason);
      if (!reserved || attempt > 0) await limits.waitForTurn(oaId);
      const reply = await transport.call(withToken(request, access.token));
      if (reply.kind === "ok" || reply.kind === "error") limits.learn(oaId, reply.limit.limit, reply.limit.remain);
      if (reply.kind !== "error") return reply;
      const { next } = meaningOf(reply.code, reply.message);
      if (next === "refresh-token" && attempt === 0) {
        access = await tokens.renew(oaId, access.generation);
        continue;
      }
      if (meaningOf(reply.code).meaning === "rate-limited") {
        await limits.holdBack(oaId, /^your application/i.test(reply.message));
        log.warn({ action: "zalo-limit", oaId, reply: reply.message }, "Zalo's limit was met");
      }
      return reply;
    }
  }

  async function ask(oaId: string, request: AxiosRequestConfig): Promise<Record<string, unknown>> {
    const reply = await call(oaId, request);
    if (reply.kind === "ok") return reply.data;
    if (reply.kind === "error") {
      const { meaning, phrase } = meaningOf(reply.code, reply.message);
      log.warn(
        { action: "zalo-error", oaId, zaloCode: reply.code, reply: reply.message },
        "Zalo answered with an error",
      );
      throw new ZaloError(meaning, phrase);
    }
    throw new ZaloError("unreachable", "Chưa kết nối được tới Zalo");
  }

  const get = (oaId: string, path: string, data: Record<string, unknown>) =>
    ask(oaId, { method: "get", url: path, params: { data: JSON.stringify(data) } });
  const post = (oaId: string, path: string, body: Record<string, unknown>) =>
    ask(oaId, { method: "post", url: path, data: body, headers: { "Content-Type": "application/json" } });

  /** A call with a token that is not stored yet. */
  const callWith = (token: string, request: AxiosRequestConfig): Promise<Reply> =>
    transport.call(withToken(request, token));

  return { call, callWith, ask, get, post };
}

export type Caller = ReturnType<typeof createCaller>;
