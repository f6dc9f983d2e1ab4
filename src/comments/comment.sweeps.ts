import type { Clock } from "../kernel/clock.ts";
import { eachAlone } from "../kernel/each-alone.ts";
import type { Jobs } from "../kernel/job.ts";
import { retention, type Sweep, tend } from "../kernel/sweep.ts";
import { listTelling } from "../drafts/draft.store.ts";
import { logReceived } from "./append-log.ts";
import { listDirtyCounts, recount, touchNew } from "./position-count.store.ts";
import { purgeComments } from "./keep-and-purge.ts";
import { tellChangedJob } from "./tell.jobs.ts";

export interface CommentSweepDeps {
  clock: Clock;
  producer: Jobs;
}

/** Brings new comments into the log and their counts up to date; gives again the job that tells of a newer version. */
async function tendComments(deps: CommentSweepDeps): Promise<void> {
  const parts: (() => Promise<unknown>)[] = [
    async () => {
      while ((await touchNew()) === 1000);
    },
    () => logReceived(deps),
    async () => eachAlone(await listDirtyCounts(), recount),
    async () =>
      eachAlone(await listTelling(), ({ _id }) => deps.producer.add(tellChangedJob, { v: 1, draftId: String(_id) })),
  ];
  await eachAlone(parts, (part) => part());
}

export const commentSweeps = (deps: CommentSweepDeps): readonly Sweep[] => [
  tend("comments", 1000, () => tendComments(deps)),
  retention(
    "comments",
    {
      "purged-links": "Tên người góp ý đã xóa theo thời hạn lưu",
      "purged-words": "Nội dung góp ý đã xóa theo thời hạn lưu",
    },
    async () => {
      const { links, words } = await purgeComments(deps);
      return { "purged-links": links, "purged-words": words };
    },
  ),
];
