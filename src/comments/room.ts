import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { commentKeeps } from "./keeps.ts";
import { bringJob } from "../kernel/job.ts";
import { type CommentSweepDeps, commentSweeps } from "./comment.sweeps.ts";
import type { TellDeps } from "./tell-authors.ts";
import { tellAuthorsJob, tellChangedJob } from "./tell.jobs.ts";
import { positionAnswer } from "./answer.decision.ts";
import { appealDecision, commentHiding } from "./hiding.decision.ts";
import type { commentsApi } from "./comments.api.ts";
import type { commentsRoutes } from "./comments.console.ts";
import type { intakeRoutes } from "./intake.console.ts";

type Deps = Needs<typeof intakeRoutes | typeof commentsRoutes | typeof commentsApi> & CommentSweepDeps & TellDeps;

export const createCommentsRoom = (deps: Deps): Room => ({
  name: "comments",
  decisions: [bring(positionAnswer, deps), bring(appealDecision, deps), bring(commentHiding, deps)],
  jobs: [bringJob(tellAuthorsJob, deps), bringJob(tellChangedJob, deps)],
  sweeps: commentSweeps(deps),
  keeps: commentKeeps(deps),
  deeds: {
    "comments-read": "Đọc ý kiến góp ý",
    "comment-opened": "Xem nguyên văn một ý kiến",
    "comment-sorted": "Xếp loại ý kiến",
    "comment-grouped": "Gộp ý kiến giống nhau",
    "mask-lifted": "Bỏ che chỗ không phải thông tin riêng",
    "comment-hidden": "Ẩn ý kiến",
    "appeal-decided": "Giải quyết khiếu nại",
    "comments-entered": "Nhập phiếu, hội nghị, văn bản",
    "position-answered": "Trả lời góp ý",
  },
  rows: async () => ({
    console: [
      ...(await import("./intake.console.ts")).intakeRoutes(deps),
      ...(await import("./comments.console.ts")).commentsRoutes(deps),
    ],
    api: (await import("./comments.api.ts")).commentsApi(deps),
    crowd: true,
  }),
});
