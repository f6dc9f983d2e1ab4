import { hkdfSync, randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import type { Resident } from "../kernel/api-route.ts";
import { createSecretBox, sha256Hex } from "../kernel/crypto.ts";

/** An hour, as long as Zalo's own token lives; the mini-app asks anew without a word to the person. */
export const RESIDENT_SESSION_SECONDS = 3600;

const PADDED = 600;

export interface ResidentSessions {
  begin(resident: Resident): Promise<string>;
  find(token: string): Promise<Resident | undefined>;
  end(token: string): Promise<void>;
}

/**
 * Short sessions of residents. Redis holds the hash of a token and, sealed under the token itself, who it is: whoever
 * reads Redis or its files, with every key of ours in hand, opens no session and learns not who has one.
 */
export function createResidentSessions(redis: Redis, prefix: string): ResidentSessions {
  const keyOf = (token: string): string => `${prefix}:resident:${sha256Hex(token)}`;
  const boxOf = (token: string) =>
    createSecretBox(Buffer.from(hkdfSync("sha256", token, "", "resident-session", 32)).toString("base64"));
  return {
    async begin(resident) {
      const token = randomBytes(32).toString("base64url");
      // all of one length: that of a name would tell whose it is
      const sealed = boxOf(token).seal(JSON.stringify(resident).padEnd(PADDED));
      await redis.set(keyOf(token), sealed, "EX", RESIDENT_SESSION_SECONDS);
      return token;
    },
    async find(token) {
      if (!/^[\w-]{43}$/.test(token)) return undefined;
      const found = await redis.get(keyOf(token));
      return found?.startsWith("v1.") ? (JSON.parse(boxOf(token).open(found)) as Resident) : undefined;
    },
    end: async (token) => void (await redis.del(keyOf(token))),
  };
}
