import type { Caller } from "./call.ts";
import { meaningOf } from "./error-meanings.ts";
import { text } from "./json.ts";
import { ZaloError } from "./zalo-error.ts";

export interface OaProfile {
  oaId: string;
  name: string;
  oaType: number;
  packageName: string;
  packageUntil: string;
  followerCount: number;
}

/** What an OA is and what its package leaves. */
export const createProfile = ({ ask, post, callWith }: Caller) => ({
  async getOa(oaId: string): Promise<OaProfile> {
    return readProfile(await ask(oaId, { method: "get", url: "/v2.0/oa/getoa" }));
  },
  /** `getoa` with a token that is not stored yet: the check at connecting. */
  async getOaWith(accessToken: string): Promise<OaProfile> {
    const reply = await callWith(accessToken, { method: "get", url: "/v2.0/oa/getoa" });
    if (reply.kind === "ok") return readProfile(reply.data);
    if (reply.kind === "error") {
      const { meaning, phrase } = meaningOf(reply.code, reply.message);
      throw new ZaloError(meaning, phrase);
    }
    throw new ZaloError("unreachable", "Chưa kết nối được tới Zalo");
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
});

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
