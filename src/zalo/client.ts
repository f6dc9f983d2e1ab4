import { createHmac } from "node:crypto";
import type { AxiosRequestConfig } from "axios";
import { messageOf } from "../kernel/errors.ts";
import type { Log } from "../kernel/logger.ts";
import { type Meaning, meaningOf, type NextStep } from "./error-meanings.ts";
import type { Limits } from "./limits.ts";
import {
  type Article,
  buildArticle,
  buildArticleBroadcast,
  buildMessage,
  type Outgoing,
  wordsOfArticle,
  wordsOfMessage,
} from "./messages.ts";
import { rememberApiVersion } from "./oa.store.ts";
import type { Tokens } from "./tokens.ts";
import type { Reply, Transport } from "./transport.ts";

/** What became of a send. Only `retry` may be tried again by itself: it surely did not happen. */
export type SendOutcome =
  | { kind: "accepted"; messageId: string }
  | { kind: "failed"; reason: Meaning; phrase: string; stopsOa: boolean }
  | { kind: "retry"; reason: string; afterMs: number }
  | { kind: "unknown"; reason: string };

export class ZaloError extends Error {
  readonly meaning: Meaning | "unreachable" | "no-access";
  constructor(meaning: Meaning | "unreachable" | "no-access", phrase: string) {
    super(phrase);
    this.name = "ZaloError";
    this.meaning = meaning;
  }
}

export interface ClientParts {
  transport: Transport;
  tokens: Tokens;
  limits: Limits;
  log: Log;
  openapiUrl: string;
  appSecret: string;
  /** judges the words of everything that leaves for a resident; "" lets them pass, else says why not */
  gate(oaId: string, texts: readonly string[], quoted: readonly string[]): Promise<string>;
}

export interface UserDetail {
  userId: string;
  userIdByApp: string;
  displayName: string;
  isFollower: boolean;
  tags: string[];
}

export interface OaProfile {
  oaId: string;
  name: string;
  oaType: number;
  packageName: string;
  packageUntil: string;
  followerCount: number;
}

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** Every call of Zalo's OpenAPI that the product uses; the only place that knows its paths. */
export function createZaloClient(parts: ClientParts) {
  const { transport, tokens, limits, log, openapiUrl, appSecret, gate } = parts;

  /** one token is used for thousands of calls */
  let proof = { token: "", value: "" };
  const proofOf = (token: string): string => {
    if (proof.token !== token) proof = { token, value: createHmac("sha256", appSecret).update(token).digest("hex") };
    return proof.value;
  };
  /** a broadcast sends one and the same message to everybody: it is checked and built once */
  const built = new WeakMap<Outgoing, Record<string, unknown>>();
  const build = (outgoing: Outgoing): Record<string, unknown> => {
    const message = built.get(outgoing) ?? buildMessage(outgoing);
    built.set(outgoing, message);
    return message;
  };

  /** judged once for each OA that says it: a broadcast gives the same object for everybody */
  const judged = new WeakMap<object, Map<string, Promise<string>>>();
  const refusal = (oaId: string, said: object, texts: string[], quoted: string[] = []): Promise<string> => {
    const known = judged.get(said) ?? new Map<string, Promise<string>>();
    judged.set(said, known);
    const verdict = known.get(oaId) ?? gate(oaId, texts, quoted);
    known.set(oaId, verdict);
    // a gate that could not read its data is asked again the next time
    verdict.catch(() => known.delete(oaId));
    return verdict;
  };
  /** What the gate makes of a send, undefined when it lets it pass. A gate that cannot read its data sends nothing. */
  async function keptIn(
    oaId: string,
    said: object,
    texts: string[],
    quoted?: string[],
  ): Promise<SendOutcome | undefined> {
    try {
      const phrase = await refusal(oaId, said, texts, quoted);
      if (phrase === "") return undefined;
      log.warn({ action: "words-refused", oaId }, "the gate keeps a message in");
      return { kind: "failed", reason: "words-refused", phrase, stopsOa: false };
    } catch (error) {
      log.warn({ action: "gate-unreadable", oaId, reason: messageOf(error) }, "the gate could not be asked");
      return { kind: "retry", reason: "unreachable", afterMs: 5000 };
    }
  }

  const withToken = (request: AxiosRequestConfig, token: string): AxiosRequestConfig => ({
    ...request,
    url: openapiUrl + (request.url ?? ""),
    headers: {
      ...request.headers,
      access_token: token,
      appsecret_proof: proofOf(token),
    },
  });

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

  function outcomeOf(reply: Reply): SendOutcome {
    switch (reply.kind) {
      case "ok":
        return { kind: "accepted", messageId: text(reply.data["message_id"]) };
      case "not-sent":
        return { kind: "retry", reason: "unreachable", afterMs: 5000 };
      case "lost":
        return { kind: "unknown", reason: "lost-answer" };
      case "error": {
        const { meaning, next, phrase } = meaningOf(reply.code, reply.message);
        if (meaning === "unknown-error")
          log.error({ action: "zalo-unknown-code", zaloCode: reply.code, reply: reply.message }, "unknown Zalo error");
        return outcomeFor(next, meaning, phrase);
      }
    }
  }

  /**
   * Sends one consultation message. v3 or v2 is what the OA was learned to take; the other is tried once when
   * Zalo says so, which is safe because the first was refused.
   * @param reserved true when the caller has taken a turn from the limits already
   */
  async function sendMessage(oaId: string, userId: string, outgoing: Outgoing, reserved = false): Promise<SendOutcome> {
    const kept = await keptIn(oaId, outgoing, wordsOfMessage(outgoing), outgoing.quoted);
    if (kept) return kept;
    const data = { recipient: { user_id: userId }, message: build(outgoing) };
    const access = await tokens.access(oaId);
    if (access.kind === "no-access") return { kind: "retry", reason: "no-access", afterMs: 60_000 };
    let version = access.oa.apiVersion;
    for (let attempt = 0; ; attempt += 1) {
      const url = version === "v3" ? "/v3.0/oa/message/cs" : "/v2.0/oa/message";
      let reply: Reply;
      try {
        reply = await call(
          oaId,
          { method: "post", url, data, headers: { "Content-Type": "application/json" } },
          reserved && attempt === 0,
        );
      } catch (error) {
        if (error instanceof ZaloError && error.meaning === "no-access")
          return { kind: "retry", reason: "no-access", afterMs: 60_000 };
        throw error;
      }
      const wrongVersion = reply.kind === "error" && meaningOf(reply.code).next === "switch-version";
      if (!wrongVersion || attempt > 0) return outcomeOf(reply);
      version = version === "v3" ? "v2" : "v3";
      access.oa.apiVersion = version;
      await rememberApiVersion(oaId, version);
      log.info({ action: "api-version-learned", oaId, version }, "message API learned for this OA");
    }
  }

  /** Sends an approved ZBS template to one person by UID (§2.5); needs no open window. */
  async function sendTemplate(
    oaId: string,
    userId: string,
    templateId: string,
    data: Record<string, string>,
    reserved = true,
  ): Promise<SendOutcome> {
    const kept = await keptIn(oaId, data, Object.values(data));
    if (kept) return kept;
    try {
      const body = { user_id: userId, template_id: templateId, template_data: data };
      return outcomeOf(
        await call(
          oaId,
          {
            method: "post",
            url: "/v3.0/oa/message/template",
            data: body,
            headers: { "Content-Type": "application/json" },
          },
          reserved,
        ),
      );
    } catch (error) {
      if (error instanceof ZaloError && error.meaning === "no-access")
        return { kind: "retry", reason: "no-access", afterMs: 60_000 };
      throw error;
    }
  }

  async function upload(
    oaId: string,
    kind: "image" | "gif" | "file",
    bytes: Buffer,
    name: string,
    mimeType: string,
  ): Promise<string> {
    const form = new FormData();
    form.append("file", new Blob([new Uint8Array(bytes)], { type: mimeType }), name);
    const data = await ask(oaId, { method: "post", url: `/v2.0/oa/upload/${kind}`, data: form });
    const id = text(data["attachment_id"]) || text(data["token"]);
    if (!id) throw new ZaloError("bad-request", "Zalo không nhận tệp này");
    return id;
  }

  return {
    sendMessage,
    sendTemplate,
    /** jpg or png, at most 1 MB; the id lives 7 days (zalo/openapi.md §3) */
    uploadImage: (oaId: string, bytes: Buffer, mimeType: "image/jpeg" | "image/png") =>
      upload(oaId, "image", bytes, mimeType === "image/png" ? "picture.png" : "picture.jpg", mimeType),
    uploadGif: (oaId: string, bytes: Buffer) => upload(oaId, "gif", bytes, "picture.gif", "image/gif"),
    uploadFile: (oaId: string, bytes: Buffer, name: string, mimeType: string) =>
      upload(oaId, "file", bytes, name, mimeType),

    /** One page of users: `count` ≤ 50, `offset` ≤ 9951, so at most 10,000 per filter (§4.1). */
    async listUsers(oaId: string, page: { offset: number; count: number; period?: string; followersOnly: boolean }) {
      const data = await get(oaId, "/v3.0/oa/user/getlist", {
        offset: page.offset,
        count: page.count,
        ...(page.period ? { last_interaction_period: page.period } : {}),
        ...(page.followersOnly ? { is_follower: "true" } : {}),
      });
      const users = Array.isArray(data["users"]) ? (data["users"] as Record<string, unknown>[]) : [];
      return { total: Number(data["total"] ?? 0), userIds: users.map((user) => text(user["user_id"])).filter(Boolean) };
    },
    async userDetail(oaId: string, userId: string): Promise<UserDetail> {
      const data = await get(oaId, "/v3.0/oa/user/detail", { user_id: userId });
      const tags = data["tags_and_notes_info"] as { tag_names?: unknown } | undefined;
      return {
        userId: text(data["user_id"]) || userId,
        userIdByApp: text(data["user_id_by_app"]),
        displayName: text(data["display_name"]),
        isFollower: data["user_is_follower"] === true || data["user_is_follower"] === "true",
        tags: Array.isArray(tags?.tag_names) ? tags.tag_names.map(text) : [],
      };
    },
    deleteUserInfo: (oaId: string, userId: string) => post(oaId, "/v2.0/oa/deletefollowerinfo", { user_id: userId }),
    async getOa(oaId: string): Promise<OaProfile> {
      return readProfile(await ask(oaId, { method: "get", url: "/v2.0/oa/getoa" }));
    },
    /** `getoa` with a token that is not stored yet: the check at connecting. */
    async getOaWith(accessToken: string): Promise<OaProfile> {
      const reply = await transport.call(withToken({ method: "get", url: "/v2.0/oa/getoa" }, accessToken));
      if (reply.kind === "ok") return readProfile(reply.data);
      if (reply.kind === "error") {
        const { meaning, phrase } = meaningOf(reply.code, reply.message);
        throw new ZaloError(meaning, phrase);
      }
      throw new ZaloError("unreachable", "Chưa kết nối được tới Zalo");
    },
    tagUser: (oaId: string, userId: string, tag: string) =>
      post(oaId, "/v2.0/oa/tag/tagfollower", { user_id: userId, tag_name: tag }),
    untagUser: (oaId: string, userId: string, tag: string) =>
      post(oaId, "/v2.0/oa/tag/rmfollowerfromtag", { user_id: userId, tag_name: tag }),
    async listTags(oaId: string): Promise<string[]> {
      const data = await ask(oaId, { method: "get", url: "/v2.0/oa/tag/gettagsofoa" });
      return Array.isArray(data["list"]) ? data["list"].map(text) : [];
    },
    /** Starts making an article; the token leads to its id once Zalo has processed it (§5). */
    async createArticle(oaId: string, article: Article): Promise<string> {
      const why = await refusal(oaId, article, wordsOfArticle(article));
      if (why !== "") throw new ZaloError("words-refused", why);
      return text((await post(oaId, "/v2.0/article/create", buildArticle(article)))["token"]);
    },
    /** The article's id, or undefined while Zalo still processes it. */
    async verifyArticle(oaId: string, token: string): Promise<string | undefined> {
      try {
        return text((await post(oaId, "/v2.0/article/verify", { token }))["id"]);
      } catch (error) {
        if (error instanceof ZaloError && error.meaning === "still-processing") return undefined;
        throw error;
      }
    },
    removeArticle: (oaId: string, id: string) => post(oaId, "/v2.0/article/remove", { id }),
    /** Views and shares of an article as Zalo counts them (§5); zeros when it tells nothing. */
    async articleViews(oaId: string, id: string): Promise<{ views: number; shares: number }> {
      const data = await ask(oaId, { method: "get", url: "/v2.0/article/getdetail", params: { id } });
      return { views: Number(data["total_view"] ?? 0), shares: Number(data["total_share"] ?? 0) };
    },
    async broadcastArticles(oaId: string, articleIds: string[], cities: string[] = []): Promise<SendOutcome> {
      const data = buildArticleBroadcast(articleIds, cities);
      return outcomeOf(
        await call(oaId, {
          method: "post",
          url: "/v2.0/oa/message",
          data,
          headers: { "Content-Type": "application/json" },
        }),
      );
    },
    /** What remains of an OA's package (§2.11); an empty list when Zalo tells nothing. */
    async quota(oaId: string): Promise<{ product: string; kind: string; total: number; remain: number }[]> {
      const data = await post(oaId, "/v3.0/oa/quota/message", {
        quota_owner: "OA",
        product_type: "cs",
        quota_type: "sub_quota",
      });
      const list = Array.isArray(data["list"]) ? (data["list"] as Record<string, unknown>[]) : [];
      return list.map((row) => ({
        product: text(row["product_type"]),
        kind: text(row["quota_type"]),
        total: Number(row["total"] ?? 0),
        remain: Number(row["remain"] ?? 0),
      }));
    },
  };
}

export type ZaloClient = ReturnType<typeof createZaloClient>;

function outcomeFor(next: NextStep, meaning: Meaning, phrase: string): SendOutcome {
  if (next === "doubt") return { kind: "unknown", reason: meaning };
  if (next === "retry-later") return { kind: "retry", reason: meaning, afterMs: meaning === "night" ? 600_000 : 5000 };
  if (next === "refresh-token") return { kind: "retry", reason: "no-access", afterMs: 60_000 };
  return { kind: "failed", reason: meaning, phrase, stopsOa: next === "stop-oa" || next === "switch-version" };
}

function readProfile(data: Record<string, unknown>): OaProfile {
  return {
    oaId: text(data["oaid"]) || text(data["oa_id"]),
    name: text(data["name"]),
    oaType: Number(data["oa_type"] ?? 0),
    packageName: text(data["package_name"]),
    packageUntil: text(data["package_valid_through_date"]),
    followerCount: Number(data["num_follower"] ?? 0),
  };
}
