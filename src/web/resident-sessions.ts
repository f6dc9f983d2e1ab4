import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import type { Resident } from "../kernel/api-route.ts";
import { sha256Hex } from "../kernel/crypto.ts";

/** An hour, as long as Zalo's own token lives; the mini-app asks anew without a word to the person. */
export const RESIDENT_SESSION_SECONDS = 3600;

export interface ResidentSessions {
  begin(resident: Resident): Promise<string>;
  find(token: string): Promise<Resident | undefined>;
  end(token: string): Promise<void>;
}

/** Short sessions of residents. Redis holds only the hash of a token: reading it opens no session. */
export function createResidentSessions(redis: Redis, prefix: string): ResidentSessions {
  const keyOf = (token: string): string => `${prefix}:resident:${sha256Hex(token)}`;
  return {
    async begin(resident) {
      const token = randomBytes(32).toString("base64url");
      await redis.set(keyOf(token), JSON.stringify(resident), "EX", RESIDENT_SESSION_SECONDS);
      return token;
    },
    async find(token) {
      if (!/^[\w-]{43}$/.test(token)) return undefined;
      const found = await redis.get(keyOf(token));
      return found ? (JSON.parse(found) as Resident) : undefined;
    },
    end: async (token) => void (await redis.del(keyOf(token))),
  };
}
