import { createCache } from "../kernel/bounded-cache.ts";
import { listDrafts } from "../drafts/draft.store.ts";
import { formatDate } from "../kernel/dates.ts";
import type { TaskKind } from "../kernel/room.ts";
import { countUnseen } from "./published.store.ts";
import { lookDue } from "./show-opinions.ts";

/** Counting reads every opinion of a draft: the first page is asked for more often than anybody looks. */
const counted = createCache<Awaited<ReturnType<typeof countUnseen>>>(200, 30_000);

/** Opinions residents cannot read yet because nobody looked whether there is a ground to hide them. */
export const commentTasks: readonly TaskKind[] = [
  {
    may: "comments.sort",
    rank: 45,
    async list({ scope }, now) {
      const drafts = await listDrafts(scope, ["published"]);
      const ids = drafts.map(({ _id }) => String(_id));
      const waiting = await counted.get(ids.join(" "), () => countUnseen(ids));
      return waiting.slice(0, 5).map(({ draftId, n, first }) => {
        const due = lookDue(first);
        const title = drafts.find(({ _id }) => String(_id) === draftId)?.title ?? "";
        return {
          icon: "doc",
          tone: due < now ? ("danger" as const) : ("tint" as const),
          title: `${n} ý kiến chờ xem căn cứ trước khi hiện`,
          note: `“${title}” · ${due < now ? "đã quá hạn" : "hạn xem"} ${formatDate(due)}`,
          button: "Xem ý kiến",
          to: `/console/du-thao/${draftId}/gop-y`,
        };
      });
    },
  },
];
