import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { messageOf } from "../kernel/errors.ts";
import type { Log } from "../kernel/logger.ts";
import type { Oa } from "./oa.model.ts";
import { findOa, markNeedsReconnect, replaceTokens, type TokenPair } from "./oa.store.ts";
import type { Grant, OAuth } from "./oauth.ts";

export type Access =
  | { kind: "access"; token: string; generation: number; oa: Oa }
  | { kind: "no-access"; reason: string };

/**
 * Access tokens for all processes. A refresh token is single-use (zalo/openapi.md §1.3), so:
 * one lock in Redis per OA, the pair read anew under the lock, the new pair put aside in Redis (durable) and
 * then in MongoDB before anybody uses it. A dead grant becomes a task for a person, once.
 */
export interface Tokens {
  access(oaId: string): Promise<Access>;
  /** Called when Zalo refused `generation`: comes back with a newer one or with `no-access`. */
  renew(oaId: string, generation: number): Promise<Access>;
  sealPair(grant: Grant): TokenPair;
}

export interface TokenParts {
  redis: Redis;
  prefix: string;
  box: SecretBox;
  oauth: OAuth;
  clock: Clock;
  log: Log;
}

const CACHE_MS = 2000;
const LOCK_MS = 60_000;
const UNLOCK = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/** Reads a pair and replaces it; who calls `refresh` holds the lock. */
function createRefresh({ redis, prefix, box, oauth, clock, log }: TokenParts) {
  const read = async (oaId: string): Promise<Access> => {
    const oa = await findOa(oaId);
    if (!oa) return { kind: "no-access", reason: "OA chưa được kết nối" };
    if (oa.state !== "connected") return { kind: "no-access", reason: oa.stateReason || "OA cần kết nối lại" };
    return { kind: "access", token: box.open(oa.accessToken), generation: oa.generation, oa };
  };

  const sealPair = (grant: Grant): TokenPair => {
    const now = clock.now().getTime();
    return {
      accessToken: box.seal(grant.accessToken),
      refreshToken: box.seal(grant.refreshToken),
      accessExpiresAt: new Date(now + grant.accessSeconds * 1000),
      refreshExpiresAt: new Date(now + grant.refreshSeconds * 1000),
    };
  };

  /** A pair that was put aside by a process that died before MongoDB had it. */
  const adoptPending = async (oaId: string, generation: number): Promise<boolean> => {
    const pending = await redis.get(`${prefix}:new-pair:${oaId}:${generation}`);
    if (!pending) return false;
    const pair = JSON.parse(pending) as TokenPair;
    await replaceTokens(oaId, generation, {
      ...pair,
      accessExpiresAt: new Date(pair.accessExpiresAt),
      refreshExpiresAt: new Date(pair.refreshExpiresAt),
    });
    await redis.del(`${prefix}:new-pair:${oaId}:${generation}`);
    return true;
  };

  const refresh = async (oaId: string, generation: number): Promise<Access> => {
    const current = await findOa(oaId);
    if (!current) return { kind: "no-access", reason: "OA chưa được kết nối" };
    if (current.generation > generation || current.state !== "connected") return read(oaId);
    if (await adoptPending(oaId, generation)) return read(oaId);
    const reply = await oauth.refresh(box.open(current.refreshToken));
    if (reply.kind === "granted") {
      const grant = reply.grant.refreshToken
        ? reply.grant
        : { ...reply.grant, refreshToken: box.open(current.refreshToken) };
      const pair = sealPair(grant);
      await redis.set(`${prefix}:new-pair:${oaId}:${generation}`, JSON.stringify(pair), "EX", 90_000);
      await replaceTokens(oaId, generation, pair);
      await redis.del(`${prefix}:new-pair:${oaId}:${generation}`);
      log.info({ action: "token-refreshed", oaId, generation: generation + 1 }, "access token refreshed");
      return read(oaId);
    }
    if (reply.kind === "noise") return { kind: "no-access", reason: "Zalo chưa trả lời khi gia hạn quyền truy cập" };
    await markNeedsReconnect(oaId, generation, `Zalo từ chối gia hạn (${reply.reason})`, clock.now());
    log.error({ action: "grant-dead", oaId, reason: reply.reason }, "OA has to be connected again");
    return read(oaId);
  };

  return { read, sealPair, refresh };
}

export function createTokens(parts: TokenParts): Tokens {
  const { redis, prefix, clock, log } = parts;
  const cache = new Map<string, { at: number; access: Access }>();

  const { read, sealPair, refresh } = createRefresh(parts);

  const renew = async (oaId: string, generation: number): Promise<Access> => {
    cache.delete(oaId);
    const lock = `${prefix}:lock:token:${oaId}`;
    const mine = randomUUID();
    const deadline = performance.now() + LOCK_MS;
    while ((await redis.set(lock, mine, "PX", LOCK_MS, "NX")) !== "OK") {
      if (performance.now() > deadline) return { kind: "no-access", reason: "Đang gia hạn quyền truy cập" };
      await new Promise((resolve) => setTimeout(resolve, 50));
      const seen = await read(oaId);
      if (seen.kind === "no-access" || seen.generation > generation) return seen;
    }
    try {
      return await refresh(oaId, generation);
    } catch (error) {
      log.error({ action: "token-refresh-failed", oaId, reason: messageOf(error) }, "refresh failed");
      throw error;
    } finally {
      await redis.eval(UNLOCK, 1, lock, mine).catch(() => undefined);
    }
  };

  return {
    sealPair,
    renew,
    async access(oaId) {
      const kept = cache.get(oaId);
      if (kept && performance.now() - kept.at < CACHE_MS) return kept.access;
      let access = await read(oaId);
      if (access.kind === "access" && access.oa.accessExpiresAt <= clock.now())
        access = await renew(oaId, access.generation);
      cache.set(oaId, { at: performance.now(), access });
      return access;
    },
  };
}
