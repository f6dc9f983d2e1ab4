import { createHmac } from "node:crypto";
import type { Reply, Transport } from "./transport.ts";

export interface AppUser {
  id: string;
  name: string;
  /** the same person's id for the OA the Mini App is tied to, where Zalo tells it: the bridge to who only follows; "" else */
  userIdByOa: string;
}

/** Asks Zalo whose access token a Mini App sent; an id from the client itself is never believed (zalo/miniapp.md §9.1). */
export interface Graph {
  /** undefined: Zalo does not know the token. Throws when Zalo cannot be asked. */
  whoIs(accessToken: string): Promise<AppUser | undefined>;
}

/** With the bridge to the OA, as Zalo's own SDK asks (zalo/miniapp.md §7.3); without it where Zalo refuses that field. */
const FIELDS = ["id,name,user_id_by_oa", "id,name"] as const;

/** @param miniAppId "" when there is none */
export function createGraph(transport: Transport, graphUrl: string, appSecret: string, miniAppId = ""): Graph {
  const me = (accessToken: string, fields: string): Promise<Reply> =>
    transport.call({
      method: "GET",
      url: `${graphUrl}/v2.0/me`,
      params: { fields, ...(miniAppId === "" ? {} : { miniapp_id: miniAppId }) },
      headers: {
        access_token: accessToken,
        appsecret_proof: createHmac("sha256", appSecret).update(accessToken).digest("hex"),
      },
    });
  return {
    async whoIs(accessToken) {
      const [withBridge, plain] = FIELDS;
      const first = await me(accessToken, withBridge);
      const reply = first.kind === "error" ? await me(accessToken, plain) : first;
      if (reply.kind === "error") return undefined;
      if (reply.kind !== "ok") throw new Error(`graph: ${reply.kind}`);
      const { id, name, user_id_by_oa: byOa } = reply.body;
      return isId(id)
        ? { id, name: typeof name === "string" ? name : "", userIdByOa: isId(byOa) ? byOa : "" }
        : undefined;
    },
  };
}

const isId = (value: unknown): value is string => typeof value === "string" && /^\d{1,30}$/.test(value);
