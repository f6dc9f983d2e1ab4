import type { Keep } from "../kernel/keep.ts";
import type { ZaloClient } from "./client.ts";
import "./notice.model.ts";
import { listOas, resealTokens } from "./oa.store.ts";

export const zaloKeeps = ({ zalo }: { zalo: Pick<ZaloClient, "deleteUserInfo"> }): readonly Keep[] => [
  {
    model: "Oa",
    sealed: ["accessToken", "refreshToken"],
    until: "the OA is taken off",
    async reseal({ again }) {
      const oas = await listOas();
      for (const oa of oas) await resealTokens(oa._id, again(oa.accessToken), again(oa.refreshToken));
      return 2 * oas.length;
    },
  },
  { model: "OaNotice", until: "Zalo says something newer; names nobody" },
  { model: "OaRating", until: "400 days; names nobody" },
  {
    model: "what the OA stored at Zalo",
    until: "we ask for it to be dropped; Zalo's refusal does not keep our own erasure from standing",
    last: true,
    forgetAt: ({ oaId, userId }) => zalo.deleteUserInfo(oaId, userId).catch(() => undefined),
  },
];
