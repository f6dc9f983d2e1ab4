import type { Caller } from "./call.ts";
import { text } from "./json.ts";

export interface UserDetail {
  userId: string;
  userIdByApp: string;
  displayName: string;
  isFollower: boolean;
  tags: string[];
}

/** The people of an OA as Zalo lists them, and their tags (§4). */
export const createPeople = ({ ask, get, post }: Caller) => ({
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
  tagUser: (oaId: string, userId: string, tag: string) =>
    post(oaId, "/v2.0/oa/tag/tagfollower", { user_id: userId, tag_name: tag }),
  untagUser: (oaId: string, userId: string, tag: string) =>
    post(oaId, "/v2.0/oa/tag/rmfollowerfromtag", { user_id: userId, tag_name: tag }),
  async listTags(oaId: string): Promise<string[]> {
    const data = await ask(oaId, { method: "get", url: "/v2.0/oa/tag/gettagsofoa" });
    return Array.isArray(data["list"]) ? data["list"].map(text) : [];
  },
});
