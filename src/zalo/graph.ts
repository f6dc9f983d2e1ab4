import { createHmac } from "node:crypto";
import type { Transport } from "./transport.ts";

export interface AppUser {
  id: string;
  name: string;
}

/** Asks Zalo whose access token a Mini App sent; an id from the client itself is never believed (zalo/miniapp.md §9.1). */
export interface Graph {
  /** undefined: Zalo does not know the token. Throws when Zalo cannot be asked. */
  whoIs(accessToken: string): Promise<AppUser | undefined>;
}

export function createGraph(transport: Transport, graphUrl: string, appSecret: string): Graph {
  return {
    async whoIs(accessToken) {
      const reply = await transport.call({
        method: "GET",
        url: `${graphUrl}/v2.0/me`,
        params: { fields: "id,name" },
        headers: {
          access_token: accessToken,
          appsecret_proof: createHmac("sha256", appSecret).update(accessToken).digest("hex"),
        },
      });
      if (reply.kind === "error") return undefined;
      if (reply.kind !== "ok") throw new Error(`graph: ${reply.kind}`);
      const { id, name } = reply.body;
      return typeof id === "string" && /^\d+$/.test(id)
        ? { id, name: typeof name === "string" ? name : "" }
        : undefined;
    },
  };
}
